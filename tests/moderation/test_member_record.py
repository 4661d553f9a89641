"""A member's record: who sees it, what stands in it, and what those may do who look."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from tests.factories import make_member, make_post, viewer
from tests.moderation.conftest import World
from wtsocial.accounts.views import Viewer
from wtsocial.moderation import members
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.member_record import record
from wtsocial.moderation.record_views import RecordView
from wtsocial.moderation.restrictions import restrict_member

Counting = Callable[[], AbstractContextManager[list[str]]]
LIMIT: Any = {"subwiki": "climate", "kind": "limit", "days": 7, "reason": "Insults", "rule": "site:people"}


async def test_members_see_their_own_record_and_moderators_everybodys(world: World) -> None:
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="warn", reason="Rude", rule="site:people")
    entry = await restrict_member(world.mo, member_name="ana", **LIMIT)
    own, seen = await record(world.ana, "Ana"), await record(world.mo, "ana")
    assert [(line.action, line.reason) for line in own.lines] == [("limit", "Insults"), ("warn", "Rude")]
    assert own.lines == seen.lines
    assert [(one.entry, one.kind, one.subwiki_slug, one.may_lift) for one in own.restrictions] == [(entry, "limit", "climate", False)]
    assert [one.may_lift for one in seen.restrictions] == [True]
    assert (own.own, own.wikis, seen.own, [wiki.slug for wiki in seen.wikis]) == (True, [], False, ["climate"])
    for other in (Viewer(), world.ben):
        assert await record(other, "ana") == RecordView()
    assert await record(world.mo, "nobody") == RecordView()


async def test_admins_may_suspend_from_a_profile_and_nobody_restricts_an_admin(world: World) -> None:
    chief = await make_member("chief", admin=True)
    await members.suspend_member(chief, member_name="ana", reason="Spam", days=7, rule="site:spam")
    seen = await record(chief, "ana")
    assert (seen.may_suspend, seen.suspended, seen.suspended_reason, seen.suspended_until > 0) == (True, True, "Spam", True)
    assert (await record(world.mo, "ana")).may_suspend is False
    assert (await record(world.mo, "chief")).wikis == []
    assert (await record(await viewer(world.ana), "ana")).suspended


async def test_a_record_is_read_page_by_page_with_as_many_statements(world: World, count_statements: Counting) -> None:
    counts: list[int] = []
    for _ in range(2):
        with count_statements() as sent:
            await record(world.mo, "ana")
        counts.append(len(sent))
        for number in range(12):
            post = await make_post(world.ana, world.place, headline=f"Post {number}")
            await decide(world.mo, subject_kind="post", subject_id=post, action="warn", reason=f"Rude {number}")
    assert counts == [4, 4]
    first = await record(world.mo, "ana")
    rest = await record(world.mo, "ana", older=first.older)
    assert (len(first.lines), len(rest.lines), rest.older) == (20, 4, 0)
    assert len({line.id for line in first.lines + rest.lines}) == 24
