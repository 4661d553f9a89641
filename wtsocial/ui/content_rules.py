"""The rules for sources and words of a place: what is tried, with what it would have done, and what is switched on."""

from typing import Any

import reflex as rx

from wtsocial.moderation.rule_views import AuthorCount, CaughtView, ContentRuleView
from wtsocial.text import limits
from wtsocial.ui.content_rules_state import WHAT
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.parts.forms import button, field, room, wrong
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.texts import ago, message, number, t


def content_rules(state: Any, heading: Any = rx.el.h3) -> rx.Component:
    """What stands there for those who may set them; `state` is one with `RuleSetting`, `heading` of the level that the page has there."""
    return rx.fragment(
        _form(state, heading),
        rx.cond(state.preview.kind != "", _preview(state, heading)),
        heading(t("content_rule.on")),
        rx.cond(
            state.rules.length() > 0,
            rx.el.ul(rx.foreach(state.rules, lambda rule: _rule(state, rule)), class_name="plain list box"),
            rx.el.p(t("content_rule.none"), class_name="quiet-text"),
        ),
        rx.cond(state.after > 0, rx.el.div(button("list.older", kind="", on_click=state.older_rules), class_name="row")),
        _off_sheet(state),
        toast(state),
    )


def _form(state: Any, heading: Any) -> rx.Component:
    what = [rx.el.option(t("content_rule." + word), value=word) for word in WHAT]
    pattern = rx.el.input(name="pattern", required=True, max_length=limits.LINK, dir="auto", auto_complete="off", auto_capitalize="none")
    reason = rx.el.input(name="reason", required=True, max_length=room(limits.RULE_REASON), dir="auto", auto_complete="off")
    error = wrong(state.errors, "")
    return rx.el.form(
        heading(t("content_rule.new")),
        rx.cond(error, rx.el.div(message(error), class_name="alert", role="alert")),
        field("what", "content_rule.what", rx.el.select(*what, name="what"), errors=state.errors, form="rule"),
        field("pattern", "content_rule.pattern", pattern, errors=state.errors, hint="content_rule.pattern_hint", form="rule"),
        field("reason", "field.reason", reason, errors=state.errors, hint="content_rule.reason_hint", form="rule"),
        rx.el.div(button("content_rule.try", kind="", type="submit"), class_name="row"),
        on_submit=state.try_rule,
        class_name="form",
    )


def _preview(state: Any, heading: Any) -> rx.Component:
    tried = state.preview
    would = t("content_rule.would", count=tried.caught, days=tried.days)
    return rx.el.section(
        heading(t("content_rule.on_" + tried.kind + "_" + tried.effect, label=tried.label)),
        rx.el.div(
            rx.el.p(rx.el.b(rx.cond(tried.caught > 0, would, t("content_rule.would_none", days=tried.days)))),
            rx.el.p(_looked(tried), class_name="quiet-text"),
            role="status",
        ),
        rx.cond(tried.caught > 0, _whose(tried)),
        rx.cond(tried.posts.length() > 0, rx.el.ul(rx.foreach(tried.posts, _post), class_name="plain list")),
        rx.cond(tried.older != "", rx.el.div(button("content_rule.more", kind="quiet", on_click=state.look_further), class_name="row")),
        rx.el.div(
            button("content_rule.switch_on", on_click=state.switch_on),
            button("content_rule.put_away", kind="quiet", on_click=state.put_away),
            class_name="row",
        ),
        class_name="box stack",
    )


def _looked(tried: Any) -> rx.Var[str]:
    every = rx.cond(tried.kind == "source", t("content_rule.looked_source"), t("content_rule.looked_all", looked=tried.looked))
    return rx.cond(tried.whole, every, t("content_rule.looked_some", looked=tried.looked))


def _whose(tried: Any) -> rx.Component:
    more = tried.authors_count - tried.authors.length()
    return rx.el.div(
        rx.el.p(t("content_rule.whose")),
        rx.el.ul(
            rx.foreach(tried.authors, _author),
            rx.cond(more > 0, rx.el.li(t("content_rule.whose_more", count=more))),
            class_name="row plain",
        ),
    )


def _author(one: rx.Var[AuthorCount]) -> rx.Component:
    return rx.el.li(member_link(one.name), " ", rx.el.span(number(one.count), class_name="nums"), key=one.name)


def _post(one: rx.Var[CaughtView]) -> rx.Component:
    return rx.el.li(
        link(bdi(one.headline, one.language), to=f"/post/{one.id}"),
        rx.el.div(
            member_link(one.author), sep(), link(bdi(one.subwiki_slug), to="/w/" + one.subwiki_slug), sep(), ago(at=one.at), class_name="by"
        ),
        key=one.id,
    )


def _rule(state: Any, rule: rx.Var[ContentRuleView]) -> rx.Component:
    many = t("content_rule.caught_over", most=limits.RULE_CAUGHT_COUNTED)
    counted = rx.cond(rule.caught > limits.RULE_CAUGHT_COUNTED, many, t("content_rule.caught", count=rule.caught))
    opened = state.caught_of == rule.id
    expanded = {"aria-expanded": rx.cond(opened, "true", "false")}
    show = button("content_rule.show_caught", kind="quiet", on_click=state.show_caught(rule.id), custom_attrs=expanded)
    return rx.el.li(
        rx.el.p(rx.el.b(t("content_rule.on_" + rule.kind + "_" + rule.effect, label=rule.label))),
        rx.el.p(rule.reason, class_name="quiet-text", **written(rule.reason)),
        rx.el.div(
            member_link(rule.by),
            sep(),
            ago(at=rule.at),
            sep(),
            rx.cond(rule.effect == "block", t("content_rule.refuses"), rx.cond(rule.caught > 0, counted, t("content_rule.caught_none"))),
            class_name="by",
        ),
        rx.el.div(
            rx.cond(rule.caught > 0, show),
            button("content_rule.switch_off", kind="quiet", on_click=open_dialog("rule-off", number=rule.id.to_string())),
            class_name="row",
        ),
        rx.cond(opened, rx.el.ul(rx.foreach(state.caught, _post), class_name="plain list")),
        key=rule.id,
    )


def _off_sheet(state: Any) -> rx.Component:
    reason = rx.el.textarea(name="reason", max_length=room(limits.REASON), rows=3)
    return form_dialog(
        "rule-off",
        state,
        state.switch_off,
        rx.el.p(t("content_rule.off_what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=state.errors, form="off"),
        label="content_rule.switch_off",
        send="content_rule.switch_off",
        on_open=state.begin_off,
    )
