"""The list of sources, for admins: by how a domain begins, those with a rule of the site, those corrected most; in keyset pages."""

import re
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.admin.pages import PAGE
from wtsocial.admin.views import SourceRow, SourcesPage
from wtsocial.core.errors import Invalid
from wtsocial.db.cursors import LAST_ID
from wtsocial.db.statements import table
from wtsocial.models import ContentRule, Source
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.ngrams import LAST

KINDS: Final = ("", "corrected", "ruled")
"""What can be asked for: all, in the order of their names; those whose headlines were corrected most, who come first; those for which the
site has a rule."""
LONGEST: Final = 253
_CORRECTED: Final = re.compile(r"([0-9]{1,10})-(.{1,253})")
SITE: Final = 0


async def sources(viewer: Viewer, *, kind: str = "", name: str = "", older: str = "", most: int = PAGE) -> SourcesPage:
    """Sources of this kind; or, where a name is given, all whose domains begin so.

    `older` is where a page begins (`SourcesPage.older`). Raises LoginNeeded or NotAllowed for all but admins, Invalid("error.cursor").
    """
    permissions.ensure(viewer, permissions.may_administer(viewer))
    if is_hostile(name) or is_hostile(older):
        return SourcesPage([])
    name = name.strip().lower()[:LONGEST]
    async with db.reading() as session:
        connection = await session.connection()
        rows = (await connection.execute(_wanted(connection, kind, name, older).limit(most + 1))).all()
    further = ""
    if len(rows) > most:
        last = rows[most - 1]
        further = f"{last.corrected_count}-{last.domain}" if kind == "corrected" and not name else str(last.domain)
    return SourcesPage([_view(row) for row in rows[:most]], further)


def _wanted(connection: AsyncConnection, kind: str, name: str, older: str) -> Select[Any]:
    if not name and kind == "corrected":
        return _corrected(older)
    return _ruled(older) if not name and kind == "ruled" else _named(connection.dialect.name, name, older)


def _named(dialect: str, name: str, older: str) -> Select[Any]:
    """In the order of their signs: PostgreSQL's own may be that of some language, in which what begins alike does not stand together."""
    source = table(Source)
    domain, by_signs = source.c.domain, dialect == "postgresql"
    from_on, below, after = ("~>=~", "~<~", "~>~") if by_signs else (">=", "<", ">")
    wanted = _listed(source)
    if name:
        wanted = wanted.where(domain.op(from_on, is_comparison=True)(name), domain.op(below, is_comparison=True)(name + LAST))
    if older:
        wanted = wanted.where(domain.op(after, is_comparison=True)(older))
    return wanted.order_by(text("source.domain USING ~<~") if by_signs else domain)


def _corrected(older: str) -> Select[Any]:
    source = table(Source)
    found = _CORRECTED.fullmatch(older)
    if older and (not found or not found[1].isascii() or int(found[1]) > LAST_ID):
        raise Invalid("error.cursor")
    wanted = _listed(source).where(source.c.corrected_count > literal_column("0"))
    if found:
        wanted = wanted.where(tuple_(source.c.corrected_count, source.c.domain) < tuple_(int(found[1]), found[2]))
    return wanted.order_by(source.c.corrected_count.desc(), source.c.domain.desc())


def _ruled(older: str) -> Select[Any]:
    """Also those from which nobody has posted here."""
    source, rule = table(Source), table(ContentRule)
    counts = [func.coalesce(source.c[name], 0).label(name) for name in _COUNTS]
    wanted = select(rule.c.pattern.label("domain"), *counts, rule.c.effect.label("rule"))
    wanted = wanted.select_from(rule.outerjoin(source, source.c.domain == rule.c.pattern)).where(*_rules_of_site(rule))
    return wanted.where(*([rule.c.pattern > older] if older else [])).order_by(rule.c.pattern)


_COUNTS: Final = ("posts_count", "own_count", "corrected_count", "other_count")


def _listed(source: FromClause) -> Select[Any]:
    rule = table(ContentRule)
    effect = select(rule.c.effect).where(*_rules_of_site(rule), rule.c.pattern == source.c.domain).correlate(source).scalar_subquery()
    return select(source.c.domain, *(source.c[name] for name in _COUNTS), effect.label("rule"))


def _rules_of_site(rule: FromClause) -> tuple[ColumnElement[bool], ...]:
    return rule.c.place == SITE, rule.c.kind == "source", rule.c.removed_at.is_(None)


def _view(row: Any) -> SourceRow:
    return SourceRow(
        domain=row.domain,
        posts=row.posts_count,
        own=row.own_count,
        corrected=row.corrected_count,
        others=row.other_count,
        rule=row.rule or "",
    )
