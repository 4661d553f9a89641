"""Posts of members who are held: nobody else sees them until a moderator approves; who may, and what is told."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki, viewer
from tests.moderation.conftest import World
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.feeds import queries as feeds
from wtsocial.models import Post, Source, Subwiki
from wtsocial.moderation import decisions
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.held_posts import approve_post, held_posts, refuse_post
from wtsocial.moderation.queue import queue_count
from wtsocial.moderation.restrictions import restrict_member
from wtsocial.notifications import queries as notifications
from wtsocial.posts import publishing
from wtsocial.posts import queries as posts
from wtsocial.text import limits

Heard = list[tuple[tuple[str, ...], dict[str, Any]]]


async def held(world: World, *, headline: str = "Ice again #ice") -> tuple[Viewer, int]:
    """Ben, whose posts are held in the subwiki, and the post of his that waits."""
    await join(world.ben, world.place)
    await restrict_member(world.mo, member_name="ben", subwiki="climate", kind="hold", days=30, reason="Adverts", rule="site:spam")
    ben = await viewer(world.ben)
    return ben, await publishing.publish_news(ben, subwiki="climate", headline=headline, link="https://ice.example/5")


async def counted(world: World) -> tuple[int, int]:
    """How many posts the subwiki and the source have."""
    async with db.reading() as session:
        here = (await session.exec(select(Subwiki.posts_count).where(Subwiki.id == world.place))).one()
        of_source = (await session.exec(select(Source.posts_count).where(Source.domain == "ice.example"))).first()
    return here, of_source or 0


async def shown(*readers: Viewer) -> list[list[int]]:
    return [[post.id for post in (await feeds.everything(reader)).posts] for reader in readers]


async def test_a_held_post_is_seen_by_its_author_and_moderators_alone_until_it_is_approved(world: World, announcements: Heard) -> None:
    announcements.clear()
    ben, post = await held(world)
    assert await shown(ben, world.cem, Viewer()) == [[world.post]] * 3
    for reader in (world.cem, Viewer()):
        with pytest.raises(NotFound):
            await posts.one(reader, post)
    for reader in (ben, world.mo):
        seen = await posts.one(reader, post)
        assert (seen.hidden, seen.awaits_review) == (True, True)
    assert await counted(world) == (1, 0)
    assert "Ice again" not in repr(announcements)
    assert [(one.id, one.author, one.may_review) for one in (await held_posts(world.mo)).posts] == [(post, "ben", True)]
    assert [notice.kind for notice in await notifications.inbox(world.mo)] == ["post_waits"]
    assert [await queue_count(who) for who in (world.mo, ben, await make_member("root", admin=True))] == [1, 0, 1]
    before = (await posts.one(ben, post)).published
    announcements.clear()
    await approve_post(world.mo, post_id=post)
    assert await shown(ben, world.cem, Viewer()) == [[post, world.post]] * 3
    seen = await posts.one(world.cem, post)
    assert (seen.hidden, seen.awaits_review, seen.published > before) == (False, False, True)
    assert await counted(world) == (2, 1)
    assert [post.id for post in (await feeds.of_tag(world.cem, "ice")).posts] == [post]
    assert [message["id"] for _, message in announcements if message["kind"] == "new"] == [post]
    assert (await notifications.inbox(ben))[0].kind == "post_approved"
    assert (await held_posts(world.mo)).posts == []
    assert (await moderation.log())[0].action == "approve"


async def test_a_refused_post_stays_hidden_and_its_author_is_told_why_and_may_appeal(world: World) -> None:
    ben, post = await held(world)
    entry = await refuse_post(world.mo, post_id=post, reason="An advert", rule="site:spam")
    assert await shown(world.cem) == [[world.post]]
    notice = (await notifications.inbox(ben))[0]
    assert (notice.kind, notice.path, notice.params["reason"]) == ("hidden", f"/log/{entry}", "An advert")
    assert (await held_posts(world.mo)).posts == []
    await decisions.undo_decision(world.mo, entry_id=entry, reason="No advert")
    assert await shown(world.cem) == [[post, world.post]]
    assert await counted(world) == (2, 1)


async def test_what_is_held_in_one_subwiki_is_published_in_another(world: World) -> None:
    ben, _ = await held(world)
    await join(ben, await make_subwiki("rivers"))
    post = await publishing.open_discussion(await viewer(ben), subwiki="rivers", headline="Rivers", text="Of them")
    assert post in (await shown(world.cem))[0]


async def test_only_who_moderates_there_reviews_and_nobody_their_own(world: World) -> None:
    ben, post = await held(world)
    other = await join(await make_member("other"), await make_subwiki("rivers"), role="moderator")
    for by, refusal in ((ben, NotAllowed), (world.cem, NotFound), (other, NotFound), (Viewer(), NotFound)):
        with pytest.raises(refusal):
            await approve_post(by, post_id=post)
        with pytest.raises(refusal):
            await refuse_post(by, post_id=post, reason="Because")
    with pytest.raises(LoginNeeded):
        await approve_post(Viewer(), post_id=world.post)
    assert [(await held_posts(by)).posts for by in (ben, world.cem, other, Viewer())] == [[], [], [], []]
    with pytest.raises(Invalid) as refused:
        await refuse_post(world.mo, post_id=post, reason=" ")
    assert refused.value.field == "reason"


async def test_what_does_not_wait_is_not_reviewed(world: World) -> None:
    _, post = await held(world)
    await approve_post(world.mo, post_id=post)
    for thing in (post, world.post):
        with pytest.raises(Invalid, match=r"review\.none"):
            await approve_post(world.mo, post_id=thing)
        with pytest.raises(Invalid, match=r"review\.none"):
            await refuse_post(world.mo, post_id=thing, reason="Because")
    await decisions.decide(world.mo, subject_kind="post", subject_id=post, action="hide", reason="An advert")
    assert (await held_posts(world.mo)).posts == []


async def test_what_waits_is_read_page_by_page_with_as_many_statements(
    world: World, monkeypatch: pytest.MonkeyPatch, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    monkeypatch.setattr(limits, "HELD_SHOWN", 3)
    rivers, lakes = await make_subwiki("rivers"), await make_subwiki("lakes")
    chief, other = await make_member("chief", admin=True), await join(await make_member("other"), lakes, role="moderator")
    mo = await join(world.mo, rivers, role="moderator")
    places = [(world.place, rivers)[number % 2] for number in range(8)]
    waiting = [await make_post(world.ben, place, headline=f"Held {number}", hidden=True) for number, place in enumerate(places)]
    elsewhere = await make_post(world.ben, lakes, headline="Elsewhere", hidden=True)
    async with db.transaction() as change:
        await change.session.exec(update(Post).where(col(Post.hidden_at).is_not(None)).values(awaits_review=True))
    for by, wanted in ((mo, waiting), (chief, [*waiting, elsewhere]), (other, [elsewhere])):
        found: list[int] = []
        after, more = 0, True
        while more:
            with count_statements() as sent:
                page = await held_posts(by, after=after)
            found += [one.id for one in page.posts]
            after, more = page.after, page.after > 0
            assert (len(sent), len(page.posts) <= 3) == (2, True)
        assert found == wanted


async def test_what_waits_is_found_by_its_index_wherever_it_is(world: World) -> None:
    await held(world)
    with noting() as sent:
        await held_posts(await make_member("root", admin=True))
    found = next(one for one in sent if "awaits_review" in one[0] and one[0].startswith("SELECT"))
    assert "ix_post_awaiting_anywhere" in await plan(*found)
