"""Statements of reasons: decisions by a rule, what each says to everybody, and that each is undone in full."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.endpoints import atom_feeds
from wtsocial.feeds import queries as feeds
from wtsocial.models import Flag, Member, Subwiki
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.moderation.protection import protect
from wtsocial.moderation.queries import log
from wtsocial.moderation.queue import queue
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis import queries as subwiki_queries

REASON = "It calls them names."


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


async def _decided(world: World, action: Any, *, rule: str = "site:people", law: str = "") -> int:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate")
    return await decide(world.mo, subject_kind="post", subject_id=world.post, action=action, reason=REASON, rule=rule, law=law)


async def _counters() -> dict[str, list[int]]:
    """What stands of decisions beside each member; only where there is something."""
    async with db.reading() as session:
        members = (await session.exec(select(Member))).all()
    counted = {one.name: [one.flags_upheld, one.flags_dismissed, one.upheld_against, one.dismissed_against] for one in members}
    return {name: numbers for name, numbers in counted.items() if any(numbers)}


@pytest.mark.parametrize(
    ("action", "author", "flagger", "shown"),
    [
        ("hide", "hidden", "flag_upheld", (True, "")),
        ("cover", "covered_by_moderator", "flag_upheld", (False, "moderator")),
        ("warn", "warned", "flag_upheld", (False, "")),
        ("dismiss", "", "flag_dismissed", (False, "")),
    ],
)
async def test_each_decision_does_what_it_says_and_tells_both(world: World, action: Any, author: str, flagger: str, shown: Any) -> None:
    entry = await _decided(world, action)
    post = await posts.one(world.ana, world.post)
    assert (post.hidden, post.cover) == shown
    told = {who.name: [(one.kind, one.path) for one in await notifications.inbox(who)] for who in (world.ana, world.ben)}
    assert told == {"ana": [(author, f"/log/{entry}")] if author else [], "ben": [(flagger, f"/log/{entry}")]}
    (mine,) = await own_flags(world.ben)
    assert (mine.state, mine.upheld) == ("decided", action != "dismiss")


@pytest.mark.parametrize("action", ["hide", "cover", "warn", "dismiss"])
async def test_what_is_undone_is_undone_in_full(world: World, action: Any) -> None:
    before = (await feeds.everything(Viewer())).posts
    entry = await _decided(world, action)
    assert (await _counters())["ben"] == ([0, 1, 0, 0] if action == "dismiss" else [1, 0, 0, 0])
    assert (await statement(world.mo, entry)).may_undo
    undone = await undo_decision(world.mo, entry_id=entry, reason="I was wrong")
    after = (await feeds.everything(Viewer())).posts
    assert [(one.id, one.hidden, one.cover, one.votes) for one in after] == [(one.id, one.hidden, one.cover, one.votes) for one in before]
    assert await _counters() == {}
    (waiting,) = (await queue(world.mo)).cases
    assert (waiting.flags, [one.reason for one in waiting.reasons]) == (1, ["hate"])
    assert [one.state for one in await own_flags(world.ben)] == ["open"]
    assert (await notifications.inbox(world.ana))[0].kind == "decision_undone"
    old, new = await statement(world.mo, entry), await statement(world.mo, undone)
    assert (old.undone_by, old.may_undo, new.entry.action, new.may_undo) == (undone, False, "undo", False)
    with pytest.raises(Invalid):
        await undo_decision(world.mo, entry_id=entry, reason="Again")
    async with db.reading() as session:
        assert (await session.exec(select(Subwiki.posts_count).where(Subwiki.id == world.place))).one() == 1
    await decide(world.mo, subject_kind="post", subject_id=world.post, action="dismiss", reason="Once more")
    assert (await queue(world.mo)).cases == []


async def test_only_the_newest_is_undone_and_by_whoever_moderates_there(world: World) -> None:
    first = await _decided(world, "dismiss")
    second = await decide(world.mo, subject_kind="post", subject_id=world.post, action="cover", reason=REASON, rule="site:people")
    rita = await join(await make_member("rita"), await make_subwiki("rivers"), role="moderator")
    for who, why in ((Viewer(), LoginNeeded), (world.ben, NotAllowed), (world.ana, NotAllowed), (rita, NotAllowed)):
        with pytest.raises(why):
            await undo_decision(who, entry_id=second, reason="No")
        assert not (await statement(who, second)).may_undo
    with pytest.raises(Invalid):
        await undo_decision(world.mo, entry_id=first, reason="No")
    with pytest.raises(NotFound):
        await undo_decision(world.mo, entry_id=second + 9, reason="No")
    await undo_decision(world.mo, entry_id=second, reason="Yes")
    assert (await statement(world.mo, first)).may_undo


async def test_nobody_undoes_a_decision_on_their_own(world: World) -> None:
    own = await make_post(world.mo, world.place, headline="Mine")
    mia = await join(await make_member("mia"), world.place, role="moderator")
    entry = await decide(mia, subject_kind="post", subject_id=own, action="hide", reason=REASON, rule="site:people")
    with pytest.raises(NotAllowed):
        await undo_decision(world.mo, entry_id=entry, reason="Mine")


async def test_a_comment_is_covered_and_uncovered(world: World) -> None:
    comment = await make_comment(world.ana, world.post, text="Awful")
    entry = await decide(world.mo, subject_kind="comment", subject_id=comment, action="cover", reason=REASON, rule="site:people")
    assert [one.cover for one in await threads.of_post(Viewer(), world.post)] == ["moderator"]
    with pytest.raises(Invalid):
        await decide(world.mo, subject_kind="comment", subject_id=comment, action="cover", reason=REASON, rule="site:people")
    await undo_decision(world.mo, entry_id=entry, reason="Not so awful")
    assert [one.cover for one in await threads.of_post(Viewer(), world.post)] == [""]


@pytest.mark.parametrize("rule", ["site:nothing", "subwiki:3", "subwiki:0", "x"])
async def test_a_rule_that_is_none_is_refused(world: World, rule: str) -> None:
    await subwikis.edit_page(world.ana, slug="climate", description="", rules="Be kind.\n\nNo adverts.", based_on=1)
    with pytest.raises(Invalid) as refused:
        await decide(world.mo, subject_kind="post", subject_id=world.post, action="hide", reason=REASON, rule=rule)
    assert (refused.value.key, refused.value.field) == ("decision.unknown_rule", "rule")
    assert not (await posts.one(world.ana, world.post)).hidden


async def test_a_rule_of_the_subwiki_is_named_as_it_was_and_has_an_anchor(world: World, site: httpx.AsyncClient) -> None:
    await subwikis.edit_page(world.ana, slug="climate", description="", rules="Be kind.\n\n- No **adverts**\n- No spam", based_on=1)
    entry = await _decided(world, "warn", rule="subwiki:2")
    found = await statement(Viewer(), entry)
    assert (found.rule_text, found.rule_path) == ("No adverts", "/w/climate/about#rule-2")
    assert '<li id="rule-2"' in (await subwiki_queries.one(Viewer(), "climate")).rules_html
    assert 'id="rule-2"' in (await site.get("/w/climate/about")).text
    await subwikis.edit_page(world.ana, slug="climate", description="", rules="Be kind.\n\nNo shouting.", based_on=2)
    assert (await statement(Viewer(), entry)).rule_text == "No adverts"


async def test_everybody_reads_the_statement_and_it_names_no_flagger(world: World, site: httpx.AsyncClient) -> None:
    entry = await _decided(world, "hide", law="StGB 185")
    page, told = (await site.get(f"/log/{entry}")).text, (await site.get(f"/log/{entry}.json")).json()
    main = page.partition("<main")[2]
    for words in (
        REASON,
        "Be kind to people. Argue with what they say.",
        "/rules#people",
        "StGB 185",
        "A person looked at it"[2:],
        "1 flag",
        "are not sent there",
    ):
        assert words in main, words
    assert told["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert (told["decision_visibility"], told["source_type"]) == (["DECISION_VISIBILITY_CONTENT_DISABLED"], "SOURCE_ARTICLE_16")
    assert (told["automated_decision"], told["decision_facts"]) == ("AUTOMATED_DECISION_NOT_AUTOMATED", REASON)
    for said in (main, repr(told)):
        assert ("Hateful" in said, "ben" in said) == (False, False)
    # Of those concerned, the dump names nobody.
    assert not any(name in repr(told) for name in ("'ana'", "'mo'"))
    for address in ("/log/999999", "/log/999999.json", "/log/x"):
        assert (await site.get(address)).status_code == 404


async def test_what_is_no_decision_about_a_text_has_no_statement(world: World) -> None:
    entry = await protect(world.mo, kind="post", subject_id=world.post, level="trusted", reason="A war")
    with pytest.raises(NotFound):
        await statement(world.mo, entry)
    with pytest.raises(NotFound):
        await undo_decision(world.mo, entry_id=entry, reason="No")


async def test_what_a_rule_did_by_itself_has_a_statement_too(world: World, site: httpx.AsyncClient) -> None:
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="privacy")
    async with db.reading() as session:
        assert (await session.exec(select(Flag.weight))).one() > 0
    [entry] = [one.id for one in await log()]
    told = (await site.get(f"/log/{entry}.json")).json()
    assert (told["automated_decision"], told["decision_visibility"]) == (
        "AUTOMATED_DECISION_FULLY",
        ["DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED"],
    )
    assert (told["incompatible_content_ground"].endswith("/rules#flags"), told["source_type"]) == (True, "SOURCE_ARTICLE_16")
    main = (await site.get(f"/log/{entry}")).text.partition("<main")[2]
    assert ("Members flagged it." in main, "/rules#flags" in main, "Yes: a rule of the site did it" in main) == (True, True, True)
    assert not (await statement(world.mo, entry)).may_undo
    with pytest.raises(NotFound):
        await undo_decision(world.mo, entry_id=entry, reason="No")
