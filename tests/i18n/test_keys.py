"""Every text that is used is in the catalogue, and every text of the catalogue is used."""

import re

from tests import architecture
from wtsocial.i18n import texts

FILES = (".html", ".atom", ".xml", ".json", ".csv", ".txt", ".js", ".css", ".svg")
"""Literals that look like catalogue keys and name a file end so."""
NOT_PREFIXES = {"feed."}
"""Beginnings that look like those of catalogue keys and are none (ui/live.py writes JavaScript)."""
SPOKEN_OTHERWISE = {"about.", "privacy.", "error.unreachable", "error.unanswered"}
"""Beginnings of keys that no search for literals finds (pages/about puts area and part together, kit/forms/http_forms.js hands keys on)."""
PLURAL = re.compile(r"_(zero|one|two|few|many|other)$")


def _catalogue() -> dict[str, str]:
    return dict(texts("en"))


def _forms(key: str) -> set[str]:
    """How code names a key: whole, without its plural form, or (a mail's) without its part."""
    singular = PLURAL.sub("", key)
    return {key, singular, re.sub(r"\.(subject|text|body)$", "", singular)}


def _speaking() -> dict[str, str]:
    """The sources in which catalogue keys may stand: tables name columns in the same shape."""
    return {path: source for path, source in architecture.sources("wtsocial").items() if "/models/" not in path}


def _areas() -> set[str]:
    return {key.split(".")[0] for key in _catalogue()}


def _is_key(word: str) -> bool:
    return word.split(".", maxsplit=1)[0] in _areas()


def _scripts() -> dict[str, str]:
    return architecture.sources("assets/kit", ending=".js")


def _keys_used() -> dict[str, str]:
    used = {
        key: f"{path}:{line}" for path, source in _speaking().items() for key, line in architecture.literal_keys(source, _areas()).items()
    }
    in_scripts = {key: path for path, source in _scripts().items() for key in re.findall(r'"([a-z]\w*\.\w+)"', source) if _is_key(key)}
    in_templates = {
        key: path
        for path, source in architecture.sources("wtsocial", ending=".html").items()
        for key in re.findall(r"""["']([a-z]+(?:\.\w+)+)["']""", source)
        if key.split(".")[0] in _areas()
    }
    return {key: place for key, place in (used | in_scripts | in_templates).items() if not key.endswith(FILES)}


def test_every_catalogue_key_that_is_used_exists() -> None:
    known = {form for key in _catalogue() for form in _forms(key)}
    assert {key: place for key, place in _keys_used().items() if key not in known and not key.endswith("_")} == {}


def test_every_catalogue_key_is_used() -> None:
    used = set(_keys_used())
    beginnings = {found for source in _speaking().values() for found in architecture.built_prefixes(source, _areas())} - NOT_PREFIXES
    beginnings |= {found for source in _scripts().values() for found in re.findall(r"`([a-z]\w*\.\w*)\$\{", source) if _is_key(found)}
    beginnings |= SPOKEN_OTHERWISE | {key for key in used if key.endswith("_")}
    unused = {key for key in _catalogue() if not _forms(key) & used and not key.startswith(tuple(beginnings))}
    assert unused == set()


def test_keys_are_found_where_they_stand_and_where_they_are_built() -> None:
    source = '"""Says error.nothing."""\nraise NotFound("error.gone")\nt(f"notice.{kind}")\nt("why." + why)\nopen("file.txt")\n'
    areas = {"error", "notice", "why"}
    assert architecture.literal_keys(source, areas) == {"error.gone": 2}
    assert architecture.built_prefixes(source, areas) == {"notice.", "why."}
