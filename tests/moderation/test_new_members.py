"""What new members post: no spam of fresh accounts reaches a feed, and an honest newcomer is heard after one approval."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.profiles import edit_about
from wtsocial.accounts.views import Viewer
from wtsocial.core import settings as core_settings
from wtsocial.core.errors import NotAllowed, TooMany
from wtsocial.editing.actions.edits import edit_text
from wtsocial.feeds import queries as feeds
from wtsocial.models import Post, Subwiki
from wtsocial.moderation import decisions, held_posts
from wtsocial.moderation.restrictions import restrict_member
from wtsocial.moderation.standing_table import standing_table
from wtsocial.posts import queries as posts
from wtsocial.posts.comments import add_comment, edit_comment
from wtsocial.posts.publishing import open_discussion, publish_news
from wtsocial.subwikis import actions as subwikis
from wtsocial.text import limits

PILLS = "https://pills.example/buy"
KNOWN = "https://ice.example/1"


@pytest.fixture
async def vetted(world: World) -> str:
    """A second subwiki, which newcomers are offered first; somebody has posted from ice.example."""
    place = await make_subwiki("rivers")
    async with db.transaction() as change:
        await change.session.exec(update(Subwiki).where(col(Subwiki.id) == place).values(vetted=True))
    world.mo = await join(world.mo, place, role="moderator")
    await make_post(world.ana, world.place, kind="news", link=KNOWN, host="ice.example")
    return "rivers"


async def newcomer(name: str, world: World) -> Viewer:
    """Somebody who registered today, in both subwikis."""
    fresh = await make_member(name, new=True)
    async with db.reading() as session:
        places = (await session.exec(select(Subwiki.id))).all()
    for place in places:
        fresh = await join(fresh, place or 0)
    return fresh


async def spam(fresh: Viewer, number: int) -> None:
    """One of the ways in which it comes: as news, in a text, behind other words, as a picture; and wherever newcomers are offered to go."""
    linked: list[Any] = [PILLS + str(number), f"[ice](https://shop{number}.pills.example)", f"![ice](http://pills.example/{number}.png)"]
    if number % 4 == 0:
        await publish_news(fresh, subwiki=("climate", "rivers")[number % 3 == 0], headline=f"Pills {number}", link=linked[0])
    elif number % 4 == 3:
        await open_discussion(fresh, subwiki="rivers", headline=f"Call 555-{number}", text="Pills without a link")
    else:
        await open_discussion(fresh, subwiki="climate", headline=f"Ice {number}", text=f"As {KNOWN} says: {linked[number % 4]}")


async def shown_to(reader: Viewer) -> list[int]:
    """Everything that is in a feed."""
    return [post.id for post in (await feeds.everything(reader, limit=200)).posts]


async def test_of_200_spam_posts_of_20_fresh_accounts_none_reaches_a_feed(
    world: World, vetted: str, announcements: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await shown_to(Viewer())
    fresh = [await newcomer(f"fresh{number}", world) for number in range(20)]
    announcements.clear()
    monkeypatch.setattr(limits, "NEW_POSTS_PER_HOUR", 10)
    for number in range(200):
        await spam(fresh[number % 20], number)
    monkeypatch.undo()
    for who in fresh:
        with pytest.raises(TooMany, match=r"error\.hourly_new"):
            await spam(who, 0)
    async with db.reading() as session:
        waiting = (await session.exec(select(Post.id).where(Post.awaits_review, col(Post.hidden_at).is_not(None)))).all()
    assert len(waiting) == 200
    for reader in (Viewer(), world.ben, world.ana):
        assert await shown_to(reader) == before
    for slug in ("climate", "rivers"):
        assert not {post.id for post in (await feeds.of_subwiki(world.ana, slug, limit=200)).posts} & set(waiting)
    assert (await feeds.of_member(world.ben, "fresh0")).posts == []
    assert [message for _, message in announcements if message["kind"] == "new"] == []
    assert "ills" not in repr(announcements)
    assert len((await held_posts.held_posts(world.mo)).posts) == min(200, limits.HELD_SHOWN)


async def test_an_honest_newcomers_first_post_is_up_after_one_approval_and_the_next_at_once(world: World, vetted: str) -> None:
    nia = await newcomer("nia", world)
    first = await publish_news(nia, subwiki=vetted, headline="Rivers run low", link="https://gauge.example/1")
    assert first not in await shown_to(world.ben)
    assert (await posts.one(nia, first)).awaits_review
    await held_posts.approve_post(world.mo, post_id=first)
    assert first in await shown_to(world.ben)
    second = await publish_news(nia, subwiki=vetted, headline="Lower still", link="https://www.gauge.example/2")
    third = await open_discussion(nia, subwiki=vetted, headline="What now?", text="Tell me")
    assert {second, third} <= set(await shown_to(Viewer()))
    elsewhere = await publish_news(nia, subwiki=vetted, headline="Elsewhere", link="https://pills.example/")
    assert elsewhere not in await shown_to(Viewer()), "a source that nobody posted from waits all the same"


async def test_what_was_approved_counts_while_it_is_shown_and_in_a_vetted_subwiki_alone(world: World, vetted: str) -> None:
    nia = await newcomer("nia", world)
    await restrict_member(world.mo, member_name="nia", subwiki="climate", kind="hold", days=1, reason="Adverts")
    async with db.reading() as session:
        held = replace(nia, restrictions=f"{world.place}:hold:0")
        assert (await session.exec(select(Subwiki.vetted).where(Subwiki.slug == "climate"))).one() is False
    await held_posts.approve_post(
        world.mo, post_id=await open_discussion(held, subwiki="climate", headline="Elsewhere", text="Approved where all may post")
    )
    first = await open_discussion(nia, subwiki=vetted, headline="Rivers", text="Of them")
    assert first not in await shown_to(world.ben)
    await held_posts.approve_post(world.mo, post_id=first)
    await decisions.decide(world.mo, subject_kind="post", subject_id=first, action="hide", reason="An advert after all")
    assert await open_discussion(nia, subwiki=vetted, headline="Again", text="Of them") not in await shown_to(world.ben)


async def test_who_is_new_no_longer_posts_at_once_from_anywhere(world: World, vetted: str) -> None:
    ben = await join(await join(world.ben, world.place), (await _id_of(vetted)))
    post = await publish_news(ben, subwiki=vetted, headline="Fresh", link=PILLS)
    assert post in await shown_to(Viewer())
    allowed = {row.act: row.may for row in standing_table()}
    assert allowed["link_anywhere"] == allowed["post_in_vetted"] == (False, True, True, True, True)


async def _id_of(slug: str) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Subwiki.id).where(Subwiki.slug == slug))).one() or 0


async def test_what_a_newcomer_writes_elsewhere_links_to_known_sources_alone(world: World, vetted: str) -> None:
    nia = await newcomer("nia", world)
    comment = await add_comment(nia, post_id=world.post, text=f"As {KNOWN} says")
    own = await open_discussion(nia, subwiki="climate", headline="Ice", text=f"Of {KNOWN}")
    assert own in await shown_to(Viewer())
    page: dict[str, Any] = {"slug": "climate", "rules": "", "based_on": 1}
    tries = {
        "text": [
            lambda: add_comment(nia, post_id=world.post, text=PILLS),
            lambda: edit_comment(nia, comment_id=comment, text=f"[{KNOWN}]({PILLS})", based_on=1),
            lambda: edit_text(nia, post_id=own, text=f"Of {KNOWN} ![ice]({PILLS})", based_on=1),
        ],
        "description": [
            lambda: subwikis.edit_page(nia, description=f"All of <{PILLS}>", **page),
            lambda: subwikis.create_subwiki(nia, slug="pills", name="Pills", description=PILLS),
        ],
        "about": [lambda: edit_about(nia, about=PILLS)],
    }
    for field, ways in tries.items():
        for way in ways:
            with pytest.raises(NotAllowed, match=r"new\.source") as refused:
                await way()
            assert (refused.value.field, refused.value.params) == (field, {"source": "pills.example"})
    assert await edit_comment(nia, comment_id=comment, text=f"As {KNOWN} and {KNOWN}2 say", based_on=1) == 2
    old = await make_post(world.ana, world.place, headline="Old", text=f"From {PILLS}")
    assert (await edit_text(nia, post_id=old, text=f"As it says: From {PILLS}", based_on=1)).revision == 2


async def test_whoever_runs_the_site_may_let_newcomers_link_to_anything(world: World, vetted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nia = await newcomer("nia", world)
    monkeypatch.setenv("WTSOCIAL_HOLD_NEW_SOURCES", "false")
    core_settings.settings.cache_clear()
    assert await publish_news(nia, subwiki="climate", headline="Fresh", link=PILLS) in await shown_to(Viewer())
    assert await add_comment(nia, post_id=world.post, text=PILLS)
