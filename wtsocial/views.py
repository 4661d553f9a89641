"""Views: frozen shapes of what a person may see. Times are whole milliseconds since 1970, UTC; 0 means never."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Viewer:
    """Who is looking or acting, as the session says. `id` 0 is a reader who has not logged in."""

    id: int = 0
    name: str = ""
    state: str = ""
    is_admin: bool = False
    is_trusted: bool = False
    language: str = "en"
    moderates: frozenset[int] = frozenset()
    """The ids of the subwikis that this member moderates."""

    @property
    def known(self) -> bool:
        """Whether anybody is logged in."""
        return self.id > 0

    @property
    def active(self) -> bool:
        """Whether this member may take part (confirmed, let in, not suspended)."""
        return self.state == "active"


@dataclass(frozen=True)
class PostView:
    """A post as one person sees it. `why` is the catalogue key of the reason why it stands in their feed."""

    id: int
    kind: str
    mode: str
    headline: str
    link: str
    host: str
    excerpt: str
    picture: str
    published: int
    revision: int
    stamp: int
    votes: int
    comments: int
    subwiki_id: int
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    author: str
    corrected: bool = False
    corrected_at: int = 0
    corrected_by: str = ""
    corrected_reason: str = ""
    corrected_source: str = ""
    first_headline: str = ""
    hidden: bool = False
    why: str = ""
    voted: bool = False
    saved: bool = False
    own: bool = False
    may_vote: bool = False
    may_comment: bool = False
    may_correct: bool = False
    may_edit: bool = False
    may_flag: bool = False
    may_moderate: bool = False
    html: str = ""
    """The cleaned text, on the post's own page alone."""


@dataclass(frozen=True)
class FeedPage:
    """One stretch of a feed, newest first. `older` is the cursor of what follows, empty at the end."""

    posts: list[PostView] = field(default_factory=list[PostView])
    newest: str = ""
    older: str = ""


@dataclass(frozen=True)
class LinkPreviewView:
    """What the page behind a link says of itself: plain texts of strangers, and the name of its stored picture.

    `link` is where the pasted one leads, `posted` the id of a post of it (0: none), `trouble` the catalogue key of why
    the page could not be looked at.
    """

    link: str = ""
    headline: str = ""
    site: str = ""
    description: str = ""
    picture: str = ""
    posted: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class CommentView:
    """A comment as one person sees it; `depth` 0 answers the post. A hidden one keeps its place without its text."""

    id: int
    post_id: int
    parent_id: int
    depth: int
    author: str
    html: str
    at: int
    revision: int
    hidden: bool = False
    own: bool = False
    may_reply: bool = False
    may_flag: bool = False
    may_moderate: bool = False


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
    rules: str = ""
    description_html: str = ""
    rules_html: str = ""
    moderators: list[str] = field(default_factory=list[str])


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


@dataclass(frozen=True)
class AccountView:
    """A member's own account; no other member ever gets it."""

    email: str = ""
    confirmed: bool = False
    about: str = ""
    language: str = ""


@dataclass(frozen=True)
class RevisionView:
    """A line of a history. A hidden one shows who and when, and nothing of its text."""

    number: int
    editor: str
    at: int
    change: str
    headline: str
    reason: str
    note: str
    source: str
    size: int
    """Characters more (or fewer) than the one before."""
    hidden: bool = False


@dataclass(frozen=True)
class DiffPiece:
    """A stretch of a difference: `same`, `del` or `ins`."""

    kind: str
    text: str


@dataclass(frozen=True)
class DiffView:
    """Two revisions of one post, side by side."""

    post_id: int
    old: RevisionView
    new: RevisionView
    headline: list[DiffPiece]
    text: list[DiffPiece]


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


@dataclass(frozen=True)
class NoticeView:
    """A line of the inbox. `kind` names its words (`notice.KIND`), `params` fill them."""

    id: int
    kind: str
    params: dict[str, str]
    path: str
    at: int
    read: bool


@dataclass(frozen=True)
class QueueView:
    """What waits for a moderator: one thing, with every open flag on it."""

    subject_kind: str
    subject_id: int
    post_id: int
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    author: str
    headline: str
    excerpt: str
    flags: int
    reasons: list[str]
    notes: list[str]
    first_at: int
    hidden: bool = False
    may_decide: bool = False


@dataclass(frozen=True)
class LogView:
    """A line of the log."""

    id: int
    at: int
    actor: str
    action: str
    subject_kind: str
    headline: str
    post_id: int
    member: str
    subwiki_slug: str
    subwiki_name: str
    flags: int
    reason: str


@dataclass(frozen=True)
class DayFigure:
    """How many on one day (`day` is 2026-11-23)."""

    day: str
    count: int


@dataclass(frozen=True)
class DashboardView:
    """The dashboard's figures: totals, and the last 14 days (oldest first) of what has days."""

    members: int = 0
    active: int = 0
    unconfirmed: int = 0
    suspended: int = 0
    posts: int = 0
    comments: int = 0
    corrections: int = 0
    flags_open: int = 0
    subwikis: int = 0
    members_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    posts_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    corrections_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    flags_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
