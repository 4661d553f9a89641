"""Messages: everything that the bus says, each kind one dataclass; `make messages` writes the kit's type declarations from it."""

from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any, ClassVar, Literal, cast

from wtsocial.core.exact_types import check_fields

Json = dict[str, Any]
"""A message as it goes over the wire. Whoever receives it may be older than the sender, and hands on a kind that it does not know."""


@dataclass(frozen=True)
class Message:
    """What is said to browsers. Its fields are checked when it is made: a wrong type raises TypeError where it is announced."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        check_fields(self)

    def to_json(self) -> Json:
        """The message as it goes over the wire: its kind first; a field that is None is left out."""
        # Most fields of most messages are None: those that are not are looked at, where `asdict` copies all of them deeply.
        return {"kind": self.kind, **{name: _plain(value) for name, value in vars(self).items() if value is not None}}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [_plain(part) for part in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in cast("Json", value).items()}
    return asdict(value)


# What messages carry: the fields of what a domain shows. Its own view is a subclass.


@dataclass(frozen=True)
class CommentFields:
    """A comment in a browser; `depth` 0 answers the post. A hidden or erased one keeps its place without its text."""

    id: int
    post_id: int
    parent_id: int
    depth: int
    author: str
    html: str
    at: int
    revision: int
    hidden: bool = False
    erased: bool = False
    cover: str = ""
    """By whose word it is folded away until somebody asks for it: `flags` or `moderator`; empty for nobody's."""
    own: bool = False
    edited: int = 0
    """When its author last edited it; 0 for never."""
    may_edit: bool = False
    may_reply: bool = False
    may_flag: bool = False
    may_moderate: bool = False


@dataclass(frozen=True)
class DiffPiece:
    """A stretch of a difference: what stands in both, was taken away, or was put in."""

    kind: Literal["same", "del", "ins"]
    text: str


@dataclass(frozen=True)
class SuggestionFields:
    """A suggested headline in a browser. A withdrawn one, and one whose revision is hidden or erased, comes without what was typed.

    `stamp` is the post's when it was read: a browser patches it with what was said later.
    """

    id: int
    post_id: int
    stamp: int
    suggester: str
    at: int
    headline: str
    pieces: list[DiffPiece]
    """What leads from the headline that it replaces to it, word by word."""
    reason: str
    source: str
    note: str
    state: str
    agrees: int
    disagrees: int
    answer: str
    revision: int
    mine: str = ""
    """What this person said to it: `agree`, `disagree`, or nothing."""


# Posts.


@dataclass(frozen=True)
class NewPost(Message):
    """A post was published: enough to tell whether it belongs to a feed, and whether its reader chose not to see it."""

    kind = "new"

    headline: str
    id: int
    stamp: int
    subwiki_id: int
    published: int
    author: str
    said: str
    domain: str
    tags: list[str]
    language: str
    sensitive: bool


@dataclass(frozen=True)
class PostPatch(Message):
    """What changed of a post: the fields of its view that are set, as they are since `stamp`."""

    kind = "post"

    id: int
    stamp: int
    _: KW_ONLY
    headline: str | None = None
    revision: int | None = None
    excerpt: str | None = None
    html: str | None = None
    writers: int | None = None
    last_writer: str | None = None
    corrected: bool | None = None
    corrected_at: int | None = None
    corrected_by: str | None = None
    corrected_reason: str | None = None
    corrected_source: str | None = None
    first_headline: str | None = None
    own_error: bool | None = None
    suggestions: int | None = None
    agreed_headline: str | None = None
    votes: int | None = None
    early_votes: int | None = None
    comments: int | None = None
    hidden: bool | None = None
    locked_reason: str | None = None
    protection: str | None = None
    protected_until: int | None = None
    disputed: bool | None = None
    dispute_votes: list[int] | None = None
    tags: list[str] | None = None
    sensitive: bool | None = None
    cover: str | None = None
    language: str | None = None
    subwiki_id: int | None = None
    subwiki_slug: str | None = None
    subwiki_name: str | None = None
    subwiki_colour: str | None = None


@dataclass(frozen=True)
class CommentChanged(Message):
    """A comment was written, edited, hidden, shown again or erased: the comment as a reader without a login sees it."""

    kind = "comment"

    post_id: int
    comment: CommentFields


@dataclass(frozen=True)
class SuggestionChanged(Message):
    """A headline was suggested, judged, answered or decided on: the suggestion as a reader without a login sees it."""

    kind = "suggestion"

    suggestion: SuggestionFields


@dataclass(frozen=True)
class SuggestionsOutdated(Message):
    """The headline that the open suggestions of a post were about was replaced."""

    kind = "outdated"

    post_id: int
    stamp: int


@dataclass(frozen=True)
class RecentChange(Message):
    """A revision was saved: as much of it as the list of recent changes is filtered by. `subwiki_id` 0 fits any filter.

    `thing` is `post/1`, `comment/1` or `subwiki/1`, and `number` the revision's.
    """

    kind = "change"

    what: str
    subwiki_id: int
    standing: str
    thing: str
    number: int


@dataclass(frozen=True)
class Erased(Message):
    """The text of a revision was erased for good, hidden, or is shown again. `thing` is `post/1`, `comment/1` or `subwiki/1`."""

    kind = "erased"

    thing: str


@dataclass(frozen=True)
class PagesChanged(Message):
    """Something changed that no other message says, and that stands on public pages: those that hear the room are out of date."""

    kind = "pages"


@dataclass(frozen=True)
class EditorPresence(Message):
    """Somebody is editing what `place` names (`here`), or no longer."""

    kind = "presence"

    place: str
    name: str
    here: bool


# Members and the house.


@dataclass(frozen=True)
class UnreadNotices(Message):
    """How many notices of a member are unread: one came, or they were read."""

    kind = "notice"

    unread: int


@dataclass(frozen=True)
class ChoicesChanged(Message):
    """A member's choices have a new version."""

    kind = "choices"

    version: int


@dataclass(frozen=True)
class ModerationQueueChanged(Message):
    """The moderation queue of a subwiki changed."""

    kind = "queue"

    subwiki_id: int


@dataclass(frozen=True)
class CaseChanged(Message):
    """A case of the moderation queue changed: its open flags, who has it open until when, or it was closed, and by whose decision."""

    kind = "case"

    id: int
    subwiki_id: int
    flags: int
    holder: str
    held_until: int
    closed: bool
    decided_by: str


@dataclass(frozen=True)
class WaitingListChanged(Message):
    """The waiting list moved, or its rules changed."""

    kind = "waiting"


@dataclass(frozen=True)
class Admitted(Message):
    """A member who was on the waiting list was admitted."""

    kind = "let_in"


@dataclass(frozen=True)
class BooksChanged(Message):
    """The ledger, or what it shows of a donor, changed."""

    kind = "books"


@dataclass(frozen=True)
class DonationChanged(Message):
    """A donation has another state."""

    kind = "donation"

    id: int
    state: str


@dataclass(frozen=True)
class SiteSettingsChanged(Message):
    """An admin changed a setting of the site."""

    kind = "settings"


@dataclass(frozen=True)
class AnnouncementChanged(Message):
    """What stands at the top of every page changed; without a text, nothing stands there any more. The larger version is the newer."""

    kind = "announcement"

    version: int
    id: int
    text: str
    tone: str
    until: int


# The server's words to one browser: they stand beside those of the bus, and go over no bus.


@dataclass(frozen=True)
class UnreadOnLoad(Message):
    """How many notices of a member were unread when a page was opened; `since` is the turn at which the counting began."""

    kind = "unread"

    unread: int
    since: int


@dataclass(frozen=True)
class PressAnswer(Message):
    """What became of a press on a post: a vote, or that it was saved."""

    kind = "mine"

    id: int
    _: KW_ONLY
    voted: bool | None = None
    votes: int | None = None
    saved: bool | None = None


@dataclass(frozen=True)
class Several(Message):
    """What the bus said within a moment, in its order; each message has a turn of its own."""

    kind = "several"

    messages: list[Json]
