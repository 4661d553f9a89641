"""The handlers of suggestions and receipts: what they answer, and what they refuse."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.queries import profile
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.suggestions import suggest_headline, withdraw_suggestion
from wtsocial.pages.inbox.state import InboxState
from wtsocial.pages.people.state import ProfileState
from wtsocial.pages.post.state import CorrectState
from wtsocial.pages.post.suggestions_state import AnswerState, SuggestionState
from wtsocial.pages.subwikis.agreements import AgreementsState
from wtsocial.posts import queries as posts
from wtsocial.posts.votes import upvote
from wtsocial.subwikis import queries as subwikis
from wtsocial.text import limits

SOURCE = "https://example.org/source"


async def _post(mode: str = "collaborative") -> tuple[Viewer, Viewer, int]:
    """The author, a member of standing, and the post."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    return ana, await make_member("ben"), await make_post(ana, place, headline="All ice gone", mode=mode)


def _form(post_id: int, **fields: Any) -> dict[str, Any]:
    made = {"post_id": post_id, "headline": "Some ice gone", "reason": "exaggerated", "source": SOURCE, "note": "", "based_on": "1"}
    return made | fields


async def _suggested(by: Viewer, post_id: int) -> int:
    facts: dict[str, Any] = {"headline": "Some ice gone", "reason": "exaggerated", "source": SOURCE, "based_on": 1}
    return await suggest_headline(by, post_id=post_id, **facts)


async def _listed(post_id: int, by: Viewer | None = None) -> SuggestionState:
    state = await screen(SuggestionState, by, path=f"/post/{post_id}")
    await fire(state, "open")
    return state


async def test_older_decided_suggestions_come_in_place_of_those_shown_and_go_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DECIDED_PAGE", 1)
    _, _, post_id = await _post()
    ned = await make_member("ned", new=True)
    made = [await _suggested(ned, post_id)]
    await withdraw_suggestion(ned, suggestion_id=made[0])
    made.append(await _suggested(ned, post_id))
    await withdraw_suggestion(ned, suggestion_id=made[1])
    state = await _listed(post_id)
    assert ([one.id for one in state.listed.suggestions], state.listed.older) == ([made[1]], made[1])
    await fire(state, "more", state.listed.older)
    assert ([one.id for one in state.listed.suggestions], state.listed.older) == ([made[0]], 0)
    for newest in (0, -3, "x", None):
        await fire(state, "more", newest)
        assert [one.id for one in state.listed.suggestions] == [made[1]]


async def test_who_is_new_suggests_with_the_sheet_and_what_is_no_yes_is_a_correction() -> None:
    _, ben, post_id = await _post()
    ned = await make_member("ned", new=True)
    sheet = await screen(CorrectState, ned, path=f"/post/{post_id}")
    await fire(sheet, "correct", _form(post_id, suggests="yes"))
    assert sheet.errors[""]["key"] == "error.not_allowed"
    await fire(sheet, "correct", _form(post_id, suggests=True))
    assert (sheet.errors, sheet.notice["key"], sheet.done) == ({}, "suggestion.thanks", 1)
    assert [one.headline for one in (await _listed(post_id, ben)).listed.suggestions] == ["Some ice gone"]
    assert (await posts.one(ben, post_id)).headline == "All ice gone"


async def test_an_author_ticks_that_they_were_wrong() -> None:
    ana, ben, post_id = await _post()
    sheet = await screen(CorrectState, ana, path=f"/post/{post_id}")
    await fire(sheet, "correct", _form(post_id, suggests=False, own_error="on"))
    assert (await posts.one(ben, post_id)).own_error is True


async def test_agreeing_shows_ones_word_and_a_second_look_is_refused_when_it_is_decided() -> None:
    _, ben, post_id = await _post()
    number = await _suggested(await make_member("ned", new=True), post_id)
    cem = await _listed(post_id, await make_member("cem"))
    mine = await _listed(post_id, ben)
    await fire(mine, "judge", number, True)
    assert [(one.agrees, one.mine) for one in mine.listed.suggestions] == [(1, "agree")]
    await fire(cem, "judge", number, True)
    assert [one.state for one in cem.listed.suggestions] == ["accepted"]
    await fire(mine, "judge", number, False)
    assert mine.errors[""]["key"] == "suggestion.decided"


async def test_whatever_a_browser_sends_in_place_of_a_suggestion_is_refused() -> None:
    _, ben, post_id = await _post()
    page = await _listed(post_id, ben)
    wrongs: tuple[Any, ...] = ("1", None, -1, 2**40, 1.5, [1])
    for wrong in wrongs:
        for handler, more in (("judge", (True,)), ("withdraw", ()), ("accept", ())):
            await fire(page, handler, wrong, *more)
            assert page.errors, (handler, wrong)
    await fire(page, "judge", 1, "yes")
    assert [error["key"] for error in page.errors.values()] == ["error.not_understood"]


async def test_an_author_answers_and_declines_in_the_sheet() -> None:
    ana, ben, post_id = await _post("individual")
    number = await _suggested(ben, post_id)
    sheet = await screen(AnswerState, ana, path=f"/post/{post_id}")
    await fire(sheet, "send", {"suggestion_id": number, "action": "answer", "text": ""})
    assert "text" in sheet.errors
    await fire(sheet, "send", {"suggestion_id": number, "action": "answer", "text": "I counted them."})
    assert (sheet.errors, sheet.notice["key"]) == ({}, "suggestion.answered")
    await fire(sheet, "send", {"suggestion_id": number, "action": "decline", "text": "No."})
    assert sheet.errors[""]["key"] == "suggestion.not_agreed"
    other = await screen(AnswerState, ben, path=f"/post/{post_id}")
    await fire(other, "send", {"suggestion_id": number, "action": "answer", "text": "Me, too."})
    assert other.errors[""]["key"] == "error.not_allowed"


async def test_a_vote_is_taken_back_in_the_inbox() -> None:
    ana, ben, post_id = await _post()
    await upvote(ben, post_id=post_id)
    await correct_headline(ana, post_id=post_id, headline="Some ice gone", reason="false", source=SOURCE, based_on=1)
    inbox = await screen(InboxState, ben, path="/inbox")
    await fire(inbox, "open")
    assert [(one.kind, one.voted, one.post_id) for one in inbox.notices] == [("receipt", True, post_id)]
    await fire(inbox, "take_back", "1")
    assert inbox.errors["post_id"]["key"] == "error.not_understood"
    await fire(inbox, "take_back", post_id)
    assert [one.voted for one in inbox.notices] == [False]
    assert (await posts.one(ben, post_id)).votes == 0


async def test_a_moderator_sets_how_many_must_agree_on_the_subwikis_page() -> None:
    ana, _, _ = await _post()
    climate = await subwikis.one(ana, "climate")
    moderator = await join(await make_member("mo"), climate.id, role="moderator")
    for viewer, number, told in ((ana, "3", "error.not_allowed"), (moderator, "99", "subwiki.agreements_wrong"), (moderator, "3", "")):
        form = await screen(AgreementsState, viewer, path="/w/climate/about")
        async for _ in AgreementsState.save.fn(form, {"agreements": number}):
            pass
        assert [error["key"] for error in form.errors.values()] == ([told] if told else [])
    assert (await subwikis.one(moderator, "climate")).agreements == 3


async def test_an_admin_makes_a_member_trusted_on_their_profile_and_nobody_else_does() -> None:
    ana, ben, _ = await _post()
    for viewer, told in ((ana, "error.not_allowed"), (await make_member("root", admin=True), "")):
        page = await screen(ProfileState, viewer, path="/u/ben")
        await fire(page, "open")
        await fire(page, "trust")
        assert [error["key"] for error in page.errors.values()] == ([told] if told else [])
    assert (await profile(ben, "ben")).standing == "trusted"
