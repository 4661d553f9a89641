"""Exports the chain of a post, comment or subwiki page, so that anybody can verify it (docs/HISTORY.md)."""

from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Comment, Member, Post, Revision, Subwiki
from wtsocial.revisions import chain
from wtsocial.revisions.proofs import shown_of
from wtsocial.revisions.views import ChainView, LinkView

Kind = Literal["post", "comment", "subwiki"]

AT_ONCE: Final = 100
"""Revisions in one stretch."""


async def of_post(post_id: int, *, after: int = 0) -> ChainView:
    """A stretch of a post's chain, from the revision after number `after` on. Raises NotFound, for a hidden one, too."""
    post = table(Post)
    return await _of("post", post, post.c.id == post_id, post.c.hidden_at.is_(None), after=after)


async def of_comment(comment_id: int, *, after: int = 0) -> ChainView:
    """A stretch of a comment's chain, of a hidden one without what was typed. Raises NotFound, for one under a hidden post, too."""
    comment, post = table(Comment), table(Post)
    under = select(post.c.id).where(post.c.id == comment.c.post_id, post.c.hidden_at.is_(None)).exists()
    return await _of("comment", comment, comment.c.id == comment_id, under, after=after)


async def of_subwiki(slug: str, *, after: int = 0) -> ChainView:
    """A stretch of the chain of a subwiki's page. Raises NotFound."""
    subwiki = table(Subwiki)
    return await _of("subwiki", subwiki, subwiki.c.slug == slug, after=after)


async def _of(kind: Kind, things: Any, *which: ColumnElement[bool], after: int) -> ChainView:
    async with db.one_moment() as connection:
        thing: Any = (await connection.execute(select(things).where(*which))).first()
        if thing is None:
            raise NotFound
        rows = await _rows(connection, kind, thing.id, after)
    hidden = kind == "comment" and thing.hidden_at is not None
    stretch = rows[:AT_ONCE]
    # What hides a thing, or shows it again, changes what is handed out, and bears no other time.
    moments = [thing.hidden_at] if hidden else [moment for row in stretch for moment in (row["at"], row["erased_at"], row["hidden_at"])]
    return ChainView(
        thing=f"{kind}/{thing.id}",
        version=chain.VERSION,
        head=thing.head,
        revision=thing.revision,
        shown=None if hidden else shown_of(kind, thing),
        revisions=[_link(row, withheld=hidden) for row in stretch],
        next=stretch[-1]["number"] if len(rows) > AT_ONCE else 0,
        changed=max(map(to_millis, moments), default=0),
    )


async def _rows(connection: AsyncConnection, kind: Kind, number: int, after: int) -> list[Any]:
    revision, editor = table(Revision), table(Member)
    of_thing: ColumnElement[bool] = revision.c[f"{kind}_id"] == number
    wanted = select(*revision.c, editor.c.name.label("editor_name")).join(editor, editor.c.id == revision.c.editor_id)
    wanted = wanted.where(of_thing, revision.c.number > after).order_by(revision.c.number).limit(AT_ONCE + 1)
    return list((await connection.execute(wanted)).mappings().all())


def _link(row: Any, *, withheld: bool) -> LinkView:
    hidden = withheld or row["hidden_at"] is not None
    erased = row["erased_at"] is not None
    return LinkView(
        facts=chain.facts_of(row),
        editor_name=row["editor_name"],
        salt=None if hidden or erased else row["salt"],
        content=None if hidden or erased else {name: row[name] for name in chain.CONTENT},
        digest=row["digest"],
        seal=row["seal"],
        erased_at=chain.instant(row["erased_at"]) if erased else None,
        hidden=hidden and not erased,
    )
