"""Views of people: who looks, one's own account, and members as others see them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """Who is looking or acting, as the session says. `id` 0 is a reader who has not logged in."""

    id: int = 0
    name: str = ""
    state: str = ""
    is_admin: bool = False
    standing: str = "new"
    """What this member has earned: `new`, `member`, `trusted` or `admin` (`permissions.standing`)."""
    language: str = "en"
    moderates: frozenset[int] = frozenset()
    """The ids of the subwikis that this member moderates."""
    confirmed: bool = False
    """Whether the e-mail address is known to be theirs."""
    choices: str = ""
    """What they chose not to see, as it is stored; empty for nothing chosen."""
    restrictions: str = ""
    """What moderators of subwikis took from them there (`restrictions`); empty for nothing."""

    @property
    def known(self) -> bool:
        """Whether anybody is logged in."""
        return self.id > 0

    @property
    def active(self) -> bool:
        """Whether this member may take part (confirmed, let in, not suspended)."""
        return self.state == "active"


@dataclass(frozen=True)
class StepsToMember:
    """What is still missing until somebody is new no longer; nothing of it for whoever is a member."""

    confirm: bool = False
    """To confirm their address."""
    days: int = 0
    contributions: int = 0


@dataclass(frozen=True)
class AccountView:
    """A member's own account; no other member ever gets it."""

    email: str = ""
    confirmed: bool = False
    about: str = ""
    language: str = ""
    standing: str = "new"
    contributions: int = 0
    """Revisions of theirs that stand."""
    missing: StepsToMember = StepsToMember()
    named_in_log: bool = True
    """Whether their name stands beside what they decide as moderators or admins."""


@dataclass(frozen=True)
class MemberView:
    """A member's public profile."""

    id: int
    name: str
    state: str
    standing: str
    about_html: str
    joined: int
    posts: int
    corrections: int
    comments: int
    may_suspend: bool = False
    may_trust: bool = False
    may_flag: bool = False
    own_errors: int = 0
    """How often they corrected a headline of their own and said "I was wrong"."""
    donor: bool = False
    """They gave something and want it to be seen; it gives them nothing else."""
    followed: bool = False
    """Whether the viewer follows them, and may."""
    may_follow: bool = False
    inviter: str = ""
    """Who invited them, for admins; empty for everybody else."""
