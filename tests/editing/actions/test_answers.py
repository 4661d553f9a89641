"""Answers: what the author of an individual post says to a headline that members suggest."""

from typing import Any

import pytest

from tests.editing.actions.suggesting import Scene
from wtsocial.core.errors import Invalid, NotAllowed
from wtsocial.editing.actions.suggestions import accept_suggestion, answer_suggestion, decline_suggestion
from wtsocial.posts import queries as posts

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


@pytest.fixture
async def own() -> Scene:
    """Ana's post is an individual one."""
    return await Scene().set(mode="individual")


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


async def test_the_author_of_a_collaborative_post_answers_no_suggestion() -> None:
    scene = await Scene().set()
    number = await scene.suggested()
    for refused in (
        accept_suggestion(scene.ana, suggestion_id=number),
        answer_suggestion(scene.ana, suggestion_id=number, text="No"),
        decline_suggestion(scene.ana, suggestion_id=number, text="No"),
    ):
        with pytest.raises(NotAllowed):
            await refused
