"""Suggestions: a headline that members agree on, or its author."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from tests.editing.actions.suggesting import SOURCE, Scene
from tests.factories import join, make_member, make_subwiki
from tests.moderation.erasures import stored
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, Refusal, TooMany
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.suggestions import hide_suggestion, judge_suggestion, set_agreements, withdraw_suggestion
from wtsocial.editing.queries import suggestions
from wtsocial.jobs import Worker
from wtsocial.models import Post, Revision, Subwiki, Suggestion, SuggestionVote
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide
from wtsocial.posts import queries as posts
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


@pytest.fixture
async def scene() -> Scene:
    return await Scene().set()


@pytest.fixture
async def own() -> Scene:
    """The same with an individual post."""
    return await Scene().set(mode="individual")


async def test_a_suggestion_of_a_new_member_changes_no_headline_and_is_counted(scene: Scene, announcements: Announcements) -> None:
    number = await scene.suggested()
    post = await posts.one(scene.ned, scene.post)
    assert (post.headline, post.corrected, post.suggestions, post.may_correct, post.may_suggest) == ("All ice gone", False, 1, False, True)
    shown = (await scene.shown(scene.ned))[0]
    assert (shown.id, shown.suggester, shown.state, shown.headline, shown.agrees) == (number, "ned", "open", "Some ice gone", 0)
    assert [(piece.kind, piece.text) for piece in shown.pieces] == [("del", "All"), ("ins", "Some"), ("same", " ice gone")]
    assert await scene.told(scene.ana) == ["suggested"]
    kinds = {message["kind"]: message for _, message in announcements}
    assert (kinds["post"]["suggestions"], kinds["suggestion"]["suggestion"]["headline"]) == (1, "Some ice gone")
    assert [rooms for rooms, message in announcements if message["kind"] == "suggestion"] == [(f"post:{scene.post}",)]


async def test_with_two_agreements_it_goes_live_as_a_revision_of_who_suggested_it(scene: Scene) -> None:
    number = await scene.suggested()
    assert await scene.judged(number, scene.ben) == "open"
    assert (await posts.one(scene.ana, scene.post)).headline == "All ice gone"
    assert await scene.judged(number, scene.cat) == "accepted"
    post = await posts.one(scene.ana, scene.post)
    assert (post.headline, post.corrected_by, post.corrected_reason, post.suggestions) == ("Some ice gone", "ned", "exaggerated", 0)
    async with db.reading() as session:
        last = (await session.exec(select(Revision).where(Revision.post_id == scene.post, Revision.number == 2))).one()
    assert (last.editor_id, last.via, last.source, last.change) == (scene.ned.id, "suggestion", SOURCE, "headline")
    assert [(one.state, one.revision) for one in await scene.shown()] == [("accepted", 2)]
    assert await scene.told(scene.ned) == ["suggestion_live"]
    assert await scene.told(scene.ana) == ["suggested", "corrected"]


async def test_with_two_disagreements_it_falls(scene: Scene) -> None:
    number = await scene.suggested()
    assert await scene.judged(number, scene.ben, scene.cat, agrees=False) == "fallen"
    post = await posts.one(scene.ana, scene.post)
    assert (post.headline, post.suggestions) == ("All ice gone", 0)
    assert await scene.told(scene.ned) == ["suggestion_fallen"]
    with pytest.raises(Invalid, match="suggestion.decided"):
        await scene.judged(number, scene.dan)


async def test_a_subwiki_says_how_many_have_to_agree(scene: Scene) -> None:
    async with db.transaction() as change:
        (await change.session.exec(select(Subwiki).where(Subwiki.id == scene.place))).one().agreements = 3
    number = await scene.suggested()
    assert await scene.judged(number, scene.ben, scene.cat) == "open"
    assert await scene.judged(number, scene.dan) == "accepted"


async def test_each_is_counted_once_and_may_change_their_mind(scene: Scene) -> None:
    number = await scene.suggested()
    await scene.judged(number, scene.ben, scene.ben)
    shown = (await scene.shown(scene.ben))[0]
    assert (shown.agrees, shown.disagrees, shown.mine) == (1, 0, "agree")
    await scene.judged(number, scene.ben, agrees=False)
    shown = (await scene.shown(scene.ben))[0]
    assert (shown.agrees, shown.disagrees, shown.mine) == (0, 1, "disagree")
    await scene.judged(number, scene.ben)
    assert [(one.agrees, one.disagrees) for one in await scene.shown()] == [(1, 0)]


async def test_twenty_parallel_agreements_make_one_revision(scene: Scene) -> None:
    number = await scene.suggested()
    members = [await make_member(f"member{count}") for count in range(20)]

    async def judge(viewer: Viewer) -> str:
        try:
            return await judge_suggestion(viewer, suggestion_id=number, agrees=True)
        except Refusal as refused:
            return refused.key

    results = await asyncio.gather(*map(judge, members))
    assert sorted(set(results)) == ["accepted", "open", "suggestion.decided"]
    assert (results.count("open"), results.count("accepted")) == (1, 1)
    async with db.reading() as session:
        assert len((await session.exec(select(Revision).where(Revision.post_id == scene.post))).all()) == 2
        assert len((await session.exec(select(SuggestionVote))).all()) == 2
        assert (await session.exec(select(Suggestion.agrees, Suggestion.revision))).one() == (2, 2)


async def test_neither_who_is_new_nor_who_suggests_nor_the_author_nor_a_reader_judges(scene: Scene) -> None:
    number = await scene.suggested()
    for viewer in (scene.ned, scene.ana, await make_member("new", new=True), await make_member("sam", state="suspended")):
        with pytest.raises(NotAllowed):
            await scene.judged(number, viewer)
    with pytest.raises(LoginNeeded):
        await scene.judged(number, Viewer())
    with pytest.raises(NotFound):
        await scene.judged(number + 1, scene.ben)
    assert [(one.agrees, one.disagrees) for one in await scene.shown()] == [(0, 0)]


async def test_who_may_correct_at_once_suggests_nothing(scene: Scene) -> None:
    for viewer in (scene.ben, scene.ana):
        with pytest.raises(NotAllowed):
            await scene.suggested(viewer)
    with pytest.raises(NotAllowed, match="error.suspended"):
        await scene.suggested(await make_member("sam", state="suspended"))
    with pytest.raises(LoginNeeded):
        await scene.suggested(Viewer())
    assert await scene.shown() == []


async def test_a_suggestion_takes_what_a_correction_takes(scene: Scene) -> None:
    for field, value in (("source", ""), ("headline", " "), ("headline", "All  ice gone")):
        given: dict[str, Any] = {field: value}
        with pytest.raises(Invalid) as refused:
            await scene.suggested(**given)
        assert refused.value.field == field
    await correct_headline(scene.ben, post_id=scene.post, headline="Ice gone", reason="false", source=SOURCE, based_on=1)
    with pytest.raises(EditConflict):
        await scene.suggested()
    with pytest.raises(Invalid, match="correct.not_spelling") as refused:
        await scene.suggested(reason="spelling", source="", based_on=2)
    assert refused.value.field == "reason"
    assert await scene.suggested(headline="Ice gone.", reason="spelling", source="", based_on=2) > 0


async def test_one_suggestion_each_and_not_too_many(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    number = await scene.suggested()
    with pytest.raises(Invalid, match="suggestion.one_each"):
        await scene.suggested(headline="Hardly any ice gone")
    monkeypatch.setattr(limits, "SUGGESTIONS_PER_POST", 1)
    with pytest.raises(TooMany):
        await scene.suggested(await make_member("new", new=True))
    await withdraw_suggestion(scene.ned, suggestion_id=number)
    monkeypatch.setattr(limits, "SUGGESTIONS_PER_HOUR", 1)
    with pytest.raises(TooMany):
        await scene.suggested()


async def test_a_withdrawn_suggestion_is_not_read_any_more(scene: Scene) -> None:
    number = await scene.suggested(note="I was there")
    for viewer in (scene.ben, scene.ana, Viewer()):
        with pytest.raises(NotAllowed):
            await withdraw_suggestion(viewer, suggestion_id=number)
    await withdraw_suggestion(scene.ned, suggestion_id=number)
    assert [(one.state, one.headline, one.note, one.source, one.pieces) for one in await scene.shown()] == [("withdrawn", "", "", "", [])]
    assert (await posts.one(scene.ana, scene.post)).suggestions == 0
    with pytest.raises(Invalid, match="suggestion.decided"):
        await withdraw_suggestion(scene.ned, suggestion_id=number)


async def test_a_correction_outdates_what_was_suggested_and_tells_who_did(scene: Scene, announcements: Announcements) -> None:
    number = await scene.suggested()
    await correct_headline(scene.ben, post_id=scene.post, headline="All ice gone!", reason="spelling", source="", based_on=1)
    assert [one.state for one in await scene.shown()] == ["outdated"]
    assert (await posts.one(scene.ana, scene.post)).suggestions == 0
    assert await scene.told(scene.ned) == ["suggestion_outdated"]
    assert ((f"post:{scene.post}",), "outdated") in [(rooms, message["kind"]) for rooms, message in announcements]
    await Worker().run_due()
    assert ((f"member:{scene.ned.id}",), {"kind": "notice", "unread": 1}) in announcements
    with pytest.raises(Invalid, match="suggestion.decided"):
        await scene.judged(number, scene.cat)


async def test_what_a_protection_keeps_from_members_they_cannot_agree_on(scene: Scene) -> None:
    number = await scene.suggested()
    async with db.transaction() as change:
        (await change.session.exec(select(Post).where(Post.id == scene.post))).one().protection = "trusted"
    with pytest.raises(NotAllowed):
        await scene.judged(number, scene.ben)
    trusted = [await make_member(name, trusted=True) for name in ("tom", "tim")]
    assert await scene.judged(number, *trusted) == "accepted"


async def test_the_list_says_what_a_person_may_do_in_three_statements(own: Scene, count_statements: Any) -> None:
    for viewer in (own.ben, own.cat, own.ned):
        await own.suggested(viewer, headline=f"{viewer.name}'s headline")
    with count_statements() as sent:
        found = await suggestions.of_post(own.ana, own.post)
    assert len(sent) == 3
    assert (found.may_judge, found.may_answer, found.may_accept, found.needed, len(found.suggestions)) == (False, True, True, 2, 3)
    found = await suggestions.of_post(own.dan, own.post)
    assert (found.may_judge, found.may_answer, found.may_accept) == (True, False, False)
    assert not (await suggestions.of_post(Viewer(), own.post)).may_judge


async def test_suggestions_of_a_hidden_post_are_not_there(own: Scene) -> None:
    number = await own.suggested(own.ben)
    async with db.transaction() as change:
        post = (await change.session.exec(select(Post).where(Post.id == own.post))).one()
        post.hidden_at = post.published_at
    with pytest.raises(NotFound):
        await suggestions.of_post(own.ben, own.post)
    with pytest.raises(NotFound):
        await own.judged(number, own.cat)


async def test_who_moderates_says_how_many_have_to_agree_and_nobody_else(scene: Scene) -> None:
    moderator = await join(await make_member("mo"), scene.place, role="moderator")
    await set_agreements(moderator, slug="climate", agreements=1)
    for wrong in (0, 11):
        with pytest.raises(Invalid, match="subwiki.agreements_wrong"):
            await set_agreements(moderator, slug="climate", agreements=wrong)
    for viewer in (scene.ana, scene.ned):
        with pytest.raises(NotAllowed):
            await set_agreements(viewer, slug="climate", agreements=3)
    with pytest.raises(LoginNeeded):
        await set_agreements(Viewer(), slug="climate", agreements=3)
    assert await scene.judged(await scene.suggested(), scene.ben) == "accepted"


async def test_a_moderator_takes_a_suggestion_away_for_a_reason_in_the_log_and_nobody_else_does(scene: Scene) -> None:
    moderator = await join(await make_member("mo"), scene.place, role="moderator")
    number = await scene.suggested(headline="Ben lives at 4 Ice Lane")
    for viewer in (scene.ana, scene.ben, scene.ned):
        with pytest.raises(NotAllowed):
            await hide_suggestion(viewer, suggestion_id=number, text="I do not like it")
    with pytest.raises(Invalid):
        await hide_suggestion(moderator, suggestion_id=number, text=" ")
    await hide_suggestion(moderator, suggestion_id=number, text="A private address")
    assert [(one.state, one.headline, one.pieces) for one in await scene.shown()] == [("withdrawn", "", [])]
    assert (await posts.one(scene.ana, scene.post)).suggestions == 0
    assert await scene.told(scene.ned) == ["suggestion_hidden"]
    entry = (await moderation.log())[0]
    assert (entry.action, entry.subject_kind, entry.reason, entry.actor) == ("hide", "suggestion", "A private address", "mo")


async def test_a_suggestion_that_fell_can_be_taken_away_too_with_all_that_was_typed(scene: Scene) -> None:
    moderator = await join(await make_member("mo"), scene.place, role="moderator")
    number = await scene.suggested(headline="Ben lives at 4 Ice Lane", note="Ice Lane")
    await scene.judged(number, scene.ben, scene.cat, agrees=False)
    for viewer in (scene.ana, scene.ned, await join(await make_member("mel"), await make_subwiki("other"), role="moderator")):
        with pytest.raises(NotAllowed):
            await hide_suggestion(viewer, suggestion_id=number, text="I do not like it")
    await hide_suggestion(moderator, suggestion_id=number, text="A private address")
    assert [(one.state, one.headline, one.note) for one in await scene.shown()] == [("withdrawn", "", "")]
    assert (await posts.one(scene.ana, scene.post)).suggestions == 0
    assert "ice lane" not in await stored()
    with pytest.raises(Invalid, match="suggestion.decided"):
        await hide_suggestion(moderator, suggestion_id=number, text="Again")


async def test_what_was_accepted_is_erased_and_not_taken_away(scene: Scene) -> None:
    moderator = await join(await make_member("mo"), scene.place, role="moderator")
    number = await scene.suggested()
    await scene.judged(number, scene.ben, scene.cat)
    with pytest.raises(Invalid, match="suggestion.decided"):
        await hide_suggestion(moderator, suggestion_id=number, text="No")


async def test_nobody_hears_what_members_agreed_on_for_a_post_that_is_hidden(own: Scene, announcements: Announcements) -> None:
    agreed = await own.suggested(own.ben)
    await own.judged(agreed, own.cat, own.dan)
    other = await own.suggested(headline="Little ice gone")
    moderator = await join(await make_member("mo"), own.place, role="moderator")
    await decide(moderator, subject_kind="post", subject_id=own.post, action="hide", reason="Not true")
    announcements.clear()
    await hide_suggestion(moderator, suggestion_id=other, text="Not true either")
    assert "suggestion" in [message["kind"] for _, message in announcements]
    assert "ice gone" not in str(announcements)
