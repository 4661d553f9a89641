"""At the same moment: nothing is lost, nothing is counted twice, and what is hidden is gone everywhere."""

import asyncio
import json
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.factories import login, make_comment, make_member, make_post
from tests.running import Server
from tests.server.conftest import BOTH
from tests.server.serving import http
from tests.server.wire import Tab, tab
from tests.server.world import World, make_world
from wtsocial import db
from wtsocial.core.messages import Several
from wtsocial.models import Flag, Post, Revision, Subwiki, Vote
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.state import EditState
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.post.state import CommentState, CorrectState, PostState
from wtsocial.pages.subwikis.state import AboutState
from wtsocial.ui.deciding import DecideState
from wtsocial.ui.flagging import FlagState
from wtsocial.ui.live import LiveState
from wtsocial.ui.votes import PressState


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


async def one(statement: Any) -> Any:
    async with db.reading() as session:
        return (await session.exec(statement)).one()


async def opened(site: Server, session: str, path: str = "/") -> Tab:
    browser = Tab(site.url, session=session, path=path)
    await browser.connect()
    return browser


@BOTH
async def test_two_edits_of_one_base_the_second_sees_both_and_loses_nothing(site: Server) -> None:
    world = await make_world()
    first, second = (
        await opened(site, world.sessions["ana"], f"/post/{world.post}/edit"),
        await opened(site, world.sessions["ben"], f"/post/{world.post}/edit"),
    )
    forms = [dict(each.of(EditState)["fill"]["values"]) | {"place": f"edit:{world.post}"} for each in (first, second)]
    await first.send(EditState.save, typed=forms[0] | {"text": "The gauge says two."})
    await second.send(EditState.save, typed=forms[1] | {"text": "The gauge says three."})
    assert [each.of(EditState)["clash"]["latest"] for each in (first, second)] == [0, 4], "only the second learns of a conflict"
    (side,) = second.of(EditState)["clash"]["sides"]
    assert (side["theirs"], side["mine"], second.of(EditState)["clash"]["by"]) == ("The gauge says two.", "The gauge says three.", "ana")
    assert (await one(select(Post.text).where(Post.id == world.post))) == "The gauge says two."
    settled = second.of(EditState)["fill"]["values"]["based_on"]
    await second.send(EditState.save, typed=forms[1] | {"text": "The gauge says two or three.", "based_on": settled})
    assert second.errors(EditState) == {}
    texts = select(Revision.text).where(Revision.post_id == world.post, Revision.change == "text").order_by(col(Revision.number))
    async with db.reading() as session:
        assert (await session.exec(texts)).all() == ["The gauge says two.", "The gauge says two or three."]
    await asyncio.gather(first.close(), second.close())


async def test_two_edits_of_a_subwikis_page_the_second_sees_both(site: Server, world: World) -> None:
    tabs = [await opened(site, world.sessions[name], "/w/climate/about") for name in ("ana", "ben")]
    for browser, text in zip(tabs, ("About rivers.", "About glaciers."), strict=True):
        form = dict(browser.of(AboutState)["fill"]["values"]) | {"description": text, "place": "about:climate"}
        await browser.send(AboutState.save, typed=form)
    assert [browser.of(AboutState)["clash"]["latest"] for browser in tabs] == [0, 2]
    assert "About rivers." in json.dumps(tabs[1].of(AboutState)["clash"])
    assert "About glaciers." in json.dumps(tabs[1].of(AboutState)["clash"])
    assert await one(select(Subwiki.description)) == "About rivers."
    await asyncio.gather(*(browser.close() for browser in tabs))


async def test_two_corrections_of_one_headline_the_second_sees_the_first(site: Server, world: World) -> None:
    tabs = [await opened(site, world.sessions[name], f"/post/{world.post}") for name in ("ana", "ben")]
    form = {"post_id": str(world.post), "based_on": "3", "reason": "exaggerated", "source": "https://gauge.example/", "note": ""}
    for browser, headline in zip(tabs, ("Rivers run very low", "Rivers nearly dry"), strict=True):
        await browser.send(CorrectState.correct, form=form | {"headline": headline})
    assert [browser.of(CorrectState)["clash"]["latest"] for browser in tabs] == [0, 4]
    (side,) = tabs[1].of(CorrectState)["clash"]["sides"]
    assert (side["theirs"], side["mine"]) == ("Rivers run very low", "Rivers nearly dry")
    assert await one(select(Post.headline).where(Post.id == world.post)) == "Rivers run very low"
    await asyncio.gather(*(browser.close() for browser in tabs))


@BOTH
async def test_twenty_votes_of_one_member_at_once_are_one(site: Server) -> None:
    world = await make_world()
    tabs = await asyncio.gather(*(opened(site, world.sessions["eva"]) for _ in range(5)))
    await asyncio.gather(*(browser.emit(PressState.vote, post_id=world.post, wanted=True) for browser in tabs for _ in range(4)))
    await asyncio.gather(*(browser.settle() for browser in tabs))
    assert [browser.of(LiveState)["mine"]["votes"] for browser in tabs] == [2] * 5, "Ben's and Eva's"
    assert await one(select(func.count()).select_from(Vote).where(Vote.member_id == world.eva.id)) == 1
    assert await one(select(Post.votes_count).where(Post.id == world.post)) == 2
    await asyncio.gather(*(browser.close() for browser in tabs))


@BOTH
async def test_twenty_flags_of_one_member_at_once_are_one(site: Server) -> None:
    world = await make_world()
    tabs = await asyncio.gather(*(opened(site, world.sessions["eva"]) for _ in range(5)))
    form = {"subject_kind": "post", "subject_id": str(world.post), "reason": "spam", "note": ""}
    await asyncio.gather(*(browser.emit(FlagState.flag, form=form) for browser in tabs for _ in range(4)))
    await asyncio.gather(*(browser.settle() for browser in tabs))
    assert [browser.errors(FlagState) for browser in tabs] == [{}] * 5
    assert await one(select(func.count()).select_from(Flag).where(Flag.flagger_id == world.eva.id)) == 1
    await asyncio.gather(*(browser.close() for browser in tabs))


@BOTH
async def test_votes_and_second_thoughts_of_many_at_once_are_counted_exactly(site: Server) -> None:
    world = await make_world()
    members = [await make_member(f"voter-{number}") for number in range(12)]
    tabs = await asyncio.gather(*[opened(site, await login(member)) for member in members])
    for _ in range(3):
        await asyncio.gather(*(browser.emit(PressState.vote, post_id=world.own, wanted=True) for browser in tabs))
        await asyncio.gather(*(browser.emit(PressState.vote, post_id=world.own, wanted=False) for browser in tabs[:4]))
    await asyncio.gather(*(browser.settle() for browser in tabs))
    counted = await one(select(func.count()).select_from(Vote).where(Vote.post_id == world.own))
    assert await one(select(Post.votes_count).where(Post.id == world.own)) == counted == 8
    await asyncio.gather(*(browser.close() for browser in tabs))


@BOTH
async def test_comments_of_many_at_once_are_counted_exactly_and_reach_who_reads(site: Server) -> None:
    world = await make_world()
    reader = await opened(site, "", f"/post/{world.own}")
    tabs = await asyncio.gather(*(opened(site, world.sessions[name], f"/post/{world.own}") for name in ("ana", "ben", "eva", "mo")))
    form = {"post_id": str(world.own), "parent_id": "0"}
    await asyncio.gather(
        *(
            tab_.emit(CommentState.comment, form=form | {"text": f"{index} {round_}"})
            for round_ in range(3)
            for index, tab_ in enumerate(tabs)
        )
    )
    await asyncio.gather(*(browser.settle() for browser in tabs))
    assert await one(select(Post.comments_count).where(Post.id == world.own)) == 12
    await reader.until(
        lambda: len({said["comment"]["id"] for said in told(reader) if "comment" in said and said["kind"] == "comment"}) == 12
    )
    await asyncio.gather(reader.close(), *(browser.close() for browser in tabs))


def told(browser: Tab) -> list[dict[str, Any]]:
    """What the bus said to this browser, in order."""
    deltas = [(update.get("delta") or {}).get(LiveState.get_full_name(), {}) for update in browser.heard]
    came = [delta["said_rx_state_"] for delta in deltas if "said_rx_state_" in delta]
    # What is said within a moment comes as one.
    return [message for one in came for message in (one["messages"] if one.get("kind") == Several.kind else [one])]


PLACES = [
    "/",
    "/all",
    "/w/climate",
    "/u/ana",
    "/post/{post}",
    "/post/{post}/history",
    "/post/{post}/diff/1/2",
    "/post/{post}/edit",
    "/log",
    "/saved",
]
WORDS = "Bittersweet words that go"


@BOTH
async def test_a_hidden_post_is_gone_from_every_place_at_once(site: Server) -> None:
    world = await make_world()
    post = await make_post(world.ana, world.subwiki, headline=f"{WORDS} 1", text=f"{WORDS} 2", link="")
    reader, eva = await opened(site, "", "/all"), await opened(site, world.sessions["eva"], f"/post/{post}")
    await eva.send(PressState.save, post_id=post, wanted=True)
    assert WORDS in json.dumps(reader.of(FeedState))
    assert WORDS in json.dumps(eva.of(PostState))
    with http(site.url) as client:
        assert WORDS in client.get(f"/post/{post}").text
    async with tab(site.url, session=world.sessions["mo"]) as moderator:
        form = {"subject_kind": "post", "subject_id": str(post), "action": "hide", "reason": "Against the rules.", "rule": "site:people"}
        await moderator.send(DecideState.decide, form=form)
        assert moderator.errors(DecideState) == {}
    for browser in (reader, eva):
        await browser.until(lambda browser=browser: any(said.get("id") == post and said.get("hidden") is True for said in told(browser)))
        browser.heard.clear()
    for path in PLACES:
        for browser in (reader, eva):
            await browser.open(path.format(post=post))
        with http(site.url, session=world.sessions["eva"]) as client:
            page = client.get(path.format(post=post), follow_redirects=True)
            assert WORDS not in page.text
            assert page.status_code == (404 if "/post/" in path else 200), path
    fresh = json.dumps(reader.heard[1:]) + json.dumps(eva.heard[1:])
    assert WORDS not in fresh
    assert reader.of(PostState)["missing"] is True
    assert reader.of(HistoryState)["missing"] is True
    async with tab(site.url, f"/post/{post}", session=world.sessions["ana"]) as author:
        assert WORDS in json.dumps(author.of(PostState)["post"]), "its author still sees it"
    await asyncio.gather(reader.close(), eva.close())


@BOTH
async def test_a_hidden_comment_loses_its_words_everywhere_at_once(site: Server) -> None:
    world = await make_world()
    comment = await make_comment(world.ben, world.post, text=WORDS)
    reader = await opened(site, "", f"/post/{world.post}")
    assert WORDS in json.dumps(reader.of(PostState))
    before = len(reader.heard)
    async with tab(site.url, session=world.sessions["mo"]) as moderator:
        form = {
            "subject_kind": "comment",
            "subject_id": str(comment),
            "action": "hide",
            "reason": "Against the rules.",
            "rule": "site:people",
        }
        await moderator.send(DecideState.decide, form=form)
        assert moderator.errors(DecideState) == {}
    await reader.until(lambda: any(said.get("comment", {}).get("id") == comment for said in told(reader)))
    await reader.open("/u/ben")
    await reader.open("/log")
    await reader.open(f"/post/{world.post}")
    assert WORDS not in json.dumps(reader.heard[before + 1 :])
    with http(site.url) as client:
        assert all(WORDS not in client.get(path).text for path in (f"/post/{world.post}", "/u/ben", "/log", "/"))
    await reader.close()
