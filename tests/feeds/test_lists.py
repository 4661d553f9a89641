"""Lists do not grow with the site: each address is in the benchmark of lists, and its statements go by an index, in its order."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from benchmarks import lists_asked
from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.plans import generic_plan, noting, plan
from wtsocial import db
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.admin import invitations as listed_invitations
from wtsocial.admin import members as listed_members
from wtsocial.admin import sources as listed_sources
from wtsocial.admin import subwikis as listed_subwikis
from wtsocial.db.cursors import encode_cursor
from wtsocial.db.statements import id_of
from wtsocial.donations import queries as donations
from wtsocial.editing.queries import changes, corrections, disputes, suggestions
from wtsocial.endpoints import admin_lists, api, atom_feeds, books, files
from wtsocial.feeds import queries as feeds
from wtsocial.joining import invitation_queries
from wtsocial.joining.invitations import invite_group
from wtsocial.models import Dispute, DisputeOption, Job, Notice, now
from wtsocial.moderation import case_queries, queue
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.notifications import queries as notifications
from wtsocial.pages.routes import ROUTES
from wtsocial.posts import queries as posts
from wtsocial.revisions import queries as revisions
from wtsocial.sources import queries as sources
from wtsocial.subwikis import queries as subwikis
from wtsocial.text import limits


async def test_every_address_is_in_the_benchmark_of_lists_or_has_a_reason_not_to_be() -> None:
    viewer = Viewer()
    asked = {*lists_asked.documents(viewer), *lists_asked.machines(), *lists_asked.own(viewer, viewer, {})}
    asked |= {name.partition(",")[0].removesuffix(" (a member's)") for name in asked}
    addresses = {route.path for route in ROUTES}
    addresses |= {
        route.path for routes in (atom_feeds.ROUTES, api.ROUTES, books.ROUTES, files.ROUTES, admin_lists.ROUTES) for route in routes
    }
    assert addresses - asked == set(lists_asked.ELSEWHERE)
    assert all(len(reason.split()) >= 3 for reason in lists_asked.ELSEWHERE.values())


class _World:
    """Ana moderates, and is an admin where it says so; her post has a comment, a flag, and a vote about its headline."""

    async def made(self) -> "_World":
        place = await make_subwiki()
        self.admin, self.ben = await make_member("root", admin=True), await make_member("ben")
        self.ana = await join(await make_member("ana"), place, role="moderator")
        self.post = await make_post(self.ana, place, headline="All ice gone", link="https://example.org/a", kind="news", host="example.org")
        await make_comment(self.ana, self.post)
        await self._others(place)
        await invite_group(self.admin, label="A school", uses=5, days=5, at_once=True)
        await flag(self.ben, subject_kind="post", subject_id=self.post, reason="spam", note="")
        self.ana = replace(self.ana, moderates=frozenset({place}))
        self.case = (await queue.queue(self.ana)).cases[0].id
        return self

    async def _others(self, place: int) -> None:
        """What is not asked for, so that an index that finds less of it is the better one."""
        # Of several: what the site takes for one author's part of all posts is less the more there are.
        for author in [self.admin, *[await make_member(f"author{number}") for number in range(9)]]:
            for _ in range(2):
                await make_post(author, place)
        elsewhere = await make_subwiki("elsewhere")
        for _ in range(5):
            await flag(self.ben, subject_kind="post", subject_id=await make_post(self.admin, elsewhere), reason="spam", note="")
        async with db.transaction() as change:
            change.session.add_all(Notice(member_id=self.admin.id, kind="comment", read_at=now()) for _ in range(20))
            dead = partial(Job, task="x", args={}, priority=1, state="dead", finished_at=now())
            change.session.add_all(dead(queue=f"elsewhere{number}") for number in range(20))
            vote = Dispute(post_id=self.post, field="headline", begun=1, detected=1, stands=1, ends_at=now())
            change.session.add(vote)
            await change.session.flush()
            change.session.add(DisputeOption(dispute_id=id_of(vote), number=1, fought=True))


async def _with_few(few: int, read: Awaitable[Any]) -> None:
    """Read while no more than so many subwikis are looked at one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "SEARCHED_ONE_BY_ONE", few)
        await read


Read = Callable[[_World], Awaitable[Any]]

READS: dict[str, tuple[Read, dict[str, str], bool]] = {
    "a profile": (
        lambda world: accounts.profile(world.ana, "ana"),
        {"FROM post": "ix_post_author_feed", "FROM revision": "ix_revision_", "FROM comment": "ix_comment_author"},
        False,
    ),
    "the directory": (lambda world: subwikis.directory(world.ana), {"FROM subwiki": "ix_subwiki_directory"}, True),
    "subwikis to choose from": (lambda _: subwikis.names(), {"FROM subwiki": "ix_subwiki_directory"}, True),
    "a search of subwikis": (
        lambda world: subwikis.directory(world.ana, search="lim"),
        {"FROM subwikingram": "pk_subwikingram"},
        True,
    ),
    "a search of subwikis that many have": (
        lambda world: _with_few(0, subwikis.directory(world.ana, search="lim")),
        {"FROM subwikingram": "pk_subwikingram", "FROM subwiki LEFT": "ix_subwiki_directory"},
        True,
    ),
    "the queue of all": (lambda world: queue.queue(world.admin), {"SELECT moderationcase.id AS id": "ix_moderationcase_queue"}, False),
    "the queue of a subwiki": (
        lambda world: queue.queue(world.ana),
        {"moderationcase.subwiki_id = subwiki.id": "ix_moderationcase_place"},
        False,
    ),
    "the queue of a reason": (
        lambda world: queue.queue(world.admin, wanted=queue.QueueFilter(reason="spam")),
        {"FROM casereason \nWHERE (casereason.reason": "pk_casereason"},
        False,
    ),
    **{
        f"members who are {kind}": (
            lambda world, kind=kind: listed_members.members(world.admin, kind=kind, older="7-7"),
            {"FROM member": index},
            False,
        )
        for kind, index in {
            "suspended": "ix_member_state",
            "unconfirmed": "ix_member_unconfirmed",
            "trusted": "ix_member_trusted",
            "admin": "ix_member_admin",
            "decided_against": "ix_member_decided_against",
        }.items()
    },
    **{
        f"subwikis that are {kind}": (
            lambda world, kind=kind: listed_subwikis.subwikis(world.admin, kind=kind, older="7"),
            {"FROM subwiki": index},
            False,
        )
        for kind, index in {"vetted": "ix_subwiki_vetted", "restricted": "ix_subwiki_restricted", "unmoderated": "pk_subwiki"}.items()
    },
    "subwikis of a name": (lambda world: listed_subwikis.subwikis(world.admin, name="cl"), {"FROM subwiki": "uq_subwiki_skeleton"}, False),
    "sources corrected most": (
        lambda world: listed_sources.sources(world.admin, kind="corrected", older="7-a"),
        {"FROM source": "ix_source_corrected"},
        False,
    ),
    "sources with a rule": (
        lambda world: listed_sources.sources(world.admin, kind="ruled"),
        {"FROM contentrule": "uq_contentrule_on"},
        False,
    ),
    "sources of a name": (lambda world: listed_sources.sources(world.admin, name="ex"), {"FROM source": "ix_source_name"}, False),
    "open invitations": (
        lambda world: listed_invitations.invitations(world.admin, older=encode_cursor(now(), 1)),
        {"FROM invitation JOIN member ON member.id = invitation.member_id": "ix_invitation_open"},
        False,
    ),
    "invitations of a member": (
        lambda world: listed_invitations.invitations(world.admin, name="root"),
        {"FROM invitation JOIN member ON member.id = invitation.member_id": "ix_invitation_made"},
        False,
    ),
    "members of a name": (lambda world: listed_members.members(world.admin, name="ro"), {"FROM member": "uq_member_skeleton"}, False),
    "what one has open": (
        lambda world: queue.queue(world.admin, wanted=queue.QueueFilter(mine=True)),
        {"moderationcase.claimed_by_id =": "ix_moderationcase_claimed"},
        False,
    ),
    "one case": (
        lambda world: case_queries.case(world.admin, world.case),
        {"FROM flag": "ix_flag_subject", "FROM casenote": "ix_casenote_subject"},
        True,
    ),
    "how many wait": (
        lambda world: queue.queue_count(world.ana),
        {"FROM moderationcase": "ix_moderationcase_place", "post.awaits_review": "ix_post_awaiting"},
        False,
    ),
    "open suggestions": (lambda world: suggestions.of_post(world.ana, world.post), {"state IN": "ix_suggestion_post"}, False),
    "decided suggestions": (lambda world: suggestions.of_post(world.ana, world.post), {"state NOT IN": "ix_suggestion_decided"}, True),
    "a history": (lambda world: revisions.of_post(world.ana, world.post, before=9), {"FROM revision": "uq_revision_post_id"}, True),
    "own invitations": (lambda world: invitation_queries.mine(world.ana), {"invitation.code": "ix_invitation_member"}, True),
    "invitations of groups": (
        lambda world: invitation_queries.of_groups(world.admin),
        {"invitation.code": "ix_invitation_groups"},
        True,
    ),
    "who came by invitations": (
        lambda world: invitation_queries.of_groups(world.admin),
        {"AS counted": "ix_invitationuse_counted"},
        False,
    ),
    "what is contested": (lambda world: sources.waiting(world.admin), {"FROM sourcedispute": "ix_sourcedispute_queue"}, True),
    "unread notices": (lambda world: notifications.unread(world.ana), {"FROM notice": "ix_notice_unread"}, True),
    "payments": (lambda _: donations.health(), {"FROM job": "ix_job_dead_queue", "attempts >": "ix_job_retried"}, True),
    "a source": (
        lambda world: sources.of_domain(world.ana, "example.org"),
        {"ORDER BY post.corrected_at": "ix_post_domain_corrected"},
        True,
    ),
    "the recent changes": (lambda world: changes.recent(world.ana), {"AS stretch": "ix_revision_changes"}, True),
    "changes of a kind": (lambda world: changes.recent(world.ana, kind="headline"), {"AS stretch": "ix_revision_changes"}, True),
    "the newest corrections": (lambda _: corrections.newest(), {"FROM revision": "ix_revision_corrections"}, True),
    "corrections of a day": (lambda _: corrections.of_day(corrections.today()), {"FROM revision": "ix_revision_corrections"}, True),
    "the last day of corrections": (
        lambda _: corrections.last_day(corrections.today()),
        {"FROM revision": "ix_revision_corrections"},
        True,
    ),
    "saved posts": (lambda world: feeds.saved(world.ana), {"FROM savedpost": "ix_savedpost_newest"}, True),
    "own flags": (lambda world: own_flags(world.ben), {"FROM flag": "ix_flag_flagger"}, True),
    "another post of a link": (lambda _: posts.same_link("https://example.org/a"), {"link_key IN": "ix_post_link_key"}, False),
    "what is put to the vote": (lambda world: disputes.running(world.ana, world.post), {"fought": "uq_revision_post_id"}, False),
}
"""What reads, by which index each of its statements that has such words goes, and whether it is in order by that, unsorted."""


ALSO = {
    "uq_revision_post_id": ["sqlite_autoindex_revision"],  # SQLite's own name for the index of a constraint
    "ix_post_author_feed": ["ix_post_author_place"],  # what is counted needs no order
    "uq_member_skeleton": ["sqlite_autoindex_member"],
    "uq_subwiki_skeleton": ["sqlite_autoindex_subwiki"],
    "pk_subwiki": ["INTEGER PRIMARY KEY"],
    "ix_subwiki_vetted": ["pk_subwiki"],
    "ix_member_state": ["pk_member"],  # for PostgreSQL the two cost the same while all members are on one page
    "pk_casereason": ["sqlite_autoindex_casereason"],
    "ix_invitation_member": ["ix_invitation_made"],  # of one member's few, either has the order
    "ix_source_name": ["sqlite_autoindex_source"],
    "pk_subwikingram": ["USING PRIMARY KEY"],  # SQLite's table is that index
    "ix_suggestion_post": ["ix_suggestion_open"],
    "ix_flag_subject": ["pk_flag"],  # for PostgreSQL the two cost the same while all flags are on one page
}
"""Other indexes that do as well."""
SORTED_AGAIN = {"the recent changes", "changes of a kind", "saved posts"}
"""What SQLite reads in order, but sorts once more, a page or a stretch of it: it forgets what order something inside a statement had."""


@pytest.mark.parametrize("name", READS)
async def test_a_list_goes_by_the_index_that_has_its_order(name: str) -> None:
    read, indexes, ordered = READS[name]
    ordered = ordered and not (db.engine().dialect.name == "sqlite" and name in SORTED_AGAIN)
    world = await _World().made()
    with noting() as sent:
        await read(world)
    for words, index in indexes.items():
        asked = {statement: parameters for statement, parameters in sent if words in statement}
        assert asked, words
        for statement, parameters in asked.items():
            for said in await _plans(statement, parameters, may_sort=not ordered):
                assert any(name in said for name in (index, *ALSO.get(index, ()))), said
                assert not ordered or ("TEMP B-TREE" not in said and "Sort  (" not in said), said


async def _plans(statement: str, parameters: Any, *, may_sort: bool) -> list[str]:
    """How a statement is read with these parameters, and how by the one plan for any, where the database may keep such a one."""
    these = await plan(statement, parameters, may_sort=may_sort)
    return [these] if db.engine().dialect.name == "sqlite" else [these, await generic_plan(statement, parameters, may_sort=may_sort)]
