"""Drafts of choices, as the browser reads, changes and compares them (assets/kit/drafts.js)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KIT = Path(__file__).parents[2] / "assets" / "kit" / "drafts.js"
NODE = Path(sys.prefix) / "bin" / "node"
RUN = """
import * as kit from "{kit}";
import {{ readFileSync }} from "node:fs";
const {{ call, given }} = JSON.parse(readFileSync(0));
console.log(JSON.stringify(kit[call](...given) ?? null));
"""

NOTHING: dict[str, Any] = {
    "subwikis": [],
    "hide": {"words": [], "people": []},
    "languages": [],
    "sensitive": "cover",
    "notices": {},
}


def kit(call: str, *given: Any) -> Any:
    """What a function of the kit answers."""
    sent = json.dumps({"call": call, "given": given})
    script = RUN.format(kit=KIT.as_uri())
    done = subprocess.run([NODE, "--input-type=module", "-e", script], input=sent, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_part_is_read_and_written_without_touching_the_others() -> None:
    changed = kit("written", NOTHING, "hide.words", ["flood"])
    assert kit("read", changed, "hide.words") == ["flood"]
    assert changed == NOTHING | {"hide": {"words": ["flood"], "people": []}}
    assert kit("read", None, "hide.words") is None


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 0),
        ({"subwikis": ["climate"]}, 1),
        ({"subwikis": ["climate", "science"]}, 2),
        ({"hide": {"words": ["flood"], "people": ["ben"]}}, 2),
        ({"sensitive": "hide"}, 1),
        ({"notices": {"comment": {"site": False, "mail": True}}}, 1),
        ({"sensitive": "hide", "languages": ["he"]}, 2),
    ],
)
def test_each_choice_that_differs_counts_once(change: dict[str, Any], count: int) -> None:
    assert kit("changesIn", NOTHING, NOTHING | change) == count
    assert kit("changesIn", NOTHING | change, NOTHING) == count


def test_the_order_of_a_list_is_no_change() -> None:
    assert kit("sameChoices", {"tags": ["a", "b"]}, {"tags": ["b", "a"]}) is True
    assert kit("sameChoices", {"tags": ["a"]}, {"words": ["a"]}) is False


@pytest.mark.parametrize(
    ("part", "line", "taken"),
    [
        ("tags", " #Science, ＃IceAge ,science", ["science", "iceage"]),
        ("hide.sources", "https://www.Example.org/a?b, example.net", ["example.org", "example.net"]),
        ("people", "@ana, ben、高橋ゆき", ["ana", "ben", "高橋ゆき"]),
        ("hide.tags", "#science #ice  age", ["science", "ice", "age"]),
        ("hide.words", "climate change, Flood", ["climate change", "Flood"]),
        ("hide.words", " , ", []),
    ],
)
def test_a_typed_line_adds_what_it_names(part: str, line: str, taken: list[str]) -> None:
    assert kit("listed", part, line) == taken


def test_a_draft_is_made_anew_on_what_was_saved_elsewhere_meanwhile() -> None:
    before = NOTHING | {"subwikis": ["climate", "local"], "notices": {"comment": {"site": True, "mail": True}}}
    mine = before | {"subwikis": ["climate", "science"], "hide": {"words": ["flood"], "people": []}, "notices": {}}
    theirs = before | {"subwikis": ["climate", "local", "weird"], "languages": ["he"], "sensitive": "hide"}
    made = kit("rebased", before, mine, theirs)
    assert sorted(made["subwikis"]) == ["climate", "science", "weird"]
    assert (made["hide"]["words"], made["languages"], made["sensitive"], made["notices"]) == (["flood"], ["he"], "hide", {})


def test_a_readers_draft_takes_nothing_away_from_the_member_that_they_are() -> None:
    member = NOTHING | {"subwikis": ["climate"], "sensitive": "hide"}
    made = kit("rebased", NOTHING, NOTHING | {"subwikis": ["science"]}, member)
    assert made == member | {"subwikis": ["climate", "science"]}
