"""E-mail addresses: one spelling for each, so that one address is one account."""

from typing import Final

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

from wtsocial.core.errors import Invalid

LONGEST: Final = 254
"""Characters; RFC 5321 leaves no room for more."""


def check_email(text: str, *, field: str = "email") -> str:
    """The address in lower case, its domain in Unicode; whether anybody reads mail there, only a mail can tell.

    Lower case in front of the @ too: no large provider tells the cases apart, and people type both.
    Raises Invalid: `email.required`, `email.malformed`.
    """
    text = text.strip()
    if not text:
        raise Invalid("email.required", field=field)
    if len(text) > LONGEST:
        raise Invalid("email.malformed", field=field)
    try:
        checked = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise Invalid("email.malformed", field=field) from None
    return checked.normalized.lower()


def check_new_email(text: str, *, field: str = "email") -> str:
    """The address for a new account. Raises Invalid as `check_email` does, and `email.disposable` for a mailbox that lasts minutes."""
    checked = check_email(text, field=field)
    domain = checked.rpartition("@")[2]
    if is_disposable(domain):
        raise Invalid("email.disposable", field=field, domain=domain)
    return checked


def is_disposable(domain: str) -> bool:
    """Whether a domain, or one that it is below, is known for mailboxes that anybody opens for some minutes."""
    labels = domain.split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))


def mailbox(address: str) -> str:
    """The mailbox that a checked address stands for, to count one person's variants of it once.

    What stands behind a `+` is a label almost everywhere, and Google ignores dots and has two names for one domain; an
    address with two mailboxes behind it would only be counted once too few.
    """
    local, _, domain = address.lower().rpartition("@")
    local = local.split("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
