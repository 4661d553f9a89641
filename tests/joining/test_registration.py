"""Somebody registers, confirms, forgets their password."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import col, func, select, update

from tests.factories import login, make_member
from wtsocial import db
from wtsocial.accounts import logins
from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, Refusal, TooMany
from wtsocial.core.tokens import token_hash
from wtsocial.jobs import Worker
from wtsocial.joining import email_links, registration
from wtsocial.models import EmailToken, LoginSession, Member, now

GOOD = "seven herons over the weir"
Statements = Callable[[], AbstractContextManager[list[str]]]
Letters = Callable[[], Awaitable[list[EmailMessage]]]


@pytest.fixture
def letters(environment: Path) -> Letters:
    """The mails that left so far, oldest first."""

    async def read() -> list[EmailMessage]:
        await Worker().run_due()
        found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted((environment / "outbox").glob("*.eml"))]
        return [letter for letter in found if isinstance(letter, EmailMessage)]

    return read


async def sign_up(username: str = "ana", email: str = "ana@example.org", *, password: str = GOOD, agreed: bool = True) -> None:
    await registration.register(username=username, email=email, password=password, agreed=agreed, language="en")


async def members() -> list[Member]:
    async with db.reading() as session:
        return list((await session.exec(select(Member).order_by(col(Member.id)))).all())


def token_in(letter: EmailMessage, purpose: str) -> str:
    found = re.search(rf"http://localhost:3000/{purpose}\?token=([\w-]{{43}})\s", letter.get_content())
    assert found, letter.get_content()
    return found[1]


async def refused(doing: Awaitable[object]) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.key, refusal.value.field


async def test_a_new_member_waits_until_the_mailed_link_is_used(letters: Letters) -> None:
    await sign_up(email="Ana@Example.ORG")
    [member] = await members()
    assert (member.name, member.email, member.state, member.email_confirmed_at) == ("ana", "ana@example.org", "waiting", None)
    assert member.password_hash.startswith("$argon2id$")
    [letter] = await letters()
    assert letter["To"] == "ana@example.org"
    assert await registration.confirm_email(token_in(letter, "confirm")) == member.id
    [member] = await members()
    assert member.state == "active"
    assert member.email_confirmed_at is not None


async def test_the_link_itself_is_not_in_the_database(letters: Letters) -> None:
    await sign_up()
    token = token_in((await letters())[0], "confirm")
    async with db.reading() as session:
        row = (await session.exec(select(EmailToken))).one()
    assert row.token_hash == token_hash(token) != token


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"agreed": False}, "agreed.required", "agreed"),
        ({"username": "x"}, "username.length", "username"),
        ({"username": "admin"}, "username.reserved", "username"),
        ({"email": "nobody"}, "email.malformed", "email"),
        ({"email": ""}, "email.required", "email"),
        ({"password": "short"}, "password.short", "password"),
        ({"password": "ana@example.org 1"}, "password.personal", "password"),
    ],
)
async def test_what_cannot_be_used_is_refused_at_its_field(changed: dict[str, str], key: str, field: str, letters: Letters) -> None:
    given = {"username": "ana", "email": "ana@example.org", "password": GOOD, "agreed": True, "language": "en"} | changed
    assert await refused(registration.register(**given)) == (key, field)  # pyright: ignore[reportArgumentType]
    assert await members() == []
    assert await letters() == []


@pytest.mark.parametrize("name", ["ANA", "аna", "a.na"])  # the second begins with a Cyrillic letter
async def test_a_name_that_looks_like_a_taken_one_is_refused(name: str) -> None:
    await sign_up()
    assert (await refused(sign_up(name, "other@example.org")))[1] == "username"
    assert len(await members()) == 1


async def test_registering_with_a_known_address_tells_its_owner_and_nobody_else(letters: Letters) -> None:
    await make_member("ana")
    assert await registration.register(username="bob", email="ANA@example.org", password=GOOD, agreed=True, language="en") is None
    assert [member.name for member in await members()] == ["ana"]
    [letter] = await letters()
    assert letter["To"] == "ana@example.org"
    assert "already" in letter["Subject"]
    await registration.set_new_password(token_in(letter, "reset"), "another way to get in")
    assert await logins.log_in(login="ana", password="another way to get in")


async def test_fifty_registrations_of_one_name_at_once_make_one_account() -> None:
    tries = (sign_up("ana", f"ana{number}@example.org") for number in range(50))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert answers.count(None) == 1
    assert {answer.key for answer in answers if isinstance(answer, Invalid)} == {"username.taken"}
    assert len(await members()) == 1
    await Worker().run_due()


async def test_two_registrations_of_one_address_at_once_make_one_account_and_answer_alike(letters: Letters) -> None:
    answers = await asyncio.gather(*(sign_up(name, "ana@example.org") for name in ("ana", "bob")), return_exceptions=True)
    assert answers == [None, None]
    assert len(await members()) == 1
    assert {letter["To"] for letter in await letters()} == {"ana@example.org"}


async def test_a_confirmation_works_once_even_when_pressed_twice_at_once(letters: Letters) -> None:
    await sign_up()
    token = token_in((await letters())[0], "confirm")
    answers = await asyncio.gather(*(registration.confirm_email(token) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert {answer.key for answer in answers if isinstance(answer, Invalid)} == {"link.used_up"}


async def test_a_confirmation_expires_and_is_not_guessed(letters: Letters) -> None:
    await sign_up()
    token = token_in((await letters())[0], "confirm")
    assert await refused(registration.confirm_email("")) == ("link.used_up", "")
    assert await refused(registration.confirm_email(token_hash(token))) == ("link.used_up", "")
    async with db.transaction() as change:
        await change.session.exec(update(EmailToken).values(expires_at=now() - timedelta(seconds=1)))
    assert await refused(registration.confirm_email(token)) == ("link.used_up", "")
    assert (await members())[0].state == "waiting"


async def test_links_are_no_use_for_the_other_purpose(letters: Letters) -> None:
    await sign_up()
    token = token_in((await letters())[0], "confirm")
    assert await refused(registration.set_new_password(token, GOOD)) == ("link.used_up", "")
    assert await registration.confirm_email(token)


async def test_confirming_does_not_end_a_suspension(letters: Letters) -> None:
    await sign_up()
    async with db.transaction() as change:
        await change.session.exec(update(Member).values(state="suspended"))
    await registration.confirm_email(token_in((await letters())[0], "confirm"))
    assert (await members())[0].state == "suspended"


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


async def test_an_account_opened_by_the_site_is_ready_and_gets_no_mail(letters: Letters) -> None:
    member_id = await registration.open_account(username="ana", email="ana@example.org", password=GOOD)
    [member] = await members()
    assert (member.id, member.state, member.is_admin) == (member_id, "active", False)
    assert await letters() == []
    again = registration.open_account(username="bob", email="ana@example.org", password=GOOD)
    assert await refused(again) == ("email.taken", "email")


async def test_nobody_is_logged_in_by_registering() -> None:
    await sign_up()
    await Worker().run_due()
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(LoginSession))).one() == 0
