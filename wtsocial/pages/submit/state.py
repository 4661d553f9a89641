"""Posting: what is being written, what the pasted link says of itself, and sending it."""

from dataclasses import replace
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Refusal
from wtsocial.posts import queries as posts
from wtsocial.posts import source_counts
from wtsocial.posts.previews import preview_link
from wtsocial.posts.publishing import open_discussion, publish_news
from wtsocial.posts.views import LinkPreviewView
from wtsocial.ui.call import call, handling, viewer_of
from wtsocial.ui.draft_forms import Fill, Writing, words
from wtsocial.ui.live import watch

PLACE = "submit"
FIELDS = ("kind", "headline", "link", "text", "subwiki", "mode", "language", "sensitive")
DISCUSSION = {"headline": "error.required", "text": "error.required", "subwiki": "error.choose"}
NEWS = {"link": "error.required", "headline": "error.required", "subwiki": "error.choose"}
"""What has to be filled, and what is said when it is not."""
START = {"kind": "news", "mode": "collaborative"}
PREVIEWED = ("link", "site", "description", "picture", "canonical")
"""The parts of a link's preview that a draft keeps, beside the link as it was pasted."""


class SubmitState(Writing, rx.State):
    """The form at `/submit`. The picture's name is the server's own knowledge: what a browser says of it is not heard."""

    looking: bool = False
    preview: LinkPreviewView = LinkPreviewView()
    trouble: dict[str, Any] = {}
    """Why a link has no preview, as a message."""
    _pasted: str = ""
    """The link that `_found` belongs to, as it was pasted."""
    _found: LinkPreviewView = LinkPreviewView()
    _screen: str = ""
    """The language of the person's screen."""
    _proposed: str = ""
    """The language that the form proposes now."""
    _sent: dict[str, str] = {}
    """What was published last: typing that is told late is no draft any more."""

    @rx.event
    async def open(self):
        """Begin where the draft ends."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self._begin(viewer, await posts.draft(viewer, PLACE) if viewer.known else {})
            self._found = self.preview = await source_counts.with_source_counts(self._found)
            await self._show(text=self.fill.values["text"])

    @rx.event(background=True)
    async def look_up(self, link: str):
        """Ask the page behind a pasted link what it says of itself; writing goes on meanwhile."""
        async with self:
            viewer = await viewer_of(self)
            self._start_looking(link)
        if self._pasted:
            found, trouble = LinkPreviewView(), {}
            try:
                found, trouble = await _look_at(viewer, link)
            finally:
                async with self:
                    self._take(link, found, trouble)

    @rx.event
    async def publish(self, typed: dict[str, Any]):
        """Publish, and go to the new post."""
        fields = words(typed, *FIELDS)
        if self._lacks(fields, **(DISCUSSION if fields["kind"] == "discussion" else NEWS)):
            return
        self.working = True
        yield
        async with handling(self, typed, draft=PLACE) as viewer:
            yield rx.redirect(f"/post/{await self._publish(viewer, fields)}")

    @rx.event
    async def start_afresh(self):
        """Let go of the draft."""
        async with handling(self) as viewer:
            turn = self.fill.turn + 1
            await self._drop_draft(viewer)
            self._begin(viewer, {})
            self.fill = replace(self.fill, force=True, turn=turn)

    def _begin(self, viewer: Viewer, kept: dict[str, str]) -> None:
        self._place = PLACE
        self.working, self.looking, self.trouble, self.offer = False, False, {}, {}
        self._pasted = kept.get("pasted", "")
        self._found = self.preview = replace(LinkPreviewView(), **{name: kept.get(f"found_{name}", "") for name in PREVIEWED})
        wanted = self.router.url.query_parameters.get("subwiki", "")
        values = words(kept, *FIELDS) if kept else dict.fromkeys(FIELDS, "") | START | {"language": viewer.language}
        self._screen = self._proposed = viewer.language
        proposed = ["language"] if values["language"] == viewer.language else []
        values |= {"subwiki": wanted} if wanted else {}
        self.fill = Fill(PLACE, values, proposed=proposed)
        self.draft = {"key": "draft.restored", "params": {}} if kept else {}

    def _start_looking(self, link: Any) -> None:
        self._pasted = link.strip() if isinstance(link, str) else ""
        self.looking = bool(self._pasted)
        self._found = self.preview = LinkPreviewView()
        self.trouble = {}

    def _take(self, link: str, found: LinkPreviewView, trouble: dict[str, Any]) -> None:
        # Meanwhile another link may have been pasted: its own answer is on the way.
        if link.strip() == self._pasted:
            self._found = self.preview = found
            self.looking, self.trouble = False, trouble
            self.offer = {"headline": found.headline} | self._language_of(found)

    def _language_of(self, found: LinkPreviewView) -> dict[str, str]:
        """The language to propose for a link, where it is another than the one proposed so far: the page's, or the screen's."""
        language = found.language or self._screen
        before, self._proposed = self._proposed, language
        return {} if language == before else {"language": language}

    async def _typed(self, viewer: Viewer, typed: Any) -> None:
        fields = words(typed, *FIELDS)
        if fields == self._sent:
            return
        worth = any(fields[name].strip() for name in ("headline", "link", "text"))
        found = {"pasted": self._pasted} | {f"found_{name}": str(getattr(self._found, name)) for name in PREVIEWED}
        await self._keep_draft(viewer, fields | (found if self._belongs(fields) else {}), worth=worth)
        await self._show(text=fields["text"])

    def _belongs(self, fields: dict[str, str]) -> bool:
        """Whether what was found belongs to the link that stands in the form."""
        return bool(self._pasted) and fields["link"].strip() == self._pasted

    async def _publish(self, viewer: Viewer, fields: dict[str, str]) -> int:
        sensitive = fields["sensitive"] == "on"
        if fields["kind"] == "discussion":
            post_id = await call(
                open_discussion,
                viewer,
                subwiki=fields["subwiki"],
                headline=fields["headline"],
                text=fields["text"],
                mode=fields["mode"],
                language=fields["language"],
                sensitive=sensitive,
            )
        else:
            found = self._found if self._belongs(fields) else LinkPreviewView()
            post_id = await call(
                publish_news,
                viewer,
                subwiki=fields["subwiki"],
                headline=fields["headline"],
                link=found.link or fields["link"],
                text=fields["text"],
                mode=fields["mode"],
                picture=found.picture,
                canonical=found.canonical,
                language=fields["language"],
                sensitive=sensitive,
            )
        self._sent = fields
        self._forget_typed()
        return post_id


async def _look_at(viewer: Viewer, link: str) -> tuple[LinkPreviewView, dict[str, Any]]:
    """What the page says, and why it says nothing: no preview is no reason not to post."""
    try:
        found = await call(preview_link, viewer, link=link)
    except Refusal as refusal:
        return LinkPreviewView(), {"key": refusal.key, "params": dict(refusal.params)}
    return found, {"key": found.trouble, "params": {}} if found.trouble else {}
