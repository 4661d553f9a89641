"""Suggestions: a headline that members agree on, or its author."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.actions.corrections import correct_headline
from wtsocial.actions.suggestions import (
    accept_suggestion,
    answer_suggestion,
    decline_suggestion,
    judge_suggestion,
    suggest_headline,
    withdraw_suggestion,
)
from wtsocial.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, Refusal, TooMany
from wtsocial.models import Notice, Post, Revision, Subwiki, Suggestion, SuggestionVote
from wtsocial.queries import posts, suggestions
from wtsocial.text import limits
from wtsocial.views import SuggestionView, Viewer

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]
SOURCE = "https://example.org/source"


class Scene:
    """Ana's post "All ice gone", Ned who is new, and Ben, Cat and Dan who are not."""

    async def set(self, *, mode: str = "collaborative") -> "Scene":
        self.place = await make_subwiki()
        self.ana = await join(await make_member("ana"), self.place)
        self.ned = await make_member("ned", new=True)
        self.ben, self.cat, self.dan = [await make_member(name) for name in ("ben", "cat", "dan")]
        self.post = await make_post(self.ana, self.place, headline="All ice gone", mode=mode)
        return self

    async def suggested(self, by: Viewer | None = None, headline: str = "Some ice gone", **other: Any) -> int:
        facts = {"post_id": self.post, "headline": headline, "reason": "exaggerated", "source": SOURCE, "based_on": 1, **other}
        return await suggest_headline(by or self.ned, **facts)

    async def judged(self, number: int, *agreeing: Viewer, agrees: bool = True) -> str:
        states = [await judge_suggestion(viewer, suggestion_id=number, agrees=agrees) for viewer in agreeing]
        return states[-1]

    async def shown(self, viewer: Viewer | None = None) -> list[SuggestionView]:
        return (await suggestions.of_post(viewer or self.ana, self.post)).suggestions

    async def told(self, who: Viewer) -> list[str]:
        async with db.reading() as session:
            return list((await session.exec(select(Notice.kind).where(Notice.member_id == who.id).order_by(col(Notice.id)))).all())


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
    assert await scene.suggested(reason="spelling", source="", based_on=2) > 0


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
    await correct_headline(scene.ben, post_id=scene.post, headline="Ice gone", reason="spelling", source="", based_on=1)
    assert [one.state for one in await scene.shown()] == ["outdated"]
    assert (await posts.one(scene.ana, scene.post)).suggestions == 0
    assert await scene.told(scene.ned) == ["suggestion_outdated"]
    assert ((f"post:{scene.post}",), "outdated") in [(rooms, message["kind"]) for rooms, message in announcements]
    assert ((f"member:{scene.ned.id}",), {"kind": "notice", "unread": 1}) in announcements
    with pytest.raises(Invalid, match="suggestion.decided"):
        await scene.judged(number, scene.cat)


async def test_on_an_individual_post_the_agreed_headline_stands_beside_the_authors(own: Scene, announcements: Announcements) -> None:
    number = await own.suggested(own.ben)
    assert await own.judged(number, own.cat, own.dan) == "agreed"
    post = await posts.one(own.ana, own.post)
    assert (post.headline, post.agreed_headline, post.corrected, post.suggestions) == ("All ice gone", "Some ice gone", False, 1)
    assert [message["agreed_headline"] for _, message in announcements if message["kind"] == "post"][-1] == "Some ice gone"
    assert await own.told(own.ana) == ["suggested", "suggestion_to_answer"]
    assert await own.told(own.ben) == ["suggestion_agreed"]


async def test_the_author_of_an_individual_post_accepts(own: Scene) -> None:
    number = await own.suggested(own.ben)
    await own.judged(number, own.cat, own.dan)
    with pytest.raises(NotAllowed):
        await accept_suggestion(own.cat, suggestion_id=number)
    assert await accept_suggestion(own.ana, suggestion_id=number) == 2
    post = await posts.one(own.ana, own.post)
    assert (post.headline, post.agreed_headline, post.corrected_by, post.suggestions) == ("Some ice gone", "", "ben", 0)
    assert (await own.told(own.ben))[-1] == "suggestion_accepted"
    assert "corrected" not in await own.told(own.ana)
    with pytest.raises(Invalid, match="suggestion.decided"):
        await accept_suggestion(own.ana, suggestion_id=number)


async def test_the_author_answers_in_words_and_both_headlines_stay(own: Scene) -> None:
    number = await own.suggested(own.ben)
    await own.judged(number, own.cat, own.dan)
    with pytest.raises(NotAllowed):
        await answer_suggestion(own.ben, suggestion_id=number, text="No")
    with pytest.raises(Invalid):
        await answer_suggestion(own.ana, suggestion_id=number, text=" ")
    await answer_suggestion(own.ana, suggestion_id=number, text="The gauge was read in May.")
    assert [(one.state, one.answer) for one in await own.shown()] == [("agreed", "The gauge was read in May.")]
    assert (await posts.one(own.ana, own.post)).agreed_headline == "Some ice gone"
    assert (await own.told(own.ben))[-1] == "suggestion_answered"


async def test_the_author_declines_with_a_reason_once_members_agree(own: Scene) -> None:
    first, second = await own.suggested(own.ben), await own.suggested(own.ned, headline="Hardly any ice gone")
    with pytest.raises(Invalid, match="suggestion.not_agreed"):
        await decline_suggestion(own.ana, suggestion_id=first, text="It is gone")
    await own.judged(first, own.cat, own.dan)
    await own.judged(second, own.cat, own.dan)
    assert (await posts.one(own.ana, own.post)).agreed_headline == "Hardly any ice gone"
    with pytest.raises(NotAllowed):
        await decline_suggestion(own.cat, suggestion_id=second, text="It is gone")
    await decline_suggestion(own.ana, suggestion_id=second, text="It is gone")
    post = await posts.one(own.ana, own.post)
    assert (post.headline, post.agreed_headline, post.suggestions) == ("All ice gone", "Some ice gone", 1)
    assert [(one.state, one.answer) for one in await own.shown()] == [("agreed", ""), ("declined", "It is gone")]
    assert (await own.told(own.ned))[-1] == "suggestion_declined"


async def test_the_author_of_a_collaborative_post_answers_no_suggestion(scene: Scene) -> None:
    number = await scene.suggested()
    for refused in (
        accept_suggestion(scene.ana, suggestion_id=number),
        answer_suggestion(scene.ana, suggestion_id=number, text="No"),
        decline_suggestion(scene.ana, suggestion_id=number, text="No"),
    ):
        with pytest.raises(NotAllowed):
            await refused


async def test_what_a_protection_keeps_from_members_they_cannot_agree_on(scene: Scene) -> None:
    number = await scene.suggested()
    async with db.transaction() as change:
        (await change.session.exec(select(Post).where(Post.id == scene.post))).one().protection = "trusted"
    with pytest.raises(NotAllowed):
        await scene.judged(number, scene.ben)
    trusted = [await make_member(name, trusted=True) for name in ("tom", "tim")]
    assert await scene.judged(number, *trusted) == "accepted"


async def test_the_list_says_what_a_person_may_do_in_two_statements(own: Scene, count_statements: Any) -> None:
    for viewer in (own.ben, own.cat, own.ned):
        await own.suggested(viewer, headline=f"{viewer.name}'s headline")
    with count_statements() as sent:
        found = await suggestions.of_post(own.ana, own.post)
    assert len(sent) == 2
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
