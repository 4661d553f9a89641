"""Accounts on the screen: what is said while somebody types, and what only the owner sees."""

import pytest

from tests.factories import make_member
from tests.screens import fire, screen
from wtsocial.accounts import queries as accounts
from wtsocial.core.settings import settings
from wtsocial.pages.account.state import PostalState, SettingsState, TypingState


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ab", "username.length"),
        ("noa levi", "username.characters"),
        (".noa", "username.edges"),
        ("admin", "username.reserved"),
        ("Ana", "username.taken"),
        ("аna", "username.characters"),
    ],
)
async def test_a_name_that_cannot_be_taken_is_explained_while_it_is_typed(typed: str, key: str) -> None:
    await make_member("ana")
    state = await screen(TypingState)
    await fire(state, "name", typed)
    assert state.errors["username"]["key"] == key
    assert state.free == ""


async def test_a_free_name_is_called_free_and_clears_the_error() -> None:
    state = await screen(TypingState)
    await fire(state, "name", "admin")
    await fire(state, "name", "noa")
    assert state.errors == {}
    assert state.free == "noa"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("short", "password.short"),
        ("password1234", "password.common"),
        ("x" * 2000, "password.long"),
        ("i am noa-levi!", "password.personal"),
    ],
)
async def test_a_weak_password_is_explained_while_it_is_typed(typed: str, key: str) -> None:
    state = await screen(TypingState)
    await fire(state, "name", "noa-levi")
    await fire(state, "password", typed)
    assert state.errors["password"]["key"] == key
    assert state.free == "noa-levi"


async def test_a_good_password_passes_and_is_kept_nowhere() -> None:
    state = await screen(TypingState)
    await fire(state, "password", "ladder onion quiet brass")
    assert state.errors == {}
    assert "ladder" not in repr(state.dict()) + repr(vars(state))


async def test_an_error_of_one_field_outlives_typing_in_another() -> None:
    state = await screen(TypingState)
    await fire(state, "email", "noa@")
    await fire(state, "name", "noa")
    assert state.errors == {"email": {"key": "email.malformed", "params": {}}}


@pytest.mark.parametrize("handler", ["name", "email", "password"])
async def test_an_emptied_field_is_not_blamed(handler: str) -> None:
    state = await screen(TypingState)
    await fire(state, handler, "a")
    await fire(state, handler, "")
    assert state.errors == {}


@pytest.mark.parametrize("handler", ["name", "email", "password"])
@pytest.mark.parametrize("sent", [None, 7, {"a": 1}, ["x"]])
async def test_what_is_no_text_counts_as_nothing_typed(handler: str, sent: object) -> None:
    state = await screen(TypingState)
    await fire(state, handler, sent)
    assert (state.errors, state.free) == ({}, "")


async def test_the_page_says_where_mails_go_without_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    state = await screen(PostalState)
    await fire(state, "open")
    assert state.outbox == "data/outbox/"
    monkeypatch.setenv("WTSOCIAL_SMTP_URL", "smtp://localhost:2525")
    monkeypatch.setenv("WTSOCIAL_MAIL_FROM", "Us <us@example.org>")
    settings.cache_clear()
    await fire(state, "open")
    assert state.outbox == ""


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
