"""Registration: opening an account, confirming its address, and resetting its password by mail."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import and_, col, delete, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts.emails import letter_to, password_changed
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document
from wtsocial.core.errors import Invalid, LoginNeeded, Refusal, TooMany
from wtsocial.core.passwords import check_password, hash_password
from wtsocial.core.settings import settings
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.gateways import mail, mail_queue
from wtsocial.i18n import FALLBACK, LANGUAGES
from wtsocial.joining import admission, waiting_list
from wtsocial.models import EmailToken, LoginSession, Member, now
from wtsocial.text.emails import check_email, mailbox
from wtsocial.text.names import check_username, skeleton

CONFIRM_HOURS: Final = 48
RESET_HOURS: Final = 2
MAILS_PER_HOUR: Final = 3
"""To one address with a link in them, whoever asks from wherever."""


async def register(*, username: str, email: str, password: str, agreed: bool, language: str, invite: str = "") -> None:
    """Open an account that waits for its confirmation, and mail the link for it; nobody is logged in by this.

    For an address that has an account nothing is created and nothing is answered differently: its owner gets a mail
    with a way in. `invite` is the code of an invitation; a registration that fails does not use it up.
    Raises Invalid at the field: the reasons of check_username, check_email and check_password, `username.taken`,
    `agreed.required`, and at `invite` those of `admission.check_invitation`.
    """
    if not agreed:
        raise Invalid("agreed.required", field="agreed")
    username, email = check_username(username), check_email(email)
    check_password(password, username=username, email=email)
    async with db.reading() as session:
        await admission.check_invitation(session, invite)
    hashed = await hash_password(password)
    language = language if language in LANGUAGES else FALLBACK
    for _ in range(2):
        try:
            return await _register(_new_member(username, email, hashed, language), invite)
        except IntegrityError:
            # Somebody took the name or the address between our look and our commit: the second look sees it.
            continue
    raise Invalid("username.taken", field="username")


async def open_account(*, username: str, email: str, password: str, language: str = FALLBACK) -> int:
    """An account that whoever runs the site vouches for: confirmed and active at once, no mail sent. Its member's id.

    Raises Invalid at the field as `register` does, and `email.taken`.
    """
    username, email = check_username(username), check_email(email)
    check_password(password, username=username, email=email)
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


async def confirm_email(token: str) -> int:
    """Use the link mailed to a new member, who is admitted or starts waiting (`admission.admit_confirmed`); returns the member's id.

    Raises Invalid("link.used_up") when it is unknown, was used, or is older than CONFIRM_HOURS.
    """
    async with db.transaction() as change:
        # The line before the member, as everywhere: two who lock in other orders would wait for each other.
        await waiting_list.lock(change)
        member = await _use_up(change.session, _usable(token, "confirm"))
        await _confirm(change, member)
    return id_of(member)


async def resend_confirmation(viewer: Viewer) -> None:
    """Mail the confirmation link again; returns when the mail was sent. Does nothing for a confirmed member.

    Raises LoginNeeded, TooMany("mail.too_many") after MAILS_PER_HOUR, Refusal("mail.failed") when it could not be sent.
    """
    async with db.transaction() as change:
        found = select(Member).where(Member.id == viewer.id, Member.state != "deleted").with_for_update(key_share=True)
        member = (await change.session.exec(found)).first()
        if member is None:
            raise LoginNeeded
        if member.email_confirmed_at:
            return
        if not await _may_be_mailed(change.session, member):
            raise TooMany("mail.too_many", most=MAILS_PER_HOUR, seconds=3600)
        letter = _confirmation(member, _add_link(change.session, member, "confirm", CONFIRM_HOURS))
    # Outside the transaction, and awaited: here nothing has to be kept from the one who asks.
    try:
        await mail.send(letter)
    except mail.MailFailed:
        raise Refusal("mail.failed") from None


async def request_reset(email: str) -> None:
    """Mail a link for a new password, if an account has this address and got fewer than MAILS_PER_HOUR. The answer tells neither.

    Raises Invalid at `email` when it is no address at all.
    """
    email = check_email(email)
    async with db.transaction() as change:
        owner = await _owner_of(change.session, email)
        if owner is None or not await _may_be_mailed(change.session, owner):
            return
        link = _add_link(change.session, owner, "reset", RESET_HOURS)
        letter = letter_to(owner, "mail.reset", name=owner.name, link=link, count=RESET_HOURS)
        change.after_commit(lambda: mail_queue.drop(letter))


async def set_new_password(token: str, password: str) -> None:
    """Set a password by a mailed link. Every login of the member ends, and the address counts as confirmed.

    Raises Invalid("link.used_up") when the link is unknown, was used or has expired; and Invalid at `password` as
    check_password does, which leaves the link as it was.
    """
    usable = _usable(token, "reset")
    async with db.reading() as session:
        member = (await session.exec(select(Member).join(EmailToken).where(usable, Member.state != "deleted"))).first()
    if member is None:
        raise Invalid("link.used_up")
    check_password(password, username=member.name, email=member.email)
    hashed = await hash_password(password)
    async with db.transaction() as change:
        await waiting_list.lock(change)
        member = await _use_up(change.session, usable)
        member.password_hash = hashed
        await _confirm(change, member)
        await change.session.exec(delete(LoginSession).where(col(LoginSession.member_id) == member.id))
        others = update(EmailToken).where(col(EmailToken.member_id) == member.id, col(EmailToken.used_at).is_(None))
        await change.session.exec(others.values(used_at=now()))
        letter = password_changed(member)
        change.after_commit(lambda: mail_queue.drop(letter))


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


async def _confirm(change: Transaction, member: Member) -> None:
    if member.email_confirmed_at is None:
        member.email_confirmed_at = now()
        await admission.admit_confirmed(change, member)


def _new_member(name: str, email: str, hashed: str, language: str) -> Member:
    return Member(
        name=name,
        skeleton=skeleton(name),
        email=email,
        email_key=mailbox(email),
        password_hash=hashed,
        language=language,
        choices=document.initial_json(),
    )


async def _register(member: Member, invite: str) -> None:
    async with db.transaction() as change:
        await _ensure_name_is_free(change.session, member)
        invitation = await admission.check_invitation(change.session, invite)
        owner = await _owner_of(change.session, member.email)
        if not owner:
            change.session.add(member)
            await change.session.flush()
        if invitation:
            await admission.use_invitation(change, None if owner else member.id, invitation)
        if owner and not await _may_be_mailed(change.session, owner):
            return
        if owner:
            letter = _known_already(owner, _add_link(change.session, owner, "reset", RESET_HOURS))
        else:
            letter = _confirmation(member, _add_link(change.session, member, "confirm", CONFIRM_HOURS))
        change.after_commit(lambda: mail_queue.drop(letter))


async def _ensure_name_is_free(session: AsyncSession, member: Member) -> None:
    taken = select(Member.id).where(or_(Member.name == member.name, Member.skeleton == member.skeleton))
    if (await session.exec(taken)).first() is not None:
        raise Invalid("username.taken", field="username")


async def _owner_of(session: AsyncSession, email: str) -> Member | None:
    return (await session.exec(select(Member).where(Member.email == email).with_for_update(key_share=True))).first()


async def _may_be_mailed(session: AsyncSession, member: Member) -> bool:
    """Whether this hour's mails are not used up; the member's row is locked, so that two cannot count at once."""
    if member.state == "deleted":
        return False
    lately = select(func.count()).where(EmailToken.member_id == member.id, EmailToken.created_at > now() - timedelta(hours=1))
    return (await session.exec(lately)).one() < MAILS_PER_HOUR


def _add_link(session: AsyncSession, member: Member, purpose: str, hours: int) -> str:
    token = new_token()
    expires_at = now() + timedelta(hours=hours)
    session.add(EmailToken(token_hash=token_hash(token), member_id=id_of(member), purpose=purpose, expires_at=expires_at))
    return f"{settings().site_url}/{purpose}?token={token}"


def _confirmation(member: Member, link: str) -> mail.Mail:
    return letter_to(member, "mail.confirm", name=member.name, link=link, count=CONFIRM_HOURS)


def _known_already(member: Member, link: str) -> mail.Mail:
    return letter_to(member, "mail.known", name=member.name, link=link, login=f"{settings().site_url}/login", count=RESET_HOURS)
