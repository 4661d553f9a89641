"""Mails to members, in their language."""

from wtsocial.accounts.mail_jobs import Letter, composes, recipient
from wtsocial.core.settings import settings
from wtsocial.gateways.mail import Mail
from wtsocial.i18n import say
from wtsocial.models import Member

PASSWORD_CHANGED = "password_changed"  # noqa: S105 # the name of a letter


def letter_to(member: Member, key: str, **params: object) -> Mail:
    """The letter `key` of the catalogue (`KEY.subject`, `KEY.text`), filled with `params`."""
    subject = say(member.language, f"{key}.subject", site=settings().site_name)
    return Mail(member.email, subject, say(member.language, f"{key}.text", site=settings().site_name, **params))


@composes(PASSWORD_CHANGED)
async def password_changed(letter: Letter) -> Mail | None:
    """The mail that says that the password was changed, and what to do if somebody else did it."""
    member = await recipient(letter)
    return letter_to(member, "mail.password_changed", name=member.name, reset=f"{settings().site_url}/reset") if member else None
