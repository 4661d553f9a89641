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
