"""The history of a post, a comment or a subwiki's page: its revisions, whether they check out, and the choice of two to compare."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import post_room, subwiki_room
from wtsocial.core.paths import comment_path
from wtsocial.moderation import policy as moderation_policy
from wtsocial.posts import queries as posts
from wtsocial.revisions import proofs
from wtsocial.revisions import queries as histories
from wtsocial.revisions.proofs import Kind
from wtsocial.revisions.views import ProofView, RevisionView
from wtsocial.subwikis import queries as subwikis
from wtsocial.ui.call import Answers, loading_one
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
    missing: bool = False
    revisions: list[RevisionView] = []
    proof: ProofView = ProofView(0)
    may_go_back: bool = False
    may_erase: bool = False
    newest_too: bool = False
    """Whether the newest revision can be erased, too: it is not what everybody reads."""

    _address: tuple[str, str] = ("", "")
    """Whose history was read, as the address names it."""

    @rx.var(cache=False)
    def here(self) -> bool:
        """Whether what was read is what the address names: after a jump to another history, the old one is not to be acted on."""
        return self._address == (segment(self, 0), segment(self, 1))

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
        """Read the history; after something was erased, again."""
        async with loading_one(self) as viewer:
            read = {"comment": self._read_comment, "w": self._read_subwiki}.get(segment(self, 0), self._read_post)
            await read(viewer, segment(self, 1))
            self._address = (segment(self, 0), segment(self, 1))

    @rx.event
    async def compare(self, typed: dict[str, Any]):
        """Go to the difference of the two that were chosen."""
        chosen = words(typed, "old", "new")
        old, new = sorted((number_in(chosen["old"]), number_in(chosen["new"])))
        return rx.redirect(f"{self.place}/diff/{old}/{new}") if old and self.place else None

    async def _read_post(self, viewer: Viewer, place: str) -> None:
        await watch(self, viewer, post_room(number_in(place)))
        post = await posts.one(viewer, number_in(place))
        found = await histories.of_post(viewer, post.id)
        await self._take(viewer, "post", post.id, post.subwiki_id, found, headline=post.headline, path=f"/post/{post.id}")
        self.may_go_back, self.newest_too = post.may_edit or post.may_correct, post.hidden

    async def _read_comment(self, viewer: Viewer, place: str) -> None:
        post_id, found = await histories.of_comment(viewer, number_in(place))
        await watch(self, viewer, post_room(post_id))
        # What was said between the two.
        _, found = await histories.of_comment(viewer, number_in(place))
        post = await posts.one(viewer, post_id)
        path = comment_path(post_id, number_in(place))
        await self._take(viewer, "comment", number_in(place), post.subwiki_id, found, headline=post.headline, path=path)
        self.may_go_back, self.newest_too = False, True

    async def _read_subwiki(self, viewer: Viewer, place: str) -> None:
        wiki = await subwikis.one(viewer, place)
        await watch(self, viewer, subwiki_room(wiki.id))
        found = await histories.of_subwiki(viewer, wiki.slug)
        await self._take(viewer, "subwiki", wiki.id, wiki.id, found, headline=wiki.name, path=f"/w/{wiki.slug}/about", slug=wiki.slug)
        self.may_go_back, self.newest_too = wiki.may_edit, False

    async def _take(
        self,
        viewer: Viewer,
        kind: Kind,
        number: int,
        subwiki_id: int,
        found: list[RevisionView],
        *,
        headline: str,
        path: str,
        slug: str = "",
    ) -> None:
        self.kind, self.subject_id, self.revisions = kind, number, found
        self.place = f"/w/{slug}" if kind == "subwiki" else f"/{kind}/{number}"
        self.headline, self.path, self.api = headline, path, f"/api/v1/{kind}s/{slug or number}/history"
        self.may_erase = moderation_policy.may_erase(viewer, subwiki_id)
        self.proof = await proofs.of_thing(kind, number)
