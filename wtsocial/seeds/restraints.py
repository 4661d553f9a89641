"""What moderators of the demonstration world keep in bounds: a locked discussion, a limited and a held member, rules for sources and words."""

from collections.abc import Mapping

from wtsocial.accounts.viewers import viewers_by_name
from wtsocial.accounts.views import Viewer
from wtsocial.moderation import content_rules, decisions, restrictions
from wtsocial.posts import publishing
from wtsocial.seeds.people import ADMIN, FRESH
from wtsocial.subwikis import actions as subwikis

LOCKED = "sundials"
"""The story whose discussion went round in circles."""


async def restrain(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]]) -> None:
    """A discussion is closed, a member writes elsewhere for a week, a newcomer's post waits for a word, and rules look ahead."""
    moderator = cast["tomasz_w"]
    await decisions.decide(
        moderator,
        subject_kind="post",
        subject_id=published[LOCKED][0],
        action="lock",
        reason="Everything has been said here, some of it forty times.",
        rule="site:people",
    )
    await restrictions.restrict_member(
        moderator, member_name="sam_whitlock", subwiki="weird", kind="limit", days=7, reason="He would not let it rest.", rule="site:people"
    )
    await _hold(moderator, cast[FRESH.name])
    await content_rules.add_rule(
        cast[ADMIN.name], kind="source", pattern="wonderdeals.example", effect="warn", reason="It sells what its headlines are about."
    )
    await content_rules.add_rule(
        cast[ADMIN.name], kind="word", pattern="miracle cure", effect="flag", reason="So far there never was one: somebody should look."
    )


async def _hold(moderator: Viewer, fresh: Viewer) -> None:
    await subwikis.join(fresh, slug="localnews")
    await restrictions.restrict_member(
        moderator,
        member_name=fresh.name,
        subwiki="localnews",
        kind="hold",
        days=7,
        reason="Your first posts named neighbours: for a week we read them before the others do.",
        rule="site:people",
    )
    held = (await viewers_by_name([fresh.name]))[fresh.name]
    await publishing.open_discussion(
        held,
        subwiki="localnews",
        headline="Who else heard the bang at the harbour on Tuesday?",
        text="It was about four in the afternoon, and the windows shook. No paper has a word of it.",
    )
