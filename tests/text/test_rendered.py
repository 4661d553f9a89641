"""What was rendered is remembered, within bounds, and made off the event loop."""

import threading

from wtsocial.text import rendered
from wtsocial.text.rendered import RenderedTexts, clear_cache, excerpt_cached, prepare_excerpts, render_all, render_text, what_is_said


class Maker:
    """Notes what was made, and in which threads."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.threads: set[int] = set()

    def __call__(self, text: str) -> str:
        self.made.append(text)
        self.threads.add(threading.get_ident())
        return text.upper()


async def test_each_text_is_made_once_and_never_on_the_loop() -> None:
    make = Maker()
    texts = RenderedTexts(make, 10_000)
    for _ in range(2):
        assert await texts.make_all(["a", "b", "a"]) == {"a": "A", "b": "B"}
    assert make.made == ["a", "b"]
    assert threading.get_ident() not in make.threads


async def test_one_short_text_more_is_made_at_once() -> None:
    make = Maker()
    texts = RenderedTexts(make, 10_000)
    texts.make("a")
    assert await texts.make_all(["a", "b"]) == {"a": "A", "b": "B"}
    assert make.threads == {threading.get_ident()}


async def test_what_was_not_asked_for_longest_makes_room() -> None:
    make = Maker()
    texts = RenderedTexts(make, 1_000)
    for text in ("a" * 200, "b" * 200, "a" * 200, "c" * 200):
        texts.make(text)
    assert texts.look_up("a" * 200) == "A" * 200
    assert texts.look_up("b" * 200) is None


async def test_an_erased_text_is_forgotten() -> None:
    await render_text("*gone*")
    await prepare_excerpts(["*gone*"])
    assert await what_is_said(["*gone*"]) == {"*gone*": "gone"}
    clear_cache()
    assert rendered._said.look_up("*gone*") is None
    assert rendered._html.look_up("*gone*") is None
    assert rendered._excerpts.look_up("*gone*") is None


async def test_html_and_excerpts_are_those_of_the_text() -> None:
    assert await render_text("*a*") == '<p dir="auto"><em>a</em></p>\n'
    assert await render_all(["*a*", "b"]) == {"*a*": '<p dir="auto"><em>a</em></p>\n', "b": '<p dir="auto">b</p>\n'}
    assert (await render_text(""), excerpt_cached(""), excerpt_cached("*a*")) == ("", "", "a")
