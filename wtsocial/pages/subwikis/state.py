"""Subwikis: the directory, one's page with its feed, what it is about, and founding one."""

from dataclasses import replace
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import page_room, subwiki_room
from wtsocial.core.errors import EditConflict
from wtsocial.feeds import queries as feeds
from wtsocial.posts import queries as posts
from wtsocial.posts.views import FeedPage
from wtsocial.revisions import queries as histories
from wtsocial.revisions.views import RevisionView, Saved
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.actions import create_subwiki, edit_page
from wtsocial.subwikis.views import SubwikiView
from wtsocial.text.names import slug_from
from wtsocial.ui.call import call, handling, loading_one, refreshing, viewer_of
from wtsocial.ui.connection import sid_of
from wtsocial.ui.draft_forms import Fill, Writing, words
from wtsocial.ui.feeds import Feeding, Followed, Window
from wtsocial.ui.joining import Joining
from wtsocial.ui.live import watch
from wtsocial.ui.parts.conflicts import Clash, Settling, clash_of
from wtsocial.ui.presence import editors
from wtsocial.ui.protection import Protecting
from wtsocial.ui.session import number_in, segment

NONE = SubwikiView(0, "", "", "", "", 0, 0)
FOUNDING = ("name", "slug", "description", "rules")
EDITING = ("description", "rules", "note", "based_on")


class DirectoryState(Joining, rx.State):
    """The subwikis that there are, or those with what is searched for."""

    found: list[SubwikiView] = []
    searched: str = ""
    ready: bool = False

    @rx.event
    async def open(self):
        """Read the directory."""
        self.joins = {}
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.found, self.searched, self.ready = await subwikis.directory(viewer), "", True

    @rx.event
    async def search(self, typed: dict[str, Any]):
        """Those with what was typed in name, address or description."""
        async with handling(self, typed) as viewer:
            wanted = words(typed, "search")["search"].strip()
            found = await call(subwikis.directory, viewer, search=wanted)
            self.found, self.searched, self.joins = found, wanted, {}


class SubwikiState(Feeding, Joining, rx.State):
    """One subwiki's page."""

    subwiki: SubwikiView = NONE
    missing: bool = False

    @rx.event
    async def open(self):
        """Read the subwiki and begin its feed."""
        async with loading_one(self) as viewer:
            await self._begin(viewer, segment(self, 1))

    async def _begin(self, viewer: Viewer, slug: str) -> None:
        if slug != self.subwiki.slug:
            self.subwiki = NONE
        self.joins = {}
        self.subwiki = await subwikis.one(viewer, slug)
        await self._open(viewer, subwiki_room(self.subwiki.id), key=f"w:{slug}", followed=Followed(subwikis=[self.subwiki.id]))

    async def _feed(self, viewer: Viewer, window: Window) -> FeedPage:
        return await feeds.of_subwiki(viewer, self.subwiki.slug, older=window.older, newer=window.newer, limit=window.limit)


class FoundState(Writing, rx.State):
    """The form of a new subwiki."""

    @rx.event
    async def open(self):
        """Begin where the draft ends."""
        self._place = "found"
        async with handling(self) as viewer:
            await watch(self, viewer)
            kept = await posts.draft(viewer, self._place) if viewer.known else {}
            self.offer, self.working = {}, False
            self.fill = Fill(self._place, words(kept, *FOUNDING))
            self.draft = {"key": "draft.restored", "params": {}} if kept else {}
            await self._show_page(kept)

    @rx.event
    async def create(self, typed: dict[str, Any]):
        """Found it, and go there."""
        fields = _with_slug(words(typed, *FOUNDING))
        if self._lacks(fields, name="error.required", slug="error.required"):
            return
        self.working = True
        yield
        async with handling(self, typed, draft=self._place) as viewer:
            slug = await call(create_subwiki, viewer, **fields)
            self._forget_typed()
            yield rx.redirect(f"/w/{slug}")

    async def _typed(self, viewer: Viewer, typed: Any) -> None:
        fields = words(typed, *FOUNDING)
        self.offer = {"slug": slug_from(fields["name"])}
        await self._keep_draft(viewer, fields, worth=any(value.strip() for value in fields.values()))
        await self._show_page(fields)

    async def _show_page(self, fields: dict[str, str]) -> None:
        await self._show(**words(fields, "description", "rules"))


def _with_slug(fields: dict[str, str]) -> dict[str, str]:
    """The fields of a new subwiki; an address left empty is the one that is proposed."""
    return fields | {"slug": fields["slug"].strip() or slug_from(fields["name"])}


class AboutState(Settling, rx.State):
    """What a subwiki is about: its description and rules, who edited them when, and the form to edit them."""

    subwiki: SubwikiView = NONE
    revisions: list[RevisionView] = []
    missing: bool = False
    editing: bool = False

    @rx.event
    async def open(self):
        """Read it; a draft goes on where it ended."""
        async with loading_one(self) as viewer:
            await watch(self, viewer, page_room(segment(self, 1)))
            await self._begin(viewer, segment(self, 1))

    @rx.event
    async def read_subwiki(self):
        """Who moderates it changed: what is typed stays as it is."""
        async with refreshing(self) as viewer:
            self.subwiki = await subwikis.one(viewer, segment(self, 1))

    @rx.event
    async def edit(self, wanted: bool):
        """Open the form, or put it away; its draft is kept."""
        self.editing = wanted is True and self.subwiki.may_edit
        if not self.editing:
            await editors.leave(sid_of(self))

    @rx.event
    async def begin(self):
        """Somebody has put the pen to it: others see who."""
        viewer = await viewer_of(self)
        slug = self.subwiki.slug
        if viewer.known and self.editing:
            await editors.begin(self, viewer, room=page_room(slug), place=f"page:{slug}")

    @rx.event
    async def save(self, typed: dict[str, Any]):
        """Save, or show what somebody else saved meanwhile."""
        self.working = True
        yield
        async with handling(self, typed, draft=self._place) as viewer:
            if self._belongs_here(typed) and (saved := await self._save(viewer, words(typed, *EDITING))):
                await editors.leave(sid_of(self))
                await self._begin(viewer, self.subwiki.slug)
                self.notice = {"key": "edit.merged" if saved.merged_with else "edit.thanks", "params": {"name": saved.merged_with}}

    async def _begin(self, viewer: Viewer, slug: str) -> None:
        self.subwiki, self.revisions = await subwikis.one(viewer, slug), (await histories.of_subwiki(viewer, slug)).revisions
        self._place, self.working = f"about:{slug}", False
        kept = await posts.draft(viewer, self._place) if viewer.known else {}
        now = {"description": self.subwiki.description, "rules": self.subwiki.rules, "based_on": str(self.subwiki.revision), "note": ""}
        values = words(kept, *EDITING) if kept else now
        if not kept or values["based_on"] != str(self.clash.latest):
            self.clash = Clash()
        self.editing, self.draft = bool(kept) and self.subwiki.may_edit, {"key": "draft.restored", "params": {}} if kept else {}
        self.fill = Fill(self._place, values)
        await self._show(**words(values, "description", "rules"))

    async def _typed(self, viewer: Viewer, typed: Any) -> None:
        fields = words(typed, *EDITING)
        changed = (fields["description"], fields["rules"]) != (self.subwiki.description, self.subwiki.rules)
        await self._keep_draft(viewer, fields, worth=changed or bool(fields["note"].strip()))
        await self._show(**words(fields, "description", "rules"))

    async def _save(self, viewer: Viewer, fields: dict[str, str]) -> Saved | None:
        """What it was saved as; None for a conflict."""
        mine = words(fields, "description", "rules")
        try:
            base = number_in(fields["based_on"])
            saved = await call(edit_page, viewer, slug=self.subwiki.slug, **mine, note=fields["note"], based_on=base)
        except EditConflict as conflict:
            self.clash = await clash_of(conflict, language=viewer.language, **mine)
            settled = {"based_on": str(conflict.latest)}
            self.subwiki = replace(self.subwiki, description=conflict.theirs, rules=conflict.theirs_rules)
            await self._keep_draft(viewer, fields | settled, worth=True)
            self.fill = Fill(self._place, settled, force=True)
            return None
        self._forget_typed()
        self.clash = Clash()
        return saved


class GuardState(Protecting, rx.State):
    """The sheet that protects a subwiki; what it is about is read anew then."""

    def _afterwards(self) -> list[Any]:
        return [AboutState.open]
