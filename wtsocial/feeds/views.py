"""Views of what choices would do to feeds."""

from dataclasses import dataclass, field

from wtsocial.choices.views import UnknownView
from wtsocial.posts.views import FeedPage


@dataclass(frozen=True)
class ChoiceEffect:
    """What a single choice does to today's newest posts: it adds, hides or covers `count` of them, with these headlines.

    `part` is `subwikis`, `people`, `tags` (these add), `words`, `sources`, `hidden_people`, `hidden_tags`, `languages` (these hide;
    `value` is empty for languages, which count together) or `sensitive` (`value` is `cover`, `hide` or `show`).
    """

    part: str
    value: str
    count: int
    headlines: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class EffectView:
    """What a document would do: choice by choice on the `of` newest public posts, and the feed as it would be."""

    of: int = 0
    effects: list[ChoiceEffect] = field(default_factory=list[ChoiceEffect])
    hidden: int = 0
    """Of the posts, those that are hidden by any choice."""
    hidden_headlines: list[str] = field(default_factory=list[str])
    feed: FeedPage = field(default_factory=FeedPage)
    """The first page of the home feed, exactly as it would be after saving."""
    unknown: list[UnknownView] = field(default_factory=list[UnknownView])


@dataclass(frozen=True)
class OfferView:
    """Something that may be chosen, and how many of today's newest posts it is about."""

    value: str
    count: int


@dataclass(frozen=True)
class OffersView:
    """What today's `of` newest public posts have to offer to choose from, the most frequent first."""

    of: int = 0
    people: list[OfferView] = field(default_factory=list[OfferView])
    tags: list[OfferView] = field(default_factory=list[OfferView])
    sources: list[OfferView] = field(default_factory=list[OfferView])
    languages: list[OfferView] = field(default_factory=list[OfferView])
    sensitive: int = 0


@dataclass(frozen=True)
class LessOffer:
    """A way to see less like one post: `kind` and `value` are what `choices.actions.less` takes; `count` of the newest posts go.

    `about` names it where the value does not (a subwiki's name). `done`: it is chosen already.
    """

    kind: str
    value: str
    count: int
    about: str = ""
    done: bool = False


@dataclass(frozen=True)
class LessView:
    """Why a post stands in the home feed, and how to see less like it. `words` are those of its headline, to choose from."""

    post_id: int = 0
    why: str = ""
    why_about: str = ""
    of: int = 0
    offers: list[LessOffer] = field(default_factory=list[LessOffer])
    words: list[LessOffer] = field(default_factory=list[LessOffer])
