"""What moderators of the demonstration world keep in bounds: a locked discussion, a limited and a held member, rules for sources and words."""

from collections.abc import Mapping

from wtsocial.accounts.viewers import viewers_by_name
from wtsocial.accounts.views import Viewer
from wtsocial.moderation import appeals, content_rules, decisions, prepared_texts, restrictions
from wtsocial.moderation.queries import log
from wtsocial.posts import publishing
from wtsocial.seeds.people import ADMIN, FRESH, SUSPENDED
from wtsocial.subwikis import actions as subwikis

LOCKED = "sundials"
"""The story whose discussion went round in circles."""
MOVED = "Kobe: bakery that survived two earthquakes closes because of its staircase"


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


async def move_and_appeal(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]]) -> None:
    """A post is moved to where it belongs, a suspended member appeals, and a moderator keeps a text for the next time."""
    moderator = cast["tomasz_w"]
    await decisions.decide(
        moderator,
        subject_kind="post",
        subject_id=published[MOVED][0],
        action="move",
        reason="Staircases that close bakeries are what Weird news is for.",
        to="weird",
    )
    await prepared_texts.add_text(
        moderator,
        title="Nothing happened nearby",
        text="Local news is about what happened where somebody lives. Please say where, or post it elsewhere.",
        subwiki="localnews",
    )
    suspended = (await viewers_by_name([SUSPENDED.name]))[SUSPENDED.name]
    (entry,) = [line.id for line in await log(action="suspend") if line.member == SUSPENDED.name]
    await appeals.begin_appeal(suspended, entry_id=entry)
    await appeals.appeal(suspended, entry_id=entry, reason="They were bargains. I thought people like bargains.", words="4 4 1 6 2")


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
