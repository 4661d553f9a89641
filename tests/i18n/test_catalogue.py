"""The catalogue speaks each language as that language is written."""

import re
from datetime import UTC, date, datetime

import pytest
from babel import Locale

from wtsocial.i18n import LANGUAGES, PLURALS, catalogue, direction, pick_language, say, texts
from wtsocial.i18n.catalogue import PLACEHOLDER


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue in place of the real one."""
    known = {
        "en": {"hello": "Hello {name}", "posts_one": "{count} post", "posts_other": "{count} posts", "only": "English", "at": "{at}"},
        "he": {"hello": "שלום {name}", "posts_one": "פוסט אחד", "posts_two": "שני פוסטים", "posts_other": "{count} פוסטים"},
    }
    monkeypatch.setattr(catalogue, "texts", lambda language: known[language])


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 posts"), ("en", 1, "1 post"), ("en", 2, "2 posts"), ("en", 12345, "12,345 posts"),
        ("he", 1, "פוסט אחד"), ("he", 2, "שני פוסטים"), ("he", 7, "7 פוסטים"),
    ],
)  # fmt: skip
def test_a_count_chooses_the_plural_form(language: str, count: int, said: str) -> None:
    assert say(language, "posts", count=count) == said


@pytest.mark.usefixtures("words")
def test_what_a_language_lacks_is_said_in_english() -> None:
    assert say("he", "hello", name="Ana") == "שלום Ana"
    assert say("he", "only") == "English"
    assert say("xx", "hello", name="Ana") == "Hello Ana"


@pytest.mark.usefixtures("words")
def test_dates_are_written_as_the_language_writes_them() -> None:
    assert say("en", "at", at=date(2026, 11, 23)) == "Nov 23, 2026"
    assert "2026" in say("he", "at", at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert say("en", "at", at="2026") == "2026"


@pytest.mark.usefixtures("words")
def test_a_filled_in_text_is_not_filled_in_again() -> None:
    assert say("en", "hello", name="{name} {at} {0.__class__}") == "Hello {name} {at} {0.__class__}"
    assert say("en", "hello") == "Hello {name}"


def test_an_unknown_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("en", "no.such.key")


@pytest.mark.parametrize(
    ("header", "cookie", "language"),
    [
        ("", "", "en"), ("he", "", "he"), ("he-IL,he;q=0.9,en;q=0.8", "", "he"), ("en-US,he;q=0.9", "", "en"), ("iw", "", "he"),
        ("fr,de;q=0.5", "", "en"), ("en;q=0.1, he;q=0.2", "", "he"), ("he;q=0", "", "en"), ("he;q=x", "", "en"), ("he", "en", "en"),
        ("en", "he", "he"), ("he", "../../etc/passwd", "he"), ("," * 10**5, "", "en"), ("he;q=nan", "", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_chosen_one_or_the_best_wished_for(header: str, cookie: str, language: str) -> None:
    assert pick_language(header, cookie) == language


def test_each_language_has_its_direction() -> None:
    assert [direction(language) for language in ("en", "he", "xx")] == ["ltr", "rtl", "ltr"]


def base(key: str, known: dict[str, str]) -> str:
    """The key without its plural's ending; a key may also just happen to end in `_many`."""
    stem = re.sub(f"_({'|'.join(PLURALS)})$", "", key)
    return stem if f"{stem}_other" in known else key


def bases(language: str) -> dict[str, set[str]]:
    """Each text's placeholders, less the count (which "one" may leave out), by its key without the plural's ending."""
    found: dict[str, set[str]] = {}
    for key, text in texts(language).items():
        found.setdefault(base(key, texts(language)), set()).update(set(PLACEHOLDER.findall(text)) - {"count"})
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    if not texts(language):
        pytest.skip(f"no catalogue for {language} yet")
    assert bases(language) == bases("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_with_a_count_says_one_and_many_and_nothing_that_the_language_lacks(language: str) -> None:
    known = texts(language)
    forms = {*Locale.parse(language).plural_form.rules, "other"}
    for stem in {base(key, known) for key in known if base(key, known) != key}:
        said = {ending for ending in PLURALS if f"{stem}_{ending}" in known}
        assert {"one", "other"} <= said <= forms, stem


def test_no_hebrew_text_was_left_in_english() -> None:
    assert [key for key, text in texts("he").items() if not re.search("[א-ת]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_the_keys_are_sorted(language: str) -> None:
    assert all(text.strip() for text in texts(language).values())
    assert list(texts(language)) == sorted(texts(language))
