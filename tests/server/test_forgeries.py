"""Forgeries: events with other people's ids, fields nobody asked for, and values of no sensible kind."""

import asyncio
import json
from typing import Any

import pytest

from tests.factories import make_post
from tests.running import Server
from tests.server.payloads import own_handlers
from tests.server.serving import changed, http, rows
from tests.server.wire import NAMESPACE, PATIENCE, Tab, tab
from tests.server.world import DRAFT, World, make_world
from wtsocial.core.settings import settings
from wtsocial.db.statements import table
from wtsocial.models import Member
from wtsocial.pages.edit.state import EditState
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.post.state import CommentState, CorrectState
from wtsocial.pages.settings.state import SettingsState
from wtsocial.pages.submit.state import SubmitState
from wtsocial.ui.deciding import DecideState
from wtsocial.ui.flagging import FlagState
from wtsocial.ui.live import LiveState
from wtsocial.ui.votes import PressState

NOBODYS = 999_999_999
ODD_NUMBERS: list[Any] = [
    {},
    [],
    None,
    float("nan"),
    float("inf"),
    2**63,
    -(2**63),
    "1 ",
    "١",
    "1e3",
    True,
    1.5,
    0,
    -1,
    {"a": {"b": []}},
    [[1]],
]
ONE_VOTE = {"post", "vote"}
"""The tables that `still_served` changes."""


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


def everything() -> dict[str, list[tuple[Any, ...]]]:
    return rows(settings().sqlalchemy_url)


def has_power(member: tuple[Any, ...]) -> bool:
    """Whether a row is of an admin, or of somebody who was made trusted."""
    columns = list(table(Member).c.keys())
    return any(member[columns.index(name)] for name in ("is_admin", "is_trusted"))


def about(form_of: int, **more: Any) -> dict[str, Any]:
    """A form about the post with this id."""
    return {"post_id": str(form_of), "subject_kind": "post", "subject_id": str(form_of), "based_on": "1", **more}


CORRECTION = {"headline": "Another headline", "reason": "false", "source": "https://gauge.example/"}

# What somebody tries on a post: the state that answers, its event, and the payload by the post's id.
TRIES: dict[str, tuple[Any, Any, Any]] = {
    "correct": (CorrectState, CorrectState.correct, lambda id_: {"form": about(id_, **CORRECTION)}),
    "flag": (FlagState, FlagState.flag, lambda id_: {"form": about(id_, reason="spam", note="")}),
    "comment": (CommentState, CommentState.comment, lambda id_: {"form": about(id_, parent_id="0", text="I was here")}),
    "decide": (DecideState, DecideState.decide, lambda id_: {"form": about(id_, action="hide", reason="Because", rule="site:people")}),
    "vote": (PressState, PressState.vote, lambda id_: {"post_id": id_, "wanted": True}),
    "save": (PressState, PressState.save, lambda id_: {"post_id": id_, "wanted": True}),
}


@pytest.mark.parametrize("what", TRIES)
async def test_what_is_hidden_from_somebody_answers_like_what_is_not_there(site: Server, world: World, what: str) -> None:
    state, event, payload = TRIES[what]
    before, answers = everything(), list[dict[str, Any]]()
    async with tab(site.url, session=world.sessions["ben"]) as browser:
        for post_id in (world.hidden, NOBODYS):
            await browser.send(event, **payload(post_id))
            answers.append(browser.of(state)["errors"])
    assert answers[0] == answers[1]
    assert answers[0][""]["key"] == "error.not_found"
    assert changed(before, everything()) == {}


@pytest.mark.parametrize("what", ["correct", "flag", "comment", "vote", "save"])
async def test_the_same_on_what_is_shown_is_done(site: Server, world: World, what: str) -> None:
    state, event, payload = TRIES[what]
    before = everything()
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        given = payload(world.post)
        if "form" in given:
            given["form"]["based_on"] = "3"
        await browser.send(event, **given)
        assert browser.errors(state) == {}
    assert changed(before, everything())


async def test_another_members_own_post_is_edited_by_nobody_else(site: Server, world: World) -> None:
    before = everything()
    async with tab(site.url, f"/post/{world.own}/edit", session=world.sessions["ben"]) as browser:
        assert browser.errors(EditState) == {"": "error.not_allowed"}
        typed = {"text": "Mine now", "note": "", "based_on": "1", "place": f"edit:{world.own}"}
        await browser.send(EditState.save, typed=typed)
        await browser.send(CorrectState.correct, form=about(world.own, **CORRECTION))
        assert browser.errors(CorrectState) == {"": "error.not_allowed"}
    assert set(changed(before, everything())) <= {"draft"}


async def test_its_author_edits_it(site: Server, world: World) -> None:
    async with tab(site.url, f"/post/{world.own}/edit", session=world.sessions["ana"]) as browser:
        typed = dict(browser.of(EditState)["fill"]["values"]) | {"text": "What I saw *then*.", "place": f"edit:{world.own}"}
        await browser.send(EditState.save, typed=typed)
        assert browser.errors(EditState) == {}
    assert "What I saw *then*." in repr(everything()["revision"])


async def test_a_draft_reaches_nobody_but_its_writer(site: Server, world: World) -> None:
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["eva"]) as browser:
        await browser.send(CommentState.restore_reply, post_id=world.post, parent_id=0)
        await browser.open("/submit")
        assert DRAFT not in json.dumps(browser.heard)
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["ben"]) as browser:
        assert browser.of(CommentState)["draft"] == DRAFT


async def test_a_reply_to_a_comment_of_another_post_is_refused(site: Server, world: World) -> None:
    other = await make_post(world.ana, world.subwiki)
    async with tab(site.url, f"/post/{other}", session=world.sessions["eva"]) as browser:
        await browser.send(CommentState.comment, form={"post_id": str(other), "parent_id": str(world.comment), "text": "Across"})
        assert browser.errors(CommentState) == {"": "comment.parent"}
        await browser.send(CommentState.comment, form={"post_id": str(world.post), "parent_id": str(world.comment), "text": "Here"})
        assert browser.errors(CommentState) == {}


FORGED = {
    "id": "7", "author_id": "1", "editor_id": "1", "member_id": "1", "viewer": {"id": 1, "is_admin": True}, "is_admin": True, "is_trusted": True,
    "state": "active", "status": "active", "role": "moderator", "created_at": "2001-01-01", "published_at": "2001-01-01", "hidden_at": None,
    "votes_count": 99, "revision": 99, "stamp": 99, "email_confirmed_at": "2001-01-01", "picture": "../../etc/passwd",
}  # fmt: skip
"""Fields that no form of ours has."""


async def test_fields_that_no_form_has_are_ignored(site: Server, world: World) -> None:
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["eva"]) as browser:
        await browser.send(CommentState.comment, form=FORGED | {"post_id": str(world.post), "parent_id": "0", "text": "Extra"})
        await browser.send(SettingsState.save_about, form=FORGED | {"about": "Reads"})
        joined = {"kind": "discussion", "headline": "Forged", "text": "Extra", "subwiki": "climate", "mode": "collaborative"}
        async with tab(site.url, "/submit", session=world.sessions["ana"]) as author:
            await author.send(SubmitState.publish, typed=FORGED | joined)
            assert author.errors(SubmitState) == {}
    from_now = everything()
    comment = next(row for row in from_now["comment"] if "Extra" in row)
    assert world.eva.id in comment
    post = next(row for row in from_now["post"] if "Forged" in row)
    assert world.ana.id in post
    assert not {99, "../../etc/passwd", 7} & set(post)
    assert "2001" not in repr(from_now["post"]) + repr(from_now["comment"])
    assert [row[1] for row in from_now["member"] if has_power(row)] == ["root"]


def test_fields_that_registering_has_not_are_ignored(site: Server) -> None:
    fields = {"username": "mallory", "email": "mallory@example.net", "password": "walrus harmonica 44", "agreed": "on"}
    with http(site.url) as client:
        client.post("/auth/register", data={name: str(FORGED[name]) for name in FORGED if name not in ("id", "viewer", "stamp")} | fields)
    (member,) = everything()["member"]
    assert "waiting" in member
    assert not has_power(member)


NUMBERED = {
    "vote": lambda odd: (PressState.vote, {"post_id": odd, "wanted": True}),
    "save": lambda odd: (PressState.save, {"post_id": odd, "wanted": True}),
    "flag": lambda odd: (FlagState.flag, {"form": {"subject_kind": "post", "subject_id": odd, "reason": "spam", "note": ""}}),
    "withdraw": lambda odd: (FlagState.withdraw, {"subject_kind": odd, "subject_id": odd}),
    "comment": lambda odd: (CommentState.comment, {"form": {"post_id": odd, "parent_id": "0", "text": "x"}}),
    "reply": lambda odd: (CommentState.restore_reply, {"post_id": odd, "parent_id": odd}),
    "write": lambda odd: (CommentState.write, {"post_id": odd, "parent_id": odd, "text": odd, "mark": odd}),
    "correct": lambda odd: (CorrectState.correct, {"form": CORRECTION | {"post_id": odd, "based_on": odd}}),
    "form": lambda odd: (CommentState.comment, {"form": odd}),
    "more": lambda odd: (FeedState.more, {"older": odd}),
}  # fmt: skip


@pytest.mark.parametrize("what", NUMBERED)
async def test_what_is_no_number_is_refused_and_the_next_event_is_served(site: Server, world: World, what: str) -> None:
    before = everything()
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        for odd in ODD_NUMBERS:
            event, payload = NUMBERED[what](odd)
            heard = await browser.send(event, **payload)
            assert "error.broken" not in json.dumps(heard), odd
        # True and 1.0 are no ids, and "1 " is none: not even post 1 was touched.
        assert set(changed(before, everything())) <= {"draft"}
        await browser.send(PressState.vote, post_id=world.post, wanted=True)
        assert browser.of(LiveState)["mine"]["voted"] is True


async def test_every_handler_survives_values_of_every_kind(site: Server, world: World) -> None:
    before, kinds = everything(), [{}, [], None, float("nan"), 2**63, "1 ", True, {"form": {"form": {}}}, {"__reflex_form_data__": 7}]
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        for name, takes in own_handlers().items():
            for odd in kinds:
                await browser.emit(name, **dict.fromkeys(takes, odd))
            await browser.emit(name, surplus="x")
            await browser.emit(name)
        await browser.settle(rounds=3)
        assert "error.broken" not in json.dumps(browser.heard)
        await browser.send(PressState.vote, post_id=world.post, wanted=True)
        assert browser.of(LiveState)["mine"]["voted"] is True
    assert set(changed(before, everything())) <= {"draft", "vote", "post", "membership", "subwiki", "notice", "invitation"}


@pytest.mark.parametrize("depth", [200, 20_000, 400_000, 1_000_000])
async def test_a_deep_nesting_breaks_nothing(site: Server, world: World, depth: int) -> None:
    name = next(name for name in own_handlers() if name.endswith("press_state.save"))
    deep = "[" * depth + "]" * depth
    packet = f'42{NAMESPACE},["event",{{"name":"{name}","payload":{{"post_id":{deep},"wanted":true}},"router_data":{{}}}}]'
    before = everything()
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        await raw(browser, packet)
    await still_served(site, world)
    assert set(changed(before, everything())) == ONE_VOTE


ODD_NAMES: list[Any] = ["__proto__", "", "constructor", ["a"], {"a": 1}, None, 7, "x" * 900_000, "a.b.c", "..", "reflex___state____state.__init__",
                        "reflex___state____state.wtsocial___ui___votes____press_state._undo"]  # fmt: skip


async def test_odd_handler_names_are_refused_with_bounded_log_lines(site: Server, world: World) -> None:
    before, logged = everything(), len(site.said())
    for name in ODD_NAMES:
        async with tab(site.url, session=world.sessions["eva"]) as browser:
            await browser.say({"name": name, "payload": {}, "router_data": {}})
            await browser.send(PressState.vote, post_id=NOBODYS, wanted=True)
            assert browser.errors(PressState) == {"": "error.not_found"}
    assert changed(before, everything()) == {}
    new = site.said()[logged:]
    assert max(map(len, new.splitlines()), default=0) < 12_000
    assert len(new) < 20_000 * len(ODD_NAMES)


@pytest.mark.parametrize(
    "odd", ["text", 7, None, [], ["a"], {}, {"payload": {}}, {"name": "x", "payload": []}, {"name": "x", "router_data": 7}]
)
async def test_what_is_no_event_at_all_is_refused(site: Server, world: World, odd: Any) -> None:
    before = everything()
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        await browser.say(odd)
        await browser.settle()
    await still_served(site, world)
    assert set(changed(before, everything())) == ONE_VOTE


async def test_a_message_of_megabytes_ends_its_connection(site: Server, world: World) -> None:
    before = everything()
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        await browser.emit(CommentState.write, post_id=world.post, parent_id=0, text="x" * 3_000_000, mark="1")
        await asyncio.wait_for(browser.socket.wait(), PATIENCE)
    await still_served(site, world)
    assert set(changed(before, everything())) == ONE_VOTE


async def raw(browser: Tab, packet: str) -> None:
    """Send a packet as it stands."""
    await browser.socket.eio.ws.send_str(packet)


async def still_served(site: Server, world: World) -> None:
    """A new tab's press is answered."""
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        await browser.send(PressState.vote, post_id=world.post, wanted=True)
        assert browser.of(LiveState)["mine"]["voted"] is True
