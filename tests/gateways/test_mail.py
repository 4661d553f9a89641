"""Mail over a real SMTP conversation, into the outbox, and nothing smuggled in."""

import socket
import ssl
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import cast

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from wtsocial.gateways.mail import Mail, MailFailed, MailTransport, compose, send

MAIL = Mail(
    to="ada@reader.example", subject="Confirm your address – שלום", text="Follow https://social.example/confirm/abc\n", html="<p>Follow</p>"
)
SENDER = "WT.Social <hello@social.example>"


class Box:
    """Takes every mail but those it was told to refuse."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: ARG002, N802
        if address.startswith("gone@"):
            return "550 no such mailbox"
        if address.startswith("full@"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        if b"forbidden" in cast(bytes, envelope.content):
            return "554 not this"
        self.received.append(envelope)
        return "250 taken"


def running(box: Box, **options: object) -> Controller:
    """A mail server on a free port that puts into the box."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)  # type: ignore[arg-type]
    controller.start()
    return controller


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[Controller]:
    controller = running(box)
    yield controller
    controller.stop()


def post(tmp_path: Path, url: str = "", tls: ssl.SSLContext | None = None) -> MailTransport:
    return MailTransport(smtp_url=url, sender=SENDER, outbox=tmp_path / "outbox", tls=tls)


def opened(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=modern)


async def test_a_mail_is_handed_over(box: Box, server: Controller, tmp_path: Path) -> None:
    await send(MAIL, post=post(tmp_path, f"smtp://127.0.0.1:{server.port}"))
    (envelope,) = box.received
    letter = opened(cast(bytes, envelope.content))
    assert (envelope.mail_from, envelope.rcpt_tos) == ("hello@social.example", ["ada@reader.example"])
    assert (letter["Subject"], letter["From"], letter["To"]) == (MAIL.subject, '"WT.Social" <hello@social.example>', MAIL.to)
    parts = [(part.get_content_type(), part.get_content().strip()) for part in letter.iter_parts()]
    assert parts == [("text/plain", MAIL.text.strip()), ("text/html", "<p>Follow</p>")]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.tzinfo
    assert letter["Message-ID"].endswith("@social.example>")
    assert not (tmp_path / "outbox").exists()


@pytest.mark.parametrize(("to", "for_good"), [("gone@reader.example", True), ("full@reader.example", False)])
async def test_a_refused_recipient_is_told_apart_from_one_to_try_again(
    box: Box, server: Controller, tmp_path: Path, to: str, for_good: bool
) -> None:
    with pytest.raises(MailFailed) as failure:
        await send(Mail(to, "s", "t"), post=post(tmp_path, f"smtp://127.0.0.1:{server.port}"))
    assert failure.value.for_good is for_good
    assert box.received == []


async def test_a_refused_message_fails_for_good(server: Controller, tmp_path: Path) -> None:
    with pytest.raises(MailFailed) as failure:
        await send(Mail(MAIL.to, "s", "forbidden"), post=post(tmp_path, f"smtp://127.0.0.1:{server.port}"))
    assert failure.value.for_good


@pytest.mark.parametrize(
    "url", ["smtp://127.0.0.1:1", "smtps://127.0.0.1:1", "smtp+starttls://127.0.0.1:1", "smtp://nowhere.invalid:25", "smtp://x:99999"]
)
async def test_an_unreachable_server_is_a_failure_that_may_pass(tmp_path: Path, url: str) -> None:
    with pytest.raises(MailFailed) as failure:
        await send(MAIL, post=post(tmp_path, url))
    assert not failure.value.for_good


async def test_a_server_that_says_nothing_is_given_up_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailFailed) as failure:
        await send(MAIL, post=post(tmp_path, f"smtp://127.0.0.1:{silent.getsockname()[1]}"), seconds=0.3)
    assert not failure.value.for_good


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the mail server for tests calls TLS from the start no TLS
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("password", ["p%40ss%3A%20w", "wrong"])
async def test_login_over_tls(box: Box, tmp_path: Path, scheme: str, password: str) -> None:
    authority = trustme.CA()
    server_tls, client_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server_tls)
    authority.configure_trust(client_tls)

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"us@er", b"p@ss: w"), handled=False)

    kind: dict[str, object] = {"ssl_context": server_tls} if scheme == "smtps" else {"tls_context": server_tls, "require_starttls": True}
    controller = running(box, **kind, authenticator=check, auth_required=True, auth_require_tls=scheme != "smtps")
    try:
        there = post(tmp_path, f"{scheme}://us%40er:{password}@127.0.0.1:{controller.port}", client_tls)
        if password == "wrong":
            with pytest.raises(MailFailed) as failure:
                await send(MAIL, post=there)
            assert (str(failure.value)[:3], failure.value.for_good) == ("535", False)
        else:
            await send(MAIL, post=there)
            with pytest.raises(MailFailed):  # a certificate that nobody vouches for
                await send(MAIL, post=MailTransport(there.smtp_url, SENDER, there.outbox))
    finally:
        controller.stop()
    assert len(box.received) == (password != "wrong")


async def test_starttls_is_required_where_it_is_asked_for(box: Box, server: Controller, tmp_path: Path) -> None:
    with pytest.raises(MailFailed):
        await send(MAIL, post=post(tmp_path, f"smtp+starttls://127.0.0.1:{server.port}"))
    assert box.received == []


async def test_without_a_server_mails_lie_in_the_outbox_for_the_operator_alone(tmp_path: Path) -> None:
    for _ in range(3):
        await send(MAIL, post=post(tmp_path))
    folder = tmp_path / "outbox"
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert {path.suffix for path in files} == {".eml"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert opened(files[0].read_bytes())["Subject"] == MAIL.subject


async def test_an_outbox_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(MailFailed):
        await send(MAIL, post=post(tmp_path))


async def test_the_settings_decide_where_mails_go(environment: Path) -> None:
    await send(MAIL)
    assert len(list((environment / "outbox").iterdir())) == 1


@pytest.mark.parametrize(
    "subject", ["Hi\r\nBcc: evil@x.example", "Hi\nBcc: evil@x.example", "Hi\rBcc: e@x", "Hi\u2028Bcc: e@x", "Hi\x00\x0bthere", "\ud800"]
)
def test_a_subject_adds_no_header(subject: str) -> None:
    letter = opened(compose(Mail(MAIL.to, subject, "t"), sender=SENDER).as_bytes())
    assert letter["Bcc"] is None
    assert len(str(letter["Subject"]).splitlines()) == 1
    assert sorted(letter.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    )


@pytest.mark.parametrize(
    "to",
    [
        "", "ada", "@reader.example", "ada@", "ada@reader.example\r\nBcc: e@x.example", "ada@reader.example\n", "ada@reader.example, e@x.example",
        "ada@reader.example;e@x.example", "Ada <ada@reader.example>", "<ada@reader.example>", '"a b"@reader.example', "ada@x.example@y.example",
        "ada@reader.example> SIZE=1", "ada @reader.example", "ada@rea der.example", "ada@[127.0.0.1]", "ada@\ud800.example", "ädä@reader.example",
        "ada@" + "a." * 200 + "example",
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_address_is_refused(to: str) -> None:
    with pytest.raises(MailFailed) as failure:
        compose(Mail(to, "s", "t"), sender=SENDER)
    assert failure.value.for_good


def test_an_international_domain_is_spelled_as_mail_servers_know_it() -> None:
    assert compose(Mail("ada@bücher.example", "s", "t"), sender=SENDER)["To"] == "ada@xn--bcher-kva.example"


def test_long_subjects_and_odd_texts_survive() -> None:
    letter = opened(compose(Mail(MAIL.to, "ש" * 5000, "a\ud800b\n.\nFrom x\n" + "y" * 5000), sender="noreply@localhost").as_bytes())
    assert letter["Subject"] == "ש" * 200
    assert letter.get_content().startswith("a?b\r\n.\r\nFrom x\r\nyyy")


def test_messages_are_told_apart_by_an_id_that_tells_nothing() -> None:
    ids = {compose(MAIL, sender=SENDER)["Message-ID"] for _ in range(50)}
    assert len(ids) == 50
