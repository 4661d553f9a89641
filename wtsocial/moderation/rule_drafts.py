"""Drafts of content rules: what somebody typed, as a rule would have it, and where it would hold."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import Invalid
from wtsocial.db.statements import id_of
from wtsocial.posts.content_rules import EFFECTS, SITE
from wtsocial.subwikis import access
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.domains import registrable
from wtsocial.text.graphemes import cut
from wtsocial.text.links import host_of
from wtsocial.text.words import spread


@dataclass(frozen=True)
class RuleDraft:
    """What a rule would look for: `pattern` in the spelling that is compared, `label` as people read it."""

    kind: str
    pattern: str
    label: str
    effect: str


def draft_of(kind: str, typed: str, effect: str) -> RuleDraft:
    """A rule of what was typed. Raises Invalid at `pattern` or `effect`."""
    if effect not in EFFECTS[kind]:
        raise Invalid("content_rule.no_such_effect", field="effect")
    if kind == "source":
        typed = clean_line(typed, field="pattern", limit=limits.LINK)
        domain = registrable(host_of(typed) if "://" in typed else typed.split("/", maxsplit=1)[0])
        if "." not in domain:
            raise Invalid("choices.not_a_source", field="pattern", value=cut(typed, 60))
        return RuleDraft(kind, domain, domain, effect)
    typed = clean_line(typed, field="pattern", limit=limits.RULE_WORDS)
    if not spread(typed):
        raise Invalid("choices.not_a_word", field="pattern", value=typed)
    return RuleDraft(kind, spread(typed), typed, effect)


async def place_of(session: AsyncSession, slug: str) -> int:
    """The id of the subwiki of this slug; SITE where none is named. Raises NotFound at `subwiki`."""
    return id_of(await access.existing_subwiki(session, slug)) if slug else SITE
