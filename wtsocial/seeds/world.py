"""Builds the demonstration world in an empty database, step by step, as its members would have done it."""

import asyncio
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select, update

from wtsocial import db
from wtsocial.accounts import profiles
from wtsocial.accounts.viewers import viewers_by_name
from wtsocial.accounts.views import Viewer
from wtsocial.gateways import pictures, thumbnails
from wtsocial.joining import registration
from wtsocial.models import Member
from wtsocial.moderation import members
from wtsocial.posts import imported_posts
from wtsocial.posts.queries import link_key
from wtsocial.posts.source_pages import remember_reading
from wtsocial.seeds import news_near, news_world
from wtsocial.seeds.ageing import age, age_members
from wtsocial.seeds.appeals import appeal
from wtsocial.seeds.choosing import choose
from wtsocial.seeds.editing import quarrel
from wtsocial.seeds.erasures import erase
from wtsocial.seeds.events import happen
from wtsocial.seeds.flag_kinds import flag_others
from wtsocial.seeds.giving import give
from wtsocial.seeds.inviting import invite_others
from wtsocial.seeds.memory import remember
from wtsocial.seeds.people import ACCOUNTS, ACTIVE, ADMIN, NEWCOMER, PEOPLE, SUSPENDED, TRUSTED
from wtsocial.seeds.places import PLACES
from wtsocial.seeds.plot import SPAM
from wtsocial.seeds.restraints import move_and_appeal, restrain
from wtsocial.seeds.stories import Story
from wtsocial.seeds.suggestions import suggest
from wtsocial.seeds.talks import TALKS
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis.vetting import set_vetted

VETTED = ("climate", "fighting-misinformation", "science", "localnews", "long-reads")
"""Subwikis that newcomers are offered first."""

STORIES: tuple[Story, ...] = news_world.NEWS + news_near.NEWS + TALKS + SPAM


async def seed() -> list[tuple[str, str, str]]:
    """Fill an empty database with the demonstration world; with any member in it, nothing is done.

    Answers those accounts to try it with that are there: name, password, who they are.
    """
    async with db.reading() as session:
        empty = (await session.exec(select(col(Member.id)).limit(1))).first() is None
    if not empty:
        there = await viewers_by_name([person.name for person in PEOPLE])
        return [account for account in ACCOUNTS if account[0] in there]
    drawn = asyncio.create_task(_draw_covers())
    await _open_accounts()
    await age_members(random.Random(9))
    cast = await viewers_by_name([person.name for person in PEOPLE])
    for place in PLACES:
        await subwikis.create_subwiki(
            cast[place.founder], slug=place.slug, name=place.name, description=place.description, rules=place.rules
        )
    cast = await viewers_by_name([person.name for person in PEOPLE])
    for place in PLACES:
        if place.slug in VETTED:
            await set_vetted(
                cast[ADMIN.name], slug=place.slug, vetted=True, reason="Moderated every day, with rules that its members wrote"
            )
    dice = random.Random(2026)
    await _join(cast, dice)
    published = await _publish(cast, dice, await drawn)
    cast = await viewers_by_name([person.name for person in PEOPLE])
    await happen(cast, published, dice)
    await choose(cast, published, {story.key or story.headline: story.place for story in STORIES})
    await suggest(cast, published)
    await remember(cast)
    await quarrel(cast, published)
    await appeal(cast, published)
    await flag_others(cast, published)
    await restrain(cast, published)
    await move_and_appeal(cast, published)
    await give(cast)
    await invite_others(cast)
    await erase(cast, published)
    await age(dice)
    return ACCOUNTS


async def _open_accounts() -> None:
    async def opened(name: str, email: str, password: str, language: str) -> None:
        await registration.open_account(username=name, email=email, password=password, language=language)

    await asyncio.gather(*(opened(who.name, who.email, who.password, who.language) for who in PEOPLE if who is not NEWCOMER))
    await registration.register(
        username=NEWCOMER.name, email=NEWCOMER.email, password=NEWCOMER.password, agreed=True, language=NEWCOMER.language
    )
    await members.make_admin(ADMIN.name)
    async with db.transaction() as change:
        # Trust has no action yet: later it is earned.
        await change.session.exec(update(Member).where(col(Member.name) == TRUSTED.name).values(is_trusted=True))
    for name, viewer in (await viewers_by_name([person.name for person in PEOPLE if person.about])).items():
        await profiles.edit_about(viewer, about=next(person.about for person in PEOPLE if person.name == name))


async def _join(cast: Mapping[str, Viewer], dice: random.Random) -> None:
    """Everybody joins the subwikis that they post in, and some others as they like."""
    writes = {(story.by, story.place) for story in STORIES}
    founders = {(place.founder, place.slug) for place in PLACES}
    for name in (*ACTIVE, SUSPENDED.name):
        for place in PLACES:
            if ((name, place.slug) in writes or dice.random() < 0.3) and (name, place.slug) not in founders:
                await subwikis.join(cast[name], slug=place.slug)


async def _draw_covers() -> dict[str, str]:
    """The name of a stored picture for each source, drawn on all cores beside the rest of the work."""
    sources = sorted({story.source for story in STORIES if story.source and story.pictured})

    def draw(source: str) -> str:
        return pictures.store(thumbnails.draw_cover(source))

    return dict(zip(sources, await asyncio.gather(*(asyncio.to_thread(draw, source) for source in sources)), strict=True))


async def _publish(cast: Mapping[str, Viewer], dice: random.Random, pictured: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """Publish every story, the oldest first, denser towards now; (post id, author) by the story's key or headline."""
    stories = list(STORIES)
    dice.shuffle(stories)
    moment = datetime.now(UTC)
    published: dict[str, tuple[int, str]] = {}
    for place_in_line, story in reversed(list(enumerate(stories))):
        # The newest is four minutes old, some twenty are of the last hours, the oldest is a week old.
        ago = timedelta(minutes=4 + 8 * place_in_line + 0.95 * place_in_line**2 + dice.random() * 4)
        link = f"https://{story.source}/{10_000 + 37 * place_in_line}" if story.source else ""
        if link:
            # As a preview would have read it.
            async with db.transaction() as change:
                await remember_reading(change.session, [link_key(link)], headline=story.headline, site="", digest="")
        number = await imported_posts.import_post(
            cast[story.by],
            subwiki=story.place,
            headline=story.headline,
            link=link,
            text=story.text,
            published_at=moment - ago,
            mode=story.mode,
            picture=pictured.get(story.source, "") if story.pictured and dice.random() < 0.7 else "",
        )
        published[story.key or story.headline] = (number, story.by)
    return published
