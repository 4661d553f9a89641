"""The inbox: one's own notices, newest first, read together."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.factories import make_member
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded
from wtsocial.notifications import notify
from wtsocial.notifications import queries as notifications
from wtsocial.notifications.actions import mark_all_read
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
Counting = Callable[[], AbstractContextManager[list[str]]]


async def _told(member: Viewer, times: int) -> None:
    async with db.transaction() as change:
        for number in range(times):
            await notify.notify(change, member.id, "comment", f"/post/{number}", by="ben", headline=f"Post {number}")


async def test_an_inbox_holds_ones_own_newest_first(announcements: Announcements) -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    await _told(ana, 2)
    lines = await notifications.inbox(ana)
    assert [(line.path, line.params["by"], line.read) for line in lines] == [("/post/1", "ben", False), ("/post/0", "ben", False)]
    assert await notifications.unread(ana) == 2
    assert await notifications.inbox(ben) == []
    assert await notifications.unread(ben) == 0
    assert announcements == [((f"member:{ana.id}",), {"kind": "notice", "unread": number}) for number in (1, 2)]


async def test_reading_marks_ones_own_alone(announcements: Announcements) -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    await _told(ana, 1)
    await _told(ben, 1)
    announcements.clear()
    await mark_all_read(ana)
    assert [line.read for line in await notifications.inbox(ana)] == [True]
    assert (await notifications.unread(ana), await notifications.unread(ben)) == (0, 1)
    assert announcements == [((f"member:{ana.id}",), {"kind": "notice", "unread": 0})]
    with pytest.raises(LoginNeeded):
        await mark_all_read(Viewer())


async def test_a_suspended_member_still_reads_their_notices() -> None:
    sam = await make_member("sam", state="suspended")
    await _told(sam, 1)
    await mark_all_read(sam)
    assert await notifications.unread(sam) == 0


async def test_a_long_inbox_comes_page_by_page(monkeypatch: pytest.MonkeyPatch, count_statements: Counting) -> None:
    monkeypatch.setattr(limits, "INBOX_PAGE", 2)
    ana = await make_member("ana")
    await _told(ana, 3)
    first = await notifications.inbox(ana)
    with count_statements() as sent:
        rest = await notifications.inbox(ana, older=first[-1].id)
    assert [line.path for line in first + rest] == ["/post/2", "/post/1", "/post/0"]
    assert len(sent) == 1
