"""Views of posts and comments, in feeds and on their own pages."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from wtsocial.core.messages import CommentFields


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
    domain: str = ""
    """Whose headlines the source memory counts: of so many in its own words (`source_posts`), so many were `source_corrected`."""
    source_posts: int = 0
    source_corrected: int = 0
    corrected: bool = False
    corrected_at: int = 0
    corrected_by: str = ""
    corrected_reason: str = ""
    corrected_source: str = ""
    first_headline: str = ""
    own_error: bool = False
    """The author corrected it, and says "I was wrong"."""
    early_votes: int = 0
    """Of the votes, those given before the newest correction."""
    source_says: str = ""
    """The publisher's own headline, where the post's first one says it otherwise; on the post's own page alone."""
    source_seen_at: int = 0
    suggestions: int = 0
    """Open suggestions of another headline."""
    agreed_headline: str = ""
    """The headline that members agree on, on an individual post whose author has not decided on it yet."""
    protection: str = ""
    """The standing that changing it takes by its moderators' word; empty for no other than usual."""
    protected_until: int = 0
    """When that ends by itself; 0 for never."""
    disputed: bool = False
    """An edit war about it is put to the vote."""
    dispute_votes: list[int] = field(default_factory=list[int])
    """How that stands, option by option, as it is heard on the post's own page (`DisputeView`)."""
    hidden: bool = False
    awaits_review: bool = False
    """It is hidden until a moderator has looked at it."""
    locked_reason: str = ""
    """Why its discussion is locked; empty for one that is open."""
    tags: list[str] = field(default_factory=list[str])
    """The #tags of its headline and text, as `text.tags` spells them."""
    language: str = ""
    """The language that its author says it is written in (ISO 639-1); empty for not said."""
    sensitive: bool = False
    covered: bool = False
    """Its picture and excerpt are folded away until the viewer asks for them."""
    cover: str = ""
    """By whose word all of it is: members' `flags`, until a moderator decides, or a `moderator`'s; empty for nobody's."""
    warning: str = ""
    """What a content rule says beside it, while that is switched on; empty for nothing."""
    why: str = ""
    why_about: str = ""
    """Which tag or whose post, where the reason is one."""
    voted: bool = False
    saved: bool = False
    own: bool = False
    may_vote: bool = False
    may_comment: bool = False
    may_correct: bool = False
    may_suggest: bool = False
    may_edit: bool = False
    may_flag: bool = False
    may_moderate: bool = False
    may_protect: bool = False
    html: str = ""
    """The cleaned text, on the post's own page alone."""
    writers: int = 0
    """How many edited it and who last, as it is heard on the post's own page when the text is edited (`WritersView`)."""
    last_writer: str = ""

    @cached_property
    def json(self) -> str:
        """The post in JSON, encoded once however many are sent it."""
        return json.dumps({name: getattr(self, name) for name in PostView.__dataclass_fields__}, ensure_ascii=False, separators=(",", ":"))


PERSONAL: Final = frozenset(
    name for name in PostView.__dataclass_fields__ if name in ("why", "why_about", "voted", "saved", "own") or name.startswith("may_")
)
"""The fields of a PostView that are of one person alone."""


@dataclass(frozen=True)
class WritersView:
    """Who wrote a collaborative text after its author: so many members edited it, the last of them by name; 0 for nobody yet."""

    count: int = 0
    last: str = ""


@dataclass(frozen=True)
class FeedPage:
    """One stretch of a feed, newest first. `older` is the cursor of what follows, empty at the end.

    `hidden` posts of the stretch were left out by the viewer's own choice.
    """

    posts: list[PostView] = field(default_factory=list[PostView])
    newest: str = ""
    older: str = ""
    hidden: int = 0


@dataclass(frozen=True)
class LinkPreviewView:
    """What the page behind a link says of itself: plain texts of strangers, and the name of its stored picture.

    `link` is where the pasted one leads, `posted` the id of a post of it (0: none), `trouble` the catalogue key of why
    the page could not be looked at; of `source_posts` headlines from its source (`domain`), `source_corrected` were corrected.
    """

    link: str = ""
    headline: str = ""
    site: str = ""
    description: str = ""
    picture: str = ""
    posted: int = 0
    trouble: str = ""
    domain: str = ""
    source_posts: int = 0
    source_corrected: int = 0
    canonical: str = ""
    """Where the page says that it stands: what its other addresses have in common with this one."""
    language: str = ""
    """Of the page, as a code of `text.languages`; empty where it says none, or one that is not there."""


@dataclass(frozen=True)
class CommentView(CommentFields):
    """A comment as one person sees it."""


@dataclass(frozen=True)
class ThreadPage:
    """Some comments of a post in the order in which they are read.

    They are those whose ids follow `since`. `after` is where the next ones begin: the last one's id; 0 at the end.
    """

    comments: list[CommentView] = field(default_factory=list[CommentView])
    after: int = 0
    since: int = 0
