"""Flags of the demonstration world that are about no post or comment: a member, a subwiki, and what a headline said first."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import Revision, Subwiki
from wtsocial.moderation import decisions, flags
from wtsocial.seeds.people import ADMIN

REASON = "A first headline that misled, put right within the hour, is what the history is for."


async def flag_others(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]]) -> None:
    """One waits for an admin of each, a member is warned, and a moderator leaves a revision as it is."""
    about: Any = {"subject_kind": "member", "subject_id": cast["sam_whitlock"].id}
    await flags.flag(cast["beatriz_lima"], **about, reason="harassment", note="He comes after me in every thread.")
    await decisions.decide(
        cast[ADMIN.name], **about, action="warn", reason="Three people asked you to leave them alone.", rule="site:people"
    )
    await flags.flag(cast["dolores.vega"], **about, reason="other", note="Now he does it to me.")
    async with db.reading() as session:
        place = (await session.exec(select(Subwiki.id).where(Subwiki.slug == "weird"))).one() or 0
        first = select(Revision.id).where(Revision.post_id == published["sundials"][0], Revision.number == 1)
        revision = (await session.exec(first)).one() or 0
    await flags.flag(
        cast["priya.raman"], subject_kind="subwiki", subject_id=place, reason="fake", note="Half of it is satire and does not say so."
    )
    await flags.flag(cast["dolores.vega"], subject_kind="revision", subject_id=revision, reason="misleading")
    await decisions.decide(cast[ADMIN.name], subject_kind="revision", subject_id=revision, action="dismiss", reason=REASON)
