"""Hiding: the rule, case by case; and that the browser has the same."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from wtsocial.choices.filtering import PostFacts, filter_rule, is_covered, is_filtered, matches
from wtsocial.choices.views import Choices, Hides
from wtsocial.text.words import spread

KIT = Path(__file__).parents[2] / "assets/kit/live/filtering.js"
NODE = Path(sys.prefix) / "bin" / "node"
RUN = """
import {{ isFiltered }} from "{kit}";
import {{ readFileSync }} from "node:fs";
console.log(JSON.stringify(JSON.parse(readFileSync(0)).map(([rule, post]) => isFiltered(rule, post))));
"""


def facts(headline: str = "Ice melts", author: str = "ben", **more: Any) -> PostFacts:
    return PostFacts(author, spread(headline), **more)


def words(*chosen: str) -> Choices:
    return Choices(hide=Hides(words=list(chosen)))


CASES: list[tuple[Choices, PostFacts, str]] = [
    (Choices(), facts(), ""),
    (words("ice"), facts(), "words"),
    (words("ice cream"), facts(), ""),
    (words("rice", "melt"), facts(), ""),
    (words("élan"), facts("ÉLAN vital"), "words"),
    (words("הפגנה"), facts("הפגנה בירושלים"), "words"),
    (words("气候"), facts("全球气候变化"), "words"),
    (words("ice"), facts(author="eva"), ""),
    (Choices(hide=Hides(sources=["news.example"])), facts(domain="news.example"), "sources"),
    (Choices(hide=Hides(sources=["news.example"])), facts(domain="othernews.example"), ""),
    (Choices(hide=Hides(sources=["news.example"])), facts(), ""),
    (Choices(hide=Hides(people=["ben"])), facts(), "hidden_people"),
    (Choices(hide=Hides(people=["be"])), facts(), ""),
    (Choices(hide=Hides(people=["eva"])), facts(author="eva"), ""),
    (Choices(hide=Hides(tags=["art"])), facts(tags=["ice", "art"]), "hidden_tags"),
    (Choices(hide=Hides(tags=["art"])), facts(tags=["artful"]), ""),
    (Choices(languages=["en", "he"]), facts(language="de"), "languages"),
    (Choices(languages=["en", "he"]), facts(language="he"), ""),
    (Choices(languages=["en"]), facts(language=""), ""),
    (Choices(), facts(language="de"), ""),
    (Choices(sensitive="hide"), facts(sensitive=True), "sensitive"),
    (Choices(sensitive="hide"), facts(), ""),
    (Choices(sensitive="cover"), facts(sensitive=True), ""),
    (Choices(sensitive="hide"), facts(author="eva", sensitive=True), ""),
]


@pytest.mark.parametrize(("chosen", "post", "reason"), CASES)
def test_what_is_hidden_and_by_which_choice(chosen: Choices, post: PostFacts, reason: str) -> None:
    assert is_filtered(filter_rule(chosen, "eva"), post) == reason


def test_the_browser_has_the_same_rule() -> None:
    sent = [(asdict(made := filter_rule(chosen, "eva")) | {"words": list(made.words)}, asdict(post)) for chosen, post, _ in CASES]
    script = RUN.format(kit=KIT.as_uri())
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script], input=json.dumps([*sent, ({}, sent[0][1])]), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [reason != "" for *_, reason in CASES] + [False]


def test_every_choice_that_hides_a_post_is_named() -> None:
    chosen = Choices(hide=Hides(["ice", "melts"], ["news.example"], ["ben"], ["art"]), languages=["en"], sensitive="hide")
    post = facts(domain="news.example", tags=["art"], language="de", sensitive=True)
    assert list(matches(filter_rule(chosen), post)) == [
        ("words", "ice"), ("words", "melts"), ("sources", "news.example"), ("hidden_people", "ben"), ("hidden_tags", "art"),
        ("languages", ""), ("sensitive", "hide"),
    ]  # fmt: skip


def test_what_is_sensitive_is_covered_but_for_its_author_and_for_who_wants_to_see_it() -> None:
    assert is_covered(filter_rule(Choices(), "eva"), sensitive=True, author="ben")
    assert not is_covered(filter_rule(Choices(), "eva"), sensitive=True, author="eva")
    assert not is_covered(filter_rule(Choices(sensitive="show"), "eva"), sensitive=True, author="ben")
    assert not is_covered(filter_rule(Choices(), "eva"), sensitive=False, author="ben")
    assert is_covered(filter_rule(Choices()), sensitive=True, author="ben")
