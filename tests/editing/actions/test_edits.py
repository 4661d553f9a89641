"""Two saves on one base: what does not overlap is merged, the rest is a conflict with everything at hand."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, TooMany
from wtsocial.editing.actions import edits, reverts
from wtsocial.models import Revision, Subwiki
from wtsocial.posts import queries as reading
from wtsocial.revisions.views import Saved
from wtsocial.subwikis import actions as subwikis
from wtsocial.text import limits

TEXT = "One.\n\nTwo.\n\nThree."


async def _here() -> int:
    """The id of the subwiki Climate."""
    async with db.reading() as session:
        return (await session.exec(select(Subwiki).where(Subwiki.slug == "climate"))).one().id or 0


async def _two_and_a_post() -> tuple[Viewer, Viewer, int]:
    place = await make_subwiki()
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    return ana, ben, await make_post(ana, place, text=TEXT)


async def _newest(**which: Any) -> Revision:
    async with db.reading() as session:
        wanted = select(Revision).filter_by(**which).order_by(col(Revision.number).desc()).limit(1)
        return (await session.exec(wanted)).one()


async def test_changes_in_different_places_are_both_saved() -> None:
    ana, ben, post_id = await _two_and_a_post()
    assert await edits.edit_text(ana, post_id=post_id, text=TEXT.replace("One", "First"), based_on=1) == Saved(2)
    saved = await edits.edit_text(ben, post_id=post_id, text=TEXT.replace("Three", "Last"), based_on=1, note="the end")
    assert saved == Saved(3, merged_with="ana")
    newest = await _newest(post_id=post_id)
    assert (newest.text, newest.via, newest.note, newest.editor_id) == ("First.\n\nTwo.\n\nLast.", "merge", "the end", ben.id)
    assert await reading.edit_base(ben, post_id) == (newest.headline, newest.text, 3)


async def test_changes_in_one_place_conflict_and_carry_the_base() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text=TEXT.replace("One", "First"), based_on=1)
    with pytest.raises(EditConflict) as conflict:
        await edits.edit_text(ben, post_id=post_id, text=TEXT.replace("One", "At first"), based_on=1)
    assert (conflict.value.base_text, conflict.value.theirs, conflict.value.theirs_by) == (TEXT, "First.\n\nTwo.\n\nThree.", "ana")
    assert (await _newest(post_id=post_id)).number == 2


async def test_the_same_change_twice_changes_nothing_the_second_time() -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text="The same.", based_on=1)
    with pytest.raises(Invalid, match="edit.unchanged"):
        await edits.edit_text(ben, post_id=post_id, text="The same.", based_on=1)
    assert (await _newest(post_id=post_id)).number == 2


@pytest.mark.parametrize("gone", ["erased_at", "hidden_at"])
async def test_on_a_base_that_nobody_may_read_any_more_nothing_is_merged(gone: str) -> None:
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text=TEXT.replace("One", "First"), based_on=1)
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.number) == 1).values({gone: datetime.now(UTC)}))
    with pytest.raises(EditConflict) as conflict:
        await edits.edit_text(ben, post_id=post_id, text=TEXT.replace("Three", "Last"), based_on=1)
    assert conflict.value.base_text is None


async def test_what_would_be_too_long_together_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben, post_id = await _two_and_a_post()
    monkeypatch.setattr(limits, "POST_TEXT", 30)
    await edits.edit_text(ana, post_id=post_id, text=TEXT.replace("One", "One upon a"), based_on=1)
    with pytest.raises(EditConflict):
        await edits.edit_text(ben, post_id=post_id, text=TEXT.replace("Three", "Three or so"), based_on=1)


async def test_a_subwikis_page_is_merged_in_both_its_parts() -> None:
    ana, ben, _ = await _two_and_a_post()
    first = {"description": "Ice.\n\nWater.", "rules": "1. Kind.\n\n2. Brief."}
    await subwikis.edit_page(ana, slug="climate", **first, based_on=1)
    await subwikis.edit_page(ana, slug="climate", description="Ice!\n\nWater.", rules=first["rules"], based_on=2)
    saved = await subwikis.edit_page(ben, slug="climate", description=first["description"], rules="1. Kind.\n\n2. Short.", based_on=2)
    assert saved == Saved(4, merged_with="ana")
    newest = await _newest(subwiki_id=await _here())
    assert (newest.text, newest.rules, newest.via) == ("Ice!\n\nWater.", "1. Kind.\n\n2. Short.", "merge")


async def test_a_subwikis_page_whose_rules_clash_is_a_conflict_as_a_whole() -> None:
    ana, ben, _ = await _two_and_a_post()
    await subwikis.edit_page(ana, slug="climate", description="Ice.", rules="Kind.", based_on=1)
    await subwikis.edit_page(ana, slug="climate", description="Ice.", rules="Be kind.", based_on=2)
    with pytest.raises(EditConflict) as conflict:
        await subwikis.edit_page(ben, slug="climate", description="Ice and snow.", rules="Kinder.", based_on=2)
    assert (conflict.value.base_text, conflict.value.base_rules, conflict.value.theirs_rules) == ("Ice.", "Kind.", "Be kind.")


async def test_tries_that_clash_are_counted_although_they_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MERGES_PER_MINUTE", 3)
    ana, ben, post_id = await _two_and_a_post()
    await edits.edit_text(ana, post_id=post_id, text="Mine.", based_on=1)
    for _ in range(3):
        with pytest.raises(EditConflict):
            await edits.edit_text(ben, post_id=post_id, text="His.", based_on=1)
    page = {"slug": "climate", "description": "His.", "rules": "", "based_on": 1}
    tries = (
        lambda: edits.edit_text(ben, post_id=post_id, text="His.", based_on=2),
        lambda: reverts.undo_revision(ben, post_id=post_id, number=2, reason="no"),
        lambda: subwikis.edit_page(ben, **page),
    )
    for once_more in tries:
        with pytest.raises(TooMany):
            await once_more()
    assert await edits.edit_text(ana, post_id=post_id, text="Mine again.", based_on=2) == Saved(3)
