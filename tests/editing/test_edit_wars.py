"""An edit war leaves no falsehood standing: what stood undisputed stands, is voted on, and whoever fought has no say and no standing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed
from wtsocial.editing.actions import corrections, disputes, edits
from wtsocial.editing.queries import disputes as reading
from wtsocial.editing.views import DisputeView
from wtsocial.models import Dispute, Member, ModerationAction, Notice, Post, Revision, now

TRUE, ONE, TWO, THREE = "River is two metres high", "River is five metres high", "River has dried up", "River was never there"


class Town(NamedTuple):
    """A post of ana's, five who can correct it, and a moderator."""

    ana: Viewer
    ben: Viewer
    cy: Viewer
    dora: Viewer
    eve: Viewer
    mod: Viewer
    post: int


@pytest.fixture
async def town(database: None) -> Town:
    """The town of the tests."""
    place = await make_subwiki()
    ana, ben, cy, dora, eve = [await join(await make_member(name), place) for name in ("ana", "ben", "cy", "dora", "eve")]
    mod = await join(await make_member("mod"), place, role="moderator")
    return Town(ana, ben, cy, dora, eve, mod, await make_post(ana, place, headline=TRUE))


async def _post(town: Town) -> Post:
    async with db.reading() as session:
        return (await session.exec(select(Post).where(Post.id == town.post))).one()


async def _correct(town: Town, by: Viewer, headline: str) -> None:
    based_on = (await _post(town)).revision
    to: dict[str, Any] = {"reason": "false", "source": "https://gauge.example/1"}
    await corrections.correct_headline(by, post_id=town.post, headline=headline, **to, based_on=based_on)


async def _war(town: Town, steps: Sequence[tuple[Viewer, str]]) -> None:
    for by, headline in steps:
        await _correct(town, by, headline)


async def _later(hours: float) -> None:
    """So many hours pass: everything so far happened so much earlier."""
    async with db.transaction() as change:
        for revision in (await change.session.exec(select(Revision))).all():
            revision.at -= timedelta(hours=hours)


async def _end(town: Town) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Dispute).values(ends_at=now() - timedelta(seconds=1)))
    await disputes.close_ended(town.post)


async def _options(town: Town) -> list[tuple[str, bool, bool]]:
    """Each option's headline, whether it was fought over, and whether it stands."""
    seen = await reading.running(Viewer(), town.post)
    return [(option.text, option.fought, option.stands) for option in seen.options]


async def _contributions(member: Viewer) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Member.contributions).where(Member.id == member.id))).one()


def _falsehoods(town: Town) -> list[tuple[Viewer, str]]:
    return [(town.ben, ONE), (town.cy, TWO), (town.ben, ONE), (town.cy, TWO), (town.ben, ONE)]


async def test_of_two_falsehoods_none_stands_while_it_is_voted(town: Town) -> None:
    await _later(30)
    await _war(town, _falsehoods(town))
    post = await _post(town)
    assert (post.headline, post.corrected_at, post.disputed_at is not None) == (TRUE, None, True)
    assert await _options(town) == [(TRUE, False, True), (ONE, True, False), (TWO, True, False)]
    assert (await reading.running(town.dora, town.post)).parties == ["ben", "cy"]


async def test_a_falsehood_spelt_in_another_way_each_time_is_the_same_one(town: Town) -> None:
    one, two = (ONE, f"{ONE}.", ONE.upper()), (TWO, f"“{TWO}”", f"{TWO} !")
    await _war(town, [(town.ben, one[0]), (town.cy, two[0]), (town.ben, one[1]), (town.cy, two[1]), (town.ben, one[2])])
    post = await _post(town)
    assert (post.headline, post.disputed_at is not None) == (TRUE, True)
    assert await _options(town) == [(TRUE, False, True), (ONE, True, False), (TWO, True, False)]
    assert (await reading.running(town.dora, town.post)).parties == ["ben", "cy"]


async def test_reverts_that_one_member_doubles_are_one(town: Town) -> None:
    await _war(town, [(town.ben, ONE), (town.cy, TWO), (town.ben, ONE), (town.cy, TWO), (town.cy, THREE), (town.cy, TWO)])
    assert (await _post(town)).disputed_at is None
    await _correct(town, town.ben, ONE)
    assert (await _post(town)).headline == TRUE


async def test_two_who_each_double_their_reverts_are_held_too(town: Town) -> None:
    twice = [*[(town.ben, each) for each in (ONE, THREE, ONE)], *[(town.cy, each) for each in (TWO, THREE, TWO)]]
    await _war(town, [(town.ben, ONE), (town.cy, TWO), *twice, (town.ben, ONE)])
    assert (await _post(town)).headline == TRUE


async def test_who_takes_back_their_own_and_mends_spelling_is_in_no_war(town: Town) -> None:
    await _war(town, [(town.ben, ONE), (town.ben, TRUE), (town.ben, ONE), (town.ben, TRUE), (town.cy, f"{TRUE}."), (town.dora, TRUE)])
    await _war(town, [(town.cy, f"{TRUE} !"), (town.dora, TRUE.upper()), (town.eve, TRUE)])
    assert (await _post(town)).disputed_at is None


async def test_what_the_brake_put_back_stands_in_the_history_as_that(town: Town) -> None:
    await _war(town, _falsehoods(town))
    async with db.reading() as session:
        newest = (await session.exec(select(Revision).order_by(col(Revision.id).desc()).limit(1))).one()
    assert (newest.headline, newest.via, newest.restores, newest.editor_id) == (TRUE, "brake", 1, town.ana.id)


async def test_the_last_correction_that_stood_a_while_stands_and_not_the_first_headline(town: Town) -> None:
    await _later(30)
    await _correct(town, town.dora, "River is two metres and a half high")
    await _later(7)
    await _war(town, _falsehoods(town))
    assert (await _post(town)).headline == "River is two metres and a half high"
    assert [option[0] for option in await _options(town)] == [TRUE, "River is two metres and a half high", ONE, TWO]


async def test_what_stood_for_an_hour_only_is_not_undisputed(town: Town) -> None:
    await _later(30)
    await _correct(town, town.dora, THREE)
    await _later(1)
    await _war(town, _falsehoods(town))
    assert (await _post(town)).headline == TRUE
    assert THREE not in [option[0] for option in await _options(town)]


async def test_a_slow_war_earns_no_falsehood_a_standing(town: Town) -> None:
    await _later(48)
    for by, headline in _falsehoods(town):
        await _correct(town, by, headline)
        await _later(7)
    assert (await _post(town)).headline == TRUE


async def test_a_war_about_a_post_just_published_leaves_the_authors_first(town: Town) -> None:
    await _war(town, _falsehoods(town))
    assert (await _post(town)).headline == TRUE


async def test_an_author_who_fights_has_no_vote_and_the_first_headline_stands(town: Town) -> None:
    await _war(town, [(town.ben, ONE), (town.ana, TRUE), (town.ben, ONE), (town.ana, TRUE)])
    assert await _options(town) == [(TRUE, True, True), (ONE, True, False)]
    for fighter in (town.ana, town.ben):
        with pytest.raises(NotAllowed):
            await disputes.vote_in_dispute(fighter, post_id=town.post, number=1)
    assert await disputes.vote_in_dispute(town.dora, post_id=town.post, number=2) == [0, 1]


async def test_an_author_whose_headline_others_fight_about_has_a_vote(town: Town) -> None:
    await _war(town, [(town.ben, ONE), (town.cy, TRUE), (town.ben, ONE), (town.cy, TRUE)])
    assert (await reading.running(town.ana, town.post)).parties == ["ben", "cy"]
    assert await disputes.vote_in_dispute(town.ana, post_id=town.post, number=1) == [1, 0]


async def test_three_members_with_three_falsehoods_are_held_too(town: Town) -> None:
    await _later(30)
    rounds = [(town.ben, ONE), (town.cy, TWO), (town.dora, THREE)]
    await _war(town, rounds + rounds)
    assert (await _post(town)).headline == TRUE
    assert [option[0] for option in await _options(town)] == [TRUE, ONE, TWO, THREE]
    for fighter in (town.ben, town.cy, town.dora):
        with pytest.raises(NotAllowed):
            await disputes.vote_in_dispute(fighter, post_id=town.post, number=1)
    assert await disputes.vote_in_dispute(town.eve, post_id=town.post, number=1) == [1, 0, 0, 0]


async def test_the_same_holds_for_texts(town: Town) -> None:
    place = (await _post(town)).subwiki_id
    post_id = await make_post(town.ana, place, text="It is two metres.")
    for base, (by, text) in enumerate(_falsehoods(town), 1):
        await edits.edit_text(by, post_id=post_id, text=text, based_on=base)
    async with db.reading() as session:
        post = (await session.exec(select(Post).where(Post.id == post_id))).one()
    assert (post.text, post.disputed_at is not None, post.revision) == ("It is two metres.", True, 7)


async def test_a_tie_leaves_what_stands(town: Town) -> None:
    await _later(30)
    await _war(town, _falsehoods(town))
    await disputes.vote_in_dispute(town.dora, post_id=town.post, number=2)
    await disputes.vote_in_dispute(town.eve, post_id=town.post, number=3)
    await _end(town)
    post = await _post(town)
    assert (post.headline, post.disputed_at) == (TRUE, None)


async def test_nobody_votes_and_what_stands_stays(town: Town) -> None:
    await _war(town, _falsehoods(town))
    await _end(town)
    assert (await _post(town)).headline == TRUE


async def test_what_has_more_votes_than_any_other_stands_then(town: Town) -> None:
    await _war(town, _falsehoods(town))
    await disputes.vote_in_dispute(town.dora, post_id=town.post, number=2)
    await _end(town)
    post = await _post(town)
    assert (post.headline, post.corrected_reason, post.corrected_by_id) == (ONE, "false", town.ben.id)


async def test_nothing_saved_in_a_war_counts_for_anybody_who_fought_even_if_it_wins(town: Town) -> None:
    await disputes.close_ended()
    before = [await _contributions(member) for member in (town.ben, town.cy)]
    await _war(town, _falsehoods(town))
    assert [await _contributions(member) for member in (town.ben, town.cy)] == before
    await disputes.vote_in_dispute(town.dora, post_id=town.post, number=2)
    await _end(town)
    assert [await _contributions(member) for member in (town.ben, town.cy)] == before


async def test_what_a_vote_decided_for_stands_in_the_next_war_at_once(town: Town) -> None:
    await _war(town, _falsehoods(town))
    await disputes.vote_in_dispute(town.dora, post_id=town.post, number=3)
    await _end(town)
    assert (await _post(town)).headline == TWO
    await _war(town, [(town.ben, ONE), (town.cy, THREE), (town.ben, ONE), (town.cy, THREE), (town.ben, ONE)])
    assert (await _post(town)).headline == TWO


async def test_a_moderator_decides_with_a_reason_that_everybody_reads(town: Town) -> None:
    await _war(town, _falsehoods(town))
    assert (await reading.running(town.mod, town.post)).may_decide
    await disputes.decide_dispute(town.mod, post_id=town.post, number=1, reason="The gauge says so")
    post = await _post(town)
    assert (post.headline, post.disputed_at) == (TRUE, None)
    async with db.reading() as session:
        entry = (await session.exec(select(ModerationAction).where(ModerationAction.action == "settle"))).one()
        told = (await session.exec(select(Notice.member_id).where(Notice.kind == "settled_by"))).all()
    assert (entry.actor_id, entry.reason, entry.detail) == (town.mod.id, "The gauge says so", "0:0")
    assert set(told) == {town.ben.id, town.cy.id, town.mod.id}
    assert await reading.running(town.mod, town.post) == DisputeView()
    with pytest.raises(Invalid, match="dispute.over"):
        await disputes.decide_dispute(town.mod, post_id=town.post, number=1, reason="Again")


async def test_nobody_but_a_moderator_who_took_no_part_decides(town: Town) -> None:
    place = (await _post(town)).subwiki_id
    fighter = await join(await make_member("fighter"), place, role="moderator")
    await _war(town, [(fighter, ONE), (town.cy, TWO), (fighter, ONE), (town.cy, TWO), (fighter, ONE)])
    for person in (town.dora, town.ben, fighter):
        with pytest.raises(NotAllowed):
            await disputes.decide_dispute(person, post_id=town.post, number=1, reason="Because")
    with pytest.raises(LoginNeeded):
        await disputes.decide_dispute(Viewer(), post_id=town.post, number=1, reason="Because")
    with pytest.raises(Invalid, match="error.required"):
        await disputes.decide_dispute(town.mod, post_id=town.post, number=1, reason=" ")
    with pytest.raises(Invalid, match="dispute.no_option"):
        await disputes.decide_dispute(town.mod, post_id=town.post, number=4, reason="Because")
    await disputes.decide_dispute(town.mod, post_id=town.post, number=2, reason="Because")
    assert (await _post(town)).headline == ONE


async def test_no_moderator_decides_about_their_own_post(town: Town) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(author_id=town.mod.id))
    await _war(town, _falsehoods(town))
    assert not (await reading.running(await viewer(town.mod), town.post)).may_decide
    with pytest.raises(NotAllowed):
        await disputes.decide_dispute(town.mod, post_id=town.post, number=1, reason="Mine")


async def test_nobody_votes_for_what_is_not_put_to_the_vote(town: Town) -> None:
    await _war(town, _falsehoods(town))
    for number in (4, 5, 6, 99):
        with pytest.raises(Invalid, match="dispute.no_option"):
            await disputes.vote_in_dispute(town.dora, post_id=town.post, number=number)
    assert await disputes.vote_in_dispute(town.dora, post_id=town.post, number=1) == [1, 0, 0]
