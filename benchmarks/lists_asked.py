"""Every list and page of a large site, each read as its address reads it, by the name that comes in (`benchmarks/lists.py` asks)."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.routing import Route as HttpRoute

from benchmarks.lists_data import BUSY_COMMENT, BUSY_POST, BUSY_SUBWIKI, PROLIFIC
from benchmarks.world import token_of
from wtsocial import db
from wtsocial.accounts import queries as accounts
from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.admin import dashboard, jobs, members
from wtsocial.admin import invitations as listed_invitations
from wtsocial.admin import sources as listed_sources
from wtsocial.admin import subwikis as listed_subwikis
from wtsocial.admin.announcements import announcements
from wtsocial.admin.settings import site_settings
from wtsocial.admin.vitals import vitals
from wtsocial.choices import preset_queries
from wtsocial.choices import queries as choices
from wtsocial.core.tokens import token_hash
from wtsocial.donations import queries as donations
from wtsocial.editing.queries import changes, corrections, suggestions
from wtsocial.endpoints import api, atom_feeds, books, files
from wtsocial.endpoints.document import PageRequest
from wtsocial.feeds import queries as feeds
from wtsocial.feeds import what_if
from wtsocial.joining import invitation_queries
from wtsocial.joining import queries as joining
from wtsocial.moderation import case_queries, held_posts, member_record, queue, rule_queries, statement_queries
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.duties import duties
from wtsocial.moderation.figure_queries import figures
from wtsocial.moderation.own_flags import open_on_names, open_under, own_flags
from wtsocial.notifications import queries as notifications
from wtsocial.pages import routes
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.revisions import proofs
from wtsocial.sources import queries as sources
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.leadership_queries import leadership

PARTS: Final = {
    "post_id": f"{BUSY_POST}",
    "id": f"{BUSY_POST}",
    "comment_id": f"{BUSY_COMMENT}",
    "slug": f"bench{BUSY_SUBWIKI}",
    "name": f"bench{PROLIFIC}",
    "domain": "example.org",
    "entry_id": "60",
    "a": "100",
    "b": "101",
}
"""What the variable parts of the addresses are, of everything the busiest."""
TAG: Final = "wide"
ELSEWHERE: Final = {
    "/preset/[code]": "a preset is one row",
    "/invite/[code]": "an invitation is one row",
    "/waiting": "benchmarks/waiting.py measures the line with 200,000 in it",
    "/donate/thanks": "a donation is one row",
    "/submit": "it reads one draft, and the subwikis that /subwikis reads",
    "/subwikis/new": "it reads nothing",
    "/settings": "it reads one's own row, and no list",
    "/settings/security": "it reads nothing but whose session it is",
    "/pictures/{name}": "a picture is one file",
    "/robots.txt": "it reads nothing",
    "/manifest.webmanifest": "it reads nothing",
    "/admin/members.csv": "it hands out the whole list of members, page by page: /admin/members is such a page",
    "/admin/subwikis.csv": "it hands out the whole list of subwikis, page by page: /admin/subwikis is such a page",
    "/admin/sources.csv": "it hands out the whole list of sources, page by page: /admin/sources is such a page",
    "/admin/invitations.csv": "it hands out the whole list of invitations, page by page: /admin/invitations is such a page",
    "/books.csv": "it hands out the whole ledger, page by page: /books.json is such a page",
    "404": "it reads nothing",
}
"""Addresses that are not asked here, and why."""

Read = Callable[[], Awaitable[Any]]


def documents(viewer: Viewer) -> dict[str, Read]:
    """Every page as it is read before any script runs, for this viewer."""
    read: dict[str, Read] = {}
    for route in routes.ROUTES:
        if route.document and route.path not in ELSEWHERE:
            parts = PARTS | ({"name": TAG} if route.path.startswith("/tag/") else {})
            read[route.path] = partial(route.document, PageRequest(viewer, "en", route.path, parts))
    return read


def machines() -> dict[str, Read]:
    """Every address for machines."""
    read: dict[str, Read] = {}
    for route in (*atom_feeds.ROUTES, *api.ROUTES, *books.ROUTES, *files.ROUTES):
        if route.path not in ELSEWHERE:
            read[route.path] = partial(route.endpoint, _request(route))
    return read


def _request(route: HttpRoute) -> Request:
    parts = PARTS | ({"name": TAG} if route.path.startswith("/tag/") else {"id": PARTS["comment_id"]} if "comments" in route.path else {})
    path = route.path.format(**parts)
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b"", "headers": []}
    return Request(scope | {"path_params": parts})


def own(admin: Viewer, member: Viewer, draft: dict[str, Any]) -> dict[str, Read]:
    """What only a login shows, what presses read, and what is read besides: of lists the end, and filters that find nothing."""
    return {
        "/ (a member's)": lambda: feeds.home(member),
        "/, what a draft of choices would do": lambda: what_if.effect(member, draft),
        "/, what hides such a post": lambda: what_if.hide_options(member, BUSY_POST),
        "/w/[slug] (a member's)": lambda: feeds.of_subwiki(member, PARTS["slug"]),
        "/tag/[name], the feed alone": lambda: feeds.of_tag(member, TAG),
        "/tag/[name], who follows it": lambda: choices.tag(member, TAG),
        "/u/[name], the profile alone": lambda: accounts.profile(member, PARTS["name"]),
        "/saved": lambda: feeds.saved(member),
        "/settings/flags": lambda: own_flags(member),
        "/post/[post_id], one's open flags": lambda: open_under(member, BUSY_POST),
        "/u/[name], one's open flags": lambda: open_on_names(member),
        "/inbox": lambda: notifications.inbox(member),
        "/inbox, how many": lambda: notifications.unread(member),
        "/subwikis (a member's)": lambda: subwikis.directory(member),
        "/subwikis, a search": lambda: subwikis.directory(member, search="more 100005"),
        "/subwikis, a search that finds nothing": lambda: subwikis.directory(member, search="zzz"),
        "/subwikis, a search that finds most": lambda: subwikis.directory(member, search="gardens"),
        "/subwikis, a search for one letter": lambda: subwikis.directory(member, search="e"),
        "/subwikis, to choose from": subwikis.names,
        "/subwikis, one's own": lambda: subwikis.joined(member),
        "/welcome (a member's)": lambda: subwikis.of_subwikis(member),
        "/welcome, all subwikis": lambda: subwikis.of_subwikis(member, whole=True),
        "/welcome, what there is to choose": lambda: what_if.offers(member),
        "/settings/choices, versions": lambda: choices.versions(member),
        "/settings/choices, presets": lambda: preset_queries.presets(member),
        "/settings/invitations": lambda: invitation_queries.mine(admin),
        "/settings/invitations, of groups": lambda: invitation_queries.of_groups(admin),
        "/donate, one's own": lambda: donations.mine(member),
        "/changes, a filter that finds nothing": lambda: changes.recent(member, subwiki="nowhere"),
        "/changes, headlines of new members": lambda: changes.recent(member, kind="headline", standing="new"),
        "/changes, not reviewed": lambda: changes.recent(member, unreviewed=True),
        "/changes, of a subwiki": lambda: changes.recent(member, subwiki=PARTS["slug"]),
        "/corrections, the last day": lambda: corrections.last_day(corrections.today()),
        "/moderation": lambda: queue.queue(admin),
        "/moderation, of a reason": lambda: queue.queue(admin, wanted=queue.QueueFilter(reason="spam")),
        "/moderation, of a reason that nobody named": lambda: queue.queue(admin, wanted=queue.QueueFilter(reason="hate")),
        "/moderation, what waits for a week": lambda: queue.queue(admin, wanted=queue.QueueFilter(age="week")),
        "/moderation, what one has open": lambda: queue.queue(admin, wanted=queue.QueueFilter(mine=True)),
        "/moderation, one case": lambda: case_queries.case(admin, 1),
        "/moderation, how many": lambda: queue.queue_count(admin),
        "/moderation, of two subwikis": lambda: queue.queue(replace(member, moderates=frozenset({1, 2}))),
        "/moderation, contests": lambda: sources.waiting(admin),
        "/log/figures, of a subwiki": lambda: figures(subwiki=PARTS["slug"], months=120),
        "/jury": lambda: duties(admin),
        "/log/figures, of an office": lambda: figures(office="moderator"),
        "/log, its end": lambda: moderation.log(older=60),
        "/log, of a kind": lambda: moderation.log(action="warn"),
        "/log, of a kind that never was": lambda: moderation.log(action="vet"),
        "/log, of a subwiki": lambda: moderation.log(subwiki=PARTS["slug"]),
        "/log, of a kind in a subwiki": lambda: moderation.log(action="hide", subwiki=PARTS["slug"]),
        "/log/[entry_id], the statement alone": lambda: statement_queries.statement(member, int(PARTS["entry_id"])),
        "/u/[name], their record": lambda: member_record.record(admin, PARTS["name"]),
        "/moderation, posts that wait": lambda: held_posts.held_posts(admin),
        "/w/[slug]/about, who leads it": lambda: leadership(member, PARTS["slug"]),
        "/admin": lambda: dashboard.figures(admin),
        "/admin, how the site does": lambda: vitals(admin),
        **{f"/admin/members, {kind or 'all'}": lambda kind=kind: members.members(admin, kind=kind) for kind in members.KINDS},
        "/admin/members, of a name": lambda: members.members(admin, name="mo"),
        **{
            f"/admin/subwikis, {kind or 'all'}": lambda kind=kind: listed_subwikis.subwikis(admin, kind=kind)
            for kind in listed_subwikis.KINDS
        },
        "/admin/subwikis, of a name": lambda: listed_subwikis.subwikis(admin, name="be"),
        **{f"/admin/sources, {kind or 'all'}": lambda kind=kind: listed_sources.sources(admin, kind=kind) for kind in listed_sources.KINDS},
        "/admin/sources, of a name": lambda: listed_sources.sources(admin, name="ex"),
        **{
            f"/admin/invitations, {kind}": lambda kind=kind: listed_invitations.invitations(admin, kind=kind)
            for kind in listed_invitations.KINDS
        },
        "/admin/invitations, of a member": lambda: listed_invitations.invitations(admin, name=PARTS["name"]),
        "/admin/settings": lambda: site_settings(admin),
        "/admin/announcement": lambda: announcements(admin),
        "/admin/rules": lambda: rule_queries.content_rules(admin),
        "/admin, jobs": lambda: jobs.overview(admin),
        "/admin, the waiting list": lambda: joining.for_admins(admin),
        "/admin, payments": donations.health,
        "/post/[post_id], the post alone": lambda: posts.one(member, BUSY_POST),
        "/post/[post_id], comments further down": lambda: threads.page(member, BUSY_POST, after=1),
        "/post/[post_id], suggestions": lambda: suggestions.of_post(member, BUSY_POST),
        "/post/[post_id], another of its link": lambda: posts.same_link("https://example.org/1"),
        "/post/[post_id]/history, the proof alone": lambda: proofs.of_thing("post", BUSY_POST),
    }


async def _asked() -> dict[str, Read]:
    admin, member = [await sessions.viewer_of(token_hash(token_of(number))) for number in (1, 2)]
    draft = asdict((await choices.mine(member)).choices)
    return documents(member) | machines() | own(admin, member, draft)


async def answer() -> None:
    """Print, as JSON, the names of all lists; then read each whose name comes in, and print its seconds, and those of the processor."""
    asked = await _asked()
    print(json.dumps(list(asked)), flush=True)
    while name := (await asyncio.to_thread(sys.stdin.readline)).strip():
        began, busy = time.perf_counter(), time.process_time()
        await asked[name]()
        print(json.dumps([time.perf_counter() - began, time.process_time() - busy]), flush=True)
    await db.close()


if __name__ == "__main__":
    asyncio.run(answer())
