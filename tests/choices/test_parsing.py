"""Documents of choices: what they may hold, what is refused and why; files; the defaults they were made under."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.choices import document as choices
from wtsocial.choices.document import Default
from wtsocial.choices.parsing import file_of, parse, read_file
from wtsocial.choices.views import Channels, Choices, Hides
from wtsocial.core.errors import Invalid, Refusal
from wtsocial.notifications import kinds
from wtsocial.text import limits

FULL = Choices(
    ["climate"],
    ["ben"],
    ["art"],
    Hides(["storm"], ["news.example"], ["dan"], ["cats"]),
    ["de", "en"],
    "hide",
    {"reply": Channels(False, True)},
)


def test_an_empty_document_is_what_holds_for_who_chose_nothing() -> None:
    assert parse({}) == choices.current_defaults() == Choices()


def test_a_document_is_read_as_it_was_written() -> None:
    assert parse(asdict(FULL)) == FULL
    assert choices.from_json(choices.to_json(FULL)) == FULL
    assert parse(json.loads(choices.to_json(FULL))) == FULL


def test_values_come_into_one_spelling_each_once() -> None:
    made = parse(
        {
            "tags": ["#Art", "art", "ＡＲＴ"],
            "hide": {"words": ["  STORM ", "storm"], "sources": ["https://www.News.example/a?b", "blog.news.example", "news.example/x"]},
        }
    )
    assert (made.tags, made.hide.words, made.hide.sources) == (["art"], ["storm"], ["news.example"])


@pytest.mark.parametrize(
    ("document", "key", "field"),
    [
        (None, "choices.not_understood", ""),
        ([], "choices.not_understood", ""),
        ({"is_admin": True}, "choices.unknown_key", ""),
        ({1: 2}, "choices.unknown_key", ""),
        ({"hide": {"colours": []}}, "choices.unknown_key", "hide"),
        ({"hide": []}, "choices.not_understood", "hide"),
        ({"subwikis": "climate"}, "choices.not_a_list", "subwikis"),
        ({"subwikis": [None]}, "error.required", "subwikis"),
        ({"subwikis": [{}]}, "error.characters", "subwikis"),
        ({"people": ["x" * 31]}, "error.too_long", "people"),
        ({"people": ["a\u202eb"]}, "error.characters", "people"),
        ({"tags": ["a b"]}, "tag.not_one", "tags"),
        ({"tags": [5]}, "tag.not_one", "tags"),
        ({"hide": {"words": ["x" * 61]}}, "error.too_long", "words"),
        ({"hide": {"words": [" … "]}}, "choices.not_a_word", "words"),
        ({"hide": {"words": [f"w{n}" for n in range(201)]}}, "choices.too_many", "words"),
        ({"hide": {"sources": ["localhost"]}}, "choices.not_a_source", "sources"),
        ({"hide": {"sources": ["news example"]}}, "choices.not_a_source", "sources"),
        ({"hide": {"people": [f"m{n}" for n in range(501)]}}, "choices.too_many", "hidden_people"),
        ({"people": ["ben"] * 1_001}, "choices.too_many", "people"),
        ({"languages": "de"}, "choices.not_a_list", "languages"),
        ({"languages": ["xx"]}, "choices.not_understood", "languages"),
        ({"languages": [["de"]]}, "choices.not_understood", "languages"),
        ({"sensitive": "maybe"}, "choices.not_understood", "sensitive"),
        ({"sensitive": ["show"]}, "choices.not_understood", "sensitive"),
        ({"notices": {"everything": {}}}, "choices.unknown_key", "notices"),
        ({"notices": {"reply": {"site": 1}}}, "choices.not_understood", "notices"),
        ({"notices": {"reply": True}}, "choices.not_understood", "notices"),
        ({"defaults": 0}, "choices.not_understood", "defaults"),
        ({"defaults": 99}, "choices.not_understood", "defaults"),
        ({"defaults": True}, "choices.not_understood", "defaults"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason_at_its_part(document: Any, key: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(document)
    assert (refused.value.key, refused.value.field) == (key, field)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*asdict(FULL), "words", "x"]), inner, max_size=4),
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(asdict(FULL), JSON)) | JSON)
def test_whatever_is_handed_in_is_a_document_or_refused(document: Any) -> None:
    try:
        made = parse(document)
    except Refusal:
        return
    assert parse(asdict(made)) == made


def test_decisions_about_oneself_come_to_the_inbox_whatever_is_chosen() -> None:
    made = parse({"notices": {"decision": {"site": False, "mail": True}, "reply": {"site": False}, "thanks": {}}})
    assert made.notices == {"decision": Channels(True, True), "reply": Channels(False, False)}
    assert {kinds.kind_of(notice) for notice in ("hidden", "suspended", "let_in", "donation_receipt", "of_tomorrow")} == {"decision"}
    assert (kinds.kind_of("receipt"), kinds.kind_of("suggestion_live")) == ("correction", "suggestion")


def test_a_file_holds_everything_and_is_read_again() -> None:
    assert read_file(json.dumps(file_of(FULL))) == FULL


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "choices.file_invalid"),
        ("{", "choices.file_invalid"),
        ("[" * 100_000, "choices.file_invalid"),
        ("null", "choices.file_invalid"),
        ('{"format": "something else"}', "choices.file_invalid"),
        ('{"format": "wtsocial-choices", "version": 2, "choices": {}}', "choices.file_version"),
        ('{"format": "wtsocial-choices", "version": 1}', "choices.not_understood"),
        ('{"format": "wtsocial-choices", "version": 1, "choices": {}, "by": "me"}', "choices.unknown_key"),
        ('{"format": "wtsocial-choices", "version": 1, "choices": {"sensitive": NaN}}', "choices.not_understood"),
        (" " * (limits.CHOICES_FILE + 1), "choices.file_too_long"),
    ],
)
def test_what_is_no_file_of_choices_is_refused(text: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_file(text)
    assert refused.value.key == key


def test_whoever_chose_before_a_default_was_added_keeps_what_they_had_and_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, untouched = choices.to_member_json(Choices(languages=["de"])), choices.initial_json()
    monkeypatch.setattr(choices, "DEFAULTS", (*choices.DEFAULTS, Default(2, "sensitive", "hide")))
    choices.from_member_json.cache_clear()
    assert (choices.current_defaults().sensitive, choices.current_defaults().defaults) == ("hide", 2)
    assert choices.from_member_json(choices.initial_json()).sensitive == "hide"
    for before in ("", kept, untouched):
        mine = choices.from_member_json(before)
        assert mine.sensitive == "cover"
        (asked,) = choices.open_questions(mine)
        assert (asked.number, asked.part, asked.value, asked.now) == (2, "sensitive", "hide", "cover")
        taken, left = (choices.answered(mine, 2, accepted=accepted) for accepted in (True, False))
        assert (taken.sensitive, left.sensitive) == ("hide", "cover")
        for answer in (taken, left):
            assert choices.from_member_json(choices.to_member_json(answer)).sensitive == answer.sensitive
            assert choices.open_questions(answer) == []
        with pytest.raises(Invalid, match="choices.not_asked"):
            choices.answered(taken, 2, accepted=True)
        with pytest.raises(Invalid, match="choices.not_asked"):
            choices.answered(mine, 3, accepted=True)
    choices.from_member_json.cache_clear()


def test_what_is_shared_never_holds_people_to_hide_nor_notices() -> None:
    shared = choices.part_of(FULL, [*choices.SHARED, "hidden_people", "notices"])
    assert (shared.hide.people, shared.notices) == ([], {})
    assert (shared.subwikis, shared.hide.words, shared.languages, shared.sensitive) == (["climate"], ["storm"], ["de", "en"], "hide")
    assert choices.part_of(FULL, ["tags"]) == Choices(tags=["art"])
    assert choices.parts_in_use(shared, choices.SHARED) == list(choices.SHARED)
    assert choices.parts_in_use(Choices(), choices.SHARED) == ["sensitive"]


def test_taking_over_adds_to_what_is_there() -> None:
    mine = Choices(tags=["cats"], hide=Hides(people=["eva"]), sensitive="show")
    both = choices.merge_choices(mine, FULL, ["tags", "hidden_people", "notices"])
    assert both == Choices(tags=["art", "cats"], hide=Hides(people=["eva"]), sensitive="show")
    assert choices.merge_choices(mine, FULL, ["sensitive", "languages"]).sensitive == "hide"
    many = Choices(tags=[f"t{n}" for n in range(limits.FOLLOWED)])
    with pytest.raises(Invalid, match="choices.too_many"):
        choices.merge_choices(many, FULL, ["tags"])
