"""What comes by mail, and the links in it that people press."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from tests.browser.people import Person


def confirms(person: Person, address: str, outbox: Path) -> None:
    """Open the link that was mailed to the address, and press Confirm."""
    letters = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.glob("*.eml"))
    [letter] = [letter for letter in letters if letter["To"] == address]
    body = letter.get_body(("plain",))
    link = re.search(r"http\S+/confirm\S+", body.get_content() if body else "")
    assert link
    person.page.goto(link[0])
    person.presses("Confirm")
