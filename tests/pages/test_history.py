"""Histories on the screen: of whatever has one, with whether it checks out, and what moderators erase there."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.screens import fire, goes, screen
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.paths import comment_path
from wtsocial.editing.actions import edits
from wtsocial.moderation import decisions
from wtsocial.pages.edit.erase_state import EraseState
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.moderation.state import LogState
from wtsocial.posts import comments
from wtsocial.revisions.views import ProofView
from wtsocial.subwikis import actions as subwikis
from wtsocial.text import limits


async def _world() -> tuple[Viewer, Viewer, int, int]:
    """A moderator, a member, the member's post with three revisions and their comment with two; the page has two, too."""
    place = await make_subwiki()
    mia = await join(await make_member("mia"), place, role="moderator")
    ana = await join(await make_member("ana"), place)
    post_id = await make_post(ana, place, headline="Ice", text="One.")
    await edits.edit_text(ana, post_id=post_id, text="Two.", based_on=1)
    await edits.edit_text(ana, post_id=post_id, text="Three.", based_on=2)
    comment_id = await make_comment(ana, post_id, text="Is it *true*?")
    await comments.edit_comment(ana, comment_id=comment_id, text="It is.", based_on=1)
    await subwikis.edit_page(ana, slug="climate", description="Of ice", rules="", based_on=1)
    return mia, ana, post_id, comment_id


async def _opened(path: str, by: Viewer | None = None) -> HistoryState:
    state = await screen(HistoryState, by, path=path)
    await fire(state, "open")
    return state


async def test_whatever_has_a_history_shows_it_and_that_it_checks_out() -> None:
    _, _, post_id, comment_id = await _world()
    wanted = {
        f"/post/{post_id}/history": ("post", "Ice", f"/post/{post_id}", 3),
        f"/comment/{comment_id}/history": ("comment", "Ice", comment_path(post_id, comment_id), 2),
        "/w/climate/history": ("subwiki", "Climate", "/w/climate/about", 2),
    }
    for path, (kind, headline, leads, count) in wanted.items():
        state = await _opened(path)
        assert (state.kind, state.headline, state.path, state.missing, state.errors) == (kind, headline, leads, False, {})
        assert [line.number for line in state.revisions] == list(range(count, 0, -1))
        assert (state.proof, state.may_erase) == (ProofView(count), False)
        assert state.api.startswith("/api/v1/")


async def test_a_reader_asks_for_older_changes_and_goes_back_to_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 2)
    _, ana, post_id, _ = await _world()
    state = await _opened(f"/post/{post_id}/history", ana)
    assert ([line.number for line in state.revisions], state.older, state.newest) == ([3, 2], 2, 3)
    await edits.edit_text(ana, post_id=post_id, text="Four.", based_on=3)
    goes(state, f"/post/{post_id}/history?before={state.older}")
    await fire(state, "open")
    assert ([line.number for line in state.revisions], state.older) == ([1], 0)
    assert (state.newest, state.read_at) == (3, f"/post/{post_id}/history"), "who goes back from here goes on from what they saw"
    for handler in ("again", "open"):
        await fire(state, handler)
        assert [line.number for line in state.revisions] == [1], "after something was erased, and after a lost line, the same page is read"
        assert state.newest == 3
    goes(state, f"/post/{post_id}/history")
    await fire(state, "open")
    assert ([line.number for line in state.revisions], state.newest) == ([4, 3], 4)
    for bad in ("-1", "x", "", 2**70):
        goes(state, f"/post/{post_id}/history?before={bad}")
        await fire(state, "open")
        assert [line.number for line in state.revisions] == [4, 3], bad


async def test_the_address_names_a_page_of_a_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 2)
    _, _, post_id, _ = await _world()
    assert [line.number for line in (await _opened(f"/post/{post_id}/history?before=3")).revisions] == [2, 1]


async def test_a_comments_history_says_what_it_said() -> None:
    mia, ana, _, comment_id = await _world()
    path = f"/comment/{comment_id}/history"
    assert "<em>true</em>" in (await _opened(path)).revisions[1].html
    await decisions.decide(mia, subject_kind="comment", subject_id=comment_id, action="hide", reason="Unkind")
    for who in (ana, None):
        assert {(line.hidden, line.html, line.size) for line in (await _opened(path, who)).revisions} == {(True, "", 0)}
    assert "<em>true</em>" in (await _opened(path, mia)).revisions[1].html


async def test_a_broken_history_says_where() -> None:
    _, _, post_id, _ = await _world()
    async with db.transaction() as change:
        tampered = text("UPDATE revision SET text = 'Four.' WHERE post_id = :post AND number = 2")
        await (await change.session.connection()).execute(tampered, {"post": post_id})
    assert (await _opened(f"/post/{post_id}/history")).proof == ProofView(3, 2, "content")


@pytest.mark.parametrize(
    "path", ["/post/4711/history", "/comment/4711/history", "/comment/x/history", "/w/nowhere/history", "/post/x/history"]
)
async def test_what_is_not_there_has_none(path: str) -> None:
    state = await _opened(path)
    assert state.missing
    assert state.errors == {}


async def test_a_comment_under_a_hidden_post_has_none_but_for_those_who_see_it() -> None:
    mia, ana, post_id, comment_id = await _world()
    await decisions.decide(mia, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    assert (await _opened(f"/comment/{comment_id}/history")).missing
    for who in (mia, ana):
        assert not (await _opened(f"/comment/{comment_id}/history", who)).missing


async def _erase(by: Viewer | None, **typed: Any) -> EraseState:
    state = await screen(EraseState, by, path="/post/1/history")
    await fire(state, "erase", {"until": "", "reason": "An address"} | typed)
    return state


async def test_a_moderator_erases_and_hears_where_the_same_still_stands() -> None:
    mia, _, post_id, _ = await _world()
    about = {"subject_kind": "post", "subject_id": post_id}
    state = await _erase(mia, **about, number="1", until="2")
    assert state.notice == {"key": "erase.still_headline", "params": {"count": 2, "numbers": "3"}}
    assert (state.about, state.done) == (f"post/{post_id}", 1)
    history = await _opened(f"/post/{post_id}/history", mia)
    assert [(line.erased > 0, line.erased_by, line.headline) for line in history.revisions] == [
        (False, "", "Ice"),
        (True, "mia", ""),
        (True, "mia", ""),
    ]
    assert (history.some_erased, history.may_erase, history.proof) == (True, True, ProofView(3))
    log = await screen(LogState, None, path=f"/log?entry={history.revisions[1].erased_entry}")
    await fire(log, "open")
    assert (log.entries[0].action, log.entries[0].revision, log.entries[0].detail) == ("erase", 1, "2")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({"number": "3"}, "erase.newest"),
        ({"number": "9"}, "erase.unknown"),
        ({"number": "1", "reason": ""}, "error.required"),
        ({"number": "x"}, "error.not_understood"),
        ({"number": "1", "subject_kind": "member"}, "error.not_understood"),
    ],
)
async def test_what_cannot_be_erased_is_refused_where_it_went_wrong(typed: dict[str, Any], key: str) -> None:
    mia, _, post_id, _ = await _world()
    state = await _erase(mia, **({"subject_kind": "post", "subject_id": post_id} | typed))
    assert [error["key"] for error in state.errors.values()] == [key]
    assert state.done == 0


async def test_nobody_else_erases() -> None:
    _, ana, post_id, _ = await _world()
    for who, key in ((ana, "error.not_allowed"), (None, "error.login_needed")):
        state = await _erase(who, subject_kind="post", subject_id=post_id, number="1")
        assert state.errors[""]["key"] == key
        assert (await _opened(f"/post/{post_id}/history", who)).revisions[-1].erased == 0
