"""Editing, histories and differences on the screen: nothing is lost, and nobody sees what is not for them."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import edits
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.revert_state import RevertState
from wtsocial.pages.edit.state import DiffState, EditState
from wtsocial.posts import queries as drafts
from wtsocial.posts import queries as posts
from wtsocial.posts.drafts import keep_draft
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.actions import edit_page

TEXT = "It was done again."


async def _two_and_a_post(**wanted: Any) -> tuple[Viewer, Viewer, int]:
    place = await make_subwiki()
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    return ana, ben, await make_post(ana, place, text=TEXT, **wanted)


async def _editing(by: Viewer | None, post_id: int) -> EditState:
    state = await screen(EditState, by, path=f"/post/{post_id}/edit")
    await fire(state, "open")
    return state


async def _save(state: EditState, **typed: Any) -> list[Any]:
    sent = {"place": f"edit:{state.post_id}", "note": ""} | typed
    return [event async for event in EditState.save.fn(state, sent) if event is not None]


async def test_an_edit_is_saved_and_leads_back_to_the_post() -> None:
    _, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    assert state.fill.values == {"text": TEXT, "note": "", "based_on": "1"}
    (redirect,) = await _save(state, text="It was done twice.", note="counted", based_on="1")
    assert f"/post/{post_id}" in str(redirect)
    assert "done twice" in (await posts.one(ben, post_id)).html


async def test_what_does_not_overlap_is_merged_and_shown_with_whose_change_it_was() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text=f"{TEXT}\n\nAnd again.", based_on=1)
    second = await _editing(ben, post_id)
    assert await _save(second, text=f"At first.\n\n{TEXT}", based_on="1") == []
    assert second.notice == {"key": "edit.merged", "params": {"name": "ana"}}
    assert second.fill.values["text"] == f"At first.\n\n{TEXT}\n\nAnd again."
    assert (second.fill.values["based_on"], second.fill.force, second.clash.latest) == ("3", True, 0)
    assert await drafts.draft(ben, f"edit:{post_id}") == {}


async def test_a_conflict_shows_the_base_and_offers_both_in_one() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text=f"It was done twice.\n\n{TEXT}", based_on=1)
    state = await _editing(ben, post_id)
    await fire(state, "take_both")
    assert state.fill.values["based_on"] == "2"
    await _save(state, text=f"It was done thrice.\n\n{TEXT}\n\nIn the end.", based_on="1")
    (side,) = state.clash.sides
    assert (state.clash.based, side.base) == (True, TEXT)
    await fire(state, "take_both")
    taken = state.fill.values["text"]
    assert (state.fill.force, state.fill.values["based_on"]) == (True, "2")
    assert (await drafts.draft(ben, f"edit:{post_id}"))["text"] == taken
    assert taken.startswith("⟦yours⟧ It was done thrice. ⟦by ana⟧ It was done twice. ⟦⟧")
    assert taken.count(TEXT) == 1
    assert taken.endswith("In the end.")


async def test_the_second_of_two_sees_both_texts_and_settles_them_on_the_new_base() -> None:
    ana, ben, post_id = await _two_and_a_post()
    first, second = await _editing(ana, post_id), await _editing(ben, post_id)
    await _save(first, text="It was done again by others.", based_on="1")
    assert await _save(second, text="It was nearly done again.", based_on="1") == []
    (side,) = second.clash.sides
    assert (second.clash.base, second.clash.latest, second.clash.by) == (1, 2, "ana")
    assert (side.theirs, side.mine) == ("It was done again by others.", "It was nearly done again.")
    assert "".join(piece.text for piece in side.pieces if piece.kind != "ins") == side.theirs
    assert "".join(piece.text for piece in side.pieces if piece.kind != "del") == side.mine
    assert (second.fill.values, second.fill.force) == ({"based_on": "2"}, True)
    assert (await drafts.draft(ben, f"edit:{post_id}"))["text"] == "It was nearly done again."
    assert len(await _save(second, text="It was nearly done again by others.", based_on="2")) == 1
    assert "nearly done again by others" in (await posts.one(ben, post_id)).html
    assert await drafts.draft(ben, f"edit:{post_id}") == {}


async def test_a_conflict_is_still_there_to_be_settled_after_a_break() -> None:
    ana, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    await edits.edit_text(ana, post_id=post_id, text="Hers.", based_on=1)
    await _save(state, text="His.", based_on="1")
    await fire(state, "open")
    assert state.clash.latest == 2
    assert state.fill.values == {"text": "His.", "note": "", "based_on": "2"}


async def test_a_draft_keeps_the_base_that_it_was_written_on() -> None:
    ana, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    await fire(state, "keep", {"place": f"edit:{post_id}", "text": "His.", "note": "", "based_on": "1"})
    await edits.edit_text(ana, post_id=post_id, text="Hers.", based_on=1)
    again = await _editing(ben, post_id)
    assert again.fill.values == {"text": "His.", "note": "", "based_on": "1"}
    assert await _save(again, text="His.", based_on="1") == []
    assert again.clash.sides[0].theirs == "Hers."


async def test_a_text_that_is_as_it_was_is_no_draft() -> None:
    _, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    await fire(state, "keep", {"place": f"edit:{post_id}", "text": "His.", "note": "", "based_on": "1"})
    await fire(state, "keep", {"place": f"edit:{post_id}", "text": TEXT, "note": "", "based_on": "1"})
    assert await drafts.draft(ben, f"edit:{post_id}") == {}


@pytest.mark.parametrize("base", ["", "0", "1 ", "-1", "9999999999", "1e3", None, {}])
async def test_a_base_that_is_none_saves_nothing(base: Any) -> None:
    _, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    assert await _save(state, text="His.", based_on=base) == []
    assert state.errors or state.clash.latest
    assert (await posts.edit_base(ben, post_id))[1] == TEXT


async def test_what_was_typed_into_another_posts_form_is_not_saved_here() -> None:
    _, ben, post_id = await _two_and_a_post()
    state = await _editing(ben, post_id)
    assert await _save(state, place="edit:999", text="His.", based_on="1") == []
    assert (await posts.edit_base(ben, post_id))[1] == TEXT


async def test_only_its_author_edits_an_individual_post_and_no_reader_edits_anything() -> None:
    ana, ben, post_id = await _two_and_a_post(mode="individual")
    assert (await _editing(ana, post_id)).fill.place
    for by, key in ((ben, "error.not_allowed"), (None, "error.login_needed")):
        state = await _editing(by, post_id)
        assert (state.errors[""]["key"], state.fill.place) == (key, "")
        await _save(state, text="His.", based_on="1")
    assert (await posts.edit_base(ana, post_id))[1] == TEXT


@pytest.mark.parametrize("page", [(EditState, "edit"), (HistoryState, "history"), (DiffState, "diff/1/2")])
async def test_what_is_not_there_and_what_is_hidden_look_the_same(page: tuple[Any, str]) -> None:
    _, ben, hidden = await _two_and_a_post(hidden=True)
    for post_id in (hidden, 4711, "x", "1e9", "-1"):
        state = await screen(page[0], ben, path=f"/post/{post_id}/{page[1]}")
        await fire(state, "open")
        assert state.missing
        assert state.errors == {}


async def test_the_history_names_every_revision_and_leads_to_what_changed() -> None:
    ana, _, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text="Hers.", based_on=1, note="shorter")
    state = await screen(HistoryState, None, path=f"/post/{post_id}/history")
    await fire(state, "open")
    assert [(r.number, r.change, r.note) for r in state.revisions] == [(2, "text", "shorter"), (1, "created", "")]
    assert f"/post/{post_id}/diff/1/2" in str(await fire(state, "compare", {"old": "2", "new": "1"}))
    for forged in ({}, {"old": "x", "new": "/evil"}, {"old": 1, "new": 2}):
        assert await fire(state, "compare", forged) is None


async def test_a_difference_shows_headline_and_text_of_both() -> None:
    ana, _, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text="It was done again by others.", based_on=1)
    state = await screen(DiffState, None, path=f"/post/{post_id}/diff/1/2")
    await fire(state, "open")
    assert [piece.kind for piece in state.diff.headline] == ["same"]
    assert [piece.text for piece in state.diff.text if piece.kind == "ins"] == [" by others"]
    assert (state.diff.later, state.ready, state.missing) == (0, True, False)
    absent = await screen(DiffState, None, path=f"/post/{post_id}/diff/1/3")
    await fire(absent, "open")
    assert absent.missing


async def _asked_back(by: Viewer, post_id: int, **form: str) -> tuple[RevertState, list[Any]]:
    state = await screen(RevertState, by, path=f"/post/{post_id}/history")
    sent = {"subject_id": str(post_id), "reason": "no good", "based_on": "2", "number": "1", "action": "revert"} | form
    return state, [event async for event in RevertState.go_back.fn(state, sent)]


async def test_the_history_goes_back_in_one_press() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ben, post_id=post_id, text="Hers.", based_on=1)
    history = await screen(HistoryState, ana, path=f"/post/{post_id}/history")
    await fire(history, "open")
    assert history.may_go_back
    state, events = await _asked_back(ana, post_id)
    assert (state.notice["key"], state.done, len(events)) == ("revert.done", 1, 1)
    assert (await posts.edit_base(ana, post_id))[1:] == (TEXT, 3)
    reader = await screen(HistoryState, None, path=f"/post/{post_id}/history")
    await fire(reader, "open")
    assert not reader.may_go_back


async def test_what_cannot_be_undone_by_itself_is_settled_on_the_edit_page() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ben, post_id=post_id, text="It was done twice.", based_on=1)
    await edits.edit_text(ana, post_id=post_id, text="It was done twice, or thrice.", based_on=2)
    state, (redirect,) = await _asked_back(ana, post_id, number="2", action="undo")
    assert f"/post/{post_id}/edit" in str(redirect)
    kept = await drafts.draft(ana, f"edit:{post_id}")
    assert (kept["note"], kept["based_on"]) == ("no good", "3")
    assert all(part in kept["text"] for part in (TEXT, "It was done twice, or thrice."))
    clash = (await state.get_state(EditState)).clash
    assert (clash.latest, clash.sides[0].base, clash.sides[0].mine) == (3, "It was done twice.", TEXT)


async def test_an_unfinished_draft_is_not_overwritten_by_an_undo() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ben, post_id=post_id, text="It was done twice.", based_on=1)
    await edits.edit_text(ana, post_id=post_id, text="It was done twice, or thrice.", based_on=2)
    await keep_draft(ana, place=f"edit:{post_id}", fields={"text": "Mine.", "note": "", "based_on": "3"})
    state, _ = await _asked_back(ana, post_id, number="2", action="undo")
    assert state.errors[""]["key"] == "revert.draft_first"
    assert (await drafts.draft(ana, f"edit:{post_id}"))["text"] == "Mine."


async def test_who_goes_back_on_an_old_history_is_told() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ben, post_id=post_id, text="Hers.", based_on=1)
    await edits.edit_text(ben, post_id=post_id, text="Hers again.", based_on=2)
    state, _ = await _asked_back(ana, post_id)
    assert (state.errors[""]["key"], state.done) == ("revert.moved", 0)


async def test_a_subwikis_history_goes_back_as_well() -> None:
    ana, ben, _ = await _two_and_a_post()
    for base, text in ((1, "Ice."), (2, "Rubbish.")):
        await edit_page(ben, slug="climate", description=text, rules="", based_on=base)
    state = await screen(RevertState, ana, path="/w/climate/history")
    sent = {"subject_id": "1", "reason": "rubbish", "based_on": "3", "number": "3", "action": "undo"}
    assert len([event async for event in RevertState.go_back.fn(state, sent)]) == 1
    assert (await subwikis.one(ana, "climate")).description == "Ice."
    sent |= {"based_on": "4", "number": "3", "action": "revert"}
    assert len([event async for event in RevertState.go_back.fn(state, sent)]) == 1
    assert ((await subwikis.one(ana, "climate")).description, state.done) == ("Rubbish.", 2)


async def test_a_history_that_was_read_before_is_not_the_one_of_another_address() -> None:
    ana, _, post_id = await _two_and_a_post()
    state = await screen(HistoryState, ana, path=f"/post/{post_id}/history")
    assert state.read_at == ""
    await fire(state, "open")
    # The page compares it with its own address (pages/edit/history.py).
    assert state.read_at == f"/post/{post_id}/history"
