"""Posting: what a draft keeps, whose picture it is, and that pressing twice publishes once."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.feeds import queries as feeds
from wtsocial.gateways.link_previews import Preview
from wtsocial.pages.submit.state import PLACE, SubmitState
from wtsocial.posts import previews
from wtsocial.posts import queries as drafts
from wtsocial.posts import queries as posts
from wtsocial.text import limits
from wtsocial.ui.draft_forms import MARK

LINK = "https://news.example/ice"
KEY = "0123456789abcdef"
PICTURE = "a" * 64 + ".webp"


@pytest.fixture(autouse=True)
def web(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web with one page, its picture kept already; and a background handler that is its own turn."""

    async def page_of(url: str) -> Preview:
        if "slow" in url:
            raise Invalid("preview.too_slow", field="link")
        return Preview(url + "?moved", "Ice melts", "Less of it", "The News", "https://news.example/ice.png", "en")

    async def kept(url: str) -> str:
        return PICTURE

    async def turn(state: SubmitState, *_: Any) -> SubmitState:
        return state

    async def done(state: SubmitState, *_: Any) -> None:
        return None

    monkeypatch.setattr(previews.link_previews, "fetch_preview", page_of)
    monkeypatch.setattr(previews, "_kept", kept)
    monkeypatch.setattr(SubmitState, "__aenter__", turn)
    monkeypatch.setattr(SubmitState, "__aexit__", done)


async def _opened(by: Viewer | None, path: str = "/submit") -> SubmitState:
    state = await screen(SubmitState, by, path=path)
    await fire(state, "open")
    return state


async def _member() -> Viewer:
    return await join(await make_member(), await make_subwiki())


def _typed(**fields: Any) -> dict[str, Any]:
    return {
        "place": PLACE,
        "kind": "news",
        "headline": "Ice",
        "link": LINK,
        "text": "",
        "subwiki": "climate",
        "mode": "collaborative",
        "language": "en",
        "sensitive": "",
    } | fields


async def _publish(state: SubmitState, typed: dict[str, Any]) -> list[Any]:
    return [event async for event in SubmitState.publish.fn(state, typed) if event is not None]


@pytest.mark.parametrize("sent", ["on", ""])
async def test_a_post_says_its_language_and_whether_it_is_sensitive(sent: str) -> None:
    ana = await _member()
    state = await _opened(ana)
    assert (state.fill.values["language"], state.fill.values["sensitive"]) == ("en", "")
    await _publish(state, _typed(kind="discussion", text="Why?", language="he", sensitive=sent))
    (post,) = (await feeds.everything(ana)).posts
    assert (post.language, post.sensitive) == ("he", sent == "on")


async def test_an_unknown_language_is_told_at_its_field() -> None:
    state = await _opened(await _member())
    await _publish(state, _typed(kind="discussion", text="Why?", language="xx"))
    assert state.errors["language"]["key"] == "language.unknown"


async def test_a_link_offers_its_headline_and_its_picture_goes_with_the_post() -> None:
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "look_up", LINK)
    assert state.offer == {"headline": "Ice melts"}
    assert (state.preview.site, state.looking, state.trouble) == ("The News", False, {})
    await _publish(state, _typed(picture="../../etc/passwd"))
    (post,) = (await feeds.everything(ana)).posts
    assert (post.link, post.picture) == (LINK + "?moved", PICTURE)


async def test_a_picture_that_the_browser_names_is_not_heard() -> None:
    ana = await _member()
    await _publish(await _opened(ana), _typed(picture=PICTURE))
    assert (await feeds.everything(ana)).posts[0].picture == ""


async def test_a_link_that_was_changed_after_its_preview_goes_without_that_picture() -> None:
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "look_up", LINK)
    await _publish(state, _typed(link="https://other.example/"))
    (post,) = (await feeds.everything(ana)).posts
    assert (post.link, post.picture) == ("https://other.example/", "")


async def test_an_answer_that_comes_after_another_link_was_pasted_is_not_taken() -> None:
    state = await _opened(await _member())
    await fire(state, "look_up", LINK)
    first = state.preview
    state._start_looking("https://other.example/")
    state._take(LINK, first, {})
    assert state.looking
    assert state.preview.site == ""


@pytest.mark.parametrize(
    ("link", "key"), [("https://news.example/slow", "preview.too_slow"), ("ftp://x", "link.scheme"), ("https://x y", "link.characters")]
)
async def test_a_link_in_trouble_is_a_word_at_the_link_and_no_error(link: str, key: str) -> None:
    state = await _opened(await _member())
    await fire(state, "look_up", link)
    assert state.trouble["key"] == key
    assert state.errors == {}
    assert not state.looking


async def test_nobody_has_pages_looked_at_without_a_login() -> None:
    state = await _opened(None)
    await fire(state, "look_up", LINK)
    assert state.trouble["key"] == "error.login_needed"
    assert state.preview.site == ""


async def test_what_was_typed_is_there_again_with_the_preview_in_another_tab() -> None:
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "look_up", LINK)
    await fire(state, "keep", _typed(text="*Why*"))
    assert state.draft["key"] == "draft.saved"
    assert "<em>Why</em>" in state.looks["text"]
    other = await _opened(ana)
    assert other.fill.values == {key: value for key, value in _typed(text="*Why*").items() if key != "place"}
    assert other.draft["key"] == "draft.restored"
    assert other.preview.picture == PICTURE
    await _publish(other, _typed(text="*Why*"))
    assert (await feeds.everything(ana)).posts[0].picture == PICTURE
    assert await drafts.draft(ana, PLACE) == {}


async def test_a_browser_is_told_which_draft_is_stored_and_not_which_is_not() -> None:
    state = await _opened(await _member())
    for mark, text in (("7", "Half a text"), ("8", "")):
        await fire(state, "keep", _typed(mark=mark, headline=text, link="", text=text))
        assert state.stored == mark
    await fire(state, "keep", _typed(mark="9", text="x" * (limits.DRAFT_SIZE + 1)))
    assert (state.draft["key"], state.stored) == ("draft.too_large", "8")
    for odd in (None, 7, ["7"], {"7": "7"}):
        await fire(state, "keep", _typed(mark=odd))
        assert state.stored == ""
    await fire(state, "keep", _typed(mark="1" * 1000))
    assert len(state.stored) == MARK


async def test_an_empty_form_keeps_no_draft_and_the_address_chooses_the_subwiki() -> None:
    ana = await _member()
    state = await _opened(ana, "/submit?subwiki=climate")
    assert state.fill.values["subwiki"] == "climate"
    await fire(state, "keep", _typed(headline=" ", link="", text=""))
    assert await drafts.draft(ana, PLACE) == {}


async def test_what_another_form_typed_is_not_kept_here() -> None:
    ana = await _member()
    state = await _opened(ana)
    for place in ("edit:7", None, 3, ["submit"]):
        await fire(state, "keep", _typed(place=place))
    assert await drafts.draft(ana, PLACE) == {}


async def test_pressing_twice_publishes_once() -> None:
    ana = await _member()
    state = await _opened(ana)
    assert len(await _publish(state, _typed(idempotency_key=KEY))) == 1
    await _publish(state, _typed(idempotency_key=KEY))
    await fire(state, "keep", _typed())
    assert len((await feeds.everything(ana)).posts) == 1
    assert await drafts.draft(ana, PLACE) == {}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"subwiki": ""}, "subwiki"), ({"headline": ""}, "headline"), ({"link": "x"}, "link"), ({"kind": "discussion", "text": ""}, "text")],
)
async def test_what_is_missing_is_said_at_its_field_and_nothing_is_published(wrong: dict[str, str], field: str) -> None:
    ana = await _member()
    state = await _opened(ana)
    assert await _publish(state, _typed(**wrong)) == []
    assert list(state.errors) == [field]
    assert not state.working
    assert (await feeds.everything(ana)).posts == []


@pytest.mark.parametrize("typed", [{}, {"headline": {"$gt": ""}, "link": 7}, _typed(mode="admin"), _typed(headline=None)])
async def test_a_forged_form_is_refused(typed: dict[str, Any]) -> None:
    ana = await _member()
    state = await _opened(ana)
    assert await _publish(state, typed) == []
    assert state.errors
    assert (await feeds.everything(ana)).posts == []


async def test_a_member_who_may_not_take_part_keeps_the_draft_and_is_told_why() -> None:
    place = await make_subwiki()
    sam = await join(await make_member("sam", state="suspended"), place)
    state = await _opened(sam)
    await fire(state, "keep", _typed())
    await _publish(state, _typed())
    assert state.errors[""]["key"] == "error.suspended"
    assert (await drafts.draft(sam, PLACE))["headline"] == "Ice"


async def test_starting_afresh_lets_go_of_the_draft_each_time_it_is_pressed() -> None:
    ana = await _member()
    state = await _opened(ana)
    await fire(state, "keep", _typed())
    await fire(state, "start_afresh")
    first = state.fill
    await fire(state, "keep", _typed())
    await fire(state, "start_afresh")
    assert state.fill != first
    assert state.fill.force
    assert (state.fill.values["headline"], state.draft) == ("", {})
    assert await drafts.draft(ana, PLACE) == {}


async def test_a_published_post_is_where_the_browser_is_sent() -> None:
    ana = await _member()
    (redirect,) = await _publish(await _opened(ana), _typed(kind="discussion", text="Tell us"))
    (post,) = (await feeds.everything(ana)).posts
    assert f"/post/{post.id}" in str(redirect)
    assert (await posts.one(ana, post.id)).kind == "discussion"


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("news", {"link": "error.required", "headline": "error.required", "subwiki": "error.choose"}),
        ("discussion", {"text": "error.required", "headline": "error.required", "subwiki": "error.choose"}),
    ],
)
async def test_every_field_that_lacks_something_is_named_at_once(kind: str, keys: dict[str, str]) -> None:
    member = await _member()
    state = await _opened(member)
    await _publish(state, _typed(kind=kind, link="", headline=" ", text="", subwiki=""))
    assert {field: error["key"] for field, error in state.errors.items()} == keys
    assert (await feeds.everything(member)).posts == []


async def test_a_headline_that_is_too_long_is_refused_and_not_cut() -> None:
    state = await _opened(await _member())
    await _publish(state, _typed(headline="h" * 301))
    assert state.errors["headline"] == {"key": "error.too_long", "params": {"limit": 300, "length": 301}}


@pytest.mark.parametrize("kind", ["news", "discussion"])
async def test_a_post_that_is_sent_twice_is_published_once_and_leads_to_the_same_place(kind: str) -> None:
    ana, typed = await _member(), _typed(kind=kind, text="Why?", idempotency_key=KEY)
    tab, again = await _opened(ana), await _opened(ana)
    led = [await _publish(state, typed) for state in (tab, tab, again)]
    assert len((await feeds.everything(ana)).posts) == 1
    assert {str(events[-1].args) for events in led} == {str(led[0][-1].args)}
    assert tab.errors == again.errors == {}
    await _publish(tab, typed | {"idempotency_key": "fedcba9876543210", "link": "https://news.example/another"})
    assert len((await feeds.everything(ana)).posts) == 2


async def test_a_story_that_is_discussed_there_leads_to_that_discussion_and_nothing_typed_is_lost() -> None:
    ana = await _member()
    typed = _typed(kind="news", text="Why?", idempotency_key=KEY)
    first, again = await _opened(ana), await _opened(ana)
    await _publish(first, typed)
    there = (await feeds.everything(ana)).posts[0].id
    await _publish(again, typed | {"link": f"{typed['link']}?utm_source=mail#top", "idempotency_key": "fedcba9876543210"})
    assert again.errors == {"link": {"key": "post.same_link", "params": {"post": there}}}
    assert len((await feeds.everything(ana)).posts) == 1
    assert again.fill.values["kind"] == "news"
