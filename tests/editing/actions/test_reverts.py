"""Going back: to any revision, or one change out of the middle; and whose changes stand after it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.processor import least, reference
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.editing.actions import corrections, edits, reverts
from wtsocial.models import Member, Post, Revision, Subwiki
from wtsocial.revisions import record
from wtsocial.subwikis import actions as subwikis

TEXT = "One.\n\nTwo.\n\nThree."
FIRST = "Sea ice at its lowest since records began"


async def _here() -> int:
    """The id of the subwiki Climate."""
    async with db.reading() as session:
        return (await session.exec(select(Subwiki).where(Subwiki.slug == "climate"))).one().id or 0


async def _post(**how: Any) -> tuple[Viewer, Viewer, int]:
    place = await make_subwiki()
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    return ana, ben, await make_post(ana, place, text=TEXT, **how)


async def _edit(by: Viewer, post_id: int, text: str, base: int) -> int:
    return (await edits.edit_text(by, post_id=post_id, text=text, based_on=base)).revision


async def _correct(by: Viewer, post_id: int, headline: str, base: int, reason: Any = "exaggerated") -> int:
    source = "https://gauge.example/1"
    return await corrections.correct_headline(by, post_id=post_id, headline=headline, reason=reason, source=source, based_on=base)


async def _now(post_id: int) -> Post:
    async with db.reading() as session:
        return (await session.exec(select(Post).where(Post.id == post_id))).one()


async def _all(**which: Any) -> list[Revision]:
    async with db.reading() as session:
        return list((await session.exec(select(Revision).filter_by(**which).order_by(col(Revision.number)))).all())


async def _counted(member: Viewer) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Member.contributions).where(Member.id == member.id))).one()


async def test_headline_and_text_come_back_as_revisions_of_their_own() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Nonsense.", 1)
    await _correct(ben, post_id, "Ice is nice", 2)
    assert await reverts.revert_post(ana, post_id=post_id, number=1, reason="vandalism", based_on=3) == 5
    post = await _now(post_id)
    assert (post.headline, post.text, post.corrected_at) == (FIRST, TEXT, None)
    back = (await _all(post_id=post_id))[3:]
    assert [(row.change, row.via, row.restores, row.note) for row in back] == [
        ("headline", "revert", 1, "vandalism"),
        ("text", "revert", 1, "vandalism"),
    ]


async def test_a_corrected_headline_comes_back_with_its_reason_and_source() -> None:
    ana, ben, post_id = await _post()
    await _correct(ben, post_id, "Ice is nice", 1)
    await _edit(ben, post_id, "Nonsense.", 2)
    await _correct(ana, post_id, "Ice is Nice!", 3, "spelling")
    await reverts.revert_post(ana, post_id=post_id, number=3, reason="it was right", based_on=4)
    post = await _now(post_id)
    assert (post.headline, post.text) == ("Ice is nice", "Nonsense.")
    assert (post.corrected_reason, post.corrected_source) == ("exaggerated", "https://gauge.example/1")


async def test_what_was_reverted_counts_no_longer_until_the_revert_is_reverted() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Ben's first.", 1)
    await _edit(ben, post_id, "Ben's second.", 2)
    assert (await _counted(ana), await _counted(ben)) == (11, 12)
    await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=3)
    assert [row.stands for row in await _all(post_id=post_id)] == [True, False, False, True]
    assert (await _counted(ana), await _counted(ben)) == (12, 10)
    await reverts.revert_post(ben, post_id=post_id, number=3, reason="yes", based_on=4)
    assert [row.stands for row in await _all(post_id=post_id)] == [True, True, True, False, True]
    assert (await _counted(ana), await _counted(ben)) == (11, 13)


def test_thousands_of_reverts_are_counted_in_no_time() -> None:
    there_and_back = [Revision(number=number, editor_id=1, change="text", via="revert", restores=number - 2) for number in range(3, 3_000)]
    rows = [Revision(number=number, editor_id=1, change="text") for number in (1, 2)] + there_and_back
    assert record.standing(rows) == set(range(1, 3_000, 2))
    assert least(lambda: record.standing(rows)) < 40 * reference()


async def test_a_change_in_the_middle_is_undone_and_what_came_after_stays() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, TEXT.replace("One", "Rubbish"), 1)
    await _edit(ana, post_id, TEXT.replace("One", "Rubbish").replace("Three", "Last"), 2)
    assert await reverts.undo_revision(ana, post_id=post_id, number=2, reason="rubbish") == 4
    assert (await _now(post_id)).text == TEXT.replace("Three", "Last")
    rows = await _all(post_id=post_id)
    assert [row.stands for row in rows] == [True, False, True, True]
    assert (rows[3].via, rows[3].restores, rows[3].note) == ("undo", 1, "rubbish")
    assert await _counted(ben) == 10
    await reverts.undo_revision(ben, post_id=post_id, number=4, reason="no rubbish at all")
    assert (await _now(post_id)).text == TEXT.replace("One", "Rubbish").replace("Three", "Last")
    assert [row.stands for row in await _all(post_id=post_id)] == [True, True, True, False, True]


async def test_a_change_that_others_built_upon_is_a_conflict() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, TEXT.replace("One", "First"), 1)
    await _edit(ana, post_id, TEXT.replace("One", "First of all"), 2)
    with pytest.raises(EditConflict) as conflict:
        await reverts.undo_revision(ana, post_id=post_id, number=2, reason="no")
    assert (conflict.value.theirs, conflict.value.base_text) == ("First of all.\n\nTwo.\n\nThree.", "First.\n\nTwo.\n\nThree.")
    assert (await _now(post_id)).revision == 3


async def test_a_headline_is_undone_while_it_stands_and_no_longer() -> None:
    ana, ben, post_id = await _post()
    await _correct(ben, post_id, "Ice is nice", 1)
    await _edit(ana, post_id, "More text.", 2)
    (_, correction, _) = await _all(post_id=post_id)
    await reverts.undo_change(ana, revision_id=correction.id or 0, reason="no")
    post = await _now(post_id)
    assert (post.headline, post.text, post.revision) == (FIRST, "More text.", 4)
    with pytest.raises(EditConflict) as conflict:
        await reverts.undo_change(ana, revision_id=correction.id or 0, reason="again")
    assert conflict.value.field == "headline"


async def test_who_may_not_take_a_change_back_hears_so_before_anything_of_what_came_after() -> None:
    ana, ben, post_id = await _post(mode="individual")
    await _correct(ana, post_id, "Sea ice shrinks", 1)
    await _correct(ana, post_id, "Sea ice shrinks fast", 2)
    newcomer = await make_member("new", new=True)
    for who, refusal in ((ben, NotAllowed), (newcomer, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refusal):
            await reverts.undo_revision(who, post_id=post_id, number=2, reason="no")


async def test_nobody_learns_what_kind_of_change_a_hidden_post_has() -> None:
    ana, ben, post_id = await _post()
    comment_id = await make_comment(ana, post_id)
    async with db.transaction() as change:
        await change.session.exec(update(Post).where(col(Post.id) == post_id).values(hidden_at=datetime.now(UTC)))
    first, said = (await _all(post_id=post_id))[0], (await _all(comment_id=comment_id))[0]
    for revision in (first, said):
        with pytest.raises(NotFound):
            await reverts.undo_change(ben, revision_id=revision.id or 0, reason="no")
        with pytest.raises(Invalid, match="revert.not_this"):
            await reverts.undo_change(ana, revision_id=revision.id or 0, reason="no")


async def test_who_reverts_on_an_old_base_is_told() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Two.", 1)
    await _edit(ben, post_id, "Three.", 2)
    with pytest.raises(EditConflict) as conflict:
        await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=2)
    assert (conflict.value.theirs, conflict.value.theirs_by) == ("Three.", "ben")


@pytest.mark.parametrize("gone", ["erased_at", "hidden_at"])
async def test_nobody_brings_back_what_was_erased_or_hidden(gone: str) -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Someone lives at 4, Ice Street.", 1)
    await _edit(ana, post_id, TEXT, 2)
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.number) == 2).values({gone: datetime.now(UTC), "text": ""}))
    with pytest.raises(Invalid, match="revert.gone"):
        await reverts.revert_post(ben, post_id=post_id, number=2, reason="back", based_on=3)
    for number in (2, 3):
        with pytest.raises(Invalid, match="revert.gone"):
            await reverts.undo_revision(ben, post_id=post_id, number=number, reason="back")


async def test_an_erased_revision_never_counts_again() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Someone lives at 4, Ice Street.", 1)
    await _edit(ben, post_id, "Fine.", 2)
    await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=3)
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.number) == 2).values(erased_at=datetime.now(UTC)))
    await reverts.revert_post(ben, post_id=post_id, number=3, reason="yes", based_on=4)
    assert [row.stands for row in await _all(post_id=post_id)] == [True, False, True, False, True]


async def test_reverting_takes_the_rights_that_editing_takes() -> None:
    ana, ben, post_id = await _post(mode="individual")
    await _edit(ana, post_id, "Two.", 1)
    asked: dict[str, Any] = {"post_id": post_id, "number": 1, "reason": "no"}
    actions: list[tuple[Any, dict[str, Any]]] = [(reverts.revert_post, {"based_on": 2}), (reverts.undo_revision, {"number": 2})]
    for action, more in actions:
        with pytest.raises(NotAllowed):
            await action(ben, **asked | more)
        with pytest.raises(LoginNeeded):
            await action(Viewer(), **asked | more)
        with pytest.raises(Invalid) as refused:
            await action(ana, **asked | more | {"reason": " "})
        assert refused.value.field == "reason"
    with pytest.raises(NotFound):
        await reverts.revert_post(ana, **{**asked, "number": 99, "based_on": 2})
    assert await reverts.revert_post(ana, **asked, based_on=2) == 3


async def test_what_was_no_change_cannot_be_undone() -> None:
    ana, ben, post_id = await _post()
    await make_comment(ben, post_id)
    for revision in await _all():
        with pytest.raises(Invalid, match="revert.not_this"):
            await reverts.undo_change(ana, revision_id=revision.id or 0, reason="no")
    with pytest.raises(NotFound):
        await reverts.undo_change(ana, revision_id=10**6, reason="no")
    with pytest.raises(Invalid, match="edit.unchanged"):
        await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=1)


async def test_a_hidden_post_is_reverted_by_nobody_who_cannot_see_it() -> None:
    ana, ben, post_id = await _post()
    await _edit(ben, post_id, "Two.", 1)
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(hidden_at=datetime.now(UTC)))
    with pytest.raises(NotFound):
        await reverts.revert_post(ben, post_id=post_id, number=1, reason="no", based_on=2)
    with pytest.raises(NotAllowed):
        await reverts.revert_post(ana, post_id=post_id, number=1, reason="no", based_on=2)


async def _page(description: str, rules: str, by: Viewer, base: int) -> None:
    await subwikis.edit_page(by, slug="climate", description=description, rules=rules, based_on=base)


async def test_a_subwikis_page_goes_back_and_a_change_of_it_is_undone() -> None:
    ana, ben, _ = await _post()
    await _page("Ice.\n\nWater.", "Kind.", ana, 1)
    await _page("Rubbish.\n\nWater.", "Kind.", ben, 2)
    await _page("Rubbish.\n\nWater.", "Kinder.", ana, 3)
    third = (await _all(subwiki_id=await _here()))[2]
    assert await reverts.undo_change(ana, revision_id=third.id or 0, reason="rubbish") == 5
    assert await _subwiki() == ("Ice.\n\nWater.", "Kinder.")
    assert await _counted(ben) == 10
    with pytest.raises(EditConflict):
        await reverts.revert_page(ana, slug="climate", number=2, reason="all back", based_on=4)
    assert await reverts.revert_page(ana, slug="climate", number=2, reason="all back", based_on=5) == 6
    assert await _subwiki() == ("Ice.\n\nWater.", "Kind.")
    with pytest.raises(LoginNeeded):
        await reverts.revert_page(Viewer(), slug="climate", number=1, reason="no", based_on=6)


async def _subwiki() -> tuple[str, str]:
    async with db.reading() as session:
        subwiki = (await session.exec(select(Subwiki))).one()
    return subwiki.description, subwiki.rules
