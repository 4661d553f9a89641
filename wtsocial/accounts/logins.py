"""Logins: one per browser, started with a password or a mailed link, ended by logging out, expiry or a new password."""

import asyncio
from datetime import timedelta
from hmac import compare_digest
from typing import Final

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts.emails import PASSWORD_CHANGED
from wtsocial.accounts.mail_jobs import Letter, send_letter
from wtsocial.accounts.queries import by_name, looks_like
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, TooMany
from wtsocial.core.passwords import check_password, hash_password, needs_rehash, verify_password
from wtsocial.core.settings import settings
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.db.statements import id_of
from wtsocial.gateways import rate_limits
from wtsocial.models import EmailToken, LoginSession, Member, now
from wtsocial.text.emails import check_email
from wtsocial.text.names import skeleton

SESSIONS_KEPT: Final = 50
"""Of one member; with one more, the oldest ends."""
NOTED_EVERY: Final = timedelta(hours=1)
TRIES_PER_HOUR: Final = 20
"""Wrong passwords for one account within any hour, from all networks together; the right one begins the count anew."""
_LONGEST_NAME: Final = 200
"""Characters of a typed name that are looked at to count tries."""


async def log_in(*, login: str, password: str, device: str = "") -> str:
    """Begin a login by username or e-mail address; the token for the cookie, which is stored nowhere.

    Waiting and suspended members get in, too: they see why they cannot take part. `device` is what `device_mark` gave this browser
    when somebody logged in by it before, if there was such a time.
    Raises Invalid("login.wrong"): the same, after the same work, for an unknown name and a wrong password; and
    TooMany("login.too_many", `seconds`) after TRIES_PER_HOUR wrong ones, whoever sent them from wherever, known name or not.
    """
    member = await _called(login)
    key = _key_of_tries(login, member, device)
    await _count_try(key)
    fits = await verify_password(password, member.password_hash if member else None)
    if member is None or not fits:
        raise Invalid("login.wrong")
    renewed = await hash_password(password) if needs_rehash(member.password_hash) else member.password_hash
    async with db.transaction() as change:
        # The password may have been changed while we compared it: then the old one opens nothing any more.
        same = col(Member.id) == member.id, col(Member.password_hash) == member.password_hash, col(Member.state) != "deleted"
        if (await change.session.exec(update(Member).where(*same).values(password_hash=renewed))).rowcount != 1:
            raise Invalid("login.wrong")
        token = await _begin(change.session, id_of(member))
    await rate_limits.forget_hourly("password", key, per_hour=TRIES_PER_HOUR)
    return token


async def device_mark(member_id: int) -> str:
    """What a browser keeps after a login, by which the member's own devices are told from a stranger's; "" for no such member.

    It opens nothing: it has tries of its own at the password, so that nobody who guesses from elsewhere uses them up. It goes with
    the password: a new one makes new marks. Nothing can be worked out from it, since the hash in it is salted.
    """
    async with db.reading() as session:
        member = (await session.exec(select(Member).where(Member.id == member_id, Member.state != "deleted"))).first()
    return _mark(member) if member else ""


async def open_session(member_id: int) -> str:
    """Begin a login for somebody who has shown who they are otherwise (by a mailed link); the token for the cookie."""
    async with db.transaction() as change:
        return await _begin(change.session, member_id)


async def log_out(token_hash: str) -> None:
    """End one login; nothing happens when it has ended already."""
    async with db.transaction() as change:
        await change.session.exec(delete(LoginSession).where(col(LoginSession.token_hash) == token_hash))


async def note_seen(token_hash: str) -> None:
    """Put off the end of a login that is in use. Asked on each page, it writes once in NOTED_EVERY."""
    if not token_hash:
        return
    at = now()
    due = col(LoginSession.token_hash) == token_hash, col(LoginSession.seen_at) < at - NOTED_EVERY, col(LoginSession.expires_at) > at
    async with db.reading() as session:
        if (await session.exec(select(LoginSession.id).where(*due))).first() is None:
            return
    async with db.transaction() as change:
        whose = select(LoginSession.member_id).where(*due).scalar_subquery()
        await change.session.exec(update(Member).where(col(Member.id) == whose).values(seen_at=at))
        await change.session.exec(update(LoginSession).where(*due).values(seen_at=at, expires_at=at + _lifetime()))


async def change_password(viewer: Viewer, *, current: str, new: str, keep_token_hash: str) -> None:
    """Set another password; every other login of the member ends, and a mail says that it happened.

    Raises LoginNeeded, Invalid("password.wrong") at `current`, TooMany as `log_in` does, Invalid at `password` as
    check_password does.
    """
    async with db.reading() as session:
        member = (await session.exec(select(Member).where(Member.id == viewer.id, Member.state != "deleted"))).first()
    if not viewer.known or member is None:
        raise LoginNeeded
    key = token_hash(f"member {member.id}")
    await _count_try(key)
    if not await verify_password(current, member.password_hash):
        raise Invalid("password.wrong", field="current")
    await rate_limits.forget_hourly("password", key, per_hour=TRIES_PER_HOUR)
    await asyncio.to_thread(check_password, new, username=member.name, email=member.email)
    hashed = await hash_password(new)
    async with db.transaction() as change:
        unchanged = col(Member.id) == member.id, col(Member.password_hash) == member.password_hash
        if (await change.session.exec(update(Member).where(*unchanged).values(password_hash=hashed))).rowcount != 1:
            raise Invalid("password.wrong", field="current")
        others = col(LoginSession.member_id) == member.id, col(LoginSession.token_hash) != keep_token_hash
        await change.session.exec(delete(LoginSession).where(*others))
        await send_letter(change, Letter(PASSWORD_CHANGED, id_of(member)))


@jobs.periodic_task("accounts.forget_expired", every=timedelta(hours=1))
async def forget_expired() -> int:
    """Housekeeping: drop logins that have ended and mailed links that no longer count; how many."""
    at = now()
    async with db.transaction() as change:
        ended = await change.session.exec(delete(LoginSession).where(col(LoginSession.expires_at) < at))
        # A link also counts towards the mails of its hour, used or not.
        links = delete(EmailToken).where(col(EmailToken.expires_at) < at, col(EmailToken.created_at) < at - timedelta(hours=1))
        lapsed = await change.session.exec(links)
    return ended.rowcount + lapsed.rowcount


def _mark(member: Member) -> str:
    return token_hash(f"device {member.id} {member.password_hash}")


def _key_of_tries(login: str, member: Member | None, device: str) -> str:
    """Under what a try is counted: the name or the address that was typed, or the member's own devices.

    Names and addresses are counted apart and before it matters whether somebody has them, so that no answer tells which belong
    together. The key is a hash: what people type stays out of Redis.
    """
    if member and device and compare_digest(device.encode("utf-8", "replace"), _mark(member).encode()):
        return token_hash(f"known {member.id}")
    typed = login.strip()
    if "@" in typed:
        try:
            return token_hash(f"address {check_email(typed)}")
        except Invalid:
            return token_hash(f"address {typed.casefold()}")
    return token_hash(f"name {skeleton(typed[:_LONGEST_NAME])}")


async def _count_try(key: str) -> None:
    try:
        await rate_limits.count_hourly("password", key, per_hour=TRIES_PER_HOUR)
    except TooMany as refused:
        raise TooMany("login.too_many", seconds=refused.params["seconds"]) from None


async def _called(login: str) -> Member | None:
    wanted = looks_like(login.strip())
    if "@" in login:
        try:
            wanted = col(Member.email) == check_email(login)
        except Invalid:
            return None
    async with db.reading() as session:
        return (await session.exec(select(Member).where(wanted, Member.state != "deleted").order_by(by_name()))).first()


async def _begin(session: AsyncSession, member_id: int) -> str:
    token = new_token()
    session.add(LoginSession(token_hash=token_hash(token), member_id=member_id, expires_at=now() + _lifetime()))
    await session.flush()
    await session.exec(update(Member).where(col(Member.id) == member_id).values(seen_at=now()))
    newest = select(LoginSession.id).where(LoginSession.member_id == member_id).order_by(col(LoginSession.id).desc()).limit(SESSIONS_KEPT)
    too_many = col(LoginSession.member_id) == member_id, col(LoginSession.id).not_in(newest)
    await session.exec(delete(LoginSession).where(*too_many))
    return token


def _lifetime() -> timedelta:
    return timedelta(days=settings().session_days)
