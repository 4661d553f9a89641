"""Who leads a subwiki, on its page: a vote called and voted on, a subwiki asked for and decided on; errors at their fields, live for others."""

from typing import Any

import pytest
from sqlmodel import select

from tests.documents import document_site
from tests.factories import make_member
from tests.screens import fire, screen
from tests.subwikis import test_adoption, test_confidence
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.messages import Message
from wtsocial.models import ConfidenceBallot
from wtsocial.pages.subwikis.leadership import LeadershipState

vote_town = test_confidence.town
adoption_town = test_adoption.town
ABOUT = "/w/climate/about"


async def _opened(by: Viewer | None) -> Any:
    made = await screen(LeadershipState, by, path=ABOUT)
    await fire(made, "open")
    return made


async def _ballots() -> list[tuple[int, bool]]:
    async with db.reading() as session:
        return [(one.member_id, one.keeps) for one in (await session.exec(select(ConfidenceBallot))).all()]


@pytest.fixture
def heard(database: str) -> list[tuple[tuple[str, ...], str]]:
    """What was said, and where."""
    said: list[tuple[tuple[str, ...], str]] = []

    async def hear(rooms: tuple[str, ...], message: Message) -> None:
        said.append((rooms, message.kind))

    db.on_announcement(hear)
    return said


async def test_a_vote_is_called_and_voted_on_there_and_others_hear_of_it(
    vote_town: test_confidence.Town, heard: list[tuple[tuple[str, ...], str]]
) -> None:
    tara, ben = await _opened(vote_town.tara), vote_town.members[0]
    await fire(tara, "call_vote", {"member_name": "mo", "reason": " "})
    assert (tara.errors["reason"]["key"], tara.lead.vote.id) == ("error.required", 0)
    await fire(tara, "call_vote", {"member_name": "mo", "reason": "Hides what he dislikes"})
    assert (tara.lead.vote.moderator, tara.notice["key"], tara.errors) == ("mo", "leadership.called", {})
    assert (("page:climate",), "pages") in heard
    there = await _opened(ben)
    await fire(there, "vote_remove", there.lead.vote.id)
    assert (there.lead.vote.mine, there.lead.vote.votes) == ("removes", 1)
    await fire(there, "vote_keep", there.lead.vote.id)
    assert (there.lead.vote.mine, await _ballots()) == ("keeps", [(ben.id, True)])
    for wrong in ("x", None, {"id": 1}, 10**12):
        await fire(there, "vote_keep", wrong)
        assert there.errors
    reader = await _opened(None)
    await fire(reader, "vote_keep", there.lead.vote.id)
    assert (reader.errors[""]["key"], await _ballots()) == ("error.login_needed", [(ben.id, True)])


async def test_a_subwiki_is_asked_for_taken_back_and_decided_on_there(adoption_town: test_adoption.Town) -> None:
    tara = await _opened(adoption_town.tara)
    assert tara.lead.may_adopt
    await fire(tara, "ask", {"reason": "Nobody answers"})
    assert (tara.lead.adoption.by, tara.lead.adoption.may_withdraw) == ("tara", True)
    await fire(tara, "withdraw", tara.lead.adoption.id)
    assert (tara.lead.adoption.id, tara.notice["key"]) == (0, "leadership.withdrawn")
    await fire(tara, "ask", {"reason": "Nobody answers"})
    stranger, admin = await _opened(await make_member("stranger")), await _opened(adoption_town.ed)
    form = {"number": str(admin.lead.adoption.id), "accepted": "yes", "reason": "I know them"}
    await fire(stranger, "decide", form)
    assert stranger.errors[""]["key"] == "error.not_allowed"
    await fire(admin, "decide", form)
    assert (admin.lead.adoption.id, admin.notice["key"]) == (0, "leadership.decided")
    assert await test_adoption.moderating() == ["mo", "tara"]


async def test_what_is_under_way_stands_on_the_page_before_any_script(vote_town: test_confidence.Town, tmp_path: Any) -> None:
    await test_confidence.called(vote_town)
    async with document_site(tmp_path) as client:
        page = (await client.get(ABOUT)).text
    assert "Does mo keep moderating here?" in page
    assert "Hides what he dislikes" in page
