"""What comes by mail, and the links in it that people press."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from tests.browser.people import Person


def confirms(person: Person, address: str, outbox: Path) -> None:
    """Open the link that was mailed to the address, and press Confirm."""
    # The newest: other journeys of this site may have used the address before, and their names begin with the time.
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(outbox.glob("*.eml"))]
    letter = [letter for letter in letters if letter["To"] == address][-1]
    body = letter.get_body(("plain",))
    link = re.search(r"http\S+/confirm\S+", body.get_content() if body else "")
    assert link
    person.page.goto(link[0])
    person.presses("Confirm")
