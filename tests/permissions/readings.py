"""The rows for what not everybody may read, and the names of what everybody may."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.permissions.world import ACTIVE, ADMIN, ALL, KNOWN, MODERATING, NOBODY, World
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.admin import announcements, dashboard, jobs, members, vitals
from wtsocial.admin import invitations as all_invitations
from wtsocial.admin import settings as site_settings
from wtsocial.admin import sources as all_sources
from wtsocial.admin import subwikis as all_subwikis
from wtsocial.choices import queries as choices
from wtsocial.donations import checkout
from wtsocial.donations import queries as donations
from wtsocial.feeds import queries as feeds
from wtsocial.feeds import what_if
from wtsocial.joining import invitation_queries as invitations
from wtsocial.joining import queries as joining
from wtsocial.moderation import (
    case_queries,
    duties,
    held_posts,
    member_record,
    named_rules,
    own_flags,
    prepared_texts,
    queue,
    rule_previews,
    rule_queries,
    statement_queries,
)
from wtsocial.notifications import queries as notices
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.revisions import queries as revisions
from wtsocial.sources import queries as sources
from wtsocial.subwikis import queries as subwikis


@dataclass(frozen=True)
class Reading:
    """Something to read, and who is shown it; the others are refused it, or shown nothing (`shown` of what they were answered)."""

    read: Callable[..., Awaitable[Any]]
    given: Callable[[World, Viewer], dict[str, Any]]
    may: str
    shown: Callable[[Any], Any] = lambda _: True


def nothing(_world: World, _viewer: Viewer) -> dict[str, Any]:
    """It is asked without more."""
    return {}


def hidden(world: World, _viewer: Viewer) -> dict[str, Any]:
    """About a hidden post."""
    return {"post_id": world.ids["hidden"]}


def count(found: Any) -> int:
    """How many there are."""
    return found if isinstance(found, int) else len(found)


READINGS: Final = [
    Reading(accounts.own, nothing, KNOWN),
    Reading(accounts.profile, lambda _world, _viewer: {"name": "fay"}, ALL),
    Reading(accounts.profile, lambda _world, _viewer: {"name": "unseen"}, ADMIN),
    Reading(accounts.suspension, nothing, "s", bool),
    Reading(dashboard.figures, nothing, ADMIN),
    Reading(jobs.overview, nothing, ADMIN),
    Reading(members.members, nothing, ADMIN),
    Reading(all_subwikis.subwikis, nothing, ADMIN),
    Reading(all_sources.sources, nothing, ADMIN),
    Reading(all_invitations.invitations, nothing, ADMIN),
    Reading(announcements.announcements, nothing, ADMIN),
    Reading(site_settings.site_settings, nothing, ADMIN),
    Reading(vitals.vitals, nothing, ADMIN),
    Reading(choices.mine, nothing, KNOWN, lambda found: found.version),
    Reading(choices.versions, nothing, KNOWN, count),
    Reading(checkout.manage, nothing, NOBODY),
    Reading(donations.mine, nothing, KNOWN),
    Reading(feeds.saved, nothing, KNOWN, lambda found: found.posts),
    Reading(what_if.hide_options, lambda world, _viewer: {"post_id": world.ids["post"]}, ALL),
    Reading(what_if.hide_options, hidden, MODERATING),
    Reading(invitations.mine, nothing, "w" + ACTIVE),
    Reading(invitations.of_groups, nothing, ADMIN),
    Reading(joining.mine, nothing, "w", lambda found: found.position),
    Reading(joining.for_admins, nothing, ADMIN),
    Reading(case_queries.case, lambda world, _viewer: {"case_id": world.ids["case"]}, MODERATING),
    Reading(duties.duties, nothing, ACTIVE),
    Reading(held_posts.held_posts, nothing, MODERATING, lambda found: found.posts),
    Reading(member_record.record, lambda _world, _viewer: {"name": "fay"}, "opa", lambda found: found.shown),
    Reading(named_rules.rules_beside, lambda world, _viewer: {"post_id": world.ids["post"]}, MODERATING, count),
    Reading(own_flags.own_flags, nothing, KNOWN, count),
    Reading(prepared_texts.prepared_texts, lambda _world, _viewer: {"subwiki": "climate"}, MODERATING),
    Reading(prepared_texts.prepared_texts, nothing, ADMIN),
    Reading(prepared_texts.texts_beside, lambda world, _viewer: {"post_id": world.ids["post"]}, MODERATING, count),
    Reading(queue.queue, nothing, MODERATING, lambda found: found.cases),
    Reading(queue.queue_count, nothing, MODERATING, count),
    Reading(rule_previews.preview_rule, lambda _world, _viewer: {"kind": "word", "pattern": "ice", "effect": "flag"}, ADMIN),
    Reading(
        rule_previews.preview_rule,
        lambda _world, _viewer: {"kind": "word", "pattern": "ice", "effect": "flag", "subwiki": "climate"},
        MODERATING,
    ),
    Reading(rule_queries.caught_posts, lambda world, _viewer: {"rule_id": world.ids["rule"]}, MODERATING),
    Reading(rule_queries.caught_posts, lambda world, _viewer: {"rule_id": world.ids["site_rule"]}, ADMIN),
    Reading(statement_queries.statement, lambda world, _viewer: {"entry_id": world.ids["entry"]}, ALL),
    Reading(notices.inbox, nothing, KNOWN, count),
    Reading(posts.one, hidden, MODERATING),
    Reading(posts.edit_base, hidden, NOBODY),
    Reading(posts.draft, lambda _world, _viewer: {"place": "submit"}, NOBODY, bool),
    Reading(threads.page, hidden, MODERATING),
    Reading(threads.edit_base, lambda world, _viewer: {"comment_id": world.ids["comment"]}, NOBODY),
    Reading(revisions.of_post, hidden, MODERATING),
    Reading(revisions.difference, lambda world, viewer: hidden(world, viewer) | {"a": 1, "b": 1}, MODERATING),
    Reading(sources.waiting, nothing, MODERATING, count),
    Reading(subwikis.moderated, nothing, "opa", count),
    Reading(subwikis.joined, nothing, KNOWN, count),
]
EVERYBODYS: Final = {
    f"wtsocial.{name}"
    for name in (
        "choices.follows.of_viewer",
        "choices.preset_queries.preset",
        "choices.preset_queries.presets",
        "choices.preset_queries.with_preset",
        "choices.queries.exported",
        "choices.queries.follows",
        "choices.queries.read_file",
        "choices.queries.tag",
        "choices.versions.ensure_pace",
        "donations.ledger_queries.books",
        "donations.queries.set_up",
        "donations.queries.thanks",
        "editing.queries.changes.one",
        "editing.queries.changes.recent",
        "editing.queries.disputes.running",
        "editing.queries.reasons.likely_reason",
        "editing.queries.suggestions.of_post",
        "feeds.queries.everything",
        "feeds.queries.home",
        "feeds.queries.home_as_chosen",
        "feeds.queries.of_member",
        "feeds.queries.of_subwiki",
        "feeds.queries.of_tag",
        "feeds.what_if.effect",
        "feeds.what_if.offers",
        "joining.invitation_queries.by_code",
        "joining.invitation_queries.newest_open",
        "joining.queries.position",
        "moderation.own_flags.open_on_names",
        "moderation.own_flags.open_under",
        "moderation.rule_queries.content_rules",
        "notifications.queries.filled",
        "notifications.queries.unread",
        "posts.imported_posts.import_post",
        "posts.publishing.column_values",
        "posts.queries.writers",
        "posts.threads.of_post",
        "revisions.queries.comment_difference",
        "revisions.queries.of_comment",
        "revisions.queries.of_subwiki",
        "revisions.queries.subwiki_difference",
        "revisions.record.ensure_pace",
        "sources.queries.of_domain",
        "subwikis.leadership_queries.leadership",
        "subwikis.queries.directory",
        "subwikis.queries.of_subwikis",
        "subwikis.queries.one",
    )
}
"""What everybody may ask, and which shows everybody the same or their own alone; tests/server/test_texts.py looks there for what is hidden."""
