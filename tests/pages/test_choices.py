"""Choosing what one is shown: nothing is saved unasked, what was ticked survives, and every step can be taken back."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as changes
from wtsocial.choices import queries as choices
from wtsocial.feeds import queries as feeds
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import ChoicesView
from wtsocial.text import limits
from wtsocial.ui.call import viewer_of
from wtsocial.ui.choices_form import ChoicesState, ShareState
from wtsocial.ui.see_less import SeeLessState


async def _at_the_page(state: str = "active", *, confirmed: bool | None = None) -> tuple[Viewer, ChoicesState]:
    author = await make_member("author", admin=True)
    for slug in ("climate", "science", "local"):
        place = await make_subwiki(slug, by=author)
        await make_post(author, place, headline=f"News of {slug}")
    ana = await make_member("ana", state=state, confirmed=confirmed)
    return ana, await _opened(ana)


async def _opened(viewer: Viewer | None) -> ChoicesState:
    page = await screen(ChoicesState, viewer, path="/settings/choices")
    await fire(page, "open")
    return page


def _document(page: ChoicesState, **change: Any) -> dict[str, Any]:
    return asdict(page.mine.choices) | change


async def _joined(viewer: Viewer) -> list[str]:
    return [one.slug for one in await subwikis.joined(viewer)]


async def test_nothing_is_chosen_by_opening_the_page() -> None:
    ana, page = await _at_the_page()
    assert [choice.joined for choice in page.offer.choices] == [False] * 3
    assert (page.mine.choices.subwikis, page.versions, page.effect.feed.posts) == ([], [], [])
    assert await _joined(ana) == []


async def test_trying_something_out_shows_its_effect_and_saves_nothing() -> None:
    ana, page = await _at_the_page()
    await fire(page, "try_out", _document(page, subwikis=["climate"]))
    assert [post.headline for post in page.effect.feed.posts] == ["News of climate"]
    assert [(one.part, one.value, one.count) for one in page.effect.effects if one.part == "subwikis"] == [("subwikis", "climate", 1)]
    assert await _joined(ana) == []


async def test_effects_are_shown_no_more_often_than_a_person_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = await _at_the_page()
    monkeypatch.setattr(limits, "EFFECTS_PER_MINUTE", 2)
    for _ in range(2):
        await fire(page, "try_out", _document(page))
        assert page.errors == {}
    shown = page.effect
    await fire(page, "try_out", _document(page, subwikis=["climate"]))
    assert (page.errors[""]["key"], page.effect) == ("error.too_many", shown)
    stranger = await _opened(None)
    await fire(stranger, "try_out", _document(stranger))
    assert stranger.errors == {}


async def test_what_was_previewed_is_what_the_feed_is_after_saving() -> None:
    ana, page = await _at_the_page()
    wanted = _document(page, subwikis=["climate", "local"], hide=asdict(page.mine.choices.hide) | {"words": ["local"]})
    await fire(page, "try_out", wanted)
    previewed = [(post.id, post.why, post.headline) for post in page.effect.feed.posts]
    await fire(page, "save", wanted, page.mine.version, "saved")
    (now,) = await _viewers(ana)
    assert [(post.id, post.why, post.headline) for post in (await feeds.home(now)).posts] == previewed
    assert [headline for _, _, headline in previewed] == ["News of climate"]
    assert page.notice["key"] == "choices.saved"


async def _viewers(*members: Viewer) -> list[Viewer]:
    """As their next event sees them."""
    seen: list[Viewer] = []
    for member in members:
        page = await screen(ChoicesState, member)
        seen.append(await viewer_of(page))
    return seen


async def test_one_press_takes_a_save_back() -> None:
    ana, page = await _at_the_page()
    await fire(page, "save", _document(page, subwikis=["climate"]), page.mine.version, "saved")
    assert await _joined(ana) == ["climate"]
    await fire(page, "undo", page.before)
    assert await _joined(ana) == []
    assert page.mine.choices.subwikis == []
    assert [version.via for version in page.versions][:2] == ["undo", "saved"]


async def test_choices_saved_elsewhere_meanwhile_are_told_and_the_next_press_goes_on_from_them() -> None:
    ana, page = await _at_the_page()
    other = await _opened(ana)
    await fire(other, "save", _document(other, subwikis=["science"]), other.mine.version, "saved")
    mine = _document(page, subwikis=["climate"])
    await fire(page, "save", mine, page.mine.version, "saved")
    assert page.errors[""]["key"] == "choices.changed_elsewhere"
    assert (page.mine.version, page.done) == (other.mine.version, 0)
    await fire(page, "try_out", mine)
    assert page.errors[""]["key"] == "choices.changed_elsewhere"
    await fire(page, "save", mine, page.mine.version, "saved")
    assert (await _joined(ana), page.errors) == (["climate"], {})


async def test_what_is_not_there_is_told_at_its_field_and_nothing_is_saved() -> None:
    ana, page = await _at_the_page()
    await fire(page, "save", _document(page, people=["nobody"], subwikis=["climate"]), page.mine.version, "saved")
    assert page.errors["people"]["key"] == "choices.unknown"
    assert (await _joined(ana), page.done) == ([], 0)


@pytest.mark.parametrize("sent", [None, [], "x", {"subwikis": "climate"}, {"hide": []}])
async def test_what_no_page_of_ours_sends_changes_nothing(sent: Any) -> None:
    ana, page = await _at_the_page()
    before = await choices.mine(ana)
    await fire(page, "save", sent, page.mine.version, "saved")
    assert page.errors
    await fire(page, "try_out", sent)
    assert await choices.mine(ana) == before


async def test_a_waiting_member_chooses_already_and_a_suspended_one_still_does() -> None:
    for name, state in (("wen", "waiting"), ("sus", "suspended")):
        member = await make_member(name, state=state, confirmed=True)
        page = await _opened(member)
        await fire(page, "save", _document(page, languages=["en"]), page.mine.version, "saved")
        assert page.errors == {}
        assert (await choices.mine(member)).choices.languages == ["en"]


async def test_who_has_not_confirmed_an_address_tries_out_and_is_told_what_is_missing() -> None:
    _, page = await _at_the_page("waiting", confirmed=False)
    await fire(page, "try_out", _document(page, subwikis=["climate"]))
    assert len(page.effect.feed.posts) == 1
    await fire(page, "save", _document(page, subwikis=["climate"]), page.mine.version, "saved")
    assert page.errors[""]["key"] == "error.unconfirmed"


async def test_a_reader_sees_the_effect_and_saves_nothing() -> None:
    await _at_the_page()
    page = await _opened(None)
    await fire(page, "try_out", _document(page, subwikis=["climate"]))
    assert len(page.effect.feed.posts) == 1
    await fire(page, "save", _document(page, subwikis=["climate"]), 0, "saved")
    assert page.errors[""]["key"] == "error.login_needed"


async def test_an_exported_file_is_read_into_the_draft_and_saved_by_a_press_alone() -> None:
    _, page = await _at_the_page()
    await fire(page, "save", _document(page, subwikis=["climate"], sensitive="hide"), 0, "saved")
    await fire(page, "hand_out")
    assert json.loads(page.file)["choices"]["subwikis"] == ["climate"]
    ben = await make_member("ben")
    other = await _opened(ben)
    await fire(other, "bring", page.file)
    assert (other.brought.choices.subwikis, other.brought.choices.sensitive) == (["climate"], "hide")
    assert await _joined(ben) == []
    await fire(other, "save", asdict(other.brought.choices), other.mine.version, "import")
    assert (await _joined(ben), other.versions[0].via) == (["climate"], "import")


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not json", '{"format": "other"}'])
async def test_a_file_of_something_else_is_told_and_leaves_the_draft(text: str) -> None:
    _, page = await _at_the_page()
    await fire(page, "bring", text)
    assert page.errors["file"]["key"] == "choices.file_invalid"
    assert page.brought.turn == 0


async def test_a_search_offers_what_the_page_lacks_once() -> None:
    ana, page = await _at_the_page()
    page.offer = ChoicesView(page.offer.choices[:1], page.offer.of)
    await fire(page, "search", "science")
    await fire(page, "search", "science")
    assert sorted(one.slug for one in page.offer.choices if one.slug == "science") == ["science"]
    assert await _joined(ana) == []


async def test_all_subwikis_are_offered_once_when_asked_for() -> None:
    ana, page = await _at_the_page()
    slugs = sorted(one.slug for one in page.offer.choices)
    page.offer = ChoicesView(page.offer.choices[:1], page.offer.of, more=True)
    await fire(page, "show_all")
    assert (sorted(one.slug for one in page.offer.choices), page.offer.more) == (slugs, False)
    assert await _joined(ana) == []


async def test_shared_choices_are_listed_and_can_be_withdrawn() -> None:
    ana, page = await _at_the_page()
    await fire(page, "save", _document(page, subwikis=["climate"]), 0, "saved")
    share = await screen(ShareState, ana)
    _ = [event async for event in ShareState.share.fn(share, {"name": "Calm", "about": "", "subwikis": "on"})]
    assert share.errors == {}
    (shared,) = (await _opened(ana)).presets
    assert (shared.name, shared.parts) == ("Calm", ["subwikis"])
    _ = [event async for event in ShareState.withdraw.fn(share, shared.code)]
    assert (await _opened(ana)).presets == []


async def test_less_of_a_source_is_one_press_and_so_is_its_undo() -> None:
    author = await make_member("author", admin=True)
    place = await make_subwiki("climate", by=author)
    ana = await join(await make_member("ana"), place)
    post = await make_post(author, place, kind="news", link="https://news.example/1", host="news.example")
    sheet = await screen(SeeLessState, ana)
    await fire(sheet, "ask", post)
    assert (sheet.look.post_id, sheet.look.why) == (post, "why.joined")
    offered = {(one.kind, one.value): one.count for one in sheet.look.offers}
    assert offered["source", "news.example"] == 1
    await fire(sheet, "press", post, "source", "news.example", True)
    (hidden,) = [one for one in sheet.look.offers if one.kind == "source"]
    assert (hidden.done, sheet.turn) == (True, 1)
    (now,) = await _viewers(ana)
    assert (await feeds.home(now)).posts == []
    await fire(sheet, "press", post, "source", "news.example", False)
    (now,) = await _viewers(ana)
    assert [one.id for one in (await feeds.home(now)).posts] == [post]


async def test_a_reader_who_asks_for_less_is_asked_to_log_in() -> None:
    author = await make_member("author", admin=True)
    post = await make_post(author, await make_subwiki("climate", by=author))
    sheet = await screen(SeeLessState)
    await fire(sheet, "press", post, "person", "author", True)
    assert sheet.errors[""]["key"] == "error.login_needed"
    assert sheet.turn == 0


async def test_asking_about_what_is_not_there_says_so() -> None:
    ana = await make_member("ana")
    sheet = await screen(SeeLessState, ana)
    for wrong in (999, "1", None):
        await fire(sheet, "ask", wrong)
        assert sheet.errors
    assert sheet.look.post_id == 0
    assert (await changes.less(ana, kind="word", value="flood", wanted=True)) == 1
    assert (await choices.mine(ana)).choices.hide.words == ["flood"]
