"""A mail server for tests, which speaks SMTP and does what it was told to: refuses, loses the line, counts."""

import socket
from asyncio import WriteTransport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

GONE = "the line"
"""An answer that is none: the connection is closed."""


@dataclass
class MailServer:
    """What came, and what is answered next; "" or nothing left to answer takes the mail."""

    received: list[EmailMessage] = field(default_factory=list[EmailMessage])
    connections: int = 0
    to_recipients: list[str] = field(default_factory=list[str])
    """What the next RCPT commands are answered."""
    to_messages: list[str] = field(default_factory=list[str])
    """What the next messages are answered; one that is answered GONE was taken all the same."""

    @property
    def addresses(self) -> list[str]:
        """Whom it took mails for, in order."""
        return [str(letter["To"]) for letter in self.received]

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]) -> list[str]:  # noqa: ARG002, N802
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: ARG002, N802
        answer = self.to_recipients.pop(0) if self.to_recipients else ""
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        answer = self.to_messages.pop(0) if self.to_messages else ""
        if answer in ("", GONE):
            self.received.append(message_from_bytes(cast(bytes, envelope.content), policy=modern))
        if answer == GONE:
            cast(WriteTransport, server.transport).abort()
        return answer or "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(server: MailServer, port: int) -> Iterator[None]:
    """The server at a port of this machine, as long as it is wanted."""
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
