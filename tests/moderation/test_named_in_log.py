"""Who decided is named in the log if they chose so then; their office always is."""

from typing import Any

import pytest

from tests.factories import make_member
from tests.moderation.conftest import World
from wtsocial.accounts import profiles
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded
from wtsocial.moderation import appeals, protection
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.members import suspend_member
from wtsocial.moderation.queries import log
from wtsocial.moderation.restrictions import restrict_member
from wtsocial.moderation.statement_queries import statement

RULED: Any = {"reason": "Insults", "rule": "site:people"}


async def test_who_chose_so_is_named_and_the_office_stands_there_either_way(world: World) -> None:
    first = await decide(world.mo, subject_kind="post", subject_id=world.post, action="warn", **RULED)
    await profiles.set_named_in_log(world.mo, named=False)
    assert not (await accounts.own(world.mo)).named_in_log
    second = await decide(world.mo, subject_kind="post", subject_id=world.post, action="cover", **RULED)
    newest, oldest = await log()
    assert [(one.actor, one.office) for one in (oldest, newest)] == [("mo", "moderator"), ("", "moderator")]
    said = await statement(Viewer(), second)
    assert ("'mo'" in repr(said), said.automated, said.entry.office) == (False, False, "moderator")
    await profiles.set_named_in_log(world.mo, named=True)
    assert [one.actor for one in await log()] == ["", "mo"], "it is as it was chosen when it was decided"
    assert (await statement(Viewer(), first)).entry.actor == "mo"


async def test_nothing_that_they_decide_names_them(world: World) -> None:
    chief = await make_member("chief", admin=True)
    for one in (world.mo, chief):
        await profiles.set_named_in_log(one, named=False)
    await restrict_member(world.mo, member_name="ben", subwiki="climate", kind="limit", days=7, **RULED)
    await suspend_member(chief, member_name="cem", **RULED)
    await protection.protect(world.mo, kind="post", subject_id=world.post, level="trusted", hours=24, reason="Calm")
    entry = await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", **RULED)
    await appeals.begin_appeal(world.ana, entry_id=entry)
    await appeals.appeal(world.ana, entry_id=entry, reason="It quotes them", words="2 6 1")
    await appeals.judge_appeal(chief, entry_id=entry, verdict="overturn", text="It does")
    lines = await log()
    assert {one.action: (one.actor, one.office) for one in lines} == {
        "limit": ("", "moderator"),
        "suspend": ("", "admin"),
        "protect": ("", "moderator"),
        "hide": ("", "moderator"),
        "appeal": ("ana", ""),
        "overturn": ("", "admin"),
    }


async def test_a_reader_chooses_nothing() -> None:
    with pytest.raises(LoginNeeded):
        await profiles.set_named_in_log(Viewer(), named=False)
