"""A member's record on their profile: what was decided about them, what holds now, and the sheets of those who moderate."""

from typing import Any

import reflex as rx

from wtsocial.moderation.record_views import RestrictionView
from wtsocial.moderation.views import LogView
from wtsocial.pages.people.record_state import RecordState
from wtsocial.text import limits
from wtsocial.text.rules import SITE_RULES
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.ends import ends_field
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import link, sep
from wtsocial.ui.parts.written import bdi, lang_of, written
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = RecordState


def record_of(name: rx.Var[str]) -> rx.Component:
    """The record of the member of this name; nothing for who may not see it."""
    found = STATE.record
    return rx.cond(
        found.shown,
        rx.el.section(
            rx.el.h2(rx.cond(found.own, t("record.own"), t("record.title", name=name)), id="record"),
            rx.el.p(rx.cond(found.own, t("record.own_what"), t("record.what")), class_name="quiet-text"),
            _standing(found),
            _presses(found, name),
            rx.cond(
                found.lines.length() > 0,
                rx.el.ol(rx.foreach(found.lines, _entry), class_name="plain list"),
                rx.el.p(t("record.empty"), class_name="quiet-text"),
            ),
            rx.cond(
                (found.older > 0) | STATE.further,
                rx.el.div(
                    rx.cond(found.older > 0, button("record.older", kind="", on_click=STATE.more(found.older))),
                    rx.cond(STATE.further, button("record.newest", kind="quiet", on_click=STATE.more(0))),
                    class_name="row",
                ),
            ),
            _sheets(found),
            toast(STATE),
            class_name="box stack",
            aria_labelledby="record",
        ),
    )


def _until(until: Any) -> rx.Component:
    return rx.el.span(rx.cond(until > 0, t("record.until", at=moment(until)), t("record.no_end")), class_name="quiet-text")


def _standing(found: Any) -> rx.Component:
    """What holds now."""
    suspended = rx.el.p(
        rx.el.span(t("standing.suspended"), class_name="chip bad"),
        " ",
        _until(found.suspended_until),
        " · ",
        rx.el.bdi(found.suspended_reason, lang=lang_of(found.suspended_reason)),
    )
    return rx.fragment(
        rx.cond(found.suspended, suspended),
        rx.cond(found.restrictions.length() > 0, rx.el.ul(rx.foreach(found.restrictions, _restriction), class_name="plain list")),
    )


def _restriction(one: rx.Var[RestrictionView]) -> rx.Component:
    said = rx.match(one.kind, ("limit", t("record.limit")), t("record.hold"))
    lift = open_dialog("lift", entry_id=one.entry, title=t("record.lift_in", name=one.subwiki_name))
    return rx.el.li(
        rx.el.div(
            rx.el.span(said, class_name="chip doubt"),
            link(bdi(one.subwiki_name), to="/w/" + one.subwiki_slug),
            sep(),
            _until(one.until),
            sep(),
            link(t("statement.title"), to=f"/log/{one.entry}"),
            class_name="by",
        ),
        rx.cond(one.may_lift, rx.el.div(button("record.lift", kind="", on_click=lift), class_name="row")),
        key=one.entry,
    )


def _presses(found: Any, name: rx.Var[str]) -> rx.Component:
    suspend = button("record.suspend", kind="bad", on_click=open_dialog("suspend", title=t("record.suspend_name", name=name)))
    reinstate = button("record.reinstate", kind="", on_click=open_dialog("reinstate", title=t("record.reinstate_name", name=name)))
    restrict = button("record.restrict", kind="", on_click=open_dialog("restrict", title=t("record.restrict_name", name=name)))
    return rx.el.div(
        rx.cond(found.wikis.length() > 0, restrict),
        rx.cond(found.may_suspend, rx.cond(found.suspended, reinstate, suspend)),
        class_name="row",
    )


def _entry(entry: rx.Var[LogView]) -> rx.Component:
    place = link(bdi(entry.subwiki_name), to="/w/" + entry.subwiki_slug)
    undone = rx.cond(entry.undone_by > 0, rx.fragment(" · ", link(t("log.undone"), to=f"/log/{entry.undone_by}")))
    return rx.el.li(
        rx.el.div(
            rx.el.span(t("log." + entry.action), class_name="chip"),
            sep(),
            ago(at=entry.at),
            rx.cond(entry.subwiki_slug != "", rx.fragment(sep(), place)),
            class_name="by",
        ),
        rx.cond(entry.headline != "", rx.el.p(link(bdi(entry.headline), to=f"/post/{entry.post_id}"))),
        rx.cond(entry.reason != "", rx.el.p(entry.reason, class_name="quiet-text", **written(entry.reason))),
        rx.cond(entry.stated, rx.el.p(link(t("statement.title"), to=f"/log/{entry.id}"), undone, class_name="quiet-text")),
        key=entry.id,
    )


def _sheets(found: Any) -> rx.Component:
    wikis = rx.foreach(found.wikis, lambda wiki: rx.el.option(wiki.name, value=wiki.slug, lang=lang_of(wiki.name), key=wiki.slug))
    subwiki = rx.el.select(rx.el.option(t("form.choose"), value=""), wikis, name="subwiki", default_value="")
    kinds = [rx.el.option(t(f"record.choose_{kind}"), value=kind) for kind in ("limit", "hold")]
    kind = rx.el.select(rx.el.option(t("form.choose"), value=""), *kinds, name="restriction", default_value="")
    return rx.fragment(
        rx.cond(
            found.wikis.length() > 0,
            _sheet(
                "restrict",
                STATE.restrict,
                field("subwiki", "changes.subwiki", subwiki, errors=STATE.errors, form="restrict"),
                field("restriction", "record.kind", kind, errors=STATE.errors, form="restrict"),
                ends_field(STATE.errors, form="restrict"),
                _rule("restrict"),
            ),
        ),
        rx.cond(
            found.may_suspend,
            rx.fragment(
                _sheet("suspend", STATE.suspend, ends_field(STATE.errors, form="suspend"), _rule("suspend")),
                _sheet("reinstate", STATE.reinstate),
            ),
        ),
        _sheet("lift", STATE.lift),
    )


def _sheet(name: str, handler: Any, *fields: rx.Component) -> rx.Component:
    reason = rx.el.textarea(name="reason", max_length=room(limits.REASON), rows=3)
    return form_dialog(
        name,
        STATE,
        handler,
        *fields,
        field("reason", "field.reason", reason, errors=STATE.errors, hint="record.reason_hint", form=name),
        label="record." + name,
        send="record." + name,
        on_open=STATE.begin,
    )


def _rule(form: str) -> rx.Component:
    site = [rx.el.option(t(f"rules.{rule}_title"), value="site:" + rule) for rule in SITE_RULES]
    rule = rx.el.select(rx.el.option(t("form.choose"), value=""), *site, name="rule", default_value="")
    return field("rule", "moderation.rule", rule, errors=STATE.errors, form=form)
