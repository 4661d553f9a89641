"""Protection: who moderates says what standing it takes to change something, for a while or for good, in public."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.editing.actions import corrections, edits
from wtsocial.models import ModerationAction, Post, Subwiki, now
from wtsocial.moderation import protection
from wtsocial.posts import queries as posts
from wtsocial.subwikis import actions as subwikis


async def _here() -> int:
    """The id of the subwiki Climate."""
    async with db.reading() as session:
        return (await session.exec(select(Subwiki).where(Subwiki.slug == "climate"))).one().id or 0


async def _place() -> tuple[Viewer, Viewer, int]:
    place = await make_subwiki()
    mod = await join(await make_member("mod"), place, role="moderator")
    ana = await join(await make_member("ana"), place)
    return mod, ana, await make_post(ana, place, text="First.")


async def _log() -> list[ModerationAction]:
    async with db.reading() as session:
        return list((await session.exec(select(ModerationAction).order_by(col(ModerationAction.id)))).all())


async def test_a_protected_post_is_changed_only_by_whoever_has_the_standing(announcements: Any) -> None:
    mod, ana, post_id = await _place()
    tara, fay = await make_member("tara", trusted=True), await make_member("fay", new=True)
    await protection.protect(mod, kind="post", subject_id=post_id, level="trusted", reason="Sockpuppets", hours=24)
    for person in (ana, fay):
        with pytest.raises(NotAllowed, match="protect.held"):
            await edits.edit_text(person, post_id=post_id, text="Second.", based_on=1)
    with pytest.raises(NotAllowed):
        await corrections.correct_headline(ana, post_id=post_id, headline="Ice", reason="spelling", source="", based_on=1)
    assert (await edits.edit_text(tara, post_id=post_id, text="Second.", based_on=1)).revision == 2
    (entry,) = await _log()
    assert (entry.action, entry.detail, entry.reason, entry.post_id, entry.subject_kind) == (
        "protect",
        "trusted",
        "Sockpuppets",
        post_id,
        "post",
    )
    assert entry.until is not None
    assert timedelta(hours=23) < entry.until - now() <= timedelta(hours=24)
    patch = announcements[0][1]
    assert (patch["protection"], patch["id"]) == ("trusted", post_id)
    assert patch["protected_until"] == (await posts.one(ana, post_id)).protected_until > 0


async def test_a_protection_ends_by_itself() -> None:
    mod, ana, post_id = await _place()
    await protection.protect(mod, kind="post", subject_id=post_id, level="moderator", reason="Calm down", hours=1)
    assert (await posts.one(ana, post_id)).protection == "moderator"
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(protected_until=now()))
    seen = await posts.one(ana, post_id)
    assert (seen.protection, seen.protected_until, seen.may_edit) == ("", 0, True)
    assert (await edits.edit_text(ana, post_id=post_id, text="Second.", based_on=1)).revision == 2
    with pytest.raises(Invalid, match="protect.none"):
        await protection.unprotect(mod, kind="post", subject_id=post_id, reason="Over")


async def test_a_protection_is_lifted_with_a_reason(announcements: Any) -> None:
    mod, ana, post_id = await _place()
    await protection.protect(mod, kind="post", subject_id=post_id, level="moderator", reason="Calm down")
    await protection.unprotect(mod, kind="post", subject_id=post_id, reason="Calm now")
    assert announcements[-1][1]["protection"] == ""
    assert [(entry.action, entry.until, entry.reason) for entry in await _log()] == [
        ("protect", None, "Calm down"), ("unprotect", None, "Calm now"),
    ]  # fmt: skip
    assert (await edits.edit_text(ana, post_id=post_id, text="Second.", based_on=1)).revision == 2


async def test_a_protected_subwiki_holds_its_page_and_all_its_posts() -> None:
    mod, ana, post_id = await _place()
    await protection.protect(mod, kind="subwiki", subject_id=await _here(), level="moderator", reason="Raid")
    with pytest.raises(NotAllowed):
        await subwikis.edit_page(ana, slug="climate", description="New", rules="", based_on=1)
    with pytest.raises(NotAllowed):
        await edits.edit_text(ana, post_id=post_id, text="Second.", based_on=1)
    await protection.protect(mod, kind="post", subject_id=post_id, level="member", reason="This one less", hours=1)
    seen = await posts.one(ana, post_id)
    assert (seen.protection, seen.protected_until) == ("moderator", 0)
    await protection.unprotect(mod, kind="subwiki", subject_id=await _here(), reason="Over")
    assert (await posts.one(ana, post_id)).protection == "member"
    assert (await subwikis.edit_page(ana, slug="climate", description="New", rules="", based_on=1)).revision == 2


async def test_only_who_moderates_there_protects() -> None:
    mod, ana, post_id = await _place()
    rivers = await make_subwiki("rivers")
    other = await join(await make_member("other"), rivers, role="moderator")
    for person in (ana, other):
        things: list[tuple[protection.Kind, int]] = [("post", post_id), ("subwiki", await _here())]
        for kind, number in things:
            with pytest.raises(NotAllowed):
                await protection.protect(person, kind=kind, subject_id=number, level="trusted", reason="Mine")
            with pytest.raises(NotAllowed):
                await protection.unprotect(person, kind=kind, subject_id=number, reason="Mine")
    with pytest.raises(LoginNeeded):
        await protection.protect(Viewer(), kind="post", subject_id=post_id, level="trusted", reason="Mine")
    with pytest.raises(Invalid) as refused:
        await protection.protect(mod, kind="post", subject_id=post_id, level="trusted", reason=" ")
    assert refused.value.field == "reason"
    for kind in ("post", "subwiki"):
        with pytest.raises(NotFound):
            await protection.protect(mod, kind=kind, subject_id=10**6, level="trusted", reason="Nothing")
    assert await _log() == []
