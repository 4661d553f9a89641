"""Deciding on something where it stands: the sheets in which a moderator hides or restores it, by a rule and with a reason."""

from typing import Any

import reflex as rx

from wtsocial.core.errors import Invalid
from wtsocial.moderation import decisions, locks
from wtsocial.moderation.named_rules import rules_beside
from wtsocial.moderation.policy import UPHELD_BY
from wtsocial.moderation.prepared_texts import texts_beside
from wtsocial.moderation.views import PreparedTextView, RuleView
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import WikiName
from wtsocial.text import limits
from wtsocial.text.rules import SITE_RULES
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, form_dialog, id_field, open_dialog, required_field, submitting, text_field
from wtsocial.ui.parts.forms import field
from wtsocial.ui.parts.written import lang_of
from wtsocial.ui.prepared_texts import text_choice
from wtsocial.ui.session import number_in, segment
from wtsocial.ui.texts import t


class DecideState(Submitting, rx.State):
    """The sheets in which a moderator hides or restores something on the spot."""

    rules: list[RuleView] = []
    """Those of the subwiki that a decision may name."""
    texts: list[PreparedTextView] = []
    """One of which may begin the reason."""
    wikis_to: list[WikiName] = []
    """Where a post may be moved, some of them."""

    @rx.event
    async def begin(self):
        """Forget what the sheet said when it was open before, and read which rules there are."""
        self.errors, self.notice = {}, {}
        async with handling(self) as viewer:
            number = number_in(segment(self, 1))
            self.rules, self.texts = await rules_beside(viewer, post_id=number), await texts_beside(viewer, post_id=number)
            self.wikis_to = await subwikis.names()

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Hide or restore it, move it, lock its discussion or open it again, for everybody to read why."""
        async with submitting(self, form) as viewer:
            action = required_field(form, "action")
            said = {name: text_field(form, name) for name in ("reason", "rule", "law", "to")}
            ensure_rule(action, said["rule"])
            number = id_field(form, "subject_id")
            if action == "unlock":
                await call(locks.unlock_discussion, viewer, post_id=number, reason=said["reason"])
            else:
                kind = required_field(form, "subject_kind")
                await call(decisions.decide, viewer, subject_kind=kind, subject_id=number, action=action, **said)
            self.notice = {"key": "decide.done", "params": {}}


def ensure_rule(action: str, rule: str) -> None:
    """Go on unless a decision against somebody names no rule; what is moved broke none. Raises Invalid at `rule`."""
    if action in UPHELD_BY and action != "move" and not rule:
        raise Invalid("error.required", field="rule")


def rule_fields(errors: Any, rules: Any, *, form: str) -> list[rx.Component]:
    """By which rule something is decided: the site's, or one of `rules`, the subwiki's own; and against which law, if it is."""
    site = [rx.el.option(t(f"rules.{rule}_title"), value="site:" + rule) for rule in SITE_RULES]
    own = rx.foreach(rules, lambda rule: rx.el.option(rule.text, value=rule.word, lang=lang_of(rule.text), key=rule.word))
    groups = (
        rx.el.optgroup(*site, label=t("moderation.site_rules")),
        rx.cond(rules.length() > 0, rx.el.optgroup(own, label=t("moderation.own_rules"))),
    )
    rule = rx.el.select(rx.el.option(t("form.choose"), value=""), *groups, name="rule", default_value="")
    law = rx.el.input(name="law", max_length=limits.LAW, dir="auto")
    return [
        field("rule", "moderation.rule", rule, errors=errors, hint="moderation.rule_hint", form=form),
        field("law", "flag.law", law, errors=errors, hint="flag.law_hint", form=form),
    ]


def move_field(errors: Any, wikis: Any, *, form: str) -> rx.Component:
    """Where a post is moved: typed, or one of `wikis`."""
    known = rx.foreach(wikis, lambda wiki: rx.el.option(value=wiki.slug, label=wiki.name, key=wiki.slug))
    to = rx.el.input(name="to", max_length=limits.SUBWIKI_NAME, list=f"{form}-wikis", auto_complete="off", dir="auto")
    return rx.fragment(
        field("to", "decide.to", to, errors=errors, hint="decide.to_hint", form=form), rx.el.datalist(known, id=f"{form}-wikis")
    )


def decide_sheets() -> rx.Component:
    """Why something is hidden, locked or moved, and by which rule, or restored or unlocked; the button says what it is about."""
    state: Any = DecideState
    against = [_sheet(action, *rule_fields(state.errors, state.rules, form=action)) for action in ("hide", "lock")]
    move = _sheet("move", move_field(state.errors, state.wikis_to, form="move"))
    return rx.fragment(*against, move, _sheet("restore"), _sheet("unlock"))


def _sheet(action: str, *rule: rx.Component) -> rx.Component:
    state: Any = DecideState
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3)
    return form_dialog(
        action,
        DecideState,
        DecideState.decide,
        *rule,
        text_choice(state.texts, form=action),
        field("reason", "field.reason", reason, errors=state.errors, hint="decide.reason_hint", form=action),
        label="decide." + action,
        send="decide." + action,
        start={"action": action},
        on_open=DecideState.begin,
    )


def open_decision(kind: str, number: rx.Var[int], action: str, title: rx.Var[str]) -> rx.event.EventSpec:
    """Open the sheet to `hide` or `restore` a thing of this kind, or to `move` a post, or to `lock` or `unlock` its discussion."""
    return open_dialog(action, subject_kind=kind, subject_id=number, title=title, send=t("decide." + action))
