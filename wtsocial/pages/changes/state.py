"""Recent changes: what the address filters by, and what is done about a change."""

from dataclasses import dataclass
from typing import Any, cast, get_args

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import changes_room
from wtsocial.core.errors import EditConflict, Invalid
from wtsocial.core.paths import with_query
from wtsocial.editing.actions.reverts import undo_change
from wtsocial.editing.actions.reviews import review, unreview
from wtsocial.editing.actions.thanks import thank
from wtsocial.editing.queries import changes
from wtsocial.editing.queries.changes import Kind, Standing
from wtsocial.editing.views import ChangeView
from wtsocial.pages.changes.addresses import changes_pages
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import WikiName
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.dialogs import Submitting, id_field, submitting, text_field
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch

FILTERS = ("subwiki", "kind", "standing", "unreviewed")


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; `subwiki_id` is for the browser, which counts what is new."""

    subwiki: str = ""
    kind: Kind = ""
    standing: Standing = ""
    unreviewed: bool = False
    subwiki_id: int = 0


class ChangesState(Answers, rx.State):
    """One page of the recent changes."""

    ready: bool = False
    changes: list[ChangeView] = []
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""
    wanted: Wanted = Wanted()
    wikis: list[WikiName] = []

    @rx.event
    async def open(self):
        """Read the newest that fit, or the page further down that the address names."""
        async with handling(self) as viewer:
            await watch(self, viewer, changes_room())
            self.wikis = await subwikis.names()
            self.wanted = self._asked()
            await self._read(viewer, self.router.url.query_parameters.get("older", ""))

    @rx.event
    async def choose(self, typed: dict[str, Any]):
        """Filter by what was chosen: it stands in the address."""
        return rx.redirect(with_query("/changes", **words(typed, *FILTERS)))

    @rx.event
    async def mark(self, revision_id: int, wanted: bool):
        """Mark a change as reviewed, or take that back."""
        async with handling(self) as viewer:
            await call(review if wanted is True else unreview, viewer, revision_id=revision_id)
            await self._again(viewer, revision_id)

    @rx.event
    async def thank(self, revision_id: int):
        """Thank who made a change."""
        async with handling(self) as viewer:
            await call(thank, viewer, revision_id=revision_id)
            await self._again(viewer, revision_id)

    def _asked(self) -> Wanted:
        """The filters of the address; what none of them can be is left out."""
        given = words(dict(self.router.url.query_parameters), *FILTERS)
        kind = cast(Kind, given["kind"] if given["kind"] in get_args(Kind) else "")
        standing = cast(Standing, given["standing"] if given["standing"] in get_args(Standing) else "")
        known = {wiki.slug: wiki.id for wiki in self.wikis}
        slug = given["subwiki"][:40]
        return Wanted(slug, kind, standing, given["unreviewed"] == "1", known.get(slug, 0))

    async def _read(self, viewer: Viewer, older: str) -> None:
        wanted = self.wanted
        filters: dict[str, Any] = {"subwiki": wanted.subwiki, "kind": wanted.kind, "standing": wanted.standing}
        page = await changes.recent(viewer, older=older, unreviewed=wanted.unreviewed, **filters)
        self.changes, self.ready = page.changes, True
        self.older, self.newest = changes_pages(page, older, unreviewed=int(wanted.unreviewed), **filters)

    async def _again(self, viewer: Viewer, revision_id: int) -> None:
        """Show one line as it is now."""
        now = await changes.one(viewer, revision_id)
        self.changes = [now if line.id == revision_id else line for line in self.changes]


class TakingBackState(Submitting, rx.State):
    """The sheet to take a change back."""

    @rx.event
    async def begin(self):
        """The sheet was opened."""
        self.errors = {}

    @rx.event
    async def revert(self, form: dict[str, Any]):
        """Take one change back, for the reason given."""
        async with submitting(self, form) as viewer:
            try:
                await call(undo_change, viewer, revision_id=id_field(form, "revision_id"), reason=text_field(form, "reason"))
            except EditConflict:
                raise Invalid("changes.revert_clash") from None
            self.notice = {"key": "changes.reverted", "params": {}}
