"""Appeals: whom a decision concerns appeals once; members without a part in it decide by lot, and who does not answer is replaced."""

from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import Appeal, JurorTicket, Member, ModerationAction, now
from wtsocial.moderation import decision_notices, draw, effects, entries, figures, jury, policy, subjects
from wtsocial.moderation.jury import Heard, Verdict
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications import notify
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import Id


async def begin_appeal(viewer: Viewer, *, entry_id: Id) -> str:
    """Set down who may be drawn for a jury, before the author says the number that the draw goes by too; the hash of that pool.

    Begun again, it is the same. Raises NotFound, LoginNeeded, NotAllowed for all but whom it concerns, Invalid("appeal.over") when it is
    too late or there is nothing left to appeal against, Invalid("appeal.once"), Invalid("appeal.nobody") where nobody is without a part.
    """
    async with db.transaction() as change:
        entry, subject = await _decision(change.session, viewer, entry_id)
        appeal = await _appeal(change.session, entry_id)
        if appeal is None:
            await _ensure_stands(change.session, entry, subject)
            appeal = Appeal(entry_id=entry_id)
            change.session.add(appeal)
            await change.session.flush()
            await jury.commit(change.session, entry_id)
            await jury.set_down_pool(change.session, appeal, entry)
            if not appeal.seats and not await jury.admins_beside(change.session, entry):
                raise Invalid("appeal.nobody")
        elif appeal.state != "begun":
            raise Invalid("appeal.once")
        change.answer = appeal.pool_hash
        return appeal.pool_hash


async def appeal(viewer: Viewer, *, entry_id: Id, reason: str, words: str) -> int:
    """Appeal against a decision that was begun with; the log entry's id. `words` are any that nobody can guess: the draw goes by them too.

    Who decided is told, and those who are drawn. Raises like `begin_appeal`, and Invalid at `reason` or `words`.
    """
    reason = clean_text(reason, field="reason", limit=limits.REASON)
    words = clean_line(words, field="words", limit=limits.DRAW_WORDS)
    async with db.transaction() as change:
        session = change.session
        entry, subject = await _decision(session, viewer, entry_id)
        begun = await _appeal(session, entry_id)
        if begun is None:
            raise NotFound
        if begun.state != "begun":
            raise Invalid("appeal.once")
        await _ensure_stands(session, entry, subject)
        begun.reason, begun.filed_at, begun.state = reason, now(), "jury"
        begun.appellant_number = draw.appellant_number(words)
        logged = await entries.log(session, viewer.id, subject, "appeal", "", detail=str(entry_id), subwiki_id=entry.subwiki_id)
        figures.count(change, figures.of_entry(logged, against=entry.office))
        heard = Heard(begun, entry, subject)
        await (jury.go_on(change, heard) if begun.seats else jury.call_admins(change, heard))
        if entry.actor_id:
            await decision_notices.tell_of_appeal(change, subject, entry.actor_id, "appeal_filed", f"/log/{entry_id}")
        change.answer = logged.id
        return id_of(logged)


async def judge_appeal(viewer: Viewer, *, entry_id: Id, verdict: Verdict, text: str) -> None:
    """Say in a jury whether a decision stands, and why; or decide alone, as an admin, where there are too few for a jury.

    Raises NotFound for whoever does not sit there, LoginNeeded, NotAllowed or Invalid at `text`.
    """
    text = clean_line(text, field="text", limit=limits.VERDICT)
    async with db.transaction() as change:
        permissions.ensure(viewer, viewer.active)
        heard = await jury.hear(change, entry_id)
        if heard.appeal.state == "admins":
            took_part = viewer.id not in await jury.admins_beside(change.session, heard.entry)
            permissions.ensure(viewer, policy.may_decide_appeal(viewer, took_part=took_part))
            await jury.settle(change, heard, verdict, text, actor_id=viewer.id)
            return
        seat = await _seat(change.session, viewer, heard)
        seat.state, seat.verdict, seat.text, seat.answered_at = "answered", verdict, text, now()
        await change.session.flush()
        await jury.go_on(change, heard)


async def decline_jury(viewer: Viewer, *, entry_id: Id) -> None:
    """Leave one's seat in a jury to somebody else. Raises NotFound for whoever does not sit there, LoginNeeded or NotAllowed."""
    async with db.transaction() as change:
        permissions.ensure(viewer, viewer.active)
        heard = await jury.hear(change, entry_id)
        seat = await _seat(change.session, viewer, heard)
        seat.state = "declined"
        await change.session.flush()
        await jury.go_on(change, heard)


@jobs.periodic_task("moderation.replace_silent_jurors", every=timedelta(minutes=5))
async def replace_silent_jurors() -> int:
    """Seat others in the place of jurors who did not answer in time; how many juries that were. Safe to run twice at once."""
    late = select(Appeal.entry_id).join(JurorTicket, col(JurorTicket.appeal_id) == Appeal.id)
    late = late.where(JurorTicket.state == "sitting", col(JurorTicket.due_at) <= now()).distinct()
    async with db.reading() as session:
        waiting = (await session.exec(late)).all()
    for entry_id in waiting:
        async with db.transaction() as change:
            await _replace(change, await jury.hear(change, entry_id))
    return len(waiting)


async def _replace(change: Transaction, heard: Heard) -> None:
    late = select(JurorTicket).where(JurorTicket.appeal_id == heard.appeal.id, JurorTicket.state == "sitting")
    for seat in (await change.session.exec(late.where(col(JurorTicket.due_at) <= now()))).all():
        seat.state = "silent"
        await notify.notify(change, seat.member_id, "jury_replaced", f"/log/{heard.entry.id}")
    await change.session.flush()
    if heard.appeal.state == "jury":
        await jury.go_on(change, heard)


async def _decision(session: AsyncSession, viewer: Viewer, entry_id: int) -> tuple[ModerationAction, Subject]:
    """The decision, for whom it concerns alone; what it was about is locked."""
    permissions.ensure(viewer, viewer.known)
    entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
    if entry is None or entry.actor_id is None or not policy.is_appealable(entry.subject_kind, entry.action):
        raise NotFound
    permissions.ensure(viewer, viewer.id == entry.member_id)
    subject = await subjects.any_subject(session, subjects.flaggable_kind(entry.subject_kind), entry.subject_id, lock=True)
    if subject is None:
        raise NotFound
    if not policy.may_appeal(viewer, kind=entry.subject_kind, action=entry.action, author_id=entry.member_id or 0, at=entry.at):
        raise Invalid("appeal.over")
    return entry, subject


async def _ensure_stands(session: AsyncSession, entry: ModerationAction, subject: Subject) -> None:
    if isinstance(subject.thing, Member):
        # Each decision about a member counts by itself, as long as it was not taken back.
        undone = (await session.exec(select(ModerationAction.undone_by_id).where(ModerationAction.id == entry.id))).one()
        stands = undone is None
    else:
        stands = await effects.newest_decision(session, subject, effects.alike(entry.action)) == entry.id
    if not stands:
        raise Invalid("appeal.over")


async def _appeal(session: AsyncSession, entry_id: int) -> Appeal | None:
    return (await session.exec(select(Appeal).where(Appeal.entry_id == entry_id))).first()


async def _seat(session: AsyncSession, viewer: Viewer, heard: Heard) -> JurorTicket:
    own = (JurorTicket.appeal_id == heard.appeal.id, JurorTicket.member_id == viewer.id, JurorTicket.state == "sitting")
    seat = (await session.exec(select(JurorTicket).where(*own))).first()
    if seat is None or heard.appeal.state != "jury":
        raise NotFound
    return seat
