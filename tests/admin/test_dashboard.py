"""The dashboard: real numbers, for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.admin import dashboard
from wtsocial.core.errors import LoginNeeded, NotAllowed
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.models import now
from wtsocial.moderation.flags import flag

Counting = Callable[[], AbstractContextManager[list[str]]]


async def test_the_figures_count_what_is_there() -> None:
    admin, ana = await make_member("admin", admin=True), await make_member("ana")
    await make_member("will", state="waiting")
    await make_member("lin", state="waiting", confirmed=True)
    await make_member("sam", state="suspended")
    place = await make_subwiki(by=admin)
    post_id = await make_post(ana, place)
    await make_post(ana, place, published_at=now() - timedelta(days=1))
    await make_post(ana, place, published_at=now() - timedelta(days=40))
    await make_post(ana, place, hidden=True)
    await make_comment(admin, post_id)
    await correct_headline(admin, post_id=post_id, headline="Better", reason="false", source="https://gauge.example/1", based_on=1)
    await flag(admin, subject_kind="post", subject_id=post_id, reason="spam")
    figures = await dashboard.figures(admin)
    assert (figures.members, figures.active, figures.unconfirmed, figures.suspended) == (5, 2, 1, 1)
    assert (figures.posts, figures.comments, figures.corrections, figures.flags_open, figures.subwikis) == (3, 1, 1, 1, 1)
    assert [day.count for day in figures.posts_by_day] == [0] * 12 + [1, 1]
    assert figures.posts_by_day[-1].day == f"{now():%Y-%m-%d}"
    for days in (figures.members_by_day, figures.corrections_by_day, figures.flags_by_day):
        assert len(days) == 14
    assert figures.members_by_day[-11].count == 5
    assert figures.corrections_by_day[-1].count == figures.flags_by_day[-1].count == 1


async def test_nobody_but_an_admin_sees_the_figures() -> None:
    moderator = await join(await make_member("mo"), await make_subwiki(), role="moderator")
    with pytest.raises(NotAllowed):
        await dashboard.figures(moderator)
    with pytest.raises(NotAllowed, match="error.suspended"):
        await dashboard.figures(await make_member("sam", admin=True, state="suspended"))
    with pytest.raises(LoginNeeded):
        await dashboard.figures(Viewer())


async def test_a_large_site_shows_what_was_counted_last_and_says_when(monkeypatch: pytest.MonkeyPatch, count_statements: Counting) -> None:
    admin, ana = await make_member("admin", admin=True), await make_member("ana")
    place = await make_subwiki(by=admin)
    await make_post(ana, place)
    await dashboard.count_figures()
    await make_post(ana, place)
    assert ((await dashboard.figures(admin)).posts, (await dashboard.figures(admin)).counted_at) == (2, 0)
    monkeypatch.setattr(dashboard, "SMALL", 1)
    with count_statements() as sent:
        large = await dashboard.figures(admin)
    assert (large.posts, large.posts_by_day[-1].count, large.counted_at > 0) == (1, 1, True)
    assert len(sent) <= 6
    await dashboard.count_figures()
    assert (await dashboard.figures(admin)).posts == 2


async def test_a_large_site_that_was_never_counted_is_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await make_member("admin", admin=True)
    await make_post(admin, await make_subwiki(by=admin))
    monkeypatch.setattr(dashboard, "SMALL", 0)
    assert (await dashboard.figures(admin)).posts == 1
