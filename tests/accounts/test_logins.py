"""A login is begun, goes on, and is ended."""

import time
from datetime import timedelta
from typing import Any

import pytest
from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] # made at run time
from sqlmodel import select, update

from tests.factories import login, make_member
from wtsocial import db
from wtsocial.accounts import logins
from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.core import passwords
from wtsocial.core.errors import Invalid, LoginNeeded
from wtsocial.core.passwords import hash_password
from wtsocial.core.tokens import token_hash
from wtsocial.jobs import Worker
from wtsocial.models import EmailToken, LoginSession, Member, now

GOOD = "seven herons over the weir"
HASHER = passwords._HASHER
"""As the site hashes; what tests are given is quicker."""


async def somebody(name: str = "ana", *, state: str = "active") -> Viewer:
    return await make_member(name, state=state, password_hash=await hash_password(GOOD))


async def known(token: str) -> bool:
    return (await viewer_of(token_hash(token))).known


async def rows() -> list[LoginSession]:
    async with db.reading() as session:
        return list((await session.exec(select(LoginSession))).all())


@pytest.mark.parametrize("given", ["ana", "ANA", " ana ", "ana@example.org", "Ana@Example.org"])
async def test_a_member_logs_in_by_name_or_address(given: str) -> None:
    ana = await somebody()
    token = await logins.log_in(login=given, password=GOOD)
    assert await viewer_of(token_hash(token)) == ana
    [row] = await rows()
    assert row.token_hash == token_hash(token) != token


@pytest.mark.parametrize("state", ["waiting", "suspended"])
async def test_who_cannot_take_part_still_logs_in(state: str) -> None:
    await somebody(state=state)
    token = await logins.log_in(login="ana", password=GOOD)
    assert (await viewer_of(token_hash(token))).state == state


@pytest.mark.parametrize(
    ("given", "password"),
    [
        ("ana", "wrong password here"),
        ("nobody", GOOD),
        ("no@where.example.org", GOOD),
        ("", ""),
        ("ana\x00", GOOD),
        ("\ud800", "\ud800"),
        ("\x00@example.org", GOOD),
        ("x" * 5000, GOOD),
        ("a@b", "x" * 10**6),
    ],
)
async def test_unknown_names_and_wrong_passwords_get_one_answer(given: str, password: str) -> None:
    await somebody()
    with pytest.raises(Invalid) as refusal:
        await logins.log_in(login=given, password=password)
    assert (refusal.value.key, refusal.value.field, dict(refusal.value.params)) == ("login.wrong", "", {})
    assert await rows() == []


async def test_a_deleted_member_does_not_get_in() -> None:
    await somebody(state="deleted")
    with pytest.raises(Invalid):
        await logins.log_in(login="ana", password=GOOD)


async def test_unknown_names_and_wrong_passwords_take_the_same_time() -> None:
    await somebody()

    async def fastest(given: str) -> float:
        times: list[float] = []
        for _ in range(5):
            begun = time.perf_counter()
            with pytest.raises(Invalid):
                await logins.log_in(login=given, password="wrong password here")
            times.append(time.perf_counter() - begun)
        return min(times)

    unknown, wrong = await fastest("nobody"), await fastest("ana")
    # Without the decoy the unknown one would answer in a tenth of the time.
    assert 0.5 < unknown / wrong < 2


async def test_logging_out_ends_this_login_alone() -> None:
    ana = await somebody()
    one, other = await login(ana), await login(ana)
    await logins.log_out(token_hash(one))
    assert (await known(one), await known(other)) == (False, True)
    await logins.log_out(token_hash(one))


async def test_another_password_ends_the_other_logins() -> None:
    ana, bob = await somebody(), await somebody("bob")
    here, stolen, his = await login(ana), await login(ana), await login(bob)
    await logins.change_password(ana, current=GOOD, new="another way to get in", keep_token_hash=token_hash(here))
    await Worker().run_due()
    assert [await known(token) for token in (here, stolen, his)] == [True, False, True]
    assert await logins.log_in(login="ana", password="another way to get in")
    with pytest.raises(Invalid):
        await logins.log_in(login="ana", password=GOOD)


@pytest.mark.parametrize(
    ("current", "new", "field"), [("wrong password here", "another way to get in", "current"), (GOOD, "short", "password")]
)
async def test_a_password_is_not_changed_without_the_current_one_or_to_a_bad_one(current: str, new: str, field: str) -> None:
    ana = await somebody()
    other = await login(ana)
    with pytest.raises(Invalid) as refusal:
        await logins.change_password(ana, current=current, new=new, keep_token_hash="")
    assert refusal.value.field == field
    assert await known(other)
    assert await logins.log_in(login="ana", password=GOOD)


async def test_a_reader_changes_no_password() -> None:
    with pytest.raises(LoginNeeded):
        await logins.change_password(Viewer(), current=GOOD, new="another way to get in", keep_token_hash="")


async def test_a_login_in_use_goes_on_and_is_written_at_most_once_an_hour() -> None:
    token = await login(await somebody(), expires_in=timedelta(days=1))
    before = (await rows())[0]
    await logins.note_seen(token_hash(token))
    assert (await rows())[0].expires_at == before.expires_at
    async with db.transaction() as change:
        await change.session.exec(update(LoginSession).values(seen_at=now() - timedelta(hours=2)))
    await logins.note_seen(token_hash(token))
    after = (await rows())[0]
    assert after.expires_at > before.expires_at + timedelta(days=20)
    assert after.seen_at > now() - timedelta(minutes=1)


async def test_an_ended_login_is_not_brought_back_by_being_seen() -> None:
    token = await login(await somebody(), expires_in=timedelta(seconds=-1))
    async with db.transaction() as change:
        await change.session.exec(update(LoginSession).values(seen_at=now() - timedelta(hours=2)))
    await logins.note_seen(token_hash(token))
    assert not await known(token)


async def test_a_member_has_a_bounded_number_of_logins() -> None:
    ana = await somebody()
    first = await logins.open_session(ana.id)
    others = [await logins.open_session(ana.id) for _ in range(logins.SESSIONS_KEPT)]
    assert not await known(first)
    assert await known(others[0])
    assert len(await rows()) == logins.SESSIONS_KEPT


async def test_an_old_kind_of_hash_is_renewed_at_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", HASHER)
    weaker: Any = argon2  # the library's types say little
    await make_member("ana", password_hash=str(weaker.using(type="ID", memory_cost=8, time_cost=1, parallelism=1).hash(GOOD)))
    await logins.log_in(login="ana", password=GOOD)
    async with db.reading() as session:
        assert (await session.exec(select(Member.password_hash))).one().startswith("$argon2id$v=19$m=19456")
    assert await logins.log_in(login="ana", password=GOOD)


async def test_housekeeping_forgets_what_has_ended_and_nothing_else() -> None:
    ana = await somebody()
    await login(ana, expires_in=timedelta(seconds=-1))
    kept = await login(ana)
    async with db.transaction() as change:
        for hashed, hours_ago in (("old", 50), ("counts", 0)):
            moment = now() - timedelta(hours=hours_ago)
            change.session.add(
                EmailToken(token_hash=hashed, member_id=ana.id, purpose="reset", created_at=moment, expires_at=now() - timedelta(seconds=1))
            )
    assert await logins.forget_expired() == 2
    assert await known(kept)
    async with db.reading() as session:
        assert (await session.exec(select(EmailToken.token_hash))).all() == ["counts"]
