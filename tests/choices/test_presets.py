"""Presets: shared by a link, looked at by anybody, taken over in part; never with people to hide."""

from dataclasses import asdict

import pytest
from sqlmodel import col, update

from tests.choices.choosing import EVERYTHING, mine, people
from tests.factories import make_member
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import preset_queries as reading
from wtsocial.choices import presets
from wtsocial.choices.document import SHARED
from wtsocial.choices.views import Choices, Hides, UnknownView
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.models import Member
from wtsocial.text import limits


async def _shared(*parts: str) -> tuple[Viewer, Viewer, str]:
    """Who shares, who looks, and the code."""
    eva, ben = await people()
    await choices.save(eva, document=asdict(EVERYTHING), based_on=0)
    return eva, ben, await presets.share(eva, name="Quiet news", about="Less noise.", parts=list(parts or SHARED))


async def test_whoever_has_the_link_sees_what_is_shared() -> None:
    eva, ben, code = await _shared()
    for who in (eva, ben, Viewer()):
        found = await reading.preset(who, code)
        assert (found.name, found.about, found.by, found.parts) == ("Quiet news", "Less noise.", "eva", list(SHARED))
        assert (found.choices.tags, found.choices.hide.words, found.choices.sensitive) == (["ice"], ["storm"], "hide")
        assert found.may_withdraw == (who is eva)
        assert found.unknown == []
    assert [one.code for one in await reading.presets(eva)] == [code]
    assert await reading.presets(ben) == []


async def test_people_to_hide_and_notices_are_never_in_it() -> None:
    _, ben, code = await _shared()
    found = await reading.preset(ben, code)
    assert (found.choices.hide.people, found.choices.notices) == ([], {})
    eva = await make_member("zoe")
    for part in ("hidden_people", "notices", "defaults", "email"):
        with pytest.raises(Invalid, match="preset.not_shared"):
            await presets.share(eva, name="No", parts=[part])
        with pytest.raises(Invalid, match="preset.not_shared"):
            await presets.take_over(ben, code=code, parts=[part])


async def test_only_what_is_ticked_is_shared_and_later_changes_are_not() -> None:
    eva, ben, code = await _shared("tags", "words")
    await choices.follow(eva, kind="tag", name="cats", wanted=True)
    found = await reading.preset(ben, code)
    assert found.parts == ["tags", "words"]
    assert (found.choices.tags, found.choices.subwikis, found.choices.people) == (["ice"], [], [])
    # Nor what becomes of sensitive posts, which everybody chooses.
    assert (found.choices.sensitive, found.choices.languages) == ("cover", [])
    with pytest.raises(Invalid, match="preset.nothing"):
        await presets.share(ben, name="Empty", parts=["tags"])


async def test_what_is_taken_over_is_added_as_was_shown_and_is_a_version() -> None:
    _, ben, code = await _shared()
    await choices.save(ben, document={"tags": ["cats"], "hide": {"people": ["dan"]}, "sensitive": "show"}, based_on=0)
    shown = await reading.with_preset(ben, code, ["tags", "words"])
    assert await presets.take_over(ben, code=code, parts=["tags", "words"]) == 2
    assert await mine(ben) == shown
    assert shown == Choices(tags=["cats", "ice"], hide=Hides(words=["storm"], people=["dan"]), sensitive="show")
    assert await choices.undo(ben, version=1, based_on=2) == 3
    assert (await mine(ben)).tags == ["cats"]


async def test_what_is_not_there_any_more_or_is_oneself_is_left_out_and_told() -> None:
    eva, ben, code = await _shared("people")
    # Who is followed there takes it over: nobody follows themselves.
    assert await presets.take_over(ben, code=code, parts=["people"]) == 0
    assert (await mine(ben)).people == []
    zoe = await make_member("zoe")
    await presets.take_over(zoe, code=code, parts=["people"])
    assert (await mine(zoe)).people == ["ben"]
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == ben.id).values(state="deleted"))
    assert (await reading.preset(eva, code)).unknown == [UnknownView("people", "ben")]
    yan = await make_member("yan")
    assert await presets.take_over(yan, code=code, parts=["people"]) == 0


async def test_a_preset_that_was_withdrawn_is_gone_and_what_was_taken_over_stays() -> None:
    eva, ben, code = await _shared()
    await presets.take_over(ben, code=code, parts=["tags"])
    with pytest.raises(NotAllowed):
        await presets.withdraw(ben, code=code)
    with pytest.raises(LoginNeeded):
        await presets.withdraw(Viewer(), code=code)
    await presets.withdraw(eva, code=code)
    with pytest.raises(NotFound):
        await reading.preset(eva, code)
    with pytest.raises(NotFound):
        await presets.take_over(ben, code=code, parts=["words"])
    with pytest.raises(NotFound):
        await presets.withdraw(eva, code=code)
    assert await reading.presets(eva) == []
    assert (await mine(ben)).tags == ["ice"]


async def test_an_admin_may_withdraw_what_somebody_wrote_into_one() -> None:
    _, _, code = await _shared()
    admin = await make_member("ada", admin=True)
    assert (await reading.preset(admin, code)).may_withdraw
    await presets.withdraw(admin, code=code)
    with pytest.raises(NotFound):
        await reading.preset(admin, code)


async def test_only_who_takes_part_shares_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    eva, _, _ = await _shared()
    with pytest.raises(LoginNeeded):
        await presets.share(Viewer(), name="x", parts=["sensitive"])
    for state, key in (("waiting", "error.waiting"), ("suspended", "error.suspended")):
        with pytest.raises(NotAllowed, match=key):
            await presets.share(await make_member(state, state=state, confirmed=True), name="x", parts=["sensitive"])
    for name, about in (("", ""), ("x" * 81, ""), ("x", "y" * 501), ("\u202ex", "")):
        with pytest.raises(Invalid):
            await presets.share(eva, name=name, about=about, parts=["tags"])
    monkeypatch.setattr(limits, "PRESETS_PER_MEMBER", 1)
    with pytest.raises(TooMany):
        await presets.share(eva, name="x", parts=["tags"])


async def test_a_code_that_was_guessed_leads_nowhere() -> None:
    await _shared()
    for code in ("", "x", "' or 1=1", "\x00\x00"):
        with pytest.raises(NotFound):
            await reading.preset(Viewer(), code)
        with pytest.raises(NotFound):
            await presets.take_over(await make_member(f"guesser{len(code)}"), code=code, parts=["tags"])
