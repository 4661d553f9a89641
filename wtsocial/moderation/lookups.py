"""Lookups that moderators' acts on members share: the member of a name, and the rule that a decision names."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.queries import by_name, looks_like
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.models import Member, Subwiki
from wtsocial.text import rules
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.graphemes import cut
from wtsocial.text.names import LONGEST_USERNAME
from wtsocial.text.rendered import render_text
from wtsocial.text.words import fold


async def existing_member(session: AsyncSession, name: str) -> Member:
    """The member of this name, locked against other writers. Raises NotFound("error.no_such_member", `name`), also for a deleted one."""
    found = select(Member).where(looks_like(name), Member.state != "deleted").order_by(by_name()).with_for_update(key_share=True)
    member = (await session.exec(found)).first()
    if member is None or fold(member.name) != fold(name):
        raise NotFound("error.no_such_member", name="" if is_hostile(name) else cut(name, LONGEST_USERNAME))
    return member


async def check_rule(wiki: Subwiki | None, rule: str) -> int:
    """The revision of the subwiki's page that the rule stands in; 0 for one of the site's. Raises Invalid at `rule` for none."""
    if not rule or (rules.is_rule(rule) and rule.startswith("site:")):
        return 0
    _, texts = rules.numbered(await render_text(wiki.rules)) if wiki else ("", [])
    if wiki is None or not 1 <= rules.number_of(rule) <= len(texts):
        raise Invalid("decision.unknown_rule", field="rule")
    return wiki.revision
