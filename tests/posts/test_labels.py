"""Labels: language and sensitive content, said by the author, marked by moderators for everybody to see."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.moderation import queries as moderation
from wtsocial.notifications import queries as notifications
from wtsocial.posts import labels, publishing
from wtsocial.posts import queries as reading

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


async def _there() -> tuple[Viewer, Viewer, Viewer, int]:
    """Author, moderator, another member; and the post."""
    place, ana = await make_subwiki(), await make_member("ana")
    mo = await join(await make_member("mo"), place, role="moderator")
    return ana, mo, await make_member("ben"), await make_post(ana, place)


async def test_an_author_says_what_a_post_is_when_publishing() -> None:
    place, ana = await make_subwiki(), await make_member("ana")
    await join(ana, place)
    post_id = await publishing.open_discussion(ana, subwiki="climate", headline="Was nun?", text="Sagt!", language="de", sensitive=True)
    post = await reading.one(Viewer(), post_id)
    assert (post.language, post.sensitive, post.covered) == ("de", True, True)
    assert not (await reading.one(ana, post_id)).covered
    with pytest.raises(Invalid, match="language.unknown"):
        await publishing.open_discussion(ana, subwiki="climate", headline="Was nun?", text="Sagt!", language="xx")


async def test_an_author_says_it_later_and_readers_see_it_live(announcements: Announcements) -> None:
    ana, _, ben, post_id = await _there()
    await labels.label_post(ana, post_id=post_id, language="en", sensitive=True)
    rooms, patch = announcements[-1]
    assert f"post:{post_id}" in rooms
    assert patch == {"kind": "post", "id": post_id, "stamp": 2, "sensitive": True, "language": "en"}
    await labels.label_post(ana, post_id=post_id, language="", sensitive=False)
    post = await reading.one(ben, post_id)
    assert (post.language, post.sensitive, post.stamp) == ("", False, 3)


async def test_nobody_else_labels_it() -> None:
    _, mo, ben, post_id = await _there()
    for who in (mo, ben):
        with pytest.raises(NotAllowed):
            await labels.label_post(who, post_id=post_id, language="en", sensitive=True)
    with pytest.raises(LoginNeeded):
        await labels.label_post(Viewer(), post_id=post_id, language="en", sensitive=True)
    with pytest.raises(NotFound):
        await labels.label_post(ben, post_id=10**6, language="en", sensitive=True)


async def test_a_moderators_mark_is_logged_and_told_and_only_a_moderator_takes_it_away() -> None:
    ana, mo, ben, post_id = await _there()
    await labels.mark_sensitive(mo, post_id=post_id, sensitive=True, reason="Pictures of the dead")
    (entry, *_) = await moderation.log()
    assert (entry.action, entry.reason, entry.post_id) == ("mark", "Pictures of the dead", post_id)
    (told,) = await notifications.inbox(ana)
    assert (told.kind, told.params["reason"]) == ("marked_sensitive", "Pictures of the dead")
    with pytest.raises(NotAllowed, match="label.by_moderator"):
        await labels.label_post(ana, post_id=post_id, language="en", sensitive=False)
    await labels.label_post(ana, post_id=post_id, language="en", sensitive=True)
    with pytest.raises(Invalid, match="label.already"):
        await labels.mark_sensitive(mo, post_id=post_id, sensitive=True, reason="Once more")
    await labels.mark_sensitive(mo, post_id=post_id, sensitive=False, reason="I was wrong")
    assert (await moderation.log())[0].action == "unmark"
    await labels.label_post(ana, post_id=post_id, language="en", sensitive=True)
    await labels.label_post(ana, post_id=post_id, language="en", sensitive=False)
    with pytest.raises(NotAllowed):
        await labels.mark_sensitive(ben, post_id=post_id, sensitive=True, reason="No")


async def test_nobody_moderates_their_own_post_and_a_mark_needs_its_reason() -> None:
    place = await make_subwiki()
    mo = await join(await make_member("mo"), place, role="moderator")
    own = await make_post(mo, place)
    with pytest.raises(NotAllowed):
        await labels.mark_sensitive(mo, post_id=own, sensitive=True, reason="Mine")
    with pytest.raises(Invalid, match="error.required"):
        await labels.mark_sensitive(mo, post_id=own, sensitive=True, reason=" ")
