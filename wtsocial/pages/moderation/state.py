"""The queue of what waits for a decision, and the public log."""

from contextlib import suppress
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound, Refusal
from wtsocial.core.paths import with_query
from wtsocial.moderation import case_queries, claims
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.members import suspend_member
from wtsocial.moderation.queue import AGES, QueueFilter, queue
from wtsocial.moderation.views import CaseView, LogView, QueueView
from wtsocial.pages.moderation.log_pages import log_pages
from wtsocial.sources import queries as sources
from wtsocial.sources.views import ContestView
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import WikiName
from wtsocial.text.log_actions import ACTIONS
from wtsocial.text.reasons import BY_RULE, FLAG_REASONS
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.deciding import ensure_rule
from wtsocial.ui.draft_forms import words
from wtsocial.ui.ends import days_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in

FILTERS = ("action", "subwiki")
QUEUE_FILTERS = ("subwiki", "reason", "age", "mine")


class QueueState(Answers, rx.State):
    """What waits for this moderator, and the case that they have open."""

    ready: bool = False
    waiting: list[QueueView] = []
    after: int = 0
    """Where the next cases begin; 0 for none."""
    further: bool = False
    """Whether these are not the first."""
    contests: list[ContestView] = []
    """Contested entries of the source memory; they are answered where they stand."""
    wikis: list[WikiName] = []
    wikis_to: list[WikiName] = []
    """Where a post may be moved, some of them."""
    wanted: QueueFilter = QueueFilter()
    """What the address filters by."""
    deciding: str = ""
    """The case that is being opened: `post:42`."""
    case: CaseView | None = None
    """What they have open."""
    alike: list[QueueView] = []
    """Other cases of the same author's, which may be decided with it."""

    @rx.event
    async def open(self):
        """Load the first cases that fit."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.waiting, self.ready, self.case, self.deciding = [], False, None, ""
            self.wanted, self.wikis = self._asked(), await subwikis.moderated(viewer)
            await self._read(viewer)
            self.contests, self.ready = await sources.waiting(viewer), True

    @rx.event
    async def more(self, after: int):
        """The cases after these."""
        async with handling(self) as viewer:
            self.case = None
            await self._read(viewer, number_in(after))

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query("/moderation", **words(typed, *QUEUE_FILTERS)))

    @rx.event
    async def begin(self, subject: str):
        """Say that this is being opened: what is to be known of it takes a moment."""
        self.errors, self.deciding = {}, str(subject)[:40]

    @rx.event
    async def take(self, case_id: int):
        """Have a case to oneself, with all that is to be known of it."""
        async with handling(self) as viewer:
            self.case = None
            await call(claims.claim_case, viewer, case_id=number_in(case_id))
            self.case = await case_queries.case(viewer, number_in(case_id))
            self.wikis_to = await subwikis.names()
            self.alike = [one for one in self.waiting if _are_alike(one, self.case.case)]

    @rx.event
    async def put_back(self):
        """Leave the open case to others."""
        async with handling(self) as viewer:
            case_id, self.case = self.case.case.id if self.case else 0, None
            if case_id:
                await call(claims.release_case, viewer, case_id=case_id)

    @rx.event
    async def note(self, form: dict[str, Any]):
        """Note something for the other moderators."""
        async with handling(self, form) as viewer:
            case_id = self.case.case.id if self.case else 0
            await call(claims.note_case, viewer, case_id=case_id, text=form.get("text"))
            self.case = await case_queries.case(viewer, case_id)

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Decide on the open case, and on those that were chosen with it: each by itself, as far as somebody may."""
        async with handling(self, form) as viewer:
            said = words(form, "action", "reason", "rule", "law", "to")
            ensure_rule(said["action"], said["rule"])
            done = await self._decide_each(viewer, form, said)
            self.case = None
            await self._read(viewer)
            self.notice = {"key": "moderation.decided", "params": {"count": done}}

    async def _decide_each(self, viewer: Viewer, form: dict[str, Any], said: dict[str, str]) -> int:
        """How many were decided. What goes wrong with the open case is told; what does with another one leaves it waiting."""
        first = self.case.case if self.case else None
        if first is None:
            raise NotFound
        if said["action"] == "suspend" and first.subject_kind == "member":
            what = {name: said[name] for name in ("reason", "rule", "law")}
            await call(suspend_member, viewer, member_name=first.author, days=days_field(form), **what)
            return 1
        await call(decide, viewer, subject_kind=first.subject_kind, subject_id=first.subject_id, **said)
        done = 1
        for other in [one for one in self.alike if form.get(f"also:{one.id}")]:
            with suppress(Refusal):
                await call(decide, viewer, subject_kind=other.subject_kind, subject_id=other.subject_id, **said)
                done += 1
        return done

    def _asked(self) -> QueueFilter:
        """The filters of the address; what none of them can be is left out."""
        given = words(dict(self.router.url.query_parameters), *QUEUE_FILTERS)
        reason = given["reason"] if given["reason"] in (*FLAG_REASONS, BY_RULE) else ""
        return QueueFilter(given["subwiki"][:40], reason, given["age"] if given["age"] in AGES else "", bool(given["mine"]))

    async def _read(self, viewer: Viewer, after: int = 0) -> None:
        found = await queue(viewer, wanted=self.wanted, after=after)
        self.waiting, self.after, self.further = found.cases, found.after, after > 0


def _are_alike(one: QueueView, other: QueueView) -> bool:
    """Whether two cases are about texts of one author in one subwiki, of kinds that can be decided on alike."""
    kinds = {one.subject_kind, other.subject_kind}
    same = (one.author, one.subwiki_slug) == (other.author, other.subwiki_slug)
    return same and one.id != other.id and (kinds <= {"post", "comment"} or kinds == {"revision"})


class LogState(Answers, rx.State):
    """The public log, newest first."""

    ready: bool = False
    entries: list[LogView] = []
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""
    action: str = ""
    subwiki: str = ""
    """What the address filters by."""
    wikis: list[WikiName] = []

    @rx.event
    async def open(self):
        """Load the newest entries that fit, or those from the one on that the address names."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.wikis = await subwikis.names()
            given = words(dict(self.router.url.query_parameters), "entry", *FILTERS)
            self.action, self.subwiki = given["action"] if given["action"] in ACTIONS else "", given["subwiki"][:40]
            entry = number_in(given["entry"])
            filters = {"action": self.action, "subwiki": self.subwiki}
            self.entries, self.ready = await moderation.log(older=entry + 1 if entry else 0, **filters), True
            self.older, self.newest = log_pages(self.entries, entry, **filters)

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query("/log", **words(typed, *FILTERS)))
