"""Ways: notices come as each member chose, and decisions about oneself in any case."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.gateways import mail
from wtsocial.jobs import Worker
from wtsocial.moderation import decisions
from wtsocial.notifications import queries as notifications
from wtsocial.posts import comments, votes


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[mail.Mail]:
    """The mails that left."""
    kept: list[mail.Mail] = []

    async def send(_connection: mail.MailConnection, message: mail.Mail) -> None:
        kept.append(message)

    monkeypatch.setattr(mail.MailConnection, "send", send)
    return kept


async def _there() -> tuple[Viewer, Viewer, int, int]:
    place, ana, ben = await make_subwiki(), await make_member("ana"), await make_member("ben")
    return ana, ben, place, await make_post(ana, place, headline="Ice melts")


async def _want(who: Viewer, **ways: dict[str, bool]) -> None:
    await choices.save(who, document={"notices": ways}, based_on=0)


async def _kinds(who: Viewer) -> list[str]:
    return [notice.kind for notice in await notifications.inbox(who)]


async def test_a_kind_that_is_not_wanted_stays_out_of_the_inbox(announcements: list[Any], sent: list[mail.Mail]) -> None:
    ana, ben, _, post_id = await _there()
    await _want(ana, comment={"site": False})
    announcements.clear()
    await comments.add_comment(ben, post_id=post_id, text="Really?")
    assert await _kinds(ana) == []
    assert [message for _, message in announcements if message["kind"] == "notice"] == []
    await correct_headline(ben, post_id=post_id, headline="Some ice melts", reason="exaggerated", source="https://a.example/", based_on=1)
    assert await _kinds(ana) == ["corrected"]
    await Worker().run_due()
    assert sent == []


async def test_a_mail_comes_to_who_wants_one_in_their_language(sent: list[mail.Mail]) -> None:
    _, ben, place, _ = await _there()
    tal = await make_member("tal", language="he")
    post_id = await make_post(tal, place, headline="Ice melts")
    await _want(tal, comment={"mail": True}, correction={"site": False, "mail": True})
    await comments.add_comment(ben, post_id=post_id, text="Really?")
    await Worker().run_due()
    await correct_headline(ben, post_id=post_id, headline="Some ice melts", reason="exaggerated", source="https://a.example/", based_on=1)
    await Worker().run_due()
    assert [message.to for message in sent] == ["tal@example.org"] * 2
    assert "שלום tal" in sent[0].text
    assert "Ice melts" in sent[0].text
    assert "Some ice melts" in sent[1].text
    assert f"/post/{post_id}" in sent[0].text
    assert "/settings/choices" in sent[0].text
    assert await _kinds(tal) == ["comment"]


async def test_of_many_who_are_told_at_once_each_is_told_their_way(sent: list[mail.Mail]) -> None:
    _, ben, _, post_id = await _there()
    voters = [await make_member(name) for name in ("dan", "eva", "fay")]
    for voter in voters:
        await votes.upvote(voter, post_id=post_id)
    dan, eva, fay = voters
    await _want(dan, correction={"site": False})
    await _want(eva, correction={"mail": True})
    await correct_headline(ben, post_id=post_id, headline="Some ice melts", reason="exaggerated", source="https://a.example/", based_on=1)
    await Worker().run_due()
    assert [await _kinds(who) for who in (dan, eva, fay)] == [[], ["receipt"], ["receipt"]]
    assert [message.to for message in sent] == ["eva@example.org"]


async def test_a_decision_about_oneself_comes_whatever_is_chosen(sent: list[mail.Mail]) -> None:
    ana, _, place, post_id = await _there()
    mo = await join(await make_member("mo"), place, role="moderator")
    comment = await make_comment(ana, post_id)
    await _want(ana, decision={"site": False, "mail": True})
    await decisions.decide(mo, subject_kind="comment", subject_id=comment, action="hide", reason="Off topic")
    assert await _kinds(ana) == ["hidden"]
    await Worker().run_due()
    assert len(sent) == 1
    assert "Off topic" in sent[0].text


async def test_a_mail_says_nothing_of_what_may_not_be_seen_any_more(sent: list[mail.Mail]) -> None:
    ana, ben, place, post_id = await _there()
    mo = await join(await make_member("mo"), place, role="moderator")
    comment = await make_comment(ben, post_id)
    await _want(ben, decision={"mail": True})
    await decisions.decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Hate")
    await decisions.decide(mo, subject_kind="comment", subject_id=comment, action="hide", reason="Hate")
    await Worker().run_due()
    (message,) = sent
    assert message.to == "ben@example.org"
    assert "Ice melts" not in message.text
    assert "no longer shown" in message.text
    assert ana.name not in message.text


async def test_the_corrections_of_a_day_are_one_mail_to_whoever_wants_mails_alone(
    sent: list[mail.Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben, _, post_id = await _there()
    cem, dan = await make_member("cem"), await make_member("dan")
    for who in (cem, dan):
        await votes.upvote(who, post_id=post_id)
    await _want(cem, correction={"site": False, "mail": True})
    await _want(dan, correction={"site": True, "mail": True})
    headlines = ("Some ice melts", "Little ice melts", "Much ice melts", "Old ice melts")
    for number, headline in enumerate(headlines, 1):
        if number == len(headlines):
            assert sorted(one.to.split("@")[0] for one in sent) == ["cem", "dan"]
            monkeypatch.setattr("wtsocial.editing.headlines.JOINING", timedelta(0))
        by = ben if number % 2 else ana
        await correct_headline(by, post_id=post_id, headline=headline, reason="exaggerated", source="https://a.example/", based_on=number)
        await Worker().run_due()
    assert sorted(one.to.split("@")[0] for one in sent) == ["cem", "cem", "dan", "dan"], "the next day there is another one"
