"""Mails to members, in their language."""

from wtsocial.core.settings import settings
from wtsocial.gateways.mail import Mail
from wtsocial.i18n import say
from wtsocial.models import Member


def letter_to(member: Member, key: str, **params: object) -> Mail:
    """The letter `key` of the catalogue (`KEY.subject`, `KEY.text`), filled with `params`."""
    subject = say(member.language, f"{key}.subject", site=settings().host)
    return Mail(member.email, subject, say(member.language, f"{key}.text", site=settings().host, **params))


def password_changed(member: Member) -> Mail:
    """The mail that says that the password was changed, and what to do if somebody else did it."""
    return letter_to(member, "mail.password_changed", name=member.name, reset=f"{settings().site_url}/reset")
