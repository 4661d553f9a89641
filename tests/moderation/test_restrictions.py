"""Members who are limited in a subwiki: by whom, what they cannot do there, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_subwiki, viewer
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import MemberRestriction, now
from wtsocial.moderation import queries as moderation
from wtsocial.moderation import restrictions
from wtsocial.moderation.restrictions import lift_restriction, restrict_member
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import comments, publishing, threads, votes
from wtsocial.posts import queries as posts

RULED: Any = {"reason": "Insults, again and again", "rule": "site:people"}


async def limit(world: World, *, by: Viewer | None = None, name: str = "ben", days: Any = 7, kind: Any = "limit") -> int:
    return await restrict_member(by or world.mo, member_name=name, subwiki="climate", kind=kind, days=days, **RULED)


async def told(member: Viewer) -> list[str]:
    return [notice.kind for notice in await notifications.inbox(member)]


async def _turn_back(days: int) -> None:
    """As if so many days had passed since."""
    async with db.transaction() as change:
        moved = update(MemberRestriction).values(until=now() + timedelta(days=-days + 7))
        await change.session.exec(moved)


async def test_a_limited_member_posts_and_comments_elsewhere_alone(world: World) -> None:
    elsewhere = await make_subwiki("rivers")
    for place in (world.place, elsewhere):
        await join(world.ben, place)
    comment = await comments.add_comment(world.ben, post_id=world.post, text="First")
    await limit(world)
    ben = await viewer(world.ben)
    with pytest.raises(NotAllowed, match=r"limit\.until") as refused:
        await publishing.open_discussion(ben, subwiki="climate", headline="More", text="Of it")
    assert refused.value.field == "subwiki"
    assert timedelta(days=6) < timedelta(milliseconds=int(str(refused.value.params["until"]))) - timedelta(seconds=now().timestamp())
    with pytest.raises(NotAllowed, match=r"limit\.until"):
        await comments.add_comment(ben, post_id=world.post, text="More of it")
    with pytest.raises(NotAllowed, match=r"limit\.until"):
        await comments.edit_comment(ben, comment_id=comment, text="More of it", based_on=1)
    shown, (view,) = await posts.one(ben, world.post), await threads.of_post(ben, world.post)
    assert (shown.may_comment, shown.may_vote, view.may_reply, view.may_edit) == (False, True, False, False)
    assert await votes.upvote(ben, post_id=world.post) == (True, 1)
    assert await publishing.open_discussion(ben, subwiki="rivers", headline="Calmly", text="Of rivers")


async def test_the_log_the_member_and_the_statement_say_what_was_taken_why_and_until_when(world: World) -> None:
    entry = await limit(world)
    (line,) = await moderation.log(subwiki="climate")
    assert (line.action, line.actor, line.member, line.reason, line.stated) == ("limit", "mo", "ben", RULED["reason"], True)
    assert line.until > 0
    (notice,) = await notifications.inbox(world.ben)
    assert (notice.kind, notice.path, notice.params["until"]) == ("limited", f"/log/{entry}", str(line.until))
    said = await statement(world.mo, entry)
    assert (said.rule, said.may_undo, said.entry.until) == ("site:people", True, line.until)
    assert not (await statement(world.ben, entry)).may_undo


async def test_only_who_moderates_there_restricts_and_neither_themselves_nor_admins_nor_each_other(world: World) -> None:
    second = await join(await make_member("second"), world.place, role="moderator")
    other = await join(await make_member("other"), await make_subwiki("rivers"), role="moderator")
    chief = await make_member("chief", admin=True)
    refusals: list[tuple[Viewer, str, Any]] = [
        (Viewer(), "ben", LoginNeeded),
        (world.cem, "ben", NotAllowed),
        (world.cem, "nobody", NotAllowed),
        (other, "ben", NotAllowed),
        (world.mo, "mo", NotAllowed),
        (world.mo, "chief", NotAllowed),
        (world.mo, "second", NotAllowed),
        (chief, "chief", NotAllowed),
        (world.mo, "nobody", NotFound),
    ]
    for by, name, refusal in refusals:
        with pytest.raises(refusal):
            await limit(world, by=by, name=name)
    with pytest.raises(NotFound):
        await restrict_member(chief, member_name="ben", subwiki="nowhere", kind="limit", days=1, **RULED)
    with pytest.raises(Invalid) as refused:
        await restrict_member(world.mo, member_name="ben", subwiki="climate", kind="limit", days=1, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Invalid, match=r"decision\.unknown_rule"):
        await restrict_member(world.mo, member_name="ben", subwiki="climate", kind="limit", days=1, reason="Rude", rule="subwiki:9")
    assert await moderation.log() == []
    assert await limit(world, by=chief, name="second")
    assert second.restrictions == ""


async def test_a_limit_ends_by_itself_and_the_member_is_told_once(world: World) -> None:
    await limit(world)
    assert await restrictions.end_restrictions() == 0
    await _turn_back(8)
    # What ended is over for whoever looks from the moment on, whenever the timer comes.
    assert await restrictions.end_restrictions() == 1
    ben = await viewer(world.ben)
    assert ben.restrictions == ""
    assert await comments.add_comment(ben, post_id=world.post, text="Calmly")
    assert await restrictions.end_restrictions() == 0
    assert (await told(world.ben))[:2] == ["restriction_over", "limited"]


async def test_what_has_ended_holds_no_longer_before_the_timer_came(world: World) -> None:
    past = Viewer(**{**vars(world.ben), "restrictions": f"{world.place}:limit:{int(now().timestamp()) - 1}"})
    assert (await posts.one(past, world.post)).may_comment
    held = Viewer(**{**vars(world.ben), "restrictions": f"{world.place + 1}:limit:0 {world.place}:hold:0"})
    assert (await posts.one(held, world.post)).may_comment
    limited = Viewer(**{**vars(world.ben), "restrictions": f"{world.place}:limit:0"})
    assert not (await posts.one(limited, world.post)).may_comment
    with pytest.raises(NotAllowed, match=r"limit\.no_end"):
        await comments.add_comment(limited, post_id=world.post, text="More")


async def test_a_new_limit_takes_the_place_of_the_one_before(world: World) -> None:
    first, second = await limit(world, days=30), await limit(world, days=0)
    assert (await viewer(world.ben)).restrictions == f"{world.place}:limit:0"
    assert await told(world.ben) == ["limited_for_good", "limited"]
    with pytest.raises(Invalid, match=r"decision\.undone"):
        await lift_restriction(world.mo, entry_id=first, reason="Over")
    await lift_restriction(world.mo, entry_id=second, reason="Over")
    assert (await viewer(world.ben)).restrictions == ""


async def test_only_who_moderates_there_lifts_a_limit_and_not_their_own(world: World) -> None:
    entry = await limit(world)
    chief, other = (
        await make_member("chief", admin=True),
        await join(await make_member("other"), await make_subwiki("rivers"), role="moderator"),
    )
    for by, refusal in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (world.cem, NotAllowed), (other, NotAllowed)):
        with pytest.raises(refusal):
            await lift_restriction(by, entry_id=entry, reason="Over")
    own = await limit(world, by=chief, name="mo")
    with pytest.raises(NotAllowed):
        await lift_restriction(world.mo, entry_id=own, reason="Over")
    with pytest.raises(NotFound):
        await lift_restriction(chief, entry_id=2**31 - 1, reason="Over")
    lifted = await lift_restriction(chief, entry_id=entry, reason="They were sorry")
    said = await statement(Viewer(), entry)
    assert (said.undone_by, said.may_undo) == (lifted, False)
    assert (await told(world.ben))[0] == "restriction_lifted"
    async with db.reading() as session:
        standing = (await session.exec(select(MemberRestriction.entry_id).where(col(MemberRestriction.ended_at).is_(None)))).all()
    assert standing == [own]
