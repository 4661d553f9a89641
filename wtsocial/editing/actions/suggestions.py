"""Suggestions: a member suggests a headline; it goes live when enough members agree, or when the author accepts it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import PostPatch, SuggestionChanged
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of
from wtsocial.editing import headlines, rules
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.queries import suggestions
from wtsocial.editing.queries.suggestions import OPEN
from wtsocial.models import Member, ModerationAction, Post, Subwiki, Suggestion, SuggestionVote, now
from wtsocial.notifications import notify
from wtsocial.posts import access as records
from wtsocial.posts import announcements
from wtsocial.posts import policy as posts_policy
from wtsocial.revisions import contributions, record
from wtsocial.subwikis import access
from wtsocial.text import limits
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.reasons import CorrectionReason, Reason


async def suggest_headline(
    viewer: Viewer, *, post_id: Id, headline: str, reason: CorrectionReason, source: str, based_on: RevisionNumber, note: str = ""
) -> int:
    """Suggest another headline for a post; the suggestion's id. Its author gets a notice.

    Raises what `correct_headline` raises, NotAllowed also for who may correct it at once, Invalid("suggestion.one_each") for a
    second one of the viewer's that is open, and TooMany for too many in an hour or on one post.
    """
    correction = rules.check_correction(headline=headline, reason=reason, source=source, note=note)
    async with db.transaction() as change:
        session = change.session
        post = await records.visible_post(session, viewer, post_id, lock=True)
        permissions.ensure(viewer, posts_policy.may_suggest_headline(viewer, post, await records.subwiki_of_post(session, post)))
        await _ensure_room(session, viewer, post)
        await rules.ensure_new_headline(session, post, correction, based_on)
        suggestion = _suggestion(viewer, post, correction)
        session.add(suggestion)
        post.suggestions_count += 1
        await session.flush()
        await contributions.take_part(change, viewer.id, post)
        await _announce(change, post, suggestion)
        if post.author_id != viewer.id:
            await _tell(change, post, post.author_id, "suggested", by=viewer.name)
        change.answer = id_of(suggestion)
    return id_of(suggestion)


async def judge_suggestion(viewer: Viewer, *, suggestion_id: Id, agrees: bool) -> str:
    """Agree or disagree with a suggestion, or change one's mind; what has become of it (`Suggestion.state`).

    When as many agree as the subwiki asks for, it goes live on a collaborative post and is shown beside the author's on an
    individual one; when as many disagree, it falls. Raises NotFound, LoginNeeded, NotAllowed, Invalid("suggestion.decided").
    """
    async with db.transaction() as change:
        session = change.session
        post, suggestion = await _found(session, viewer, suggestion_id)
        wiki = await records.subwiki_of_post(session, post)
        permissions.ensure(viewer, editing_policy.may_judge_suggestion(viewer, post, wiki, suggestion.suggester_id))
        if suggestion.state != "open":
            raise Invalid("suggestion.decided")
        if await _said(session, viewer, suggestion, agrees=agrees):
            await _count(change, post, suggestion, wiki)
            await _announce(change, post, suggestion)
    return suggestion.state


async def withdraw_suggestion(viewer: Viewer, *, suggestion_id: Id) -> None:
    """Take one's own suggestion back. Raises NotFound, LoginNeeded, NotAllowed, Invalid("suggestion.decided")."""
    async with db.transaction() as change:
        post, suggestion = await _found(change.session, viewer, suggestion_id)
        permissions.ensure(viewer, permissions.may_take_part(viewer) and suggestion.suggester_id == viewer.id)
        await _close(change, post, suggestion, "withdrawn")
        if post.author_id != viewer.id:
            await _tell(change, post, post.author_id, "suggestion_withdrawn", by=viewer.name)


async def hide_suggestion(viewer: Viewer, *, suggestion_id: Id, text: str) -> None:
    """Take a suggestion away as a moderator; `text` is the reason, in the log. Who suggested it is told.

    What was typed into it is gone for good. One that was accepted is a revision by now, which can be erased.
    Raises NotFound, LoginNeeded, NotAllowed (for one's own, too), Invalid("suggestion.decided") for one that was accepted or
    taken away, Invalid at `text`.
    """
    reason = rules.clean_answer(text)
    async with db.transaction() as change:
        post, suggestion = await _found(change.session, viewer, suggestion_id)
        suggester = suggestion.suggester_id
        permissions.ensure(viewer, permissions.may_moderate(viewer, post.subwiki_id) and suggester != viewer.id)
        if suggestion.state in ("accepted", "withdrawn"):
            raise Invalid("suggestion.decided")
        suggestion.headline = suggestion.source = suggestion.note = suggestion.answer = ""
        if suggestion.state in OPEN:
            await _close(change, post, suggestion, "withdrawn")
        else:
            suggestion.state = "withdrawn"
            await _announce(change, post, suggestion)
        entry = ModerationAction(actor_id=viewer.id, action="hide", subject_kind="suggestion", subject_id=suggestion_id, reason=reason)
        entry.subwiki_id, entry.post_id, entry.member_id = post.subwiki_id, post.id, suggester
        change.session.add(entry)
        await _tell(change, post, suggester, "suggestion_hidden", reason=reason)
        change.after_commit(db.empty_log)


async def accept_suggestion(viewer: Viewer, *, suggestion_id: Id) -> int:
    """Make it the headline of one's individual post; the new revision's number. Who suggested it is its editor, and is told.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid("suggestion.decided").
    """
    async with db.transaction() as change:
        post, suggestion = await _found(change.session, viewer, suggestion_id)
        wiki = await records.subwiki_of_post(change.session, post)
        permissions.ensure(
            viewer, editing_policy.may_answer_suggestion(viewer, post) and posts_policy.may_correct_headline(viewer, post, wiki)
        )
        _ensure_open(suggestion)
        await _go_live(change, post, suggestion, tell_author=False)
        await _tell(change, post, suggestion.suggester_id, "suggestion_accepted", by=viewer.name, before=suggestion.based_on)
        await _announce(change, post, suggestion)
    return post.revision


async def answer_suggestion(viewer: Viewer, *, suggestion_id: Id, text: str) -> None:
    """Say something to it as the author, for everybody to read; it stays as it is. A second answer takes the place of the first.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid("suggestion.decided"), Invalid at `text`.
    """
    text = rules.clean_answer(text)
    async with db.transaction() as change:
        post, suggestion = await _found(change.session, viewer, suggestion_id)
        permissions.ensure(viewer, editing_policy.may_answer_suggestion(viewer, post))
        _ensure_open(suggestion)
        suggestion.answer = text
        await _tell(change, post, suggestion.suggester_id, "suggestion_answered", by=viewer.name)
        await _announce(change, post, suggestion)


async def decline_suggestion(viewer: Viewer, *, suggestion_id: Id, text: str) -> None:
    """Keep one's own headline although members agree on another; `text` says why, for everybody to read.

    Raises NotFound, LoginNeeded, NotAllowed, Invalid("suggestion.not_agreed") before they agree, Invalid at `text`.
    """
    text = rules.clean_answer(text)
    async with db.transaction() as change:
        post, suggestion = await _found(change.session, viewer, suggestion_id)
        permissions.ensure(viewer, editing_policy.may_answer_suggestion(viewer, post))
        if suggestion.state != "agreed":
            raise Invalid("suggestion.not_agreed")
        suggestion.answer = text
        await _close(change, post, suggestion, "declined")
        await _tell(change, post, suggestion.suggester_id, "suggestion_declined", by=viewer.name)


async def set_agreements(viewer: Viewer, *, slug: str, agreements: int) -> None:
    """Say how many members have to agree in a subwiki until a suggested headline goes live, or disagree until it falls: 1 to 10.

    Raises NotFound, LoginNeeded, NotAllowed for who does not moderate there, Invalid("subwiki.agreements_wrong", `most`).
    """
    async with db.transaction() as change:
        subwiki = await access.existing_subwiki(change.session, slug, lock=True)
        permissions.ensure(viewer, permissions.may_moderate(viewer, id_of(subwiki)))
        if not 1 <= agreements <= limits.MOST_AGREEMENTS:
            raise Invalid("subwiki.agreements_wrong", field="agreements", most=limits.MOST_AGREEMENTS)
        subwiki.agreements = agreements
        # Every suggestion there says how many are needed.
        change.outdate_pages()


def _suggestion(viewer: Viewer, post: Post, correction: rules.Correction) -> Suggestion:
    return Suggestion(
        post_id=id_of(post),
        suggester_id=viewer.id,
        based_on=post.revision,
        headline=correction.headline,
        reason=correction.reason.reason,
        source=correction.reason.source,
        note=correction.reason.note,
    )


async def _ensure_room(session: AsyncSession, viewer: Viewer, post: Post) -> None:
    here = (col(Suggestion.post_id) == post.id, col(Suggestion.state).in_(OPEN))
    mine = select(Suggestion.id).where(*here, Suggestion.suggester_id == viewer.id)
    if (await session.exec(mine)).first() is not None:
        raise Invalid("suggestion.one_each")
    await statements.ensure_fewer(session, limits.SUGGESTIONS_PER_POST, Suggestion, *here)
    recent = (col(Suggestion.suggester_id) == viewer.id, col(Suggestion.at) > now() - statements.HOUR)
    await statements.ensure_fewer(session, limits.SUGGESTIONS_PER_HOUR, Suggestion, *recent)


async def _found(session: AsyncSession, viewer: Viewer, suggestion_id: int) -> tuple[Post, Suggestion]:
    """The suggestion and its post, which is locked: changes of a post's suggestions happen one after the other."""
    where = (await session.exec(select(Suggestion.post_id).where(Suggestion.id == suggestion_id))).first()
    if where is None:
        raise NotFound
    post = await records.visible_post(session, viewer, where, lock=True)
    return post, (await session.exec(select(Suggestion).where(Suggestion.id == suggestion_id))).one()


async def _said(session: AsyncSession, viewer: Viewer, suggestion: Suggestion, *, agrees: bool) -> bool:
    """Store the viewer's vote on a suggestion; False when it is the same as before."""
    mine = select(SuggestionVote).where(SuggestionVote.suggestion_id == suggestion.id, SuggestionVote.member_id == viewer.id)
    before = (await session.exec(mine)).first()
    if before is None:
        session.add(SuggestionVote(suggestion_id=id_of(suggestion), member_id=viewer.id, agrees=agrees))
    elif before.agrees == agrees:
        return False
    else:
        before.agrees, before.at = agrees, now()
    suggestion.agrees += 1 if agrees else -1 if before else 0
    suggestion.disagrees += 0 if agrees and not before else -1 if agrees else 1
    return True


async def _count(change: Transaction, post: Post, suggestion: Suggestion, wiki: Subwiki) -> None:
    """Act on the votes: put the suggestion live, mark it agreed, or close it as fallen."""
    if suggestion.agrees >= wiki.agreements and post.mode == "collaborative":
        await _go_live(change, post, suggestion)
        await _tell(change, post, suggestion.suggester_id, "suggestion_live", before=suggestion.based_on)
    elif suggestion.agrees >= wiki.agreements:
        suggestion.state, post.agreed_headline = "agreed", suggestion.headline
        await _tell(change, post, post.author_id, "suggestion_to_answer")
        await _tell(change, post, suggestion.suggester_id, "suggestion_agreed")
    elif suggestion.disagrees >= wiki.agreements:
        await _close(change, post, suggestion, "fallen", announce=False)
        for member_id in {post.author_id, suggestion.suggester_id}:
            await _tell(change, post, member_id, "suggestion_fallen")


async def _go_live(change: Transaction, post: Post, suggestion: Suggestion, *, tell_author: bool = True) -> None:
    suggester = (await change.session.exec(select(Member).where(Member.id == suggestion.suggester_id))).one()
    reason = Reason(suggestion.reason, suggestion.source, suggestion.note)
    editor = Viewer(id=suggestion.suggester_id, name=suggester.name)
    suggestion.state, suggestion.decided_at = "accepted", now()
    await headlines.set_headline(
        change,
        editor,
        post,
        headline=suggestion.headline,
        reason=reason,
        origin=record.Origin("suggestion"),
        accepts=id_of(suggestion),
        tell_author=tell_author,
    )
    suggestion.revision = post.revision


async def _close(change: Transaction, post: Post, suggestion: Suggestion, state: str, *, announce: bool = True) -> None:
    """Close a suggestion without changing the headline, and update the post's `agreed_headline`."""
    _ensure_open(suggestion)
    suggestion.state, suggestion.decided_at = state, now()
    post.suggestions_count -= 1
    agreed = select(Suggestion.headline).where(Suggestion.post_id == post.id, Suggestion.state == "agreed")
    post.agreed_headline = (await change.session.exec(agreed.order_by(col(Suggestion.id).desc()))).first() or ""
    if announce:
        await _announce(change, post, suggestion)


async def _announce(change: Transaction, post: Post, suggestion: Suggestion) -> None:
    """Tell who has the post on the screen how many are open, and who reads it what has become of this one."""
    post.stamp += 1
    await change.session.flush()
    number = id_of(post)
    # Everybody hears it, also of a hidden post.
    agreed = post.agreed_headline if post.hidden_at is None else None
    patch = PostPatch(number, post.stamp, suggestions=post.suggestions_count, agreed_headline=agreed)
    announcements.announce_post(change, post, patch)
    shown = await suggestions.one(await change.session.connection(), id_of(suggestion))
    change.announce(bus.post_room(number), message=SuggestionChanged(shown))


async def _tell(change: Transaction, post: Post, member_id: int, kind: str, **params: str | int) -> None:
    await notify.notify(change, member_id, kind, f"/post/{post.id}#suggestions", post_id=post.id, **params)


def _ensure_open(suggestion: Suggestion) -> None:
    if suggestion.state not in OPEN:
        raise Invalid("suggestion.decided")
