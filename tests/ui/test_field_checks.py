"""What is wrong with a name, an address or a password is said while it is typed."""

import pytest

from tests.factories import make_member
from tests.screens import fire, screen
from wtsocial.ui.field_checks import TypingState


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ab", "username.length"),
        ("noa levi", "username.spaces"),
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
