"""Links by mail: for a new password, for the confirmation once more; how many, to whom, and what a failure costs."""

import asyncio
import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import select, update

from tests.factories import login, make_member
from tests.joining.registering import GOOD, Letters, Statements, members, refused, sign_up, token_in
from wtsocial import db
from wtsocial.accounts import logins
from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, TooMany
from wtsocial.core.settings import settings
from wtsocial.core.tokens import token_hash
from wtsocial.gateways import mail
from wtsocial.jobs import Worker
from wtsocial.joining import email_links, registration
from wtsocial.models import EmailToken, Job, now


async def test_a_thousand_asked_for_resets_send_three_mails(letters: Letters) -> None:
    await make_member("ana")
    for _ in range(1000):
        await registration.request_reset("ana@example.org")
    assert len(await letters()) == email_links.MAILS_PER_HOUR
    async with db.transaction() as change:
        await change.session.exec(update(EmailToken).values(created_at=now() - timedelta(minutes=61)))
    await registration.request_reset("ana@example.org")
    assert len(await letters()) == email_links.MAILS_PER_HOUR + 1


async def test_resets_asked_for_at_once_keep_to_the_limit(letters: Letters) -> None:
    await make_member("ana")
    await asyncio.gather(*(registration.request_reset("ana@example.org") for _ in range(20)))
    assert len(await letters()) == email_links.MAILS_PER_HOUR


async def test_registering_with_a_known_address_counts_towards_its_mails(letters: Letters) -> None:
    await make_member("ana")
    for number in range(5):
        await sign_up(f"someone-{number}", "ana@example.org")
    assert len(await letters()) == email_links.MAILS_PER_HOUR
    assert len(await members()) == 1


async def test_a_reset_for_an_unknown_address_sends_nothing_and_says_nothing(letters: Letters) -> None:
    assert await registration.request_reset("nobody@example.org") is None
    await make_member("gone", state="deleted")
    assert await registration.request_reset("gone@example.org") is None
    assert await letters() == []
    assert await refused(registration.request_reset("nobody")) == ("email.malformed", "email")


async def test_a_new_password_ends_every_login_and_works_once(letters: Letters) -> None:
    ana, bob = await make_member("ana"), await make_member("bob")
    hers, his = await login(ana), await login(bob)
    await registration.request_reset("ana@example.org")
    await registration.request_reset("ana@example.org")
    first, second = [token_in(letter, "reset") for letter in await letters()]
    assert await refused(registration.set_new_password(first, "short")) == ("password.short", "password")
    await registration.set_new_password(first, GOOD)
    assert not (await viewer_of(token_hash(hers))).known
    assert (await viewer_of(token_hash(his))).known
    assert await refused(registration.set_new_password(first, "yet another password 9")) == ("link.used_up", "")
    assert await refused(registration.set_new_password(second, "yet another password 9")) == ("link.used_up", "")
    assert await logins.log_in(login="ana", password=GOOD)
    assert "changed" in (await letters())[-1]["Subject"]


async def test_a_reset_by_mail_confirms_the_address(letters: Letters) -> None:
    await sign_up()
    await registration.request_reset("ana@example.org")
    await registration.set_new_password(token_in((await letters())[1], "reset"), "another way to get in")
    assert (await members())[0].state == "active"


async def test_a_waiting_member_can_have_the_link_again_but_not_without_end(letters: Letters) -> None:
    await sign_up()
    viewer = Viewer(id=(await members())[0].id or 0, name="ana", state="waiting")
    await registration.resend_confirmation(viewer)
    assert await registration.confirm_email(token_in((await letters())[1], "confirm"))
    await registration.resend_confirmation(viewer)
    assert len(await letters()) == 2
    with pytest.raises(LoginNeeded):
        await registration.resend_confirmation(Viewer())


async def test_the_fourth_link_in_an_hour_is_refused_aloud_to_its_owner() -> None:
    viewer = await make_member("ana", state="waiting")
    for _ in range(email_links.MAILS_PER_HOUR):
        await registration.resend_confirmation(viewer)
    with pytest.raises(TooMany) as refusal:
        await registration.resend_confirmation(viewer)
    assert refusal.value.key == "mail.too_many"


async def test_a_mail_that_fails_costs_nobody_the_account_and_leaves_later(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, letters: Letters
) -> None:
    monkeypatch.setenv("WTSOCIAL_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("WTSOCIAL_MAIL_FROM", "Site <site@example.org>")
    settings.cache_clear()
    await sign_up()
    viewer = Viewer(id=(await members())[0].id or 0, name="ana", state="waiting")
    await registration.resend_confirmation(viewer)
    await Worker().run_due()
    assert "mail not sent" in caplog.text
    assert "ana@example.org" not in caplog.text
    assert await letters() == []
    monkeypatch.setenv("WTSOCIAL_SMTP_URL", "")
    settings.cache_clear()
    await Worker(clock=lambda: now() + timedelta(minutes=1)).run_due()
    first, second = await letters()
    assert await registration.confirm_email(token_in(second, "confirm"))
    assert token_in(first, "confirm") != token_in(second, "confirm")


async def test_a_link_is_in_the_database_only_once_it_is_mailed_and_not_as_it_is() -> None:
    await sign_up()
    async with db.reading() as session:
        token = (await session.exec(select(EmailToken))).one()
        args = (await session.exec(select(Job.args).where(Job.task == "mails.send"))).one()
    assert token.token_hash.startswith("unsent:")
    assert args == {"kind": "confirm", "member_id": token.member_id, "about": {"token_id": token.id}, "params": {}}


async def test_known_and_unknown_addresses_cost_the_same_statements(count_statements: Statements) -> None:
    await make_member("ana")
    sent: list[list[str]] = []
    for name, address in (("bob", "ana@example.org"), ("cid", "cid@example.org")):
        with count_statements() as statements:
            await sign_up(name, address)
        sent.append(statements)
    for address in ("ana@example.org", "nobody@example.org"):
        with count_statements() as statements:
            await registration.request_reset(address)
        sent.append(statements)
    assert sent[0] == sent[1]
    assert sent[2] == sent[3]


async def test_a_link_that_may_have_been_mailed_stays_good_when_its_mail_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was mailed a link by an attempt that seemed to fail may use it, and the one that comes after it."""
    sent: list[mail.Mail] = []

    async def send(_connection: mail.MailConnection, message: mail.Mail) -> None:
        sent.append(message)
        if len(sent) < 3:
            raise mail.MailFailed("the line was lost", for_good=False, uncertain=len(sent) == 2)

    monkeypatch.setattr(mail.MailConnection, "send", send)
    await sign_up()
    for minutes in (0, 1, 2):
        await Worker(clock=partial(_ahead, minutes)).run_due()
    refused_one, maybe, last = [re.findall(r"token=([\w-]{43})", message.text)[0] for message in sent]
    assert await refused(registration.confirm_email(refused_one)) == ("link.used_up", "")
    assert await registration.confirm_email(maybe)
    assert await registration.confirm_email(last)


def _ahead(minutes: int) -> datetime:
    return now() + timedelta(minutes=minutes)
