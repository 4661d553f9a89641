"""The only module that changes a post's headline: the revision, the correction mark, open suggestions, notices and receipts."""

from datetime import timedelta
from typing import Final

from sqlalchemy import and_, bindparam, case, false, func, literal, select, union, union_all, update

from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.messages import PostPatch, SuggestionsOutdated
from wtsocial.db import Transaction, statements
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.editing import edit_wars
from wtsocial.models import Comment, Member, Notice, Post, Revision, Suggestion, Vote, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements, source_counts, tagging
from wtsocial.revisions import record
from wtsocial.revisions.contributions import BY_RULE
from wtsocial.revisions.record import PLAIN, Origin
from wtsocial.text.reasons import SLIGHT, Reason
from wtsocial.text.spelling import is_spelling

JOINING: Final = timedelta(days=1)
"""A further correction within that time joins the receipt of the first."""

_SUGGESTION = table(Suggestion)
_OUTDATE: Final = (
    update(_SUGGESTION)
    .where(
        _SUGGESTION.c.post_id == bindparam("of_post"),
        _SUGGESTION.c.state.in_(["open", "agreed"]),
        _SUGGESTION.c.id != bindparam("accepted"),
    )
    .values(state="outdated", decided_at=bindparam("decided"))
    .returning(_SUGGESTION.c.suggester_id)
)


async def set_headline(
    change: Transaction,
    editor: Viewer,
    post: Post,
    *,
    headline: str,
    reason: Reason,
    origin: Origin = PLAIN,
    accepts: int = 0,
    tell_author: bool = True,
) -> None:
    """Give a locked post another headline as a revision of `editor`'s, which the caller has allowed and checked.

    A headline set back to the author's first one is no longer corrected. Every open suggestion is outdated by it but `accepts`, the
    one that it comes from. Readers see it live, the author is told unless it is their own doing (or not `tell_author`), and but for a
    spelling whoever voted or commented before gets a receipt. The third opposing revert within a day puts the headline to the vote,
    and back what stood before.
    """
    before = post.revision
    # What goes back with the reason of an old spelling may change more than that did.
    slight = reason.reason in SLIGHT and is_spelling(post.headline, headline)
    post.headline = headline
    _mark(editor, post, reason)
    post.suggestions_count, post.agreed_headline = 0, ""
    await record.revise(change.session, editor, post, change="headline", reason=reason, origin=origin)
    counted, post.corrected_revision = post.corrected_revision, _corrected_revision(post, slight=slight)
    if not slight:
        post.early_votes = post.votes_count if post.corrected_revision else 0
    await statements.save(change.session, post)
    await source_counts.count_corrected(change.session, post, counted)
    await _outdate(change, post, accepts)
    _announce(change, editor, post, slight=slight)
    await tagging.retag(change, post)
    if tell_author and post.author_id != editor.id:
        path = f"/post/{post.id}/history"
        await notify.notify(change, post.author_id, "corrected", path, post_id=post.id, by=editor.name, before=before, after=post.revision)
    if not slight:
        await _hand_out_receipts(change, editor, post, before)
    if origin.via not in BY_RULE:
        await _hold(change, editor, post)
    await statements.save(change.session, post)


async def _hold(change: Transaction, editor: Viewer, post: Post) -> None:
    """When that was a war, the headline that stood undisputed before it stands while it is voted."""
    dispute = await edit_wars.hold_if_edit_war(change, editor, post, "headline")
    if dispute is None:
        return
    wrote = await edit_wars.writer_of(change.session, dispute, dispute.stands)
    if wrote.value != post.headline:
        origin, reason = Origin("brake", dispute.stands), Reason(wrote.reason, wrote.source)
        await set_headline(change, wrote.writer, post, headline=wrote.value, reason=reason, origin=origin, tell_author=False)


def _mark(editor: Viewer, post: Post, reason: Reason) -> None:
    back = post.headline == post.first_headline
    post.corrected_at, post.corrected_by_id = (None, None) if back else (now(), editor.id)
    post.corrected_reason, post.corrected_source = ("", "") if back else (reason.reason, reason.source)
    post.own_error = reason.own_error and not back


def _corrected_revision(post: Post, *, slight: bool) -> int:
    if post.corrected_at is None:
        return 0
    return post.corrected_revision if slight else post.revision


def _announce(change: Transaction, editor: Viewer, post: Post, *, slight: bool) -> None:
    corrected = post.corrected_at is not None
    patch = PostPatch(
        id_of(post),
        post.stamp,
        headline=post.headline,
        revision=post.revision,
        corrected=corrected,
        corrected_at=to_millis(post.corrected_at),
        corrected_by=editor.name if corrected else "",
        corrected_reason=post.corrected_reason,
        corrected_source=post.corrected_source,
        first_headline=post.first_headline,
        own_error=post.own_error,
        suggestions=post.suggestions_count,
        agreed_headline=post.agreed_headline,
        early_votes=None if slight else post.early_votes,
    )
    announcements.announce_post(change, post, patch)
    # How many corrections there are today stands on every page.
    change.outdate_pages()


async def _outdate(change: Transaction, post: Post, accepts: int) -> None:
    """Close the open suggestions for a headline that was replaced, and notify their suggesters."""
    closed = await change.run(_OUTDATE, {"of_post": post.id, "accepted": accepts, "decided": now()})
    suggesters = [row.suggester_id for row in closed]
    if suggesters:
        member = table(Member)
        change.announce(bus.post_room(id_of(post)), message=SuggestionsOutdated(id_of(post), post.stamp))
        suggester_ids = select(member.c.id).where(member.c.id.in_(suggesters))
        await notify.put_notices(change, suggester_ids, "suggestion_outdated", f"/post/{post.id}#suggestions", post_id=id_of(post))


async def _hand_out_receipts(change: Transaction, editor: Viewer, post: Post, before: int) -> None:
    """Notify everybody who voted or commented, except the corrector and the author, in few statements for any number.

    Members who got a receipt within the last day find the newest headline in that one, and once find it unread again.
    """
    about = {"of_post": post.id, "corrector": editor.id, "author": post.author_id, "since": now() - JOINING}
    found = await change.run(_RECEIPTS, about | {"until": post.revision})
    # As many as there were corrections within the day, mostly none or one.
    for number in {row.before for row in found if row.before}:
        await change.send(_JOIN, about | {"number": number, "newer": {"before": number, "after": post.revision}})
    new = [row.member_id for row in found if not row.before]
    renewed = [row.member_id for row in found if row.again]
    params, path = {"before": before, "after": post.revision}, f"/post/{post.id}"
    once = f"receipt:{post.id}:{next((row.first for row in found if row.first), post.revision)}"
    await notify.put_prepared(
        change, _NEW_RECEIPTS, about, new, "receipt", path, post_id=id_of(post), params=params, renewed=renewed, mail_once=once
    )


_VOTE, _COMMENT, _NOTICE, _REVISION = table(Vote), table(Comment), table(Notice), table(Revision)
_RECENT: Final = and_(
    _NOTICE.c.post_id == bindparam("of_post"), _NOTICE.c.kind == "receipt", _NOTICE.c.at > bindparam("since", type_=_NOTICE.c.at.type)
)
"""The receipts of the last day."""
_SAID = union(
    select(_VOTE.c.member_id).where(_VOTE.c.post_id == bindparam("of_post")),
    select(_COMMENT.c.author_id).where(_COMMENT.c.post_id == bindparam("of_post"), _COMMENT.c.hidden_at.is_(None)),
).subquery("said")
_READERS = select(_SAID.c.member_id).where(_SAID.c.member_id.not_in([bindparam("corrector"), bindparam("author")]))
_NEW_READERS: Final = _READERS.where(_SAID.c.member_id.not_in(select(_NOTICE.c.member_id).where(_RECENT)))
_BEFORE: Final = _NOTICE.c.params["before"].as_integer()
_JOINED: Final = and_(_RECENT, _NOTICE.c.member_id.in_(_READERS))
_AGAIN: Final = and_(_NOTICE.c.read_at.is_not(None), _NOTICE.c.renewed.is_(False))
"""A receipt that was read becomes unread; after that it is only kept up to date, however often the headline changes."""
_FIRST = (
    select(func.min(_REVISION.c.number))
    .where(
        _REVISION.c.post_id == bindparam("of_post"),
        _REVISION.c.at > bindparam("since", type_=_REVISION.c.at.type),
        _REVISION.c.number <= bindparam("until"),
        _REVISION.c.change == "headline",
        _REVISION.c.reason.not_in(SLIGHT),
    )
    .scalar_subquery()
)
"""The first correction within JOINING: whoever wants no receipts but by mail has none that a later one could join."""
_RECEIPTS: Final = union_all(
    select(_NEW_READERS.subquery().c.member_id, literal(0).label("before"), false().label("again"), _FIRST.label("first")),
    select(_NOTICE.c.member_id, _BEFORE, _AGAIN, _FIRST).where(_JOINED),
)
"""Who gets a receipt; and whose receipt this correction joins, by the headline that stood `before`, and whether it is unread `again`."""
_NEW_RECEIPTS: Final = notify.notices_for(_NEW_READERS, "receipt")
_JOIN: Final = (
    update(_NOTICE)
    .where(_JOINED, bindparam("number") == _BEFORE)
    .values(
        params=bindparam("newer"),
        read_at=case((_AGAIN, None), else_=_NOTICE.c.read_at),
        renewed=case((_AGAIN, True), else_=_NOTICE.c.renewed),
    )
)
