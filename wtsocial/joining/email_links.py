"""Links by mail: to confirm an address and to set a new password. The token of a link is made when its mail is sent."""

from datetime import timedelta
from typing import Any, Final, Literal

from sqlalchemy import func, insert, literal, select, update
from sqlmodel import select as find

from wtsocial import db
from wtsocial.accounts.emails import letter_to
from wtsocial.accounts.mail_jobs import Composed, Letter, composes, recipient, send_letter
from wtsocial.core.settings import settings
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.jobs import Priority
from wtsocial.models import EmailToken, Member, now

Purpose = Literal["confirm", "reset"]
LetterKind = Literal["confirm", "known", "reset"]

CONFIRM_HOURS: Final = 48
RESET_HOURS: Final = 2
MAILS_PER_HOUR: Final = 3
"""To one address with a link in them, whoever asks from wherever."""

_PURPOSES: Final[dict[LetterKind, Purpose]] = {"confirm": "confirm", "known": "reset", "reset": "reset"}
_HOURS: Final[dict[Purpose, int]] = {"confirm": CONFIRM_HOURS, "reset": RESET_HOURS}
_UNSENT: Final = "unsent:"
"""What a token's hash begins with before its link was mailed: no token has such a hash."""


async def mail_link(change: Transaction, member_id: int, kind: LetterKind) -> bool:
    """Promise a member a mail with a link; False when this hour's are used up, or there is no such member: then none leaves.

    The same two statements are sent in either case, so that no answer tells by its time whether somebody gets a mail.
    The member's row must be locked, so that two cannot count at once.
    """
    member, token = table(Member), table(EmailToken)
    lately = select(func.count()).where(token.c.member_id == member_id, token.c.created_at > now() - timedelta(hours=1)).scalar_subquery()
    row = {name: literal(value, type_=token.c[name].type) for name, value in _new_row(_PURPOSES[kind]).items()}
    may = (member.c.id == member_id, member.c.state != "deleted", lately < MAILS_PER_HOUR)
    reserve = insert(token).from_select(["member_id", *row], select(member.c.id, *row.values()).where(*may)).returning(token.c.id)
    number = (await (await change.session.connection()).execute(reserve)).scalar()
    await send_letter(change, Letter(kind, member_id if number else 0, {"token_id": number or 0}), priority=Priority.URGENT)
    return number is not None


@composes("confirm")
async def _confirmation(letter: Letter) -> Composed | None:
    return await _with_link(letter, "confirm", "mail.confirm")


@composes("known")
async def _known_already(letter: Letter) -> Composed | None:
    return await _with_link(letter, "reset", "mail.known", login=f"{settings().site_url}/login")


@composes("reset")
async def _reset(letter: Letter) -> Composed | None:
    return await _with_link(letter, "reset", "mail.reset")


async def _with_link(letter: Letter, purpose: Purpose, key: str, **more: str) -> Composed | None:
    member = await recipient(letter)
    token = await _issue(letter, purpose) if member else ""
    if member is None or not token:
        return None
    link = f"{settings().site_url}/{purpose}?token={token}"
    text = letter_to(member, key, name=member.name, link=link, count=_HOURS[purpose], **more)

    async def not_sent() -> None:
        await _withdraw(letter, token)

    return Composed(text, not_sent)


def _new_row(purpose: Purpose) -> dict[str, Any]:
    at = now()
    row = {"token_hash": _UNSENT + new_token(), "purpose": purpose, "created_at": at}
    return row | {"expires_at": at + timedelta(hours=_HOURS[purpose]), "used_at": None}


async def _issue(letter: Letter, purpose: Purpose) -> str:
    """A token that opens something from now on; "" when none is needed any more.

    Where an earlier attempt may have mailed a link, that one stays good, and a second one is added to it.
    """
    token, row = new_token(), table(EmailToken)
    fresh = {"token_hash": token_hash(token), "expires_at": now() + timedelta(hours=_HOURS[purpose])}
    promised = (row.c.id == int(letter.about["token_id"]), row.c.member_id == letter.member_id, row.c.used_at.is_(None))
    async with db.transaction() as change:
        connection = await change.session.connection()
        unsent = update(row).where(*promised, row.c.token_hash.startswith(_UNSENT)).values(**fresh)
        if (await connection.execute(unsent)).rowcount == 1:
            return token
        if (await connection.execute(select(row.c.id).where(*promised))).first() is None:
            return ""
        await connection.execute(insert(row).values(_new_row(purpose) | fresh | {"member_id": letter.member_id}))
    return token


async def _withdraw(letter: Letter, token: str) -> None:
    """The link did not leave: it opens nothing, and the next attempt makes another one."""
    issued = find(EmailToken).where(EmailToken.token_hash == token_hash(token))
    async with db.transaction() as change:
        row = (await change.session.exec(issued)).first()
        if row and row.id == letter.about["token_id"]:
            row.token_hash = _UNSENT + new_token()
        elif row:
            await change.session.delete(row)
