"""Reads of suggestions: the open and decided ones of a post."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, and_, bindparam, false, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.editing import policy as editing_policy
from wtsocial.editing.views import SuggestionsView, SuggestionView
from wtsocial.models import Member, Post, Revision, Subwiki, Suggestion, SuggestionVote
from wtsocial.posts import policy as posts_policy
from wtsocial.posts.policy import PolicyPost
from wtsocial.posts.rows import WikiProtection, subwiki_protection
from wtsocial.revisions.views import DiffPiece
from wtsocial.text import limits
from wtsocial.text.differences import word_diff

OPEN = ("open", "agreed")
"""The states of a suggestion that nobody has decided on."""
_NEWEST: Final = 2**62
"""Above every id."""


class SuggestedPost(PolicyPost, WikiProtection, Protocol):
    """What the suggestions under a post need to know of it."""

    stamp: int
    agreements: int


class SuggestionRow(Protocol):
    """A suggestion with what is shown beside it: what it replaces, what it became, and the viewer's word (None for none)."""

    id: int
    post_id: int
    stamp: int
    suggester: str
    at: datetime
    headline: str
    reason: str
    source: str
    note: str
    state: str
    agrees: int
    disagrees: int
    answer: str
    revision: int
    replaced: str
    base_gone: bool
    became_gone: bool
    mine: bool | None


async def of_post(viewer: Viewer, post_id: int, *, before: int = 0) -> SuggestionsView:
    """The suggestions under a post, in three statements: all open ones, and the newest decided ones, or those before the one of this id.

    Raises NotFound, for a hidden post too unless the viewer may see it.
    """
    asked = {"post": post_id, "viewer": viewer.id}
    decided = (_decided(), asked | {"before": before or _NEWEST})
    judged, undecided, found = await db.fetch_each((_judged(), asked), (_open_ones(), asked), decided)
    here = cast("SuggestedPost | None", judged[0] if judged else None)
    if here is None or not permissions.may_see_post(viewer, here):
        raise NotFound
    shown = found[: limits.DECIDED_PAGE]
    rows = cast("list[SuggestionRow]", [*undecided, *shown])
    protected = subwiki_protection(here)
    return SuggestionsView(
        post_id=post_id,
        stamp=here.stamp,
        needed=here.agreements,
        may_judge=editing_policy.may_judge_suggestion(viewer, here, protected, 0),
        may_answer=editing_policy.may_answer_suggestion(viewer, here),
        may_accept=editing_policy.may_answer_suggestion(viewer, here) and posts_policy.may_correct_headline(viewer, here, protected),
        may_hide=permissions.may_moderate(viewer, here.subwiki_id),
        # Many pairs of headlines are compared: not on the event loop.
        suggestions=await off_loop(lambda: [_view(row) for row in rows]) if rows else [],
        before=before,
        older=shown[-1].id if len(found) > len(shown) else 0,
    )


def _is_open() -> ColumnElement[bool]:
    """Said in full and not as parameters, or SQLite could not tell that the indexes are meant."""
    return table(Suggestion).c.state.in_([literal_column(f"'{state}'") for state in OPEN])


async def one(connection: AsyncConnection, suggestion_id: int) -> SuggestionView:
    """A suggestion as everybody sees it, read inside a transaction."""
    wanted = _selected().where(table(Suggestion).c.id == suggestion_id)
    return _view(cast(SuggestionRow, (await connection.execute(wanted, {"viewer": 0})).one()))


@lru_cache(maxsize=1)
def _judged() -> Select[*tuple[Any, ...]]:
    """What policy reads of the parameter `post`. Made once, as the next: every page of a post asks."""
    post, wiki = table(Post), table(Subwiki)
    judged = select(*[column for column in post.c if column.name != "text"], wiki.c.agreements)
    judged = judged.add_columns(wiki.c.protection.label("wiki_protection"), wiki.c.protected_until.label("wiki_protected_until"))
    return judged.join(wiki, wiki.c.id == post.c.subwiki_id).where(post.c.id == bindparam("post"))


@lru_cache(maxsize=1)
def _open_ones() -> Select[*tuple[Any, ...]]:
    """The open suggestions for the parameter `post`, the oldest first."""
    suggestion = table(Suggestion)
    wanted = _selected().where(suggestion.c.post_id == bindparam("post"), _is_open())
    return wanted.order_by(suggestion.c.id).limit(limits.SUGGESTIONS_PER_POST)


@lru_cache(maxsize=1)
def _decided() -> Select[*tuple[Any, ...]]:
    """The decided ones before the one of the id `before`, the newest first; one more than is shown."""
    suggestion = table(Suggestion)
    wanted = _selected().where(
        suggestion.c.post_id == bindparam("post"), ~_is_open(), suggestion.c.id < bindparam("before", type_=BigInteger())
    )
    return wanted.order_by(suggestion.c.id.desc()).limit(limits.DECIDED_PAGE + 1)


@lru_cache(maxsize=1)
def _selected() -> Select[*tuple[Any, ...]]:
    """Suggestions, with what is shown beside them: the headline they replace, the revision they became, the word of `viewer`."""
    suggestion, post, suggester, vote = table(Suggestion), table(Post), table(Member), table(SuggestionVote)
    base, became = table(Revision).alias("base"), table(Revision).alias("became")
    # Said so that each revision is looked up by its number: a plan of PostgreSQL's for any post takes one to have two or three revisions,
    # and would read all that it has.
    on_post = suggestion.c.post_id + literal_column("0")
    joined = (
        suggestion.join(post, post.c.id == suggestion.c.post_id)
        .join(suggester, suggester.c.id == suggestion.c.suggester_id)
        .join(base, and_(base.c.post_id == on_post, base.c.number == suggestion.c.based_on))
        .outerjoin(became, and_(became.c.post_id == on_post, became.c.number == suggestion.c.revision))
        .outerjoin(vote, and_(vote.c.suggestion_id == suggestion.c.id, vote.c.member_id == bindparam("viewer", type_=Integer())))
    )
    return select(
        *suggestion.c,
        post.c.stamp,
        suggester.c.name.label("suggester"),
        base.c.headline.label("replaced"),
        or_(base.c.hidden_at.is_not(None), base.c.erased_at.is_not(None)).label("base_gone"),
        func.coalesce(or_(became.c.hidden_at.is_not(None), became.c.erased_at.is_not(None)), false()).label("became_gone"),
        vote.c.agrees.label("mine"),
    ).select_from(joined)


def _view(row: SuggestionRow) -> SuggestionView:
    gone = row.state == "withdrawn" or bool(row.became_gone)
    return SuggestionView(
        id=row.id,
        post_id=row.post_id,
        stamp=row.stamp,
        suggester=row.suggester,
        at=to_millis(row.at),
        headline="" if gone else row.headline,
        pieces=[] if gone else _pieces(row),
        reason=row.reason,
        source="" if gone else row.source,
        note="" if gone else row.note,
        state=row.state,
        agrees=row.agrees,
        disagrees=row.disagrees,
        answer="" if gone else row.answer,
        revision=row.revision,
        mine="" if row.mine is None else "agree" if row.mine else "disagree",
    )


def _pieces(row: SuggestionRow) -> list[DiffPiece]:
    """Word by word; the headline alone when the one before may not be shown any more."""
    if row.base_gone:
        return [DiffPiece("same", row.headline)]
    return [DiffPiece(piece.kind, piece.text) for piece in word_diff(row.replaced, row.headline)]
