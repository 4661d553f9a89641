"""Profiles: one's own text and language, and nobody else's."""

import pytest

from tests.factories import make_member
from wtsocial.accounts import profiles
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.text import limits


async def test_a_member_says_something_of_themself_and_takes_it_back() -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    await profiles.edit_about(ana, about="Reads **slowly**.")
    assert (await accounts.own(ana)).about == "Reads **slowly**."
    assert (await accounts.own(ben)).about == ""
    await profiles.edit_about(ana, about="")
    assert (await accounts.own(ana)).about == ""


@pytest.mark.parametrize(("state", "key"), [("waiting", "error.unconfirmed"), ("suspended", "error.suspended")])
async def test_who_cannot_take_part_cannot_write_a_profile(state: str, key: str) -> None:
    ana = await make_member("ana", state=state)
    with pytest.raises(NotAllowed) as refused:
        await profiles.edit_about(ana, about="Buy things!")
    assert refused.value.key == key
    assert (await accounts.own(ana)).about == ""


async def test_a_profile_has_a_limit() -> None:
    ana = await make_member("ana")
    await profiles.edit_about(ana, about="a" * limits.ABOUT)
    with pytest.raises(Invalid) as refused:
        await profiles.edit_about(ana, about="a" * (limits.ABOUT + 1))
    assert (refused.value.key, refused.value.field) == ("error.too_long", "about")


@pytest.mark.parametrize("state", ["active", "waiting", "suspended"])
async def test_every_member_chooses_their_language(state: str) -> None:
    ana = await make_member("ana", state=state)
    await profiles.set_language(ana, language="he")
    assert (await accounts.own(ana)).language == "he"


async def test_a_reader_has_no_account_to_read_or_change() -> None:
    with pytest.raises(LoginNeeded):
        await profiles.set_language(Viewer(), language="he")
    with pytest.raises(LoginNeeded):
        await profiles.edit_about(Viewer(), about="x")
    with pytest.raises(LoginNeeded):
        await accounts.own(Viewer())


async def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(Invalid):
        await profiles.set_language(await make_member("ana"), language="xx")
