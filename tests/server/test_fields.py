"""What a field takes: its limit and not one more, lines without tricks, and no more than anybody writes in an hour."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlmodel import col, select

from tests.factories import login, make_member, make_subwiki
from tests.running import Server
from tests.server.serving import http
from tests.server.wire import Tab, tab
from tests.server.world import World, make_world
from wtsocial import db
from wtsocial.models import Post
from wtsocial.pages.post.state import CommentState, CorrectState
from wtsocial.pages.settings.state import SettingsState
from wtsocial.pages.submit.state import SubmitState
from wtsocial.pages.subwikis.state import DirectoryState, FoundState
from wtsocial.text import limits
from wtsocial.ui.flagging import FlagState


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


REFUSED_LINES = {
    "override": "Rivers \u202e run dry", "nul": "Rivers\x00run", "surrogate": "Rivers \ud800 run", "zalgo": "R" + "\u0301" * 30, "escape": "Rivers \x1b[31m",
    "empty": "", "blank": "\u2800\u3164", "only invisible": "\u200b\u200b",
}  # fmt: skip
CLEANED_LINES = {"Rivers\u200b run": "Rivers run", "\ufeffRivers  run ": "Rivers run", "Rivers\nrun": "Rivers run", "Cafe\u0301": "Café"}
KEPT_LINES = ["הנהרות יבשים — 40% פחות", "جفّت الأنهار، تقول المقاييس", "Die Flüsse führen wenig", "川が干上がる", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 rivers 👩‍👩‍👧"]


def discussion(headline: str) -> dict[str, str]:
    return {"kind": "discussion", "headline": headline, "text": "See the gauge.", "subwiki": "climate", "mode": "collaborative"}


@pytest.mark.parametrize("what", REFUSED_LINES)
async def test_a_headline_with_what_nobody_types_is_refused_at_its_field(site: Server, world: World, what: str) -> None:
    async with tab(site.url, "/submit", session=world.sessions["ana"]) as browser:
        await browser.send(SubmitState.publish, typed=discussion(REFUSED_LINES[what]))
        assert browser.errors(SubmitState) in ({"headline": "error.characters"}, {"headline": "error.required"})


async def headlines() -> list[str]:
    async with db.reading() as session:
        return list((await session.exec(select(Post.headline).order_by(col(Post.id)))).all())


async def test_a_headline_is_freed_of_what_copying_brings_along(site: Server, world: World) -> None:
    async with tab(site.url, "/submit", session=world.sessions["ana"]) as browser:
        for pasted in CLEANED_LINES:
            await browser.send(SubmitState.publish, typed=discussion(pasted))
            assert browser.errors(SubmitState) == {}
    assert (await headlines())[-len(CLEANED_LINES) :] == list(CLEANED_LINES.values())


async def test_a_headline_of_any_writing_is_kept_and_stands_apart(site: Server, world: World) -> None:
    async with tab(site.url, "/submit", session=world.sessions["ana"]) as browser:
        for headline in KEPT_LINES:
            await browser.send(SubmitState.publish, typed=discussion(headline))
            assert browser.errors(SubmitState) == {}
    assert (await headlines())[-len(KEPT_LINES) :] == KEPT_LINES
    with http(site.url) as client:
        isolated = {node.text() for node in LexborHTMLParser(client.get("/all").text).css("bdi")}
    assert set(KEPT_LINES) <= isolated


# Every field of every form: the state, the event, how its form is called, the field's limit, its name.
FIELDS: dict[str, tuple[Any, Any, str, int, str]] = {
    "headline": (SubmitState, SubmitState.publish, "typed", limits.HEADLINE, "headline"),
    "text": (SubmitState, SubmitState.publish, "typed", limits.POST_TEXT, "text"),
    "comment": (CommentState, CommentState.comment, "form", limits.COMMENT_TEXT, "text"),
    "corrected headline": (CorrectState, CorrectState.correct, "form", limits.HEADLINE, "headline"),
    "note of a correction": (CorrectState, CorrectState.correct, "form", limits.NOTE, "note"),
    "note of a flag": (FlagState, FlagState.flag, "form", limits.NOTE, "note"),
    "about": (SettingsState, SettingsState.save_about, "form", limits.ABOUT, "about"),
    "name": (FoundState, FoundState.create, "typed", limits.SUBWIKI_NAME, "name"),
    "description": (FoundState, FoundState.create, "typed", limits.DESCRIPTION, "description"),
    "rules": (FoundState, FoundState.create, "typed", limits.RULES, "rules"),
    "slug": (FoundState, FoundState.create, "typed", limits.SLUG, "slug"),
}


def whole(world: World) -> dict[str, str]:
    """A form with the fields of all of them, each with something that may stand there."""
    return discussion("Rivers run slow") | new_subwiki() | {
        "post_id": str(world.post), "parent_id": "0", "based_on": "3", "reason": "fake", "note": "", "about": "",
        "source": "https://gauge.example/", "subject_kind": "post", "subject_id": str(world.post),
    }  # fmt: skip


def new_subwiki() -> dict[str, str]:
    return {"slug": "rivers", "name": "Rivers", "description": "", "rules": ""}


@pytest.mark.parametrize("what", FIELDS)
async def test_a_field_takes_its_limit_and_not_one_more(site: Server, world: World, what: str) -> None:
    state, event, form, limit, name = FIELDS[what]
    fields = whole(world) | ({"reason": "false"} if state is CorrectState else {})
    async with tab(site.url, "/subwikis/new", session=world.sessions["eva"]) as browser:
        await join_climate(browser)
        for text in ("y" * (limit + 1), "y" * 900_000):
            await browser.send(event, **{form: fields | {name: text}})
            assert browser.errors(state) == {name: "slug.length" if name == "slug" else "error.too_long"}
        await browser.send(event, **{form: fields | {name: "y" * limit}})
        assert browser.errors(state) == {}


async def join_climate(browser: Tab) -> None:
    """Who posts in a subwiki is in it."""
    await browser.send(DirectoryState.press_join, slug="climate", wanted=True)


@pytest.mark.parametrize("form", ["register", "login", "reset", "confirm"])
def test_a_form_of_ten_megabytes_is_refused_unread(site: Server, form: str) -> None:
    with http(site.url) as client:
        assert client.post(f"/auth/{form}", content=b"x" * 10_000_000).status_code == 413


async def over_quota(browser: Tab, state: Any, most: int, event: Any, payload: Any) -> list[dict[str, Any]]:
    """What was refused when one more than allowed is tried."""
    before = len(browser.heard)
    for number in range(most + 1):
        await browser.emit(event, **payload(number))
    await browser.settle()
    said = [(update.get("delta") or {}).get(state.get_full_name(), {}).get("errors_rx_state_") for update in browser.heard[before:]]
    return [errors for errors in said if errors]


async def test_more_than_anybody_writes_in_an_hour_is_refused(site: Server, world: World) -> None:
    async with tab(site.url, f"/post/{world.own}", session=world.sessions["ben"]) as browser:
        comment = {"post_id": str(world.post), "parent_id": "0"}
        # In his small life so far Ben wrote two comments.
        refused = await over_quota(
            browser,
            CommentState,
            limits.COMMENTS_PER_HOUR - 2,
            CommentState.comment,
            lambda n: {"form": comment | {"text": f"Comment {n}"}},
        )
        assert [error[""]["key"] for error in refused] == ["error.hourly"]
        refused = await over_quota(
            browser, SubmitState, limits.POSTS_PER_HOUR, SubmitState.publish, lambda n: {"typed": discussion(f"Post {n}")}
        )
        assert [error[""]["key"] for error in refused] == ["error.hourly_posts"]
        founding = lambda n: {"typed": new_subwiki() | {"slug": f"river-{n}", "name": f"River {n}"}}  # noqa: E731 # named like the others
        refused = await over_quota(browser, FoundState, limits.SUBWIKIS_PER_MEMBER, FoundState.create, founding)
        assert [error[""]["key"] for error in refused] == ["error.quota"]


async def test_an_outsider_is_told_to_join_before_posting(site: Server) -> None:
    await make_subwiki("quiet")
    from_outside = await make_member("olga")
    async with tab(site.url, "/submit", session=await login(from_outside)) as browser:
        await browser.send(SubmitState.publish, typed=discussion("Hello") | {"subwiki": "quiet"})
        assert browser.errors(SubmitState) == {"subwiki": "subwiki.join_first"}
