"""The postbox: mails that leave in the background, so that no answer tells by its time whether one was sent."""

import asyncio
import logging
from collections.abc import Sequence

from wtsocial.gateways import mail

log = logging.getLogger(__name__)

_leaving: set[asyncio.Task[None]] = set()


async def drop(message: mail.Mail) -> None:
    """Send soon and return at once. A failure is logged, without the address, and costs nothing but the mail."""
    task = asyncio.create_task(_send(message))
    # The loop itself keeps only weak references to its tasks.
    _leaving.add(task)
    task.add_done_callback(_leaving.discard)


async def drop_all(messages: Sequence[mail.Mail]) -> None:
    """Send many soon, one after the other, and return at once."""
    task = asyncio.create_task(_send_all(messages))
    _leaving.add(task)
    task.add_done_callback(_leaving.discard)


async def emptied() -> None:
    """Wait until every mail dropped so far has left or failed (at shutdown, in the command line, in tests)."""
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(task for task in _leaving if task.get_loop() is loop))


async def _send_all(messages: Sequence[mail.Mail]) -> None:
    for message in messages:
        await _send(message)


async def _send(message: mail.Mail) -> None:
    try:
        await mail.send(message)
    except mail.MailFailed as failed:
        log.warning("mail not sent (%s): %s", message.subject, failed)
