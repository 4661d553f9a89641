"""What tests of joining are given: the mails that left."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.joining.registering import Letters
from wtsocial.jobs import Worker


@pytest.fixture
def letters(environment: Path) -> Letters:
    """The mails that left so far, oldest first."""

    async def read() -> list[EmailMessage]:
        await Worker().run_due()
        found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted((environment / "outbox").glob("*.eml"))]
        return [letter for letter in found if isinstance(letter, EmailMessage)]

    return read
