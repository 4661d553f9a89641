"""The document of a member's choices: its parts and limits, its stored forms, what presets may share, and the defaults."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from wtsocial.choices.views import AskView, Channels, Choices, Hides, NoticeChoiceView
from wtsocial.core.errors import Invalid, TooMany
from wtsocial.notifications.kinds import ALWAYS, NOTICES
from wtsocial.text import limits

V = TypeVar("V")

SENSITIVE: Final = ("cover", "show", "hide")
LISTS: Final = {
    "subwikis": "MEMBERSHIPS_PER_MEMBER",
    "people": "FOLLOWED",
    "tags": "FOLLOWED",
    "words": "HIDDEN_WORDS",
    "sources": "HIDDEN",
    "hidden_people": "HIDDEN",
    "hidden_tags": "HIDDEN",
}
"""The parts that are lists, and in `text.limits` how many each may hold. Those of `hide` have names of their own here, for all are
called by one."""
IN_HIDE: Final = {"words": "words", "sources": "sources", "hidden_people": "people", "hidden_tags": "tags"}
PARTS: Final = (*LISTS, "languages", "sensitive", "notices")
SHARED: Final = ("subwikis", "people", "tags", "words", "sources", "hidden_tags", "languages", "sensitive")
"""What a preset may hold. Lists of people not to be seen are handed to nobody: they are made to be used against those people."""


@dataclass(frozen=True)
class Default:
    """A value that applies to members who chose nothing else. Members who chose before it was added keep theirs until they answer."""

    number: int
    part: str
    value: str


DEFAULTS: tuple[Default, ...] = (Default(1, "sensitive", "cover"),)
"""In the order in which they were added; the first set is that of the first members. Never change one: add one."""
WITHOUT: Final = {"sensitive": "show"}
"""What a part is as long as no default says otherwise."""


def initial_json() -> str:
    """The stored document of a member who joins today: nothing chosen, every default answered."""
    return json.dumps({"defaults": len(DEFAULTS)})


def to_json(choices: Choices) -> str:
    """A whole document as JSON; equal choices give equal strings."""
    return json.dumps(asdict(choices), ensure_ascii=False, sort_keys=True)


def from_json(document: str) -> Choices:
    """The choices in a document that `to_json` wrote."""
    parts: dict[str, Any] = json.loads(document)
    parts |= {"hide": Hides(**parts["hide"]), "notices": {kind: Channels(**way) for kind, way in parts["notices"].items()}}
    return Choices(**parts)


# Not of everybody: a document may be long, and making it out takes far less than a millisecond.
@lru_cache(maxsize=512)
def from_member_json(stored: str) -> Choices:
    """The choices in `Member.choices`, which leaves out the parts with tables of their own; defaults fill what was not chosen.

    An empty string is what the first members have, who have answered no default but the first. Readers without a login have
    `current_defaults()`.
    """
    parts: dict[str, Any] = json.loads(stored) if stored else {}
    answered = int(parts.get("defaults", 1))
    hide = Hides(**{name: list(parts.get("hide", {}).get(name, [])) for name in ("words", "sources", "people", "tags")})
    sensitive = parts.get("sensitive") or default("sensitive", answered)
    return Choices(hide=hide, languages=list(parts.get("languages", [])), sensitive=sensitive, defaults=answered)


def current_defaults() -> Choices:
    """The choices of somebody who has chosen nothing at all."""
    return Choices(sensitive=default("sensitive", len(DEFAULTS)), defaults=len(DEFAULTS))


def to_member_json(choices: Choices) -> str:
    """The choices as `Member.choices` stores them, for `from_member_json`."""
    parts = asdict(choices)
    return json.dumps({name: parts[name] for name in ("hide", "languages", "sensitive", "defaults")}, ensure_ascii=False)


def default(part: str, answered: int) -> str:
    """The value that the newest answered default gives a part."""
    return next((one.value for one in reversed(DEFAULTS) if one.part == part and one.number <= answered), WITHOUT[part])


def normalized(choices: Choices) -> Choices:
    """The same choices with every list sorted and without duplicates."""
    for part in LISTS:
        choices = put(choices, part, get(choices, part))
    return choices


def open_questions(choices: Choices) -> list[AskView]:
    """The defaults added since these choices were made, oldest first; they are answered in that order."""
    newer = (one for one in DEFAULTS if one.number > choices.defaults)
    return [AskView(one.number, one.part, one.value, choices.sensitive) for one in newer]


def answered(choices: Choices, number: int, *, accepted: bool) -> Choices:
    """The choices with the next default answered: adopted or declined. Raises Invalid("choices.not_asked") for any other default."""
    asked = next(iter(open_questions(choices)), None)
    if asked is None or asked.number != number:
        raise Invalid("choices.not_asked")
    changed = replace(choices, defaults=number)
    return replace(changed, sensitive=asked.value) if accepted else changed


def get(choices: Choices, part: str) -> list[str]:
    """One of the lists, by its name in `LISTS`."""
    return getattr(choices.hide, IN_HIDE[part]) if part in IN_HIDE else getattr(choices, part)


def put(choices: Choices, part: str, values: Iterable[str]) -> Choices:
    """The choices with one part replaced by these values, sorted and without duplicates."""
    put_in = sorted(dict.fromkeys(values))
    if part in IN_HIDE:
        return replace(choices, hide=replace(choices.hide, **{IN_HIDE[part]: put_in}))
    return cast(Choices, replace(cast(Any, choices), **{part: put_in}))


def put_one(choices: Choices, part: str, value: str, *, wanted: bool) -> Choices:
    """The choices with one value added to a part, or removed from it (`wanted` False). Raises TooMany("error.quota", `limit`)."""
    others = [one for one in get(choices, part) if one != value]
    limit: int = getattr(limits, LISTS[part])
    if wanted and len(others) >= limit:
        raise TooMany("error.quota", limit=limit)
    return put(choices, part, [*others, value] if wanted else others)


def ensure_not_too_many(part: str, values: list[V], times: int = 1) -> list[V]:
    """The values, when there are no more than a part may hold (`times` over). Raises Invalid("choices.too_many")."""
    limit = getattr(limits, LISTS[part])
    if len(values) > times * limit:
        raise Invalid("choices.too_many", field=part, limit=limit)
    return values


def notice_choices(choices: Choices) -> list[NoticeChoiceView]:
    """Every kind of notice with the channels that it comes by."""
    chosen = ((kind, choices.notices.get(kind, Channels())) for kind in NOTICES)
    return [NoticeChoiceView(kind, way.site, way.mail, kind == ALWAYS) for kind, way in chosen]


def part_of(choices: Choices, names: Iterable[str]) -> Choices:
    """Only these parts, of those that may be shared; all others are as if nothing had been chosen."""
    made = replace(current_defaults(), sensitive=choices.sensitive) if "sensitive" in names else current_defaults()
    for part in SHARED:
        if part in names and part in LISTS:
            made = put(made, part, get(choices, part))
    return replace(made, languages=choices.languages) if "languages" in names else made


def parts_in_use(choices: Choices, names: Iterable[str]) -> list[str]:
    """Those of the parts that are not empty; what is done with sensitive posts always counts."""
    values = {"languages": choices.languages, "sensitive": choices.sensitive} | {part: get(choices, part) for part in LISTS}
    return [part for part in SHARED if part in names and values[part]]


def merge_choices(mine: Choices, theirs: Choices, names: Iterable[str]) -> Choices:
    """`mine` with these parts of `theirs` taken over: lists are united, the rest replaced. Raises Invalid("choices.too_many")."""
    wanted = [part for part in SHARED if part in names]
    for part in wanted:
        if part in LISTS:
            mine = put(mine, part, ensure_not_too_many(part, sorted({*get(mine, part), *get(theirs, part)})))
    languages = theirs.languages if "languages" in wanted else mine.languages
    return replace(mine, languages=languages, sensitive=theirs.sensitive if "sensitive" in wanted else mine.sensitive)
