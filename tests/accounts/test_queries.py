"""Members as others see them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict

import pytest
from sqlmodel import col, update

from tests.factories import make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.queries import is_taken, profile
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.models import Member, Revision


async def test_a_profile_counts_what_everybody_can_see() -> None:
    ana, climate = await make_member("ana"), await make_subwiki("climate")
    shown = await make_post(ana, climate)
    await make_post(ana, climate, hidden=True)
    await make_comment(ana, shown)
    async with db.transaction() as change:
        change.session.add(Revision(post_id=shown, number=2, editor_id=ana.id, change="headline", headline="Another", own_error=True))
        await change.session.exec(update(Member).where(col(Member.name) == "ana").values(about="I read **everything**. <script>x</script>"))
    seen = await profile(Viewer(), "ana")
    assert (seen.name, seen.state, seen.standing, seen.posts, seen.corrections, seen.comments) == ("ana", "active", "member", 1, 1, 1)
    assert seen.own_errors == 1
    assert "<strong>everything</strong>" in seen.about_html
    assert "<script" not in seen.about_html


async def test_a_profile_holds_no_address_and_no_hash() -> None:
    await make_member("ana", password_hash="$argon2id$secret")
    for viewer in (Viewer(), await make_member("eva", admin=True)):
        words = str(asdict(await profile(viewer, "ana")))
        assert "example.org" not in words
        assert "argon2id" not in words


async def test_other_case_is_the_same_member_but_a_look_alike_is_nobody() -> None:
    await make_member("ana")
    assert (await profile(Viewer(), "ANA")).name == "ana"
    for wrong in ("nobody", "a.na", "аna", "", "x" * 10**6, "ana\x00", "\ud800"):
        with pytest.raises(NotFound):
            await profile(Viewer(), wrong)


async def test_the_deleted_and_the_unconfirmed_are_not_there_but_the_suspended_are() -> None:
    await make_member("gone", state="deleted")
    fresh = await make_member("fresh", state="waiting")
    await make_member("fallen", state="suspended")
    ana, eva = await make_member("ana"), await make_member("eva", admin=True)
    for name, viewer in (("gone", eva), ("fresh", ana), ("fresh", Viewer())):
        with pytest.raises(NotFound):
            await profile(viewer, name)
    assert (await profile(fresh, "fresh")).standing == "new"
    assert (await profile(eva, "fresh")).state == "waiting"
    assert (await profile(Viewer(), "fallen")).state == "suspended"


async def test_admins_alone_see_that_they_may_suspend() -> None:
    ana, eva = await make_member("ana"), await make_member("eva", admin=True)
    assert (await profile(eva, "ana")).may_suspend
    assert ((await profile(eva, "ana")).may_trust, (await profile(ana, "ana")).may_trust) == (True, False)
    assert not (await profile(eva, "eva")).may_suspend
    assert not (await profile(ana, "eva")).may_suspend
    assert not (await profile(Viewer(), "ana")).may_suspend


async def test_a_profile_costs_one_query(count_statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    await make_member("ana")
    with count_statements() as sent:
        await profile(Viewer(), "ana")
    assert len(sent) == 1


async def test_a_name_is_taken_for_its_look_alikes_too() -> None:
    await make_member("ana")
    assert [await is_taken(name) for name in ("ana", "ANA", "a-na", "anna", "x" * 10**6, "\x00", "\ud800")] == [True] * 3 + [False] * 4
