"""Views of subwikis, and of subwikis to choose from."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SubwikiView:
    """A subwiki in the directory, in a side bar and on its own page (`…_html` there alone)."""

    id: int
    slug: str
    name: str
    colour: str
    description: str
    members: int
    posts: int
    revision: int = 1
    joined: bool = False
    may_join: bool = False
    may_edit: bool = False
    may_post: bool = False
    may_protect: bool = False
    vetted: bool = False
    """An admin looked at it: newcomers are offered it first."""
    may_flag: bool = False
    may_vet: bool = False
    protection: str = ""
    """The standing that changing its page and its posts takes; empty for no other than usual."""
    protected_until: int = 0
    rules: str = ""
    description_html: str = ""
    rules_html: str = ""
    moderators: list[str] = field(default_factory=list[str])
    agreements: int = 0
    """How many have to agree until a suggested headline goes live; on its own page alone, like the next."""
    may_moderate: bool = False


@dataclass(frozen=True)
class ChoiceView:
    """A subwiki that may be chosen: `adds` of the newest public posts are from there."""

    slug: str
    name: str
    colour: str
    description: str
    members: int
    adds: int
    joined: bool = False


@dataclass(frozen=True)
class ChoicesView:
    """What may be chosen, and how many posts its effect was counted on."""

    choices: list[ChoiceView] = field(default_factory=list[ChoiceView])
    of: int = 0
    more: bool = False
    """Whether there are others."""


@dataclass(frozen=True)
class WikiName:
    """A subwiki to choose from a list."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class ConfidenceVoteView:
    """A running vote on whether a moderator keeps moderating; `id` 0 is none. How it stands is said when it has ended."""

    id: int = 0
    moderator: str = ""
    by: str = ""
    reason: str = ""
    ends: int = 0
    votes: int = 0
    needed: int = 0
    """How many are missing until there are enough."""
    may_vote: bool = False
    mine: str = ""
    """`keeps` or `removes`, if the viewer voted."""


@dataclass(frozen=True)
class AdoptionView:
    """Somebody asks to moderate a subwiki whose moderators are away; `id` 0 is nobody."""

    id: int = 0
    by: str = ""
    reason: str = ""
    ends: int = 0
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class LeadershipView:
    """What happens to who moderates a subwiki."""

    slug: str = ""
    vote: ConfidenceVoteView = ConfidenceVoteView()
    adoption: AdoptionView = AdoptionView()
    candidates: list[str] = field(default_factory=list[str])
    """The moderators in whom the viewer may call a vote of confidence now."""
    may_adopt: bool = False
