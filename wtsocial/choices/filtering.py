"""The filter rule: which posts a member's choices hide or cover. `assets/kit/live/filtering.js` is the same rule in the browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wtsocial.accounts.views import Viewer
from wtsocial.choices import document
from wtsocial.choices.views import Choices
from wtsocial.text.words import spread


@dataclass(frozen=True)
class PostFacts:
    """What the filter rule reads of a post. `said` are the words that its card shows, as `text.words` spreads them."""

    author: str
    said: str = ""
    domain: str = ""
    tags: list[str] = field(default_factory=list[str])
    language: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class FilterRule:
    """What one person chose not to see, as sets to look up. `me` is their name: their own posts are never hidden."""

    me: str = ""
    words: dict[str, str] = field(default_factory=dict[str, str])
    """From a word as it is spread out to how it was chosen."""
    sources: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])
    languages: list[str] = field(default_factory=list[str])
    sensitive: str = "cover"

    @property
    def empty(self) -> bool:
        """Whether it hides nothing at all."""
        return not (self.words or self.sources or self.people or self.tags or self.languages) and self.sensitive != "hide"


def filter_rule_of(viewer: Viewer) -> FilterRule:
    """The viewer's filter rule; a reader without a login has the current defaults."""
    return _cached_rule(viewer.name, viewer.choices) if viewer.known else filter_rule(document.current_defaults())


@lru_cache(maxsize=512)
def _cached_rule(me: str, kept: str) -> FilterRule:
    return filter_rule(document.from_member_json(kept), me)


def filter_rule(chosen: Choices, me: str = "") -> FilterRule:
    """The filter rule that these choices make for the member called `me`."""
    hide = chosen.hide
    words = {spread(word): word for word in hide.words}
    return FilterRule(me, words, hide.sources, hide.people, hide.tags, chosen.languages, chosen.sensitive)


def matches(rule: FilterRule, post: PostFacts) -> Iterator[tuple[str, str]]:
    """Every choice that hides a post: the part of the document, and which of its values (none for `languages`)."""
    if rule.me and post.author == rule.me:
        return
    yield from (("words", word) for words, word in rule.words.items() if words in post.said)
    if post.domain in rule.sources:
        yield "sources", post.domain
    if post.author in rule.people:
        yield "hidden_people", post.author
    yield from (("hidden_tags", tag) for tag in post.tags if tag in rule.tags)
    if rule.languages and post.language and post.language not in rule.languages:
        yield "languages", ""
    if post.sensitive and rule.sensitive == "hide":
        yield "sensitive", "hide"


def is_filtered(rule: FilterRule, post: PostFacts) -> str:
    """The part of the choices that hides a post, the first of several; "" when it is to be shown."""
    return next((part for part, _ in matches(rule, post)), "")


def is_covered(rule: FilterRule, *, sensitive: bool, author: str) -> bool:
    """Whether a post is shown with its picture and text folded away."""
    return sensitive and rule.sensitive != "show" and not (rule.me and author == rule.me)
