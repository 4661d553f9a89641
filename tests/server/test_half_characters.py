"""Half a character, sent over the socket, is refused in a sentence and breaks nothing, wherever it stands."""

import pytest

from tests.running import Server
from tests.server.wire import tab
from tests.server.world import World, make_world
from wtsocial.pages.subwikis.state import DirectoryState
from wtsocial.pages.tags.state import TagState
from wtsocial.ui.field_checks import TypingState

HALF = "\ud83d"


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


async def test_half_a_character_in_a_search_or_a_follow_is_refused(site: Server, world: World) -> None:
    async with tab(site.url, "/subwikis", session=world.sessions["ana"]) as browser:
        await browser.send(DirectoryState.search, typed={"search": HALF})
        assert browser.errors(DirectoryState) == {"search": "error.characters"}
        await browser.send(TagState.press_follow, name=HALF, wanted=True)
        assert browser.errors(TagState) == {"": "error.characters"}
        await browser.send(DirectoryState.search, typed={"search": "clim"})
        assert browser.errors(DirectoryState) == {}


async def test_half_a_character_in_the_address_of_a_page_stops_that_event_alone(site: Server, world: World) -> None:
    async with tab(site.url, "/register") as browser:
        browser.path = f"/w/{HALF}"
        await browser.emit(TypingState.name, typed="walter")
        await browser.until(lambda: browser.errors(TypingState) == {"": "error.not_understood"})
        browser.path = "/register"
        await browser.send(TypingState.name, typed="walter")
        assert browser.errors(TypingState) == {}
        assert browser.of(TypingState)["free"] == "walter"
