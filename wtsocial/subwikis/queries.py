"""Reads of subwikis: the directory, the viewer's own, and one subwiki's page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, select
from sqlmodel import col
from sqlmodel import select as select_rows

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.session import Asked
from wtsocial.db.statements import id_of, table
from wtsocial.models import Member, Membership, Post, Subwiki, SubwikiNgram
from wtsocial.subwikis import policy
from wtsocial.subwikis.views import ChoicesView, ChoiceView, SubwikiView, WikiName
from wtsocial.text import limits, rules
from wtsocial.text.graphemes import cut
from wtsocial.text.ngrams import LAST, probes
from wtsocial.text.rendered import excerpt_cached, prepare_excerpts, render_text
from wtsocial.text.words import fold, searchable


async def directory(viewer: Viewer, *, search: str = "") -> list[SubwikiView]:
    """Subwikis, the vetted ones and then those with most members first, at most 200.

    With `search`, those with these letters in slug, name or description, in whatever case and with whatever quotes and hyphens.
    """
    words = searchable(cut(search.strip(), limits.SEARCH, sign=""))
    rows = await _rows(viewer, _all().where(await _with_letters(words)) if words else _all())
    return [_view(row, viewer) for row in rows]


async def _with_letters(words: str) -> ColumnElement[bool]:
    """The condition for subwikis with these letters: among few, where the index knows that only few may have them.

    Otherwise so many have them that the directory, gone through in its order, soon has enough.
    """
    subwiki, ngram = table(Subwiki), table(SubwikiNgram)
    contained = subwiki.c.folded.contains(words, autoescape=True)
    few: set[int] | None = None
    having = select(ngram.c.subwiki_id).limit(limits.SEARCHED_ONE_BY_ONE + 1)
    asked: list[Asked] = [(having.where(ngram.c.ngram >= begin, ngram.c.ngram <= begin + LAST), {}) for begin in probes(words)]
    for rows in await db.fetch_each(*asked):
        if len(rows) <= limits.SEARCHED_ONE_BY_ONE:
            found = {number for (number,) in rows}
            few = found if few is None else few & found
    return contained if few is None else and_(subwiki.c.id.in_(few), contained)


async def names() -> list[WikiName]:
    """The subwikis to choose from in a list, by name: the first 200 of the directory."""
    subwiki = table(Subwiki)
    first = select(subwiki.c.id, subwiki.c.slug, subwiki.c.name).order_by(*_in_order())
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(first.limit(limits.DIRECTORY_SHOWN))).all()
    return sorted((WikiName(row.id, row.slug, row.name) for row in rows), key=lambda named: fold(named.name))


async def moderated(viewer: Viewer) -> list[WikiName]:
    """The subwikis that the viewer moderates, by name; for admins, those of `names`."""
    if viewer.is_admin:
        return await names()
    subwiki = table(Subwiki)
    theirs = select(subwiki.c.id, subwiki.c.slug, subwiki.c.name).where(subwiki.c.id.in_(viewer.moderates))
    async with db.reading() as session:
        rows = (await (await session.connection()).execute(theirs.limit(limits.DIRECTORY_SHOWN))).all()
    return sorted((WikiName(row.id, row.slug, row.name) for row in rows), key=lambda named: fold(named.name))


async def joined(viewer: Viewer) -> list[SubwikiView]:
    """The subwikis that the viewer is a member of, by name."""
    rows = await _rows(viewer, _joined(), most=limits.MEMBERSHIPS_PER_MEMBER)
    return sorted((_view(row, viewer) for row in rows), key=lambda view: fold(view.name))


async def one(viewer: Viewer, slug: str) -> SubwikiView:
    """One subwiki with its description and rules as HTML, and its moderators' names. Raises NotFound."""
    rows = await _rows(viewer, _named(), slug=slug)
    if not rows:
        raise NotFound
    row = rows[0]
    moderators = [name for (name,) in await db.fetch(_moderators(), {"subwiki": row.id})]
    description_html, rules_html = await render_text(row.description), await render_text(row.rules)
    return replace(
        _view(row, viewer),
        description=row.description,
        rules=row.rules,
        description_html=description_html,
        rules_html=rules.numbered(rules_html)[0],
        moderators=moderators,
        agreements=row.agreements,
        may_moderate=permissions.may_moderate(viewer, id_of(row)),
    )


class SubwikiRow(policy.PolicySubwiki, Protocol):
    """A row with the columns of a Subwiki, and whether the viewer is in it."""

    slug: str
    name: str
    colour: str
    description: str
    rules: str
    revision: int
    agreements: int
    vetted: bool
    members_count: int
    posts_count: int
    joined: bool


async def _rows(viewer: Viewer, wanted: Select[*tuple[Any, ...]], most: int = limits.DIRECTORY_SHOWN, **more: str) -> Sequence[SubwikiRow]:
    rows = cast("Sequence[SubwikiRow]", await db.fetch(wanted, {"viewer": viewer.id, "most": most, **more}))
    await prepare_excerpts(row.description for row in rows)
    return rows


def _in_order() -> tuple[ColumnElement[Any], ...]:
    """The directory's order; `ix_subwiki_directory` has it."""
    subwiki = table(Subwiki)
    return subwiki.c.vetted.desc(), subwiki.c.members_count.desc(), subwiki.c.slug


@lru_cache(maxsize=1)
def _all() -> Select[*tuple[Any, ...]]:
    """Subwikis as `viewer` sees them, at most `most`. Made once: every page of one asks."""
    subwiki, membership = table(Subwiki), table(Membership)
    viewer = bindparam("viewer", type_=Integer())
    mine = and_(membership.c.subwiki_id == subwiki.c.id, membership.c.member_id == viewer)
    wanted = select(*subwiki.c, membership.c.member_id.is_not(None).label("joined")).select_from(subwiki.outerjoin(membership, mine))
    return wanted.order_by(*_in_order()).limit(bindparam("most", type_=Integer()))


@lru_cache(maxsize=1)
def _joined() -> Select[*tuple[Any, ...]]:
    """Those that `viewer` is in."""
    return _all().where(table(Membership).c.member_id == bindparam("viewer", type_=Integer()))


@lru_cache(maxsize=1)
def _named() -> Select[*tuple[Any, ...]]:
    """The one of the parameter `slug`."""
    return _all().where(table(Subwiki).c.slug == bindparam("slug"))


@lru_cache(maxsize=1)
def _moderators() -> Select[str]:
    """The names of those who moderate the parameter `subwiki`."""
    membership, member = table(Membership), table(Member)
    named = select(member.c.name).join(membership, membership.c.member_id == member.c.id)
    leading = named.where(membership.c.subwiki_id == bindparam("subwiki"), membership.c.role == "moderator", member.c.state == "active")
    return leading.order_by(member.c.name)


def _view(row: SubwikiRow, viewer: Viewer) -> SubwikiView:
    return SubwikiView(
        id=id_of(row),
        slug=row.slug,
        name=row.name,
        colour=row.colour,
        description=excerpt_cached(row.description),
        members=row.members_count,
        posts=row.posts_count,
        revision=row.revision,
        joined=bool(row.joined),
        may_join=permissions.may_choose(viewer) and not row.joined,
        may_edit=policy.may_edit_subwiki(viewer, row),
        may_post=permissions.may_take_part(viewer) and bool(row.joined),
        may_protect=permissions.may_protect(viewer, id_of(row), None),
        vetted=row.vetted,
        may_flag=permissions.may_flag(viewer, None),
        may_vet=policy.may_vet(viewer),
        protection=permissions.protection(row),
        protected_until=to_millis(row.protected_until) if permissions.protection(row) else 0,
    )


NEWEST: Final = 40
"""So many of the newest public posts show the effect."""


async def of_subwikis(viewer: Viewer, *, search: str = "", whole: bool = False) -> ChoicesView:
    """The vetted subwikis and the viewer's own, each with how many of the newest public posts it has; nothing is chosen.

    Whatever else there is, `search` finds, and `whole` offers (`more` says that there is). While none is vetted, all are offered.
    """
    everything = found = await directory(viewer, search=search)
    if not search.strip() and not whole and any(one.vetted for one in found):
        found = [one for one in found if one.vetted or one.joined]
    async with db.reading() as session:
        public = select_rows(Post.subwiki_id).where(col(Post.hidden_at).is_(None))
        newest = (await session.exec(public.order_by(col(Post.published_at).desc(), col(Post.id).desc()).limit(NEWEST))).all()
    adds = Counter(newest)
    offered = [ChoiceView(one.slug, one.name, one.colour, one.description, one.members, adds[one.id], one.joined) for one in found]
    return ChoicesView(offered, len(newest), more=len(offered) < len(everything))
