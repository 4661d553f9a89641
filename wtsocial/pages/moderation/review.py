"""In the queue: posts of members who are held, each approved with one press or refused with a reason."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.moderation.held_posts import approve_post, held_posts, refuse_post
from wtsocial.moderation.record_views import HeldPostView
from wtsocial.pages.moderation.queue_keys import QueueKeys, keys_help
from wtsocial.text import limits
from wtsocial.text.rules import SITE_RULES
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, form_dialog, id_field, open_dialog, required_field, submitting, text_field, toast
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import number_in
from wtsocial.ui.texts import ago, t


class ReviewState(Submitting, rx.State):
    """What waits for review where this person moderates."""

    held: list[HeldPostView] = []
    after: int = 0
    """Where the next ones begin; 0 for none."""
    further: bool = False
    """Whether these are not the first."""

    @rx.event
    async def open(self):
        """Read it."""
        async with handling(self) as viewer:
            await self._read(viewer)

    @rx.event
    async def more(self, after: int):
        """Those after these; the first again for 0."""
        async with handling(self) as viewer:
            await self._read(viewer, number_in(after))

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def approve(self, post_id: int):
        """Publish one of them."""
        async with handling(self) as viewer:
            await call(approve_post, viewer, post_id=post_id)
            await self._read(viewer)
            self.notice = {"key": "review.approved", "params": {}}

    @rx.event
    async def refuse(self, form: dict[str, Any]):
        """Leave one of them hidden, for everybody to read why."""
        async with submitting(self, form) as viewer:
            said = {"rule": required_field(form, "rule"), "reason": text_field(form, "reason")}
            await call(refuse_post, viewer, post_id=id_field(form, "post_id"), **said)
            await self._read(viewer)
            self.notice = {"key": "review.refused", "params": {}}

    async def _read(self, viewer: Viewer, after: int = 0) -> None:
        found = await held_posts(viewer, after=after)
        self.held, self.after, self.further = found.posts, found.after, after > 0


# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = ReviewState
SHORTCUTS = (("J", "moderation.key_next"), ("K", "moderation.key_previous"), ("A", "review.approve"), ("R", "review.refuse"))
"""The keys that work within the list (`queue_shortcuts.js`), and what they do."""


def reviews() -> rx.Component:
    """What waits, and the sheet in which one is refused; nothing where nothing waits."""
    waiting = rx.el.section(
        rx.el.h2(t("review.title"), id="review"),
        rx.el.p(t("review.what"), class_name="quiet-text"),
        keys_help(SHORTCUTS),
        QueueKeys.create(rx.foreach(STATE.held, _held), read=STATE.held, opened=0, reviewing=True),
        rx.el.div(
            rx.cond(STATE.after > 0, button("moderation.more", kind="", on_click=STATE.more(STATE.after))),
            rx.cond(STATE.further, button("moderation.first", kind="quiet", on_click=STATE.more(0))),
            class_name="row",
        ),
        class_name="stack",
        aria_labelledby="review",
    )
    anew = ReloadOn.create(kind="queue", loaded=STATE.held, on_heard=STATE.open)
    return rx.fragment(answers(STATE), anew, rx.cond(STATE.held.length() > 0, waiting), _sheet(), toast(STATE))


def _held(post: rx.Var[HeldPostView]) -> rx.Component:
    named = f"held-{post.id}"
    refuse = open_dialog("refuse", post_id=post.id, title=t("review.refuse_name", headline=post.headline))
    return rx.el.article(
        rx.el.div(
            link(bdi(post.subwiki_name), to="/w/" + post.subwiki_slug),
            sep(),
            member_link(post.author),
            sep(),
            ago(at=post.at),
            rx.cond(post.host != "", rx.fragment(sep(), rx.el.bdi(post.host))),
            class_name="by",
        ),
        rx.el.h3(link(bdi(post.headline, post.language), to=f"/post/{post.id}"), class_name="headline", id=named),
        rx.cond(post.excerpt != "", rx.el.p(post.excerpt, class_name="quiet-text", **written(post.excerpt, post.language))),
        rx.cond(
            post.label != "",
            rx.el.p(t("moderation.by_rule", label=post.label), " · ", rx.el.span(post.why, **written(post.why)), class_name="quiet-text"),
        ),
        rx.cond(
            post.may_review,
            rx.el.div(
                _press("approve", STATE.approve(post.id), named, kind="main"),
                _press("refuse", refuse, named, kind=""),
                class_name="row",
            ),
            rx.el.p(t("moderation.not_yours"), class_name="quiet-text"),
        ),
        class_name="card stack",
        tab_index=-1,
        custom_attrs={"data-case": post.id},
        aria_labelledby=named,
        key=post.id,
    )


def _press(name: str, on_click: Any, named: str, *, kind: str) -> rx.Component:
    return button("review." + name, kind=kind, on_click=on_click, aria_describedby=named, custom_attrs={"data-press": name})


def _sheet() -> rx.Component:
    site = [rx.el.option(t(f"rules.{rule}_title"), value="site:" + rule) for rule in SITE_RULES]
    rule = rx.el.select(rx.el.option(t("form.choose"), value=""), *site, name="rule", default_value="")
    reason = rx.el.textarea(name="reason", max_length=room(limits.REASON), rows=3)
    return form_dialog(
        "refuse",
        STATE,
        STATE.refuse,
        field("rule", "moderation.rule", rule, errors=STATE.errors, form="refuse"),
        field("reason", "field.reason", reason, errors=STATE.errors, hint="decide.reason_hint", form="refuse"),
        label="review.refuse",
        send="review.refuse",
        on_open=STATE.begin,
    )
