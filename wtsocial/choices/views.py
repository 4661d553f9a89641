"""Views of choices: what a member chose about what they are shown, what it does, how it changed, and what is offered."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Hides:
    """What is not to be seen: words and phrases, registrable domains, names of members, tags."""

    words: list[str] = field(default_factory=list[str])
    sources: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Channels:
    """The channels by which a kind of notice comes: the inbox, and mail."""

    site: bool = True
    mail: bool = False


@dataclass(frozen=True)
class Choices:
    """Everything that a member chose; as a dict (`dataclasses.asdict`) it is the document that is saved, exported and shared.

    `languages` are the only ones to be shown, all when empty; what does not say its language is always shown. `sensitive` is `cover`,
    `show` or `hide`. `notices` holds the kinds that differ from the usual way. `defaults` is the newest default that was answered.
    """

    subwikis: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])
    hide: Hides = field(default_factory=Hides)
    languages: list[str] = field(default_factory=list[str])
    sensitive: str = "cover"
    notices: dict[str, Channels] = field(default_factory=dict[str, Channels])
    defaults: int = 1


@dataclass(frozen=True)
class AskView:
    """A default that was added since the member chose: `part` would be `value` for who joins today, and is `now` for them."""

    number: int
    part: str
    value: str
    now: str


@dataclass(frozen=True)
class NoticeChoiceView:
    """One kind of notice and its ways; `fixed`: it always comes to the inbox, for it is a decision about oneself."""

    kind: str
    site: bool
    mail: bool
    fixed: bool = False


@dataclass(frozen=True)
class MineView:
    """A member's choices as they stand: `version` is what a change is based on, 0 before the first."""

    choices: Choices = field(default_factory=Choices)
    version: int = 0
    asks: list[AskView] = field(default_factory=list[AskView])
    notices: list[NoticeChoiceView] = field(default_factory=list[NoticeChoiceView])


@dataclass(frozen=True)
class UnknownView:
    """A name in a document that no subwiki, member, tag or source has."""

    part: str
    value: str


@dataclass(frozen=True)
class ChangedView:
    """One thing that a version changed: `key` of the catalogue, filled with `params` (`value`)."""

    key: str
    params: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class VersionView:
    """A version of a member's choices: when, how it came about (`via.…`), and what it changed. Number 0 is before the first change."""

    number: int
    at: int
    via: str
    changes: list[ChangedView] = field(default_factory=list[ChangedView])
    current: bool = False


@dataclass(frozen=True)
class TagView:
    """A tag's page: what the viewer chose about it."""

    tag: str = ""
    followed: bool = False
    hidden: bool = False
    may_follow: bool = False
    posts: int = 0
    """How many shown posts have it, counted to COUNTED and one."""


@dataclass(frozen=True)
class PresetView:
    """Shared choices, for others to look at and take over in part. Never with people to hide, nor with notices.

    `parts` are those that hold something. `unknown` is what is not there any more.
    """

    code: str = ""
    name: str = ""
    about: str = ""
    by: str = ""
    at: int = 0
    may_withdraw: bool = False
    parts: list[str] = field(default_factory=list[str])
    choices: Choices = field(default_factory=Choices)
    unknown: list[UnknownView] = field(default_factory=list[UnknownView])
