"""What members decide about who moderates a subwiki: a vote of confidence, and asking to moderate one that nobody moderates."""

from typing import Any

import reflex as rx

from wtsocial.pages.subwikis.state import AboutState
from wtsocial.subwikis.adoption import ask_to_adopt, decide_adoption, withdraw_adoption
from wtsocial.subwikis.confidence import call_vote, vote_on_moderator
from wtsocial.subwikis.leadership_queries import leadership
from wtsocial.subwikis.views import LeadershipView
from wtsocial.text import limits
from wtsocial.ui.call import Answers, call, handling, refreshing
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.written import quotation
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.session import number_in, segment
from wtsocial.ui.texts import moment, t


class LeadershipState(Answers, rx.State):
    """A running vote, somebody who asks, and what the person here may do about them: each handler asks again who is there."""

    lead: LeadershipView = LeadershipView()

    @rx.event
    async def open(self):
        """Read it."""
        async with handling(self) as viewer:
            self.lead = await leadership(viewer, segment(self, 1))

    @rx.event
    async def read_again(self):
        """Something happened to it: what was said stays."""
        async with refreshing(self) as viewer:
            self.lead = await leadership(viewer, segment(self, 1))
            yield AboutState.read_subwiki

    @rx.event
    async def call_vote(self, form: dict[str, Any]):
        """Call a vote of confidence."""
        async with handling(self, form) as viewer:
            named = {"member_name": form.get("member_name"), "reason": form.get("reason")}
            await call(call_vote, viewer, slug=segment(self, 1), **named)
            self.lead = await leadership(viewer, segment(self, 1))
            self.notice = {"key": "leadership.called", "params": {}}

    @rx.event
    async def vote_keep(self, number: int):
        """Vote for the moderator."""
        async with handling(self) as viewer:
            await call(vote_on_moderator, viewer, vote_id=number_in(number), keeps=True)
            self.lead = await leadership(viewer, segment(self, 1))

    @rx.event
    async def vote_remove(self, number: int):
        """Vote against the moderator."""
        async with handling(self) as viewer:
            await call(vote_on_moderator, viewer, vote_id=number_in(number), keeps=False)
            self.lead = await leadership(viewer, segment(self, 1))

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Ask to moderate it."""
        async with handling(self, form) as viewer:
            await call(ask_to_adopt, viewer, slug=segment(self, 1), reason=form.get("reason"))
            self.lead = await leadership(viewer, segment(self, 1))
            self.notice = {"key": "leadership.asked", "params": {}}

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Decide on it as an admin."""
        async with handling(self, form) as viewer:
            number, accepted = number_in(form.get("number")), form.get("accepted") == "yes"
            await call(decide_adoption, viewer, adoption_id=number, accepted=accepted, reason=form.get("reason"))
            self.lead = await leadership(viewer, segment(self, 1))
            self.notice = {"key": "leadership.decided", "params": {}}

    @rx.event
    async def withdraw(self, number: int):
        """Take it back."""
        async with handling(self) as viewer:
            await call(withdraw_adoption, viewer, adoption_id=number_in(number))
            self.lead = await leadership(viewer, segment(self, 1))
            self.notice = {"key": "leadership.withdrawn", "params": {}}


STATE: Any = LeadershipState


def under_way() -> rx.Component:
    """A running vote, and somebody who asks; nothing where there is nothing."""
    lead = STATE.lead
    return rx.fragment(
        ReloadOn.create(kind="pages", loaded=STATE.lead, on_heard=STATE.read_again),
        answers(STATE),
        rx.cond(lead.vote.id > 0, _vote(lead.vote)),
        rx.cond(lead.adoption.id > 0, _adoption(lead.adoption)),
    )


def beginnings() -> rx.Component:
    """What the person here may begin."""
    lead = STATE.lead
    return rx.fragment(rx.cond(lead.candidates.length() > 0, _calling(lead.candidates)), rx.cond(lead.may_adopt, _asking()))


def _vote(vote: Any) -> rx.Component:
    missing = rx.cond(vote.needed > 0, rx.fragment(" · ", t("leadership.needed", count=vote.needed)))
    buttons = rx.el.div(
        _ballot("leadership.keeps", STATE.vote_keep(vote.id), pressed=vote.mine == "keeps"),
        _ballot("leadership.removes", STATE.vote_remove(vote.id), pressed=vote.mine == "removes"),
        class_name="row",
    )
    return rx.el.section(
        rx.el.h2(t("leadership.vote", name=vote.moderator)),
        rx.cond(vote.by != "", rx.el.p(t("leadership.vote_by", name=vote.by), class_name="quiet-text")),
        rx.el.p(quotation(vote.reason)),
        rx.el.p(t("leadership.votes", count=vote.votes), missing, " · ", t("leadership.until", at=moment(vote.ends)), class_name="nums"),
        rx.cond(vote.may_vote, buttons),
        rx.el.p(rx.cond(vote.mine != "", t("leadership.voted"), ""), " ", t("leadership.hidden"), class_name="quiet-text"),
        id="confidence",
        class_name="card stack",
    )


def _ballot(label: str, press: Any, *, pressed: rx.Var[bool]) -> rx.Component:
    return button(label, kind="", on_click=press, custom_attrs={"aria-pressed": rx.cond(pressed, "true", "false")})


def _adoption(adoption: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("leadership.adoption", name=adoption.by)),
        rx.el.p(quotation(adoption.reason)),
        rx.el.p(t("leadership.adoption_what", name=adoption.by, at=moment(adoption.ends))),
        rx.cond(adoption.may_withdraw, button("leadership.withdraw", kind="", on_click=STATE.withdraw(adoption.id))),
        rx.cond(adoption.may_decide, _deciding(adoption)),
        id="adoption",
        class_name="card stack",
    )


def _deciding(adoption: Any) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="number", value=adoption.id.to_string()),
        _reason("adoption"),
        rx.el.label(
            rx.el.input(type="radio", name="accepted", value="yes", required=True), rx.el.span(t("leadership.accept")), class_name="tick"
        ),
        rx.el.label(
            rx.el.input(type="radio", name="accepted", value="no", required=True), rx.el.span(t("leadership.refuse")), class_name="tick"
        ),
        rx.el.div(button("moderation.decide", kind="", type="submit"), class_name="row"),
        on_submit=STATE.decide,
        class_name="form",
    )


def _calling(candidates: Any) -> rx.Component:
    names = rx.el.select(rx.foreach(candidates, lambda name: rx.el.option(name, value=name)), name="member_name", required=True)
    return rx.el.details(
        rx.el.summary(t("leadership.call")),
        rx.el.form(
            rx.el.p(t("leadership.call_what"), class_name="quiet-text"),
            field("member_name", "leadership.moderator", names, errors=STATE.errors, form="confidence"),
            _reason("confidence"),
            rx.el.div(button("leadership.call", kind="", type="submit"), class_name="row"),
            on_submit=STATE.call_vote,
            class_name="form",
        ),
    )


def _asking() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("leadership.adopt")),
        rx.el.form(
            rx.el.p(t("leadership.adopt_what"), class_name="quiet-text"),
            _reason("adopt"),
            rx.el.div(button("leadership.adopt", kind="", type="submit"), class_name="row"),
            on_submit=STATE.ask,
            class_name="form",
        ),
    )


def _reason(form: str) -> rx.Component:
    control = rx.el.input(name="reason", required=True, max_length=2 * limits.REASON, auto_complete="off", dir="auto")
    return field("reason", "moderation.reason", control, errors=STATE.errors, form=form)
