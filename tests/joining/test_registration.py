"""Somebody registers and confirms."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import func, select, update

from tests.factories import make_member
from tests.joining.registering import GOOD, Letters, members, refused, sign_up, token_in
from wtsocial import db
from wtsocial.accounts import logins
from wtsocial.core.errors import Invalid
from wtsocial.core.settings import settings
from wtsocial.core.tokens import token_hash
from wtsocial.jobs import Worker
from wtsocial.joining import registration
from wtsocial.models import EmailToken, LoginSession, Member, now


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


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Make your own choices about what content you are served"), ("he", "הבחירה מה מוגש לך היא שלך")]
)
async def test_the_mail_names_the_site_and_carries_the_greeting(
    language: str, greeting: str, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_NAME", "Our Paper")
    settings.cache_clear()
    await registration.register(username="ana", email="ana@example.org", password=GOOD, agreed=True, language=language)
    [letter] = await letters()
    text = letter.get_content()
    assert "Our Paper" in letter["Subject"]
    assert "Our Paper" in text
    assert greeting in text
    assert "localhost" not in text.replace("http://localhost:3000/confirm", "")


async def test_the_link_itself_is_not_in_the_database(letters: Letters) -> None:
    await sign_up()
    token = token_in((await letters())[0], "confirm")
    async with db.reading() as session:
        row = (await session.exec(select(EmailToken))).one()
    assert row.token_hash == token_hash(token) != token


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"email": "ana@mailinator.com"}, "email.disposable", "email"),
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
