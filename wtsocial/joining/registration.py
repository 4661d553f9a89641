"""Registration: opening an account, confirming its address, and resetting its password by mail."""

import asyncio
from datetime import timedelta
from hmac import compare_digest

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import and_, col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts.emails import PASSWORD_CHANGED
from wtsocial.accounts.mail_jobs import Letter, send_letter
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document
from wtsocial.core.errors import Invalid, LoginNeeded, TooMany
from wtsocial.core.passwords import NO_PASSWORD, check_password, hash_password
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, insert_missing
from wtsocial.i18n import FALLBACK, LANGUAGES
from wtsocial.joining import admission, waiting_list
from wtsocial.joining.email_links import MAILS_PER_HOUR, RESET_HOURS, mail_link
from wtsocial.models import EmailToken, LoginSession, Member, now
from wtsocial.text.emails import check_email, check_new_email, mailbox
from wtsocial.text.names import check_username, skeleton


class TakenMeanwhile(Exception):
    """Somebody took the name or the address between our look and our write."""


async def register(*, username: str, email: str, password: str, agreed: bool, language: str, invite: str = "", browser: str = "") -> None:
    """Open an account that waits for its confirmation, and mail the link for it; nobody is logged in by this.

    For an address that has an account nothing is created and nothing is answered differently: its owner gets a mail
    with a way in. `invite` is the code of an invitation; a registration that fails does not use it up. `browser` is the hash of a
    secret that this browser keeps, by which `confirm_email` knows it again.
    Raises Invalid at the field: the reasons of check_username, check_new_email and check_password, `username.taken`,
    `agreed.required`, and at `invite` those of `admission.check_invitation`.
    """
    if not agreed:
        raise Invalid("agreed.required", field="agreed")
    username, email = check_username(username), check_new_email(email)
    await asyncio.to_thread(check_password, password, username=username, email=email)
    async with db.reading() as session:
        await admission.check_invitation(session, invite)
    hashed = await hash_password(password)
    language = language if language in LANGUAGES else FALLBACK
    for _ in range(2):
        try:
            return await _register(_new_member(username, email, hashed, language, browser), invite)
        except TakenMeanwhile:
            # The second look sees it.
            continue
    raise Invalid("username.taken", field="username")


async def open_account(*, username: str, email: str, password: str, language: str = FALLBACK) -> int:
    """An account that whoever runs the site vouches for: confirmed and active at once, no mail sent. Its member's id.

    Raises Invalid at the field as `register` does, and `email.taken`.
    """
    username, email = check_username(username), check_email(email)
    await asyncio.to_thread(check_password, password, username=username, email=email)
    member = _new_member(username, email, await hash_password(password), language)
    member.state, member.email_confirmed_at = "active", now()
    try:
        async with db.transaction() as change:
            await _ensure_name_is_free(change.session, member)
            if await _owner_of(change.session, email):
                raise Invalid("email.taken", field="email")
            change.session.add(member)
    except IntegrityError:
        raise Invalid("username.taken", field="username") from None
    return id_of(member)


async def confirm_email(token: str, *, browser: str = "", session: str = "") -> int:
    """Use the link mailed to a new member, who is admitted or starts waiting (`admission.admit_confirmed`); returns the member's id.

    Anybody can register anybody's address: only the link shows whose it is. So unless whoever confirms shows that the account was
    theirs before, by the `browser` that registered or by a login of it (both as hashes), every login and the password from
    before end with this; `choose_password` begins another one.
    Raises Invalid("link.used_up") when it is unknown, was used, or is older than `email_links.CONFIRM_HOURS`.
    """
    async with db.transaction() as change:
        # The line before the member, as everywhere: two who lock in other orders would wait for each other.
        await waiting_list.lock(change)
        member = await _use_up(change.session, _usable(token, "confirm"))
        if member.email_confirmed_at is None and not await _is_theirs(change.session, member, browser, session):
            member.password_hash = NO_PASSWORD
            await change.session.exec(delete(LoginSession).where(col(LoginSession.member_id) == member.id))
        await _confirm(change, member)
    return id_of(member)


async def choose_password(member_id: int) -> str:
    """The token of a link to set the first password, for a member whose address was just confirmed; "" for who has one."""
    token = new_token()
    async with db.transaction() as change:
        found = select(Member).where(Member.id == member_id, Member.state != "deleted", Member.password_hash == NO_PASSWORD)
        if (await change.session.exec(found)).first() is None:
            return ""
        expires = now() + timedelta(hours=RESET_HOURS)
        change.session.add(EmailToken(token_hash=token_hash(token), member_id=member_id, purpose="reset", expires_at=expires))
    return token


async def resend_confirmation(viewer: Viewer) -> None:
    """Mail the confirmation link again. Does nothing for a confirmed member.

    Raises LoginNeeded, TooMany("mail.too_many") after MAILS_PER_HOUR.
    """
    async with db.transaction() as change:
        found = select(Member).where(Member.id == viewer.id, Member.state != "deleted").with_for_update(key_share=True)
        member = (await change.session.exec(found)).first()
        if member is None:
            raise LoginNeeded
        if member.email_confirmed_at:
            return
        if not await mail_link(change, viewer.id, "confirm"):
            raise TooMany("mail.too_many", most=MAILS_PER_HOUR, seconds=3600)


async def request_reset(email: str) -> None:
    """Mail a link for a new password, if an account has this address and got fewer than MAILS_PER_HOUR. The answer tells neither.

    Whether there is one changes neither the answer nor the work before it. Raises Invalid at `email` when it is no address at all.
    """
    email = check_email(email)
    async with db.transaction() as change:
        owner = await _owner_of(change.session, email)
        await mail_link(change, (owner.id if owner else None) or 0, "reset")


async def set_new_password(token: str, password: str) -> int:
    """Set a password by a mailed link; returns the member's id. Every login of the member ends, and the address counts as confirmed.

    Raises Invalid("link.used_up") when the link is unknown, was used or has expired; and Invalid at `password` as
    check_password does, which leaves the link as it was.
    """
    usable = _usable(token, "reset")
    async with db.reading() as session:
        member = (await session.exec(select(Member).join(EmailToken).where(usable, Member.state != "deleted"))).first()
    if member is None:
        raise Invalid("link.used_up")
    await asyncio.to_thread(check_password, password, username=member.name, email=member.email)
    hashed = await hash_password(password)
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await _use_up(change.session, usable)
        member.password_hash = hashed
        await _confirm(change, member)
        await change.session.exec(delete(LoginSession).where(col(LoginSession.member_id) == member.id))
        others = update(EmailToken).where(col(EmailToken.member_id) == member.id, col(EmailToken.used_at).is_(None))
        await change.session.exec(others.values(used_at=now()))
        await send_letter(change, Letter(PASSWORD_CHANGED, id_of(member)))
    return id_of(member)


def _usable(token: str, purpose: str) -> ColumnElement[bool]:
    known = and_(EmailToken.token_hash == token_hash(token), EmailToken.purpose == purpose)
    return and_(known, col(EmailToken.used_at).is_(None), EmailToken.expires_at > now())


async def _use_up(session: AsyncSession, usable: ColumnElement[bool]) -> Member:
    """Mark a link as used and return its member, in one statement: of two requests at once one is refused."""
    used = update(EmailToken).where(usable).values(used_at=now()).returning(col(EmailToken.member_id))
    member_id = (await session.exec(used)).scalar_one_or_none()
    found = select(Member).where(Member.id == member_id, Member.state != "deleted").with_for_update(key_share=True)
    member = (await session.exec(found)).first()
    if member is None:
        raise Invalid("link.used_up")
    return member


async def _is_theirs(session: AsyncSession, member: Member, browser: str, login: str) -> bool:
    """Whether this browser registered the member, or is logged in as them."""
    if browser and compare_digest(browser, member.registered_by):
        return True
    theirs = select(LoginSession.id).where(
        LoginSession.token_hash == login, LoginSession.member_id == member.id, col(LoginSession.expires_at) > now()
    )
    return bool(login) and (await session.exec(theirs)).first() is not None


async def _confirm(change: Transaction, member: Member) -> None:
    member.registered_by = ""
    if member.email_confirmed_at is None:
        member.email_confirmed_at = now()
        change.outdate_pages(f"member:{member.id}")
        await admission.admit_confirmed(change, member)


def _new_member(name: str, email: str, hashed: str, language: str, browser: str = "") -> Member:
    return Member(
        name=name,
        skeleton=skeleton(name),
        email=email,
        email_key=mailbox(email),
        password_hash=hashed,
        language=language,
        choices=document.initial_json(),
        registered_by=browser,
    )


async def _register(member: Member, invite: str) -> None:
    """Write the new member, or nothing for a known address; the same statements are sent for both. Raises TakenMeanwhile."""
    async with db.transaction() as change:
        await _ensure_name_is_free(change.session, member)
        invitation = await admission.check_invitation(change.session, invite)
        owner = await _owner_of(change.session, member.email)
        written = await insert_missing(change.session, Member, [member.model_dump(exclude={"id"})])
        if not written and not owner:
            raise TakenMeanwhile
        if invitation:
            await admission.use_invitation(change, None if owner else written[0].id, invitation)
        if owner:
            await mail_link(change, id_of(owner), "known")
        else:
            await mail_link(change, written[0].id, "confirm")


async def _ensure_name_is_free(session: AsyncSession, member: Member) -> None:
    taken = select(Member.id).where(or_(Member.name == member.name, Member.skeleton == member.skeleton))
    if (await session.exec(taken)).first() is not None:
        raise Invalid("username.taken", field="username")


async def _owner_of(session: AsyncSession, email: str) -> Member | None:
    return (await session.exec(select(Member).where(Member.email == email).with_for_update(key_share=True))).first()
