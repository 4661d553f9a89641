"""Links by mail: made when their mail is sent, good when it may have arrived, and nobody learns who gets one."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import select

from tests.factories import make_member
from tests.joining.test_registration import Letters, letters, members, refused, sign_up, token_in
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.gateways import mail
from wtsocial.jobs import Worker
from wtsocial.joining import registration
from wtsocial.models import EmailToken, Job, now

Statements = Callable[[], AbstractContextManager[list[str]]]

__all__ = ["letters"]
"""The fixture."""


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
        promised = (await session.exec(select(EmailToken))).one()
        args = (await session.exec(select(Job.args).where(Job.task == "mails.send"))).one()
    assert promised.token_hash.startswith("unsent:")
    assert args == {"kind": "confirm", "member_id": promised.member_id, "about": {"token_id": promised.id}, "params": {}}


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
