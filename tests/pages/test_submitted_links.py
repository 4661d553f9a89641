"""Posting a link: what its page says of its language and of where it stands, and an address without a scheme."""

import pytest

from tests.pages.test_submit import _member, _opened, _publish, _typed, web
from tests.screens import fire
from wtsocial.feeds import queries as feeds
from wtsocial.gateways.link_previews import Preview
from wtsocial.posts import previews
from wtsocial.posts import queries as posts

__all__ = ["web"]


async def test_the_language_of_a_linked_page_is_proposed_and_that_of_the_screen_where_it_says_none(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {"a": "he-IL", "b": "he", "c": "", "d": "en", "e": "ar"}

    async def page_of(url: str) -> Preview:
        return Preview(url, "Ice", "", "The News", "", spoken[url[-1]])

    monkeypatch.setattr(previews.link_previews, "fetch_preview", page_of)
    state = await _opened(await _member())
    assert (state.fill.values["language"], state.fill.proposed) == ("en", ["language"])
    proposed: list[str | None] = []
    for page in "abcde":
        await fire(state, "look_up", f"https://news.example/{page}")
        proposed.append(state.offer.get("language"))
    assert proposed == ["he", None, "en", None, "ar"]


async def test_a_language_that_a_draft_chose_is_no_proposal() -> None:
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "keep", _typed(language="he"))
    again = await _opened(ana)
    assert (again.fill.values["language"], again.fill.proposed) == ("he", [])


async def test_where_a_page_stands_is_the_servers_own_knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    async def page_of(url: str) -> Preview:
        return Preview(url, "Ice", "", "The News", "", "en", "https://news.example/story")

    monkeypatch.setattr(previews.link_previews, "fetch_preview", page_of)
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "look_up", "https://news.example/amp")
    await fire(state, "keep", _typed(link="https://news.example/amp"))
    again = await _opened(ana)
    await _publish(again, _typed(link="https://news.example/amp", canonical="https://evil.example/"))
    (post,) = (await feeds.everything(ana)).posts
    assert await posts.same_link("https://news.example/story") == post.id
    assert await posts.same_link("https://evil.example/") == 0


async def test_an_address_without_a_scheme_is_posted_whole() -> None:
    ana = await _member()
    await _publish(await _opened(ana), _typed(link="news.example/ice?utm_source=x"))
    assert (await feeds.everything(ana)).posts[0].link == "https://news.example/ice"
