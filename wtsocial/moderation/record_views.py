"""Views of a member's record."""

from dataclasses import dataclass, field

from wtsocial.moderation.views import LogView
from wtsocial.subwikis.views import WikiName


@dataclass(frozen=True)
class RestrictionView:
    """What moderators took from a member in a subwiki (`accounts.restrictions`), until a moment; 0 for no end."""

    entry: int
    kind: str
    subwiki_slug: str
    subwiki_name: str
    until: int
    may_lift: bool


@dataclass(frozen=True)
class RecordView:
    """What was decided about a member, newest first, and what holds now; `older` is where the next entries begin, 0 at the end."""

    shown: bool = False
    own: bool = False
    restrictions: list[RestrictionView] = field(default_factory=list[RestrictionView])
    lines: list[LogView] = field(default_factory=list[LogView])
    older: int = 0
    wikis: list[WikiName] = field(default_factory=list[WikiName])
    """Where the viewer may restrict them."""
    may_suspend: bool = False
    suspended: bool = False
    suspended_reason: str = ""
    suspended_until: int = 0


@dataclass(frozen=True)
class HeldPostView:
    """A post that waits for review."""

    id: int
    headline: str
    language: str
    excerpt: str
    host: str
    author: str
    subwiki_slug: str
    subwiki_name: str
    at: int
    may_review: bool
    label: str = ""
    """What the content rule looks for that holds it; empty where none does."""
    why: str = ""
    """The reason of that rule."""


@dataclass(frozen=True)
class HeldPage:
    """Some posts that wait for review, the longest waiting first; `after` is where the next ones begin, 0 at the end."""

    posts: list[HeldPostView] = field(default_factory=list[HeldPostView])
    after: int = 0
