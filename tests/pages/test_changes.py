"""The pages of changes and sources: what the address filters by, and what a browser may ask of them."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import screen
from wtsocial.accounts.views import Viewer
from wtsocial.core.paths import with_query
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.pages.changes.state import ChangesState, TakingBackState, Wanted
from wtsocial.pages.corrections.state import CorrectionsState
from wtsocial.pages.source.state import ContestState, SourceState
from wtsocial.posts import queries as posts

SOURCE = "https://ice.example/2026"


@pytest.fixture
async def people() -> tuple[Viewer, Viewer, int]:
    """Who moderates, who corrected, and the post."""
    place = await make_subwiki("climate")
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    mo = await join(await make_member("mo"), place, role="moderator")
    post_id = await make_post(ana, place, headline="All ice gone", kind="news", link="https://a.example/1", host="a.example")
    await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1)
    return mo, ben, post_id


async def _at(by: Viewer | None, path: str, state: type[Any] = ChangesState) -> Any:
    page = await screen(state, by, path=path)
    await state.open.fn(page)
    return page


async def test_the_address_filters_and_what_it_cannot_mean_is_left_out(people: tuple[Viewer, Viewer, int]) -> None:
    page = await _at(None, "/changes?subwiki=climate&kind=headline&standing=member&unreviewed=1")
    place = (await posts.one(Viewer(), people[2])).subwiki_id
    assert page.wanted == Wanted("climate", "headline", "member", True, place)
    assert [line.after for line in page.changes] == ["Some ice gone"]
    page = await _at(None, "/changes?kind=__class__&standing=god&unreviewed=yes")
    assert page.wanted == Wanted()
    assert len(page.changes) == 1
    assert (await _at(None, "/changes?subwiki=nowhere")).changes == []


@pytest.mark.parametrize("older", [None, 7, [], "x", "' OR 1=1"])
async def test_a_cursor_that_is_none_is_refused_on_every_page(people: tuple[Viewer, Viewer, int], older: Any) -> None:
    for path, state in (("/corrections", CorrectionsState), ("/source/a.example", SourceState)):
        page = await _at(None, path, state)
        await state.more.fn(page, older)
        assert page.errors[""]["key"] in ("error.cursor", "error.not_understood"), path
    page = await _at(None, with_query("/changes", older=str(older)))
    assert page.errors[""]["key"] == "error.cursor"


async def test_a_mark_shows_on_its_line_and_a_stranger_can_make_none(people: tuple[Viewer, Viewer, int]) -> None:
    mo, ben, _ = people
    page = await _at(mo, "/changes")
    number = page.changes[0].id
    await ChangesState.mark.fn(page, number, True)
    await ChangesState.thank.fn(page, number)
    assert (page.changes[0].reviewed_by, page.changes[0].thanked, page.errors) == ("mo", True, {})
    await ChangesState.mark.fn(page, number, False)
    assert page.changes[0].reviewed_by == ""
    for who in (None, ben):
        page = await _at(who, "/changes")
        bad: list[Any] = [number, "1", None, -1, 2**63, True]
        for revision in bad:
            await ChangesState.mark.fn(page, revision, True)
            assert page.errors
        await ChangesState.thank.fn(page, number)
        assert page.errors
        assert page.changes[0].reviewed_by == ""


async def test_a_change_is_taken_back_with_a_reason_and_not_without(people: tuple[Viewer, Viewer, int]) -> None:
    mo, _, post_id = people
    page = await _at(mo, "/changes")
    stranger = await screen(TakingBackState, None, path="/changes")
    await TakingBackState.revert.fn(stranger, {"revision_id": str(page.changes[0].id), "reason": "Why not."})
    assert stranger.errors[""]["key"] == "error.login_needed"
    assert (await posts.one(mo, post_id)).headline == "Some ice gone"
    sheet = await screen(TakingBackState, mo, path="/changes")
    await TakingBackState.revert.fn(sheet, {"revision_id": str(page.changes[0].id), "reason": " "})
    assert "reason" in sheet.errors
    await TakingBackState.revert.fn(sheet, {"revision_id": str(page.changes[0].id), "reason": "It was right before."})
    assert (sheet.errors, sheet.done) == ({}, 1)
    assert (await posts.one(mo, post_id)).headline == "All ice gone"


@pytest.mark.parametrize("path", ["/source/nowhere.example", "/source/%2e%2e", "/source/", "/corrections?day=31-12-2026"])
async def test_what_is_not_there_is_missing(people: tuple[Viewer, Viewer, int], path: str) -> None:
    state = CorrectionsState if path.startswith("/corrections") else SourceState
    assert (await _at(None, path, state)).missing is True


async def test_a_contest_without_words_is_refused_at_its_field(people: tuple[Viewer, Viewer, int]) -> None:
    mo, _, post_id = people
    sheet = await screen(ContestState, mo, path="/source/a.example")
    await ContestState.contest.fn(sheet, {"post_id": str(post_id), "text": ""})
    assert "text" in sheet.errors
    await ContestState.answer.fn(sheet, {"contest_id": "1", "outcome": "", "answer": "x"})
    assert "outcome" in sheet.errors
    await ContestState.answer.fn(sheet, {"contest_id": "1", "outcome": "praised", "answer": "x"})
    assert sheet.errors["outcome"]["key"] == "error.not_understood"
