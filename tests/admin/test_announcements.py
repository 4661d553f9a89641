"""Announcements: one at a time at the top of every page, in the log, gone when their time is over or an admin takes them down."""

from datetime import timedelta

import pytest
from sqlmodel import update

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin import announcements as listed
from wtsocial.admin.announcements import announce, end_announcement
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, Refusal
from wtsocial.core.messages import Json
from wtsocial.models import Announcement, now
from wtsocial.moderation import queries as moderation
from wtsocial.site import current
from wtsocial.site.views import NOTHING

Announced = list[tuple[tuple[str, ...], Json]]


async def test_what_is_announced_reaches_every_browser_and_every_page_and_the_log(announcements: Announced) -> None:
    admin = await make_member("root", admin=True)
    await announce(admin, text="  We move  house tonight ", tone="warning", hours=6)
    ((rooms, message),) = announcements
    assert rooms == ("every", "pages:")
    assert (message["kind"], message["text"], message["tone"]) == ("announcement", "We move house tonight", "warning")
    await current.hear(message)
    shown = current.announcement()
    assert (shown.version, shown.id, shown.text, shown.until) == (message["version"], message["id"], message["text"], message["until"])
    (entry,) = await moderation.log()
    assert (entry.action, entry.subject_kind, entry.actor, entry.detail, entry.reason) == (
        "announce", "site", "root", "warning", "We move house tonight",
    )  # fmt: skip
    assert entry.until == shown.until


async def test_a_new_one_takes_the_place_of_the_old_and_is_the_newer(announcements: Announced) -> None:
    admin = await make_member("root", admin=True)
    await announce(admin, text="First", tone="news", hours=0)
    await announce(admin, text="Second", tone="news", hours=0)
    await end_announcement(admin, announcement_id=announcements[-1][1]["id"], reason="It is over")
    versions = [message["version"] for _, message in announcements]
    assert versions == sorted(set(versions))
    assert [message["text"] for _, message in announcements] == ["First", "Second", ""]
    await current.hear(announcements[-1][1])
    assert current.announcement().text == ""
    newest = (await moderation.log())[0]
    assert (newest.action, newest.reason) == ("end_announcement", "It is over")


async def test_what_was_taken_down_meanwhile_is_not_taken_down_again() -> None:
    admin, other = await make_member("root", admin=True), await make_member("rita", admin=True)
    await announce(admin, text="First", tone="news", hours=0)
    seen = (await listed.announcements(admin)).shown.id
    await announce(other, text="Second", tone="news", hours=0)
    with pytest.raises(Invalid, match=r"announcement\.gone"):
        await end_announcement(admin, announcement_id=seen, reason="It is over")
    found = await listed.announcements(admin)
    assert (found.shown.text, [(one.text, one.by) for one in found.past]) == ("Second", [("First", "root")])


async def test_its_time_is_over_without_anybody_doing_anything() -> None:
    admin = await make_member("root", admin=True)
    await announce(admin, text="Tonight", tone="news", hours=1)
    await current.read_anew()
    assert current.announcement().text == "Tonight"
    async with db.transaction() as change:
        await change.session.exec(update(Announcement).values(until=now() - timedelta(seconds=1)))
    await current.read_anew()
    assert current.announcement().text == ""
    found = await listed.announcements(admin)
    assert (found.shown.id, [one.text for one in found.past]) == (0, ["Tonight"])
    await announce(admin, text="Tomorrow", tone="news", hours=0)
    assert (await listed.announcements(admin)).shown.text == "Tomorrow"


@pytest.mark.parametrize(
    ("text", "hours", "key", "field"),
    [
        (" ", 0, "error.required", "text"),
        ("a" * 301, 0, "error.too_long", "text"),
        ("turned \u202e round", 0, "error.characters", "text"),
        ("Tonight", -1, "joining.figure", "hours"),
        ("Tonight", 24 * 90 + 1, "joining.figure", "hours"),
    ],
)
async def test_what_cannot_be_announced_is_refused_where_it_stands(text: str, hours: int, key: str, field: str) -> None:
    admin = await make_member("root", admin=True)
    with pytest.raises(Refusal, match=key.replace(".", r"\.")) as refused:
        await announce(admin, text=text, tone="news", hours=hours)
    assert refused.value.field == field
    assert (await listed.announcements(admin)).shown == NOTHING


async def test_nobody_but_an_admin_announces_or_takes_down() -> None:
    admin = await make_member("root", admin=True)
    moderator = await join(await make_member("mo"), await make_subwiki(by=admin), role="moderator")
    await announce(admin, text="Tonight", tone="news", hours=0)
    number = (await listed.announcements(admin)).shown.id
    for viewer, refusal in ((Viewer(), LoginNeeded), (moderator, NotAllowed)):
        with pytest.raises(refusal):
            await listed.announcements(viewer)
        with pytest.raises(refusal):
            await announce(viewer, text="Buy this", tone="news", hours=0)
        with pytest.raises(refusal):
            await end_announcement(viewer, announcement_id=number, reason="I say so")
    assert (await listed.announcements(admin)).shown.text == "Tonight"
