"""Standing is not earned alone: what authors do on their own posts counts from when somebody else takes part there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.editing.actions import corrections, edits, reviews, suggestions, thanks
from wtsocial.models import Member, Post, Revision
from wtsocial.posts import comments, publishing, votes
from wtsocial.subwikis import actions as subwikis

TO: dict[str, Any] = {"reason": "context", "source": "https://gauge.example/1"}


async def _contributions(member: Viewer) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Member.contributions).where(Member.id == member.id))).one()


async def _recounted(member: Viewer) -> int:
    """What the counter has to be."""
    async with db.reading() as session:
        mine = select(Revision).where(Revision.editor_id == member.id, col(Revision.stands), col(Revision.counts))
        return len((await session.exec(mine)).all())


async def _newcomer() -> tuple[Viewer, int]:
    """A member whose address is confirmed and who has been here for days, but has contributed nothing."""
    place = await make_subwiki()
    nia = await join(await make_member("nia"), place)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == nia.id).values(contributions=0))
    return await viewer(nia), place


async def _own_doings(nia: Viewer) -> int:
    """Three contributions on one's own post, of every kind; its id."""
    post_id = await publishing.open_discussion(nia, subwiki="climate", headline="Ice", text="It melts.")
    await edits.edit_text(nia, post_id=post_id, text="It melts, slowly.", based_on=1)
    await comments.add_comment(nia, post_id=post_id, text="I am right.")
    return post_id


async def test_nobody_earns_a_standing_alone() -> None:
    nia, place = await _newcomer()
    await _own_doings(nia)
    assert (await _contributions(nia), (await viewer(nia)).standing) == (0, "new")
    post_id = await make_post(await make_member("ben"), place)
    with pytest.raises(NotAllowed):
        await corrections.correct_headline(await viewer(nia), post_id=post_id, headline="Snow", **TO, based_on=1)


async def _vote(ben: Viewer, post_id: int) -> None:
    await votes.upvote(ben, post_id=post_id)


async def _comment(ben: Viewer, post_id: int) -> None:
    await comments.add_comment(ben, post_id=post_id, text="Is that so?")


async def _edit(ben: Viewer, post_id: int) -> None:
    await edits.edit_text(ben, post_id=post_id, text="It melts, very slowly.", based_on=2)


async def _correct(ben: Viewer, post_id: int) -> None:
    await corrections.correct_headline(ben, post_id=post_id, headline="Sea ice", **TO, based_on=2)


async def _suggest(ben: Viewer, post_id: int) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(mode="individual"))
    await suggestions.suggest_headline(ben, post_id=post_id, headline="Sea ice", **TO, based_on=2)


async def _first_revision(post_id: int) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Revision.id).where(Revision.post_id == post_id, Revision.number == 1))).one() or 0


async def _review(ben: Viewer, post_id: int) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == ben.id).values(is_trusted=True))
    await reviews.review(await viewer(ben), revision_id=await _first_revision(post_id))


async def _thank(ben: Viewer, post_id: int) -> None:
    await thanks.thank(ben, revision_id=await _first_revision(post_id))


@pytest.mark.parametrize("take_part", [_vote, _comment, _edit, _correct, _suggest, _review, _thank])
async def test_it_counts_when_somebody_else_takes_part(take_part: Callable[[Viewer, int], Awaitable[None]]) -> None:
    nia, place = await _newcomer()
    ben = await join(await make_member("ben"), place)
    post_id = await _own_doings(nia)
    await take_part(ben, post_id)
    assert (await _contributions(nia), await _recounted(nia), (await viewer(nia)).standing) == (3, 3, "member")
    await comments.add_comment(nia, post_id=post_id, text="Thank you.")
    assert (await _contributions(nia), await _recounted(nia)) == (4, 4)


async def test_a_second_one_who_takes_part_counts_nothing_twice() -> None:
    nia, place = await _newcomer()
    post_id = await _own_doings(nia)
    for name in ("ben", "cy"):
        member = await join(await make_member(name), place)
        await _vote(member, post_id)
        await _comment(member, post_id)
        await votes.take_back_vote(member, post_id=post_id)
    assert (await _contributions(nia), await _recounted(nia)) == (3, 3)


async def test_what_one_does_on_others_posts_counts_at_once_but_rewriting_a_comment_never() -> None:
    nia, place = await _newcomer()
    post_id = await make_post(await make_member("ben"), place)
    comment_id = await comments.add_comment(nia, post_id=post_id, text="A source?")
    for number in (1, 2, 3):
        await comments.edit_comment(nia, comment_id=comment_id, text=f"A source {number}?", based_on=number)
    assert (await _contributions(nia), await _recounted(nia), (await viewer(nia)).standing) == (1, 1, "new")


async def test_a_subwiki_of_ones_own_counts_for_nobody_who_is_alone_there() -> None:
    nia, _ = await _newcomer()
    await subwikis.create_subwiki(nia, slug="rivers", name="Rivers")
    for number in (1, 2, 3):
        await subwikis.edit_page(nia, slug="rivers", description=f"Of {number} rivers", rules="", based_on=number)
    assert await _contributions(nia) == 0
    await subwikis.join(await make_member("ben"), slug="rivers")
    await subwikis.edit_page(nia, slug="rivers", description="Of all rivers", rules="", based_on=4)
    assert await _contributions(nia) == 1


async def test_what_is_undone_counts_no_more_however_it_came_to_count() -> None:
    nia, place = await _newcomer()
    ben = await join(await make_member("ben"), place)
    post_id = await _own_doings(nia)
    await edits.edit_text(ben, post_id=post_id, text="It melts, very slowly.", based_on=2)
    assert (await _contributions(nia), await _contributions(ben)) == (3, 11)
