"""Mail jobs: every mail is a job from the moment that it is promised; whom it goes to and what it says is looked up when it is sent."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlmodel import select

from wtsocial import db, jobs
from wtsocial.db import Transaction
from wtsocial.gateways import mail
from wtsocial.gateways.mail import Mail, MailConnection, MailFailed
from wtsocial.jobs import JobStream, NewJob, Priority, StreamedJob
from wtsocial.models import Member

log = logging.getLogger(__name__)

Parameters = dict[str, str | int]

MEMBERS_PER_JOB: Final = 500


@dataclass(frozen=True)
class Letter:
    """A mail to be composed and sent, by ids and parameters; it holds no address and no link that lets anybody in."""

    kind: str
    """Whose `composes` it is."""
    member_id: int = 0
    about: Parameters = field(default_factory=dict[str, str | int])
    params: Parameters = field(default_factory=dict[str, str | int])
    """What fills the text of a notice."""


@dataclass(frozen=True)
class Composed:
    """A mail that is ready to be sent."""

    mail: Mail
    not_sent: Callable[[], Awaitable[None]] | None = None
    """Called when it certainly did not leave."""


@dataclass(frozen=True)
class ManyLetters:
    """The same letter to several members."""

    letter: Letter
    members: list[int]


Composer = Callable[[Letter], Awaitable[Composed | Mail | None]]

_composers: dict[str, Composer] = {}


def composes(kind: str) -> Callable[[Composer], Composer]:
    """The decorated function composes letters of this kind when they are sent; None when there is nothing to send (any more)."""

    def register(composer: Composer) -> Composer:
        if kind in _composers:
            raise ValueError(f"two functions compose {kind}")
        _composers[kind] = composer
        return composer

    return register


@jobs.stream_task("mails.send", queue=jobs.MAIL)
async def send_letters(stream: JobStream[Letter]) -> None:
    """Send what is due, the most urgent first, over one connection. A letter that fails keeps no other up."""
    async with mail.connection() as server:
        async for job in stream:
            await _send(server, job)


@jobs.transactional_task("mails.write", priority=Priority.BULK)
async def write_letters(change: Transaction, many: ManyLetters) -> None:
    """Write one letter for each of the members."""
    await jobs.enqueue_many(change, send_letters, addressed(many.letter, many.members, Priority.BULK))


async def send_letter(change: Transaction, letter: Letter, *, priority: Priority = Priority.NORMAL, key: str | None = None) -> None:
    """Have a letter sent soon after the commit."""
    await jobs.enqueue(change, send_letters, letter, priority=priority, key=key)


async def send_to_members(change: Transaction, letter: Letter, members: Sequence[int]) -> None:
    """Have the same letter sent to many members; this writes one job, or one for each MEMBERS_PER_JOB, in one statement."""
    await jobs.enqueue_many(change, write_letters, [NewJob(ManyLetters(letter, some)) for some in batches(members)])


def batches(members: Sequence[int]) -> list[list[int]]:
    """The ids, in lists of at most MEMBERS_PER_JOB."""
    return [list(members[start : start + MEMBERS_PER_JOB]) for start in range(0, len(members), MEMBERS_PER_JOB)]


def addressed(letter: Letter, members: Sequence[int], priority: Priority, *, once: str = "") -> list[NewJob[Letter]]:
    """The same letter to each of these members; not to those who were sent one of the same name (`once`), if it has one."""
    return [
        NewJob(replace(letter, member_id=member_id), key=f"mail:{once}:{member_id}" if once else None, priority=priority)
        for member_id in members
    ]


async def recipient(letter: Letter) -> Member | None:
    """The member whom a letter goes to; None for one who is gone."""
    async with db.reading() as session:
        return (await session.exec(select(Member).where(Member.id == letter.member_id, Member.state != "deleted"))).first()


async def _send(server: MailConnection, job: StreamedJob[Letter]) -> None:
    composer = _composers.get(job.args.kind)
    if composer is None:
        job.retry_later(f"this version of the program composes no letter {job.args.kind}")
        return
    composed = await composer(job.args)
    if composed is None:
        return
    ready = composed if isinstance(composed, Composed) else Composed(composed)
    try:
        await server.send(ready.mail)
    except MailFailed as failed:
        log.warning("mail not sent (%s): %s", job.args.kind, failed)
        if ready.not_sent and not failed.uncertain:
            await ready.not_sent()
        _note(job, failed)


def _note(job: StreamedJob[Letter], failed: MailFailed) -> None:
    if failed.no_mailbox:  # nothing will mend that, and nobody here can: it is in the log
        return
    if failed.for_good:
        job.give_up(str(failed))
    else:
        job.retry_later(str(failed))
