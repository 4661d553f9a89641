"""Vitals: real measures of how the site does, at the same cost whatever its size, for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.jobs.dead import REFUSAL, give_up_mail
from wtsocial.accounts.views import Viewer
from wtsocial.admin import vitals as measured
from wtsocial.admin.vitals import vitals
from wtsocial.core.errors import LoginNeeded, NotAllowed
from wtsocial.core.settings import settings
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.models import now

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _corrected_after(admin: Viewer, place: int, minutes: int) -> None:
    post_id = await make_post(admin, place, published_at=now() - timedelta(minutes=minutes))
    await correct_headline(admin, post_id=post_id, headline="Better", reason="false", source="https://gauge.example/1", based_on=1)


async def test_how_long_headlines_stood_mails_that_failed_and_room(count_statements: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await make_member("root", admin=True)
    place = await make_subwiki(by=admin)
    assert (await vitals(admin)).correction == 0
    for minutes in (600, 30, 10, 20):
        await _corrected_after(admin, place, minutes)
    await give_up_mail(admin.id)
    with count_statements() as sent:
        found = await vitals(admin)
    assert len(sent) <= 4
    assert 1500 <= found.correction <= 1510, "between 20 and 30 minutes"
    assert (found.mails_failed, found.last_error, found.redis) == (1, REFUSAL, "")
    assert 0 < found.disk_free <= found.disk_total
    monkeypatch.setattr(measured, "NEWEST", 1)
    assert 1200 <= (await vitals(admin)).correction <= 1210, "the last one alone"


async def test_it_says_when_redis_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await make_member("root", admin=True)
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", "redis://nowhere.example")
    settings.cache_clear()
    assert (await vitals(admin)).redis == "away"


async def test_nobody_but_an_admin_sees_them() -> None:
    moderator = await join(await make_member("mo"), await make_subwiki(), role="moderator")
    for viewer, refused in ((moderator, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refused):
            await vitals(viewer)
