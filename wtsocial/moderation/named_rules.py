"""Rules that decisions name: the site's, which hold everywhere, and those of a subwiki for what stands in it."""

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.models import Post, Subwiki
from wtsocial.moderation.views import RuleView
from wtsocial.text import rules
from wtsocial.text.rendered import render_text


async def check_rule(session: AsyncSession, place_id: int | None, rule: str) -> int:
    """The revision of this subwiki's page that the rule stands in; 0 for one of the site's, which holds where there is no subwiki, too.

    Raises Invalid at `rule` for none.
    """
    if not rule or (rules.is_rule(rule) and rule.startswith("site:")):
        return 0
    wanted = select(Subwiki.rules, Subwiki.revision).where(Subwiki.id == place_id)
    found = (await session.exec(wanted)).first()
    _, texts = rules.numbered(await render_text(found[0])) if found else ("", [])
    if not found or not 1 <= rules.number_of(rule) <= len(texts):
        raise Invalid("decision.unknown_rule", field="rule")
    return found[1]


async def rules_of(connection: AsyncConnection, subwiki_id: int | None) -> list[RuleView]:
    """The rules of a subwiki that a decision may name; none where no subwiki's moderators decide."""
    wanted = select(Subwiki.rules).where(Subwiki.id == subwiki_id)
    text = (await connection.execute(wanted)).scalar() if subwiki_id else ""
    _, texts = rules.numbered(await render_text(text or ""))
    return [RuleView(f"subwiki:{number}", text) for number, text in enumerate(texts, 1)]


async def rules_beside(viewer: Viewer, *, post_id: int) -> list[RuleView]:
    """Those of the subwiki of a post, for whoever moderates there; none for anybody else, who decides nothing."""
    async with db.reading() as session:
        place = (await session.exec(select(Post.subwiki_id).where(Post.id == post_id))).first()
        return await rules_of(await session.connection(), place) if place and permissions.may_moderate(viewer, place) else []
