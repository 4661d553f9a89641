"""Mail: over SMTP, or into the outbox folder when no server is set."""

import asyncio
import re
import secrets
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
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
from wtsocial.text.graphemes import cut

SECONDS = 15.0
"""For handing over one message, connecting included."""
QUIT_SECONDS = 2.0
LINE_ENDS = 421
"""What a server says that closes the connection."""
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
    """The message did not leave, or nobody knows whether it did. The reason, for the log, names no recipient.

    `for_good`: it would fail again, the address or the message itself was refused. `no_mailbox`: this address takes no mail.
    `uncertain`: the line was lost after the message was on its way, so the server may have taken it.
    """

    def __init__(self, reason: str, *, for_good: bool, no_mailbox: bool = False, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.no_mailbox = no_mailbox
        self.uncertain = uncertain


@asynccontextmanager
async def connection(post: MailTransport | None = None) -> AsyncGenerator["MailConnection"]:
    """A connection to the mail server for many messages, or to the outbox folder when no server is set."""
    there = MailConnection(post or _default_transport())
    try:
        yield there
    finally:
        await there.close()


async def send(message: Mail, *, post: MailTransport | None = None, seconds: float = SECONDS) -> None:
    """Hand one message over (`MailConnection.send`). Raises MailFailed."""
    async with connection(post) as there:
        await there.send(message, seconds=seconds)


class MailConnection:
    """Sends messages one after the other over one SMTP connection, opened with the first one, and again when it was lost."""

    def __init__(self, post: MailTransport) -> None:
        self._post = post
        self._client: aiosmtplib.SMTP | None = None
        self._on_its_way = False

    async def send(self, message: Mail, *, seconds: float = SECONDS) -> None:
        """Hand the message over: when this returns, the mail server has accepted it or it lies in the outbox.

        Raises MailFailed. The next message may be sent all the same.
        """
        letter = compose(message, sender=self._post.sender)
        if not self._post.smtp_url:
            await asyncio.to_thread(_write_to_outbox, letter, self._post.outbox)
            return
        self._on_its_way = False
        try:
            async with asyncio.timeout(seconds):
                await self._hand_over(letter)
        except aiosmtplib.SMTPResponseException as refused:
            await self._reset()
            # A wrong password of ours (535) is no fault of the message: it may leave when that is mended.
            for_good = refused.code >= 500 and not isinstance(refused, aiosmtplib.SMTPAuthenticationError)
            no_mailbox = for_good and isinstance(refused, aiosmtplib.SMTPRecipientRefused)
            reason = f"{refused.code} {refused.message}".replace(message.to, "…")
            raise MailFailed(reason, for_good=for_good, no_mailbox=no_mailbox) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as failed:
            self._drop()
            reason = (str(failed) or type(failed).__name__).replace(message.to, "…")
            raise MailFailed(reason, for_good=False, uncertain=self._on_its_way) from None
        except BaseException:
            # Broken off half-way: what the server would answer next belongs to no message.
            self._drop()
            raise

    async def close(self) -> None:
        """Take leave of the server, if it still listens."""
        if self._client and self._client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError):
                await self._client.quit(timeout=QUIT_SECONDS)
        self._drop()

    async def _hand_over(self, letter: EmailMessage) -> None:
        used = self._client is not None
        try:
            client = await self._address(letter)
        except (aiosmtplib.SMTPException, OSError) as failed:
            # A server ends connections after some time, or so many messages: then the message gets a new one.
            if not used or (isinstance(failed, aiosmtplib.SMTPResponseException) and failed.code != LINE_ENDS):
                raise
            self._drop()
            client = await self._address(letter)
        self._on_its_way = True
        await client.data(letter.as_bytes())

    async def _address(self, letter: EmailMessage) -> aiosmtplib.SMTP:
        """Say who writes and to whom."""
        if self._client is None or not self._client.is_connected:
            self._client = _client(self._post)
            await self._client.connect()
        await self._client.mail(letter["From"].addresses[0].addr_spec)
        await self._client.rcpt(letter["To"].addresses[0].addr_spec)
        return self._client

    async def _reset(self) -> None:
        """Have the server forget the message that it refused."""
        try:
            if self._client:
                await self._client.rset(timeout=QUIT_SECONDS)
        except (aiosmtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._client:
            self._client.close()
        self._client = None


def compose(message: Mail, *, sender: str) -> EmailMessage:
    """The message with its headers. Nothing in it can add a header or a recipient.

    Raises MailFailed (for good) when an address is not exactly one plain address.
    """
    name, sender_address = parseaddr(sender)
    author = _address(sender_address, name=name)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = author
    letter["To"] = _address(message.to)
    letter["Subject"] = cut(_one_line(message.subject), _MAX_SUBJECT, sign="")
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
        raise MailFailed("not a mail address", for_good=True, no_mailbox=True) from None


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", _encodable(text)).split())


def _encodable(text: str) -> str:
    """The same with lone surrogates, which no encoding has, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _client(post: MailTransport) -> aiosmtplib.SMTP:
    parts = urlsplit(post.smtp_url)
    at_once, starttls, usual_port = _TLS[parts.scheme]
    return aiosmtplib.SMTP(
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
