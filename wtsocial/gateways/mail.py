"""Mail: over SMTP, or into the outbox folder when no server is set."""

import asyncio
import re
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import aiosmtplib
import idna

from wtsocial.core.settings import settings
from wtsocial.gateways.files import write_whole

SECONDS = 15.0
"""For the whole conversation with the mail server."""
_MAX_SUBJECT = 200
_TLS: Mapping[str, tuple[bool, bool, int]] = MappingProxyType(
    {"smtp": (False, False, 25), "smtp+starttls": (False, True, 587), "smtps": (True, False, 465)}
)
"""scheme → (TLS from the start, STARTTLS required, usual port)"""


@dataclass(frozen=True)
class Mail:
    """One message to one person. `html` is an alternative to `text`, which is always there."""

    to: str
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class MailTransport:
    """Where mails go: `smtp_url` when it is set, else the folder `outbox`."""

    smtp_url: str
    sender: str
    outbox: Path
    tls: ssl.SSLContext | None = None


class MailFailed(Exception):
    """The message did not leave. The reason, for the log, names no recipient.

    `for_good`: it would fail again, the address or the message itself was refused.
    """

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


async def send(message: Mail, *, post: MailTransport | None = None, seconds: float = SECONDS) -> None:
    """Hands the message over: when this returns, the mail server has accepted it or it lies in the outbox.

    Raises MailFailed.
    """
    post = post or _default_transport()
    letter = compose(message, sender=post.sender)
    if not post.smtp_url:
        await asyncio.to_thread(_write_to_outbox, letter, post.outbox)
        return
    try:
        async with asyncio.timeout(seconds):
            await _send_by_smtp(letter, post)
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise MailFailed("recipient refused", for_good=all(one.code >= 500 for one in refused.recipients)) from None
    except aiosmtplib.SMTPResponseException as refused:
        # A wrong password of ours (535) is no fault of the message: it may leave when that is mended.
        wrong_login = isinstance(refused, aiosmtplib.SMTPAuthenticationError)
        raise MailFailed(
            f"{refused.code} {refused.message}".replace(message.to, "…"), for_good=refused.code >= 500 and not wrong_login
        ) from None
    except (aiosmtplib.SMTPException, OSError, ValueError) as failed:
        raise MailFailed((str(failed) or type(failed).__name__).replace(message.to, "…"), for_good=False) from None


def compose(message: Mail, *, sender: str) -> EmailMessage:
    """The message with its headers. Nothing in it can add a header or a recipient.

    Raises MailFailed (for good) when an address is not exactly one plain address.
    """
    name, sender_address = parseaddr(sender)
    author = _address(sender_address, name=name)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = author
    letter["To"] = _address(message.to)
    letter["Subject"] = _one_line(message.subject)[:_MAX_SUBJECT]
    letter["Date"] = format_datetime(datetime.now(UTC))
    # Random, and not made of process and clock as usual: it tells nothing about the machine.
    letter["Message-ID"] = f"<{secrets.token_hex(16)}@{author.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday answers stay away
    letter.set_content(_encodable(message.text))
    if message.html:
        letter.add_alternative(_encodable(message.html), subtype="html")
    return letter


def _address(text: str, *, name: str = "") -> Address:
    """Exactly one address, its domain as DNS spells it."""
    local, at, domain = text.rpartition("@")
    try:
        if not at or not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", local) or len(domain) > 253:
            raise ValueError("not an address")
        domain = "localhost" if domain == "localhost" else idna.encode(domain, uts46=True).decode("ascii")
        return Address(display_name=_one_line(name), username=local, domain=domain)
    except ValueError:  # idna's errors are of this kind, too
        raise MailFailed("not a mail address", for_good=True) from None


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", _encodable(text)).split())


def _encodable(text: str) -> str:
    """The same with lone surrogates, which no encoding has, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


async def _send_by_smtp(letter: EmailMessage, post: MailTransport) -> None:
    parts = urlsplit(post.smtp_url)
    at_once, starttls, usual_port = _TLS[parts.scheme]
    await aiosmtplib.send(
        letter,
        hostname=parts.hostname or "localhost",
        port=parts.port or usual_port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=at_once,
        start_tls=starttls,
        tls_context=post.tls,
        timeout=SECONDS,
    )


def _write_to_outbox(letter: EmailMessage, outbox: Path) -> None:
    try:
        outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        outbox.chmod(0o700)  # links that let somebody in lie here
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        write_whole(outbox / f"{stamp}-{secrets.token_hex(4)}.eml", letter.as_bytes(), mode=0o600)
    except OSError as failed:
        raise MailFailed(str(failed), for_good=False) from failed


def _default_transport() -> MailTransport:
    return MailTransport(smtp_url=settings().smtp_url, sender=settings().mail_from, outbox=settings().data_dir / "outbox")
