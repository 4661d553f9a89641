"""Reviews and thanks: who may, once, and that the editor hears of the thanks."""

import pytest
from sqlmodel import col, func, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.reviews import review, unreview
from wtsocial.editing.actions.thanks import thank
from wtsocial.editing.queries import changes
from wtsocial.models import Notice, Review, Revision, Thanks
from wtsocial.moderation.decisions import decide
from wtsocial.notifications import queries as notifications
from wtsocial.subwikis.actions import edit_page
from wtsocial.text import limits

SOURCE = "https://ice.example/2026"


async def _corrected() -> tuple[Viewer, Viewer, int, int]:
    """Who moderates there, the corrector, the post, and the id of the revision."""
    place = await make_subwiki("climate")
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    mo = await join(await make_member("mo"), place, role="moderator")
    post_id = await make_post(ana, place, headline="All ice gone")
    await correct_headline(ben, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1)
    return mo, ben, post_id, (await changes.recent(mo)).changes[0].id


async def _count(model: type[Review] | type[Thanks]) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(model))).one()


async def test_trusted_members_and_moderators_review_and_take_it_back() -> None:
    mo, _, _, revision = await _corrected()
    tara = await make_member("tara", trusted=True)
    assert await review(tara, revision_id=revision) is True
    assert await review(mo, revision_id=revision) is False
    assert (await changes.one(mo, revision)).reviewed_by == "tara"
    assert await unreview(mo, revision_id=revision) is True
    assert await unreview(mo, revision_id=revision) is False
    assert await _count(Review) == 0


async def test_who_is_not_trusted_reviews_nothing_and_nobody_their_own() -> None:
    mo, ben, _, revision = await _corrected()
    cem, sus = await make_member("cem"), await make_member("sus", state="suspended")
    for act in (review, unreview):
        with pytest.raises(LoginNeeded):
            await act(Viewer(), revision_id=revision)
        for viewer in (cem, ben, sus):
            with pytest.raises(NotAllowed):
                await act(viewer, revision_id=revision)
        with pytest.raises(NotFound):
            await act(mo, revision_id=999)
    assert await _count(Review) == 0


async def test_an_admins_own_change_is_reviewed_by_somebody_else() -> None:
    mo, _, post_id, _ = await _corrected()
    await correct_headline(mo, post_id=post_id, headline="Much ice gone", reason="false", source=SOURCE, based_on=2)
    own = (await changes.recent(mo)).changes[0]
    assert own.may_review is False
    with pytest.raises(NotAllowed, match=r"review\.own"):
        await review(mo, revision_id=own.id)


async def test_an_editor_is_thanked_once_and_told() -> None:
    mo, ben, post_id, revision = await _corrected()
    assert await thank(mo, revision_id=revision) is True
    assert await thank(mo, revision_id=revision) is False
    [notice] = [one for one in await notifications.inbox(ben) if one.kind == "thanked"]
    assert (notice.params["by"], notice.params["headline"], notice.path) == ("mo", "Some ice gone", f"/post/{post_id}")
    assert await _count(Thanks) == 1


async def test_thanks_for_a_subwikis_page_name_it() -> None:
    mo, ben, _, _ = await _corrected()
    await edit_page(ben, slug="climate", description="All about ice", rules="", based_on=1)
    page = (await changes.recent(mo, kind="page")).changes[0]
    assert (page.thing, page.path, page.difference) == ("subwiki", "/w/climate/about", "/w/climate/diff/1/2")
    await thank(mo, revision_id=page.id)
    async with db.reading() as session:
        notice = (await session.exec(select(Notice).where(Notice.kind == "thanked_page"))).one()
    assert (notice.member_id, notice.params, notice.path) == (ben.id, {"by": "mo", "name": "Climate"}, "/w/climate/about")


async def test_nobody_thanks_themselves_nor_without_taking_part_nor_for_what_is_hidden() -> None:
    mo, ben, post_id, revision = await _corrected()
    with pytest.raises(NotAllowed, match=r"thanks\.own"):
        await thank(ben, revision_id=revision)
    with pytest.raises(LoginNeeded):
        await thank(Viewer(), revision_id=revision)
    with pytest.raises(NotAllowed):
        await thank(await make_member("sus", state="suspended"), revision_id=revision)
    await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    for act in (thank, review):
        with pytest.raises(NotFound):
            await act(mo, revision_id=revision)
    assert await _count(Thanks) == 0


async def test_thanks_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    mo, _, _, revision = await _corrected()
    monkeypatch.setattr(limits, "THANKS_PER_HOUR", 1)
    await thank(mo, revision_id=revision)
    async with db.reading() as session:
        first = (await session.exec(select(Revision.id).where(col(Revision.number) == 1, col(Revision.post_id).is_not(None)))).one()
    with pytest.raises(TooMany):
        await thank(mo, revision_id=first or 0)
    assert await _count(Thanks) == 1
