"""Views of content rules, for those who may set them."""

from dataclasses import dataclass, field, replace
from typing import Final

MOST_SHOWN: Final = 200
"""Posts of a preview that a page holds, the last that were asked for."""


@dataclass(frozen=True)
class CaughtView:
    """A post that a rule caught, or would have caught."""

    id: int
    headline: str
    language: str
    author: str
    at: int
    subwiki_slug: str


@dataclass(frozen=True)
class AuthorCount:
    """In how many posts of a member."""

    name: str
    count: int


@dataclass(frozen=True)
class RulePreview:
    """What a rule would have done in the last days, of the posts that stand today."""

    kind: str = ""
    label: str = ""
    effect: str = ""
    days: int = 0
    looked: int = 0
    """So many posts were looked at, the newest first; `whole` where that was all of those days."""
    whole: bool = False
    caught: int = 0
    authors: list[AuthorCount] = field(default_factory=list[AuthorCount])
    """In whose posts, who has most of them first."""
    authors_count: int = 0
    posts: list[CaughtView] = field(default_factory=list[CaughtView])
    """The newest of them."""
    older: str = ""
    """The cursor of what follows; empty at the end."""

    def followed_by(self, further: "RulePreview") -> "RulePreview":
        """The same with the posts of a further page, as many as a screen holds."""
        return replace(self, posts=[*self.posts, *further.posts][-MOST_SHOWN:], older=further.older)


@dataclass(frozen=True)
class ContentRuleView:
    """A rule that is switched on."""

    id: int
    kind: str
    label: str
    effect: str
    reason: str
    by: str
    at: int
    caught: int
    """Posts that it caught since; one more than RULE_CAUGHT_COUNTED for more. What was refused is kept nowhere."""
