"""Events: whatever is sent over the socket, nobody does or learns what is not theirs."""

import json

import pytest

from tests.running import Server
from tests.server import world as secret
from tests.server.payloads import all_handlers, own_handlers, payloads
from tests.server.serving import changed, rows
from tests.server.wire import Tab, tab
from tests.server.world import World, make_world, secrets
from wtsocial.core.settings import settings

ELSEWHERE = (
    "/admin",
    "/admin/members",
    "/admin/rules",
    "/admin/subwikis",
    "/admin/sources",
    "/admin/invitations",
    "/admin/settings",
    "/admin/announcement",
    "/waiting",
    "/settings/invitations",
    "/settings/flags",
    "/moderation",
    "/log/1",
    "/jury",
    "/settings",
    "/inbox",
    "/saved",
    "/submit",
    "/w/climate/about",
    "/post/{post}/edit",
    "/post/{post}",
)
"""Pages from which everything is tried: some handlers go by the address."""


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


async def sweep(browser: Tab, world: World, handlers: dict[str, list[str]], *paths: str) -> None:
    """Call every handler with every plausible payload, from each of the pages."""
    for path in paths:
        await browser.open(path.format(post=world.post))
        for name, takes in handlers.items():
            for payload in payloads(name, takes, world):
                await browser.emit(name, **payload)
        await browser.settle(rounds=4)


async def test_an_anonymous_browser_calls_every_handler_and_changes_nothing(site: Server, world: World) -> None:
    before = rows(settings().sqlalchemy_url)
    async with tab(site.url) as browser:
        await sweep(browser, world, all_handlers(), *ELSEWHERE)
        said = json.dumps(browser.heard, ensure_ascii=False)
    assert changed(before, rows(settings().sqlalchemy_url)) == {}
    private = await secrets() | {secret.HIDDEN_HEADLINE, secret.HIDDEN_TEXT, secret.HIDDEN_COMMENT, secret.HIDDEN_REVISION}
    private |= {secret.FLAG_NOTE, secret.DRAFT}
    assert [word for word in private if word in said] == []


async def test_the_same_events_change_what_a_member_may_change(site: Server, world: World) -> None:
    before = rows(settings().sqlalchemy_url)
    async with tab(site.url, session=world.sessions["eva"]) as browser:
        await sweep(browser, world, own_handlers(), *ELSEWHERE)
    touched = changed(before, rows(settings().sqlalchemy_url))
    # What was joined may be undone by an event that goes back to former choices: their versions stay.
    assert set(touched) >= {"choiceversion", "comment", "draft", "flag", "member", "post", "revision", "savedpost", "subwiki", "vote"}
    assert "moderationaction" not in touched, "no member but a moderator decides"


async def test_the_same_events_decide_when_a_moderator_sends_them(site: Server, world: World) -> None:
    before = rows(settings().sqlalchemy_url)
    async with tab(site.url, session=world.sessions["mo"]) as browser:
        await sweep(browser, world, own_handlers(), "/moderation")
    assert "moderationaction" in changed(before, rows(settings().sqlalchemy_url))


CHOSEN = {"membership", "subwiki", "follow", "tagfollow", "choiceversion", "preset", "invitation"}
"""What somebody may choose for themselves who has confirmed their address, and whom they may invite."""


@pytest.mark.parametrize("who", ["wen", "sus", "lin"])
async def test_who_may_not_take_part_changes_nothing_but_what_is_theirs_alone(site: Server, world: World, who: str) -> None:
    before = rows(settings().sqlalchemy_url)
    async with tab(site.url, session=world.sessions[who]) as browser:
        await sweep(browser, world, own_handlers(), *ELSEWHERE)
    after = changed(before, rows(settings().sqlalchemy_url))
    # Drafts, notices read and the language are one's own, whatever one's standing.
    assert set(after) <= {"draft", "notice", "member"} | (CHOSEN if who in ("lin", "sus") else set())
    assert [row[1] for row in after.get("member", [])] in ([], [who])
