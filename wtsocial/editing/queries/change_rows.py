"""The statement for changes: a revision with all that a view of it shows and that its rights depend on."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, literal_column, or_, select

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.db.statements import table
from wtsocial.models import Comment, Member, Post, Review, Revision, Subwiki, Thanks
from wtsocial.posts.policy import PolicyPost
from wtsocial.posts.rows import WikiProtection


class ChangeRow(permissions.MemberStanding, PolicyPost, WikiProtection, Protocol):
    """A row of `change_rows`: a revision, its editor's standing, and the post (empty for a subwiki's page) and subwiki that it is of."""

    id: int
    at: datetime
    change: str
    number: int
    editor_id: int
    post_id: int | None
    comment_id: int | None
    headline: str
    reason: str
    note: str
    source: str
    via: str
    size: int
    stands: bool
    editor: str
    reviewed_by: str | None
    under: int | None
    title: str | None
    wiki_id: int
    slug: str
    subwiki_name: str
    colour: str
    language: str
    before: str | None
    size_before: int | None
    thanks: int
    thanked: int
    stretch: int
    """How many revisions the stretch has that it is from."""


def change_rows(viewer: Viewer, among: FromClause | None = None) -> Select[*tuple[Any, ...]]:
    """The statement for changes, with everything that a view needs; hidden and erased ones are left out.

    Of all revisions, or of those whose ids are `among` these; it may be sorted as they are.
    """
    revision, editor, review = table(Revision), table(Member).alias("editor"), table(Review)
    post, comment, subwiki, reviewer = table(Post), table(Comment), table(Subwiki), table(Member).alias("reviewer")
    thanks = table(Thanks)
    thanked = select(func.count()).where(thanks.c.revision_id == revision.c.id)
    columns = (
        "id",
        "at",
        "change",
        "number",
        "editor_id",
        "post_id",
        "comment_id",
        "headline",
        "reason",
        "note",
        "source",
        "via",
        "size",
        "stands",
    )
    judged = ("is_admin", "is_trusted", "email_confirmed_at", "created_at", "contributions")
    return (
        select(
            *(revision.c[name] for name in columns),
            *(editor.c[name] for name in judged),
            editor.c.name.label("editor"),
            reviewer.c.name.label("reviewed_by"),
            post.c.id.label("under"),
            post.c.headline.label("title"),
            func.coalesce(post.c.language, "").label("language"),
            *(post.c[name] for name in ("mode", "author_id", "subwiki_id", "disputed_at", "protection", "protected_until")),
            post.c.hidden_at,
            subwiki.c.protection.label("wiki_protection"),
            subwiki.c.protected_until.label("wiki_protected_until"),
            subwiki.c.id.label("wiki_id"),
            subwiki.c.slug,
            subwiki.c.name.label("subwiki_name"),
            subwiki.c.colour,
            _before(revision.c.headline.name).label("before"),
            _before(revision.c.size.name).label("size_before"),
            thanked.scalar_subquery().label("thanks"),
            thanked.where(thanks.c.member_id == viewer.id).scalar_subquery().label("thanked"),
        )
        .select_from(
            (revision if among is None else among.join(revision, revision.c.id == among.c.id))
            .join(editor, editor.c.id == revision.c.editor_id)
            .outerjoin(comment, comment.c.id == revision.c.comment_id)
            .outerjoin(post, post.c.id == func.coalesce(revision.c.post_id, comment.c.post_id))
            .join(subwiki, subwiki.c.id == func.coalesce(revision.c.subwiki_id, post.c.subwiki_id))
            .outerjoin(review, review.c.revision_id == revision.c.id)
            .outerjoin(reviewer, reviewer.c.id == review.c.reviewer_id)
        )
        .where(revision.c.hidden_at.is_(None), revision.c.erased_at.is_(None))
        .where(or_(post.c.id.is_(None), _is_shown(post)), or_(comment.c.id.is_(None), _is_shown(comment)))
    )


def _is_shown(thing: FromClause) -> ColumnElement[bool]:
    """What is covered is folded away on its own page alone; in lists of changes it does not stand."""
    return and_(thing.c.hidden_at.is_(None), thing.c.cover == "")


def _before(column: str) -> ColumnElement[Any]:
    """A column of the revision before; NULL when that one is hidden or erased: even its length would tell something."""
    revision, before = table(Revision), table(Revision).alias("before")
    shown = and_(before.c.number == revision.c.number - literal_column("1"), before.c.hidden_at.is_(None), before.c.erased_at.is_(None))

    def of(thing: str) -> ColumnElement[Any]:
        # Each by its own unique index.
        return select(before.c[column]).where(before.c[thing] == revision.c[thing], shown).correlate(revision).scalar_subquery()

    kinds = ("post_id", "comment_id", "subwiki_id")
    return case(*((revision.c[thing].is_not(None), of(thing)) for thing in kinds))
