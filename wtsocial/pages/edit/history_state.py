"""The history of a post, a comment or a subwiki's page: its revisions, whether they check out, and the choice of two to compare."""

from typing import Any

import reflex as rx

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import post_room, subwiki_room
from wtsocial.core.paths import comment_path
from wtsocial.moderation import policy as moderation_policy
from wtsocial.posts import queries as posts
from wtsocial.revisions import proofs
from wtsocial.revisions import queries as histories
from wtsocial.revisions.proofs import Kind
from wtsocial.revisions.views import HistoryPage, ProofView, RevisionView
from wtsocial.subwikis import queries as subwikis
from wtsocial.ui.call import Answers, loading_one
from wtsocial.ui.connection import path_of
from wtsocial.ui.draft_forms import words
from wtsocial.ui.live import watch
from wtsocial.ui.session import number_in, segment


class HistoryState(Answers, rx.State):
    """The revisions of one thing; `path` is where it stands."""

    kind: str = ""
    subject_id: int = 0
    headline: str = ""
    path: str = ""
    place: str = ""
    """The address under which its history stands."""
    api: str = ""
    """Where machines find what it takes to check it."""
    cover: str = ""
    """By whose word it is folded away."""
    missing: bool = False
    revisions: list[RevisionView] = []
    """A page of them."""
    newest: int = 0
    """The number of the newest revision, when the history was opened."""
    before: int = 0
    """The page is of those before this number; 0 for the newest."""
    older: int = 0
    """The number of the last one of the page, where more follow; 0 where none do."""
    proof: ProofView = ProofView(0)
    may_go_back: bool = False
    may_erase: bool = False
    may_flag: bool = False
    may_hide: bool = False
    """Whether revisions are flagged by themselves, which those of posts are, and can be hidden."""
    newest_too: bool = False
    """Whether the newest revision can be erased, too: it is not what everybody reads."""

    read_at: str = ""
    """The path of the page that it was read for."""

    @rx.var
    def comparable(self) -> bool:
        """Whether there are two to choose."""
        return self.latest > 0

    @rx.var
    def latest(self) -> int:
        """The newest that may be compared to one before it; 0 for none."""
        return next((revision.number for revision in self.revisions if revision.before), 0)

    @rx.var
    def based(self) -> int:
        """The one before that."""
        return next((revision.before for revision in self.revisions if revision.before), 0)

    @rx.var
    def some_erased(self) -> bool:
        """Whether one of those that are shown was erased."""
        return any(revision.erased for revision in self.revisions)

    @rx.event
    async def open(self):
        """Read the history, or the page of it that the address names."""
        await self._show(number_in(self.router.url.query_parameters.get("before", "")))

    @rx.event
    async def again(self):
        """Read the same page again: something was erased."""
        await self._show(self.before)

    @rx.event
    async def compare(self, typed: dict[str, Any]):
        """Go to the difference of the two that were chosen."""
        chosen = words(typed, "old", "new")
        old, new = sorted((number_in(chosen["old"]), number_in(chosen["new"])))
        return rx.redirect(f"{self.place}/diff/{old}/{new}") if old and self.place else None

    async def _show(self, before: int) -> None:
        seen = self.newest if self.read_at == path_of(self) else 0
        async with loading_one(self) as viewer:
            await self._read(viewer, before)
            # Whoever goes back from an older page goes on from what stood on the newest one, which they saw.
            self.newest = seen if seen and self.before else self.newest

    async def _read(self, viewer: Viewer, before: int) -> None:
        read = {"comment": self._read_comment, "w": self._read_subwiki}.get(segment(self, 0), self._read_post)
        await read(viewer, segment(self, 1), before)
        self.read_at = path_of(self)

    async def _read_post(self, viewer: Viewer, place: str, before: int) -> None:
        await watch(self, viewer, post_room(number_in(place)))
        post = await posts.one(viewer, number_in(place))
        found = await histories.of_post(viewer, post.id, before=before)
        await self._take(viewer, "post", post.id, post.subwiki_id, found, headline=post.headline, path=f"/post/{post.id}")
        self.may_go_back, self.newest_too = post.may_edit or post.may_correct, post.hidden

    async def _read_comment(self, viewer: Viewer, place: str, before: int) -> None:
        post_id, found = await histories.of_comment(viewer, number_in(place), before=before)
        await watch(self, viewer, post_room(post_id))
        # What was said between the two.
        _, found = await histories.of_comment(viewer, number_in(place), before=before)
        post = await posts.one(viewer, post_id)
        path = comment_path(post_id, number_in(place))
        await self._take(viewer, "comment", number_in(place), post.subwiki_id, found, headline=post.headline, path=path)
        self.may_go_back, self.newest_too = False, True

    async def _read_subwiki(self, viewer: Viewer, place: str, before: int) -> None:
        wiki = await subwikis.one(viewer, place)
        await watch(self, viewer, subwiki_room(wiki.id))
        found = await histories.of_subwiki(viewer, wiki.slug, before=before)
        await self._take(viewer, "subwiki", wiki.id, wiki.id, found, headline=wiki.name, path=f"/w/{wiki.slug}/about", slug=wiki.slug)
        self.may_go_back, self.newest_too = wiki.may_edit, False

    async def _take(
        self,
        viewer: Viewer,
        kind: Kind,
        number: int,
        subwiki_id: int,
        found: HistoryPage,
        *,
        headline: str,
        path: str,
        slug: str = "",
    ) -> None:
        self.kind, self.subject_id, self.revisions = kind, number, found.revisions
        self.newest, self.before, self.older = found.newest, found.before, found.older
        self.place = f"/w/{slug}" if kind == "subwiki" else f"/{kind}/{number}"
        self.cover, self.headline = found.cover, "" if found.cover else headline
        self.path, self.api = path, f"/api/v1/{kind}s/{slug or number}/history"
        self.may_erase = moderation_policy.may_erase(viewer, subwiki_id)
        self.may_flag = kind == "post" and permissions.may_take_part(viewer)
        self.may_hide = kind == "post" and permissions.may_moderate(viewer, subwiki_id)
        self.proof = await proofs.of_thing(kind, number)
