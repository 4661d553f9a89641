"""Every text of a page comes with every page or with those that name its area, and none twice."""

import re

from wtsocial.db.migrations import HOME
from wtsocial.i18n import NEAR, area, far_areas, far_texts, near_texts, page_texts


def test_every_text_is_near_or_far() -> None:
    far = {key: text for texts in far_texts().values() for key, text in texts.items()}
    assert near_texts() | far == page_texts("en")
    assert near_texts().keys() & far.keys() == set()
    assert all(area(key) == name for name, texts in far_texts().items() for key in texts)


def test_no_beginning_of_near_keys_is_left_over() -> None:
    assert [beginning for beginning in NEAR if not any(key.startswith(beginning) for key in near_texts())] == []


def far_keys_left_behind(script: str) -> set[str]:
    """Keys that a script says although they are far and it does not import the module of their area."""
    said = set(re.findall(r'(?:\bT\(|\bkey: )"(\w+\.[\w.]+)"', script))
    return {key for key in said if not key.startswith(NEAR) and f'import "$/utils/texts/far_{area(key)}.js"' not in script}


def test_what_the_kit_says_of_itself_is_near_or_imported() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (HOME / "assets/kit").rglob("*.js")}
    assert {name: left for name, script in scripts.items() if (left := far_keys_left_behind(script))} == {}


def test_a_far_key_that_a_script_does_not_import_is_noticed() -> None:
    says = 'T("time.now") + T("books.title", { count }) + { key: "slug.taken" };'
    assert far_keys_left_behind(says) == {"books.title", "slug.taken"}
    assert far_keys_left_behind('import "$/utils/texts/far_books.js";\n' + says) == {"slug.taken"}


def told_to_people(source: str) -> set[str]:
    """Keys that a piece of the program refuses with, or names where a page is made."""
    return set(re.findall(r'\b(?:Refusal|Invalid|NotFound|NotAllowed|TooMany|t|named)\(\s*"(\w+\.[\w.]+)"', source))


def test_no_page_is_kept_from_what_it_has_to_say() -> None:
    mails_and_commands = {"crediting.py", "imports.py", "letters.py"}
    paths = [path for path in (HOME / "wtsocial").rglob("*.py") if path.name not in mails_and_commands]
    said = {key for path in paths for key in told_to_people(path.read_text(encoding="utf-8"))}
    known = page_texts("en")
    assert {"mail.outbox", "mail.too_many"} <= said
    assert {key for key in said if key[-1] not in "._" and key not in known and f"{key}_other" not in known} == set()


def test_the_areas_are_worked_out_once_since_every_text_of_every_page_asks_for_them() -> None:
    assert far_areas() == far_texts().keys()
    assert far_areas() is far_areas()
