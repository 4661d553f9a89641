"""Parsing choices from a browser or a file: checks every part and gives each value its one spelling."""

import json
from dataclasses import asdict, replace
from typing import Any, Final, cast

from wtsocial.choices import document as choices
from wtsocial.choices.views import Channels, Choices
from wtsocial.core.errors import Invalid
from wtsocial.notifications import kinds
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.domains import registrable
from wtsocial.text.graphemes import cut
from wtsocial.text.languages import SPOKEN
from wtsocial.text.links import host_of
from wtsocial.text.names import LONGEST_USERNAME
from wtsocial.text.tags import check_tag
from wtsocial.text.words import fold, spread

FORMAT: Final = "wtsocial-choices"
VERSION: Final = 1
PARTS: Final = ("subwikis", "people", "tags", "hide", "languages", "sensitive", "notices", "defaults")


def parse(document: object) -> Choices:
    """The choices in a document from a browser or a file. Whether the subwikis and members it names exist is checked elsewhere.

    Parts that it leaves out are empty, or as the defaults have them. Raises Invalid at the part: `choices.unknown_key` (`name`),
    `choices.not_a_list`, `choices.too_many` (`limit`), `choices.not_understood` (`value`), or what cleaning a value refuses.
    """
    said = _dict(
        document,
        "",
        (*(part for part in choices.LISTS if part not in choices.IN_HIDE), "hide", "languages", "sensitive", "notices", "defaults"),
    )
    hide = _dict(said.get("hide", {}), "hide", tuple(choices.IN_HIDE.values()))
    lists = {part: hide.get(choices.IN_HIDE[part], []) if part in choices.IN_HIDE else said.get(part, []) for part in choices.LISTS}
    defaults = said.get("defaults", len(choices.DEFAULTS))
    if type(defaults) is not int or not 1 <= defaults <= len(choices.DEFAULTS):
        raise Invalid("choices.not_understood", field="defaults", value="")
    made = Choices(languages=_languages(said.get("languages", [])), notices=_notices(said.get("notices", {})), defaults=defaults)
    sensitive = said.get("sensitive", choices.default("sensitive", defaults))
    if sensitive not in choices.SENSITIVE:
        raise Invalid("choices.not_understood", field="sensitive", value=cut(str(sensitive), 60))
    made = replace(made, sensitive=sensitive)
    for part, values in lists.items():
        made = choices.put(made, part, choices.ensure_not_too_many(part, sorted({spell(part, value) for value in _list(values, part)})))
    return made


def spell(part: str, value: object) -> str:
    """One value of a list in the one spelling that is stored. Raises Invalid at the part."""
    if part == "words":
        return _word(value)
    if part == "sources":
        host = clean_line(value, field=part, limit=limits.LINK)
        domain = registrable(host_of(host) if "://" in host else host.split("/", maxsplit=1)[0])
        if "." not in domain:
            raise Invalid("choices.not_a_source", field=part, value=cut(host, 60))
        return domain
    if part in ("tags", "hidden_tags"):
        return check_tag(value if isinstance(value, str) else "", field=part)
    return clean_line(value, field=part, limit=limits.SLUG if part == "subwikis" else LONGEST_USERNAME)


def _word(value: object) -> str:
    word = fold(clean_line(value, field="words", limit=limits.HIDDEN_WORD))
    if not spread(word):
        raise Invalid("choices.not_a_word", field="words", value=word)
    return word


def _dict(value: object, field: str, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid("choices.not_understood", field=field, value="")
    told = cast("dict[object, Any]", value)
    unknown = next((name for name in told if name not in names), None)
    if unknown is not None:
        raise Invalid("choices.unknown_key", field=field, name=cut(str(unknown), 60))
    return cast("dict[str, Any]", told)


def _list(values: object, part: str) -> list[object]:
    if not isinstance(values, list):
        raise Invalid("choices.not_a_list", field=part)
    # Before the work that grows with it; the same twice does not count, within reason.
    return choices.ensure_not_too_many(part, cast("list[object]", values), times=2)


def _languages(value: object) -> list[str]:
    if not isinstance(value, list):
        raise Invalid("choices.not_a_list", field="languages")
    for code in (told := cast("list[Any]", value)):
        if not isinstance(code, str) or code not in SPOKEN:
            raise Invalid("choices.not_understood", field="languages", value=cut(str(code), 60))
    return sorted(set(told))


def _notices(value: object) -> dict[str, Channels]:
    """The kinds of notice whose channels differ from the default."""
    ways: dict[str, Channels] = {}
    for kind, said in _dict(value, "notices", tuple(kinds.NOTICES)).items():
        way = _dict(said, "notices", ("site", "mail"))
        site, mail = way.get("site", True), way.get("mail", False)
        if type(site) is not bool or type(mail) is not bool:
            raise Invalid("choices.not_understood", field="notices", value=kind)
        ways[kind] = Channels(site or kind == kinds.ALWAYS, mail)
    return {kind: way for kind, way in sorted(ways.items()) if way != Channels()}


def file_of(chosen: Choices) -> dict[str, Any]:
    """The content of an export file, ready for JSON."""
    return {"format": FORMAT, "version": VERSION, "choices": asdict(chosen)}


def read_file(text: str) -> Choices:
    """The choices in an export file. Raises Invalid("choices.file_invalid") for anything else, and what `parse` raises."""
    if len(text) > limits.CHOICES_FILE:
        raise Invalid("choices.file_too_long", field="file", limit=limits.CHOICES_FILE)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid("choices.file_invalid", field="file") from None
    if not isinstance(told, dict) or cast("dict[str, Any]", told).get("format") != FORMAT:
        raise Invalid("choices.file_invalid", field="file")
    file = _dict(cast("dict[str, Any]", told), "file", ("format", "version", "choices"))
    if file.get("version") != VERSION:
        raise Invalid("choices.file_version", field="file", known=VERSION)
    return parse(file.get("choices"))
