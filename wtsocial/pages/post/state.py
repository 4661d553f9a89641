"""A post's page: what is read, and what each of its sheets and forms does."""

from contextlib import suppress
from typing import Any

import reflex as rx

from wtsocial.accounts import permissions, restrictions
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import post_room
from wtsocial.core.errors import EditConflict, Refusal
from wtsocial.core.off_loop import off_loop
from wtsocial.editing.actions import corrections, suggestions
from wtsocial.editing.queries import reasons
from wtsocial.moderation import decisions, locks
from wtsocial.pages.post.dispute_state import DisputeState
from wtsocial.posts import comments, drafts, threads
from wtsocial.posts import queries as kept
from wtsocial.posts import queries as posts
from wtsocial.posts.views import CommentView, PostView, ThreadPage, WritersView
from wtsocial.text import limits, markdown
from wtsocial.ui.call import Answers, call, handling, loading_one, viewer_of
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.draft_forms import mark_of, words
from wtsocial.ui.edit_thanks import thanks_due
from wtsocial.ui.live import watch
from wtsocial.ui.parts.conflicts import Clash, clash_of
from wtsocial.ui.session import number_in, segment

HEADLINE_FIELDS = ("headline", "reason", "source", "note", "based_on")


class PostState(Answers, rx.State):
    """The post of the address, and its comments. The browser keeps both up to date (ui/live.py)."""

    post: PostView | None = None
    comments: list[CommentView] | None = None
    """The first of them."""
    later: ThreadPage = ThreadPage()
    """Those that were asked for last; the browser keeps the ones before."""
    more_after: int = 0
    """Where those begin that were not read yet; 0 for none."""
    rights: dict[str, bool] = {}
    """What this person may do with a comment that comes while they read."""
    may_discuss: bool = False
    """Whether they may comment while the discussion is open."""
    refused: dict[str, Any] = {}
    """Why not, as a message, where moderators limited them."""
    writers: WritersView = WritersView()
    """Who edited its text, when it was opened."""
    missing: bool = False

    @rx.event
    async def open(self):
        """Watch first, then read; after a lost connection, again."""
        post_id = number_in(segment(self, 1))
        if self.post and self.post.id != post_id:
            self.post, self.comments, self.later, self.more_after = None, None, ThreadPage(), 0
            yield
        async with loading_one(self) as viewer:
            await self._read(viewer, post_id)
        if self.post and self.post.disputed:
            yield DisputeState.open

    async def _read(self, viewer: Viewer, post_id: int) -> None:
        await watch(self, viewer, post_room(post_id))
        post = await posts.one(viewer, post_id)
        found = await threads.page(viewer, post_id)
        self.comments, self.later, self.more_after = found.comments, ThreadPage(), found.after
        moderates = permissions.may_moderate(viewer, post.subwiki_id)
        self.may_discuss = restrictions.may_write_in(viewer, post.subwiki_id) and not post.hidden
        refused = restrictions.refusal(viewer, post.subwiki_id)
        self.refused = {"key": refused.key, "params": dict(refused.params)} if refused else {}
        self.rights = {"may_reply": self.may_discuss, "may_flag": permissions.may_take_part(viewer), "may_moderate": moderates}
        self.writers = await posts.writers(viewer, post)
        self.post = post
        if await thanks_due(self, post_id):
            self.notice = {"key": "post.edit_thanks", "params": {}}

    @rx.event
    async def more(self, after: int):
        """Read the next comments."""
        async with handling(self) as viewer:
            found = await threads.page(viewer, number_in(segment(self, 1)), after=number_in(after))
            self.later, self.more_after = found, found.after

    @rx.event
    async def find(self, comment_id: int):
        """Read on from a comment that the address names and the first page has not."""
        async with handling(self) as viewer:
            self.later = await threads.page(viewer, number_in(segment(self, 1)), after=max(number_in(comment_id) - 1, 0))


class CorrectState(Submitting, rx.State):
    """The sheet in which a headline is corrected. After a conflict it holds both headlines."""

    clash: Clash = Clash()
    kept: dict[str, str] = {}
    """What was typed before and never sent."""
    stored: str = ""
    """The mark of the draft that is stored now."""
    offer: dict[str, str] = {}
    """What can be worked out from what is typed: the reason."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before, and bring back what was typed into it."""
        self.clash, self.offer = Clash(), {}
        async with handling(self) as viewer:
            place = _headline_place(number_in(segment(self, 1)))
            self.kept = await kept.draft(viewer, place) if viewer.known else {}

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """Keep what is being typed, and propose the reason that follows from it."""
        viewer = await viewer_of(self)
        post_id = id_field(form, "post_id")
        if viewer.active and post_id:
            await self._propose(viewer, form)
            # A draft is a courtesy: that no more of them fit is no reason to disturb somebody who is writing.
            with suppress(Refusal):
                await call(drafts.keep_draft, viewer, place=_headline_place(post_id), fields=words(form, *HEADLINE_FIELDS))
                self.stored = mark_of(form)

    async def _propose(self, viewer: Viewer, form: dict[str, Any]) -> None:
        # A proposal is a courtesy, too.
        with suppress(Refusal):
            about = {"post_id": id_field(form, "post_id"), "headline": text_field(form, "headline")}
            self.offer = {"reason": await call(reasons.likely_reason, viewer, **about) or ""}

    @rx.event
    async def correct(self, form: dict[str, Any]):
        """Correct the headline on the base that this person saw."""
        async with submitting(self, form, draft=_headline_place(id_field(form, "post_id"))) as viewer:
            if not text_field(form, "reason"):
                await self._propose(viewer, form)
            suggests = isinstance(form, dict) and form.get("suggests") is True
            await self._send(viewer, form, text_field(form, "headline"), suggests=suggests)
            self.kept = {}
            self.clash, self.notice = Clash(), {"key": "suggestion.thanks" if suggests else "correct.thanks", "params": {}}

    async def _send(self, viewer: Viewer, form: dict[str, Any], headline: str, *, suggests: bool) -> None:
        try:
            if suggests:
                await call(
                    suggestions.suggest_headline,
                    viewer,
                    post_id=id_field(form, "post_id"),
                    headline=headline,
                    reason=required_field(form, "reason"),
                    source=text_field(form, "source"),
                    based_on=id_field(form, "based_on"),
                    note=text_field(form, "note"),
                )
            else:
                await call(
                    corrections.correct_headline,
                    viewer,
                    post_id=id_field(form, "post_id"),
                    headline=headline,
                    reason=required_field(form, "reason"),
                    source=text_field(form, "source"),
                    based_on=id_field(form, "based_on"),
                    note=text_field(form, "note"),
                    own_error=bool(text_field(form, "own_error")),
                )
        except EditConflict as conflict:
            self.clash = await clash_of(conflict, headline=headline)
            raise


class DecideState(Submitting, rx.State):
    """The sheet in which a moderator decides on something on the spot."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Hide or restore it, lock its discussion or open it again, for everybody to read why."""
        async with submitting(self, form) as viewer:
            action, number, reason = required_field(form, "action"), id_field(form, "subject_id"), text_field(form, "reason")
            if action == "unlock":
                await call(locks.unlock_discussion, viewer, post_id=number, reason=reason)
            else:
                kind = required_field(form, "subject_kind")
                await call(decisions.decide, viewer, subject_kind=kind, subject_id=number, action=action, reason=reason)
            self.notice = {"key": "decide.done", "params": {}}


class CommentState(Submitting, rx.State):
    """What is being written under a post: drafts, a preview, and the comment that was just sent.

    A composer is known by the comment that it answers; 0 is the one that answers the post.
    """

    draft: str = ""
    draft_of: int = 0
    """The post that the draft belongs to."""
    reply: str = ""
    reply_to: int = 0
    stored: str = ""
    """The mark of the draft that is stored now, of whichever composer."""
    answered_in: int = 0
    preview: str = ""
    preview_in: int = 0
    added: int = 0

    @rx.event
    async def restore(self):
        """Bring back what was being written here."""
        self.preview, self.preview_in, self.reply, self.reply_to = "", 0, "", 0
        async with handling(self) as viewer:
            self.draft_of = number_in(segment(self, 1))
            self.draft = await _kept(viewer, self.draft_of, 0)

    @rx.event
    async def restore_reply(self, post_id: int, parent_id: int):
        """Bring back what was being written in answer to a comment."""
        async with handling(self) as viewer:
            self.reply_to, self.preview = number_in(parent_id), ""
            self.reply = await _kept(viewer, number_in(post_id), self.reply_to)

    @rx.event
    async def write(self, post_id: int, parent_id: int, text: str, mark: str):
        """Keep what is being written, and show what it will look like."""
        viewer = await viewer_of(self)
        if not viewer.active or not isinstance(text, str):
            return
        self.preview_in = number_in(parent_id)
        self.preview = await off_loop(markdown.render, text[: limits.COMMENT_TEXT]) if text.strip() else ""
        if await _keep(viewer, _place(number_in(post_id), self.preview_in), text):
            self.stored = mark_of({"mark": mark})

    @rx.event
    async def comment(self, form: dict[str, Any]):
        """Comment, or answer a comment."""
        post_id, self.answered_in = id_field(form, "post_id"), id_field(form, "parent_id")
        async with submitting(self, form, draft=_place(post_id, self.answered_in)) as viewer:
            text, parent = text_field(form, "text"), self.answered_in or None
            self.added = await call(comments.add_comment, viewer, post_id=post_id, text=text, parent_id=parent)
            self.preview, self.draft, self.reply = "", "" if parent is None else self.draft, ""
            self.notice = {"key": "comment.thanks", "params": {}}


def _headline_place(post_id: int) -> str:
    return f"headline:{post_id}"


def _place(post_id: int, parent_id: int) -> str:
    return f"comment:{post_id}-{parent_id}" if parent_id else f"comment:{post_id}"


async def _kept(viewer: Viewer, post_id: int, parent_id: int) -> str:
    """What was being written."""
    return (await kept.draft(viewer, _place(post_id, parent_id))).get("text", "") if viewer.known else ""


async def _keep(viewer: Viewer, place: str, text: str) -> bool:
    """Whether it is stored. A draft is a courtesy: that no more of them fit is no reason to disturb somebody who is writing."""
    try:
        if text.strip():
            await call(drafts.keep_draft, viewer, place=place, fields={"text": text})
        else:
            await call(drafts.drop_draft, viewer, place=place)
    except Refusal:
        return False
    return True
