"""One's own account on the screen: only its owner sees it, and what is set there is kept."""

import pytest

from tests.factories import make_member
from tests.screens import fire, screen
from wtsocial.accounts import queries as accounts
from wtsocial.pages.settings.state import SettingsState


async def test_settings_show_the_owner_their_address_and_a_reader_nothing() -> None:
    mine, nobody = await screen(SettingsState, await make_member("ana")), await screen(SettingsState)
    await fire(mine, "open")
    await fire(nobody, "open")
    assert mine.account.email == "ana@example.org"
    assert (nobody.account.email, nobody.ready, nobody.errors[""]["key"]) == ("", False, "error.login_needed")


async def test_the_next_person_at_a_browser_does_not_see_the_last_ones_address() -> None:
    state = await screen(SettingsState, await make_member("ana"))
    await fire(state, "open")
    state.router = (await screen(SettingsState)).router
    await fire(state, "open")
    assert state.account.email == ""


async def test_what_a_profile_says_is_saved_and_said_so() -> None:
    ana = await make_member("ana")
    state = await screen(SettingsState, ana)
    await fire(state, "save_about", {"about": "Reads slowly.", "is_admin": "on", "name": "root"})
    assert state.notice["key"] == "settings.saved"
    assert (await accounts.own(ana)).about == "Reads slowly."


@pytest.mark.parametrize("sent", [None, [], {"about": 7}, {"about": {"x": 1}}, "about"])
async def test_a_form_that_is_none_breaks_nothing(sent: object) -> None:
    state = await screen(SettingsState, await make_member("ana"))
    await fire(state, "save_about", sent)
    assert "error.broken" not in repr(state.errors)


async def test_a_language_that_was_switched_to_is_remembered() -> None:
    ana = await make_member("ana")
    state = await screen(SettingsState, ana)
    await fire(state, "set_language", "he")
    assert state.errors == {}
    assert (await accounts.own(ana)).language == "he"


@pytest.mark.parametrize("sent", ["xx", "", None, 7, ["he"]])
async def test_a_language_that_is_not_spoken_is_refused(sent: object) -> None:
    ana = await make_member("ana")
    state = await screen(SettingsState, ana)
    await fire(state, "set_language", sent)
    assert state.errors == {"language": {"key": "error.not_understood", "params": {}}}
    assert (await accounts.own(ana)).language == "en"
