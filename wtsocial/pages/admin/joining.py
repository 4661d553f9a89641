"""The waiting list on the dashboard."""

from typing import Any

import reflex as rx

from wtsocial.joining.views import WaiterView, WayFigure
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.text import limits
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.parts.forms import answers, button, field, room
from wtsocial.ui.parts.invitation_notice import invitation
from wtsocial.ui.parts.links import member_link
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.parts.waiting_list import Again
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
LINE: Any = LineState
MODES = ("open", "waiting", "invited")


def joining_section() -> rx.Component:
    """How people come in, who is next, and the button Let in."""
    return rx.cond(
        LINE.ready,
        rx.el.section(
            rx.el.h2(t("joining.title")),
            answers(LINE),
            Again.create(of=0, loaded=LINE.line, on_heard=LINE.again),
            _figures(),
            rx.el.div(_let_in(), _rules(), class_name="sides"),
            _first(),
            _groups(),
            class_name="box stack wide-gaps",
        ),
    )


def _figures() -> rx.Component:
    line = LINE.line
    return rx.el.dl(
        _count("joining.waiting", line.door.waiting),
        rx.foreach(line.today, _way),
        class_name="counts",
    )


def _count(label: Any, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(t(label)), rx.el.dd(number(value)))


def _way(figure: rx.Var[WayFigure]) -> rx.Component:
    return rx.el.div(rx.el.dt(t("joining.admitted_" + figure.way)), rx.el.dd(number(figure.count)), key=figure.way)


def _let_in() -> rx.Component:
    count = rx.el.input(name="count", type="number", min=1, max=limits.PLACES, default_value="50", required=True)
    return rx.el.form(
        rx.el.h3(t("joining.let_in_title")),
        field("count", "joining.how_many", count, errors=LINE.errors, hint="joining.let_in_hint", form="let-in"),
        rx.el.div(button("joining.let_in", type="submit")),
        on_submit=LINE.let_in,
        class_name="stack",
    )


def _rules() -> rx.Component:
    door = LINE.line.door
    figures = (("places_per_day", limits.PLACES), ("friend_moves_up", limits.FRIEND_MOVES))
    currency = t("joining.place_price_in", currency=door.currency)
    reason = rx.el.input(name="reason", max_length=room(limits.REASON), dir="auto", auto_complete="off")
    price = rx.el.input(name="amount", type="text", input_mode="decimal", default_value=LINE.price, required=True)
    return rx.el.form(
        rx.el.h3(t("joining.rules")),
        rx.el.fieldset(
            rx.el.legend(t("joining.mode")),
            *(
                rx.el.label(
                    rx.el.input(type="radio", name="mode", value=mode, default_checked=door.mode == mode),
                    rx.el.span(t(f"joining.mode_{mode}"), rx.el.small(t(f"joining.mode_{mode}_more"))),
                    class_name="tick",
                )
                for mode in MODES
            ),
            class_name="field",
        ),
        *(
            field(
                name,
                f"joining.{name}",
                rx.el.input(name=name, type="number", min=0, max=most, default_value=getattr(door, name).to_string(), required=True),
                errors=LINE.errors,
                form="rules",
            )
            for name, most in figures
        ),
        field("amount", "joining.place_price", price, errors=LINE.errors, hint=currency, form="rules"),
        field("reason", "field.reason", reason, errors=LINE.errors, hint="setting.reason_hint", form="rules"),
        rx.el.div(button("settings.save", kind="", type="submit")),
        on_submit=LINE.set_rules,
        # Filled anew when the rules changed, here or by another admin.
        key=f"{door.mode} {door.places_per_day} {door.friend_moves_up} {LINE.price}",
        class_name="stack",
    )


def _first() -> rx.Component:
    heads = ("position", "name", "since", "friends", "invited_by")
    return rx.cond(
        LINE.line.first.length() > 0,
        rx.el.div(
            rx.el.h3(t("joining.first")),
            wide_table(
                rx.el.table(
                    rx.el.thead(rx.el.tr(*(rx.el.th(t(f"joining.head_{head}"), scope="col") for head in heads))),
                    rx.el.tbody(rx.foreach(LINE.line.first, _waiter)),
                    class_name="figures",
                ),
                label=t("joining.first"),
            ),
            class_name="stack",
        ),
        rx.el.p(t("joining.nobody"), class_name="quiet-text"),
    )


def _waiter(one: rx.Var[WaiterView]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(number(one.position)),
        rx.el.td(member_link(one.name)),
        rx.el.td(ago(at=one.since)),
        rx.el.td(number(one.friends)),
        rx.el.td(rx.cond(one.invited_by != "", member_link(one.invited_by), "–")),
        key=one.name,
    )


def _groups() -> rx.Component:
    label = rx.el.input(name="label", max_length=2 * limits.INVITATION_LABEL, required=True, custom_attrs={"dir": "auto"})
    uses = rx.el.input(name="uses", type="number", min=1, max=limits.GROUP_USES, default_value="100", required=True)
    days = rx.el.input(name="days", type="number", min=1, max=limits.GROUP_DAYS, default_value="30", required=True)
    return rx.el.div(
        rx.el.h3(t("joining.groups")),
        rx.el.p(t("joining.groups_what"), class_name="quiet-text"),
        rx.cond(
            LINE.groups.length() > 0, rx.el.ul(rx.foreach(LINE.groups, lambda one: invitation(one, LINE.revoke)), class_name="plain list")
        ),
        rx.el.form(
            field("label", "joining.label", label, errors=LINE.errors, form="group"),
            rx.el.div(
                field("uses", "invitation.uses", uses, errors=LINE.errors, form="group"),
                field("days", "invitation.days", days, errors=LINE.errors, form="group"),
                class_name="sides",
            ),
            rx.el.label(rx.el.input(type="checkbox", name="at_once"), rx.el.span(t("joining.at_once")), class_name="tick"),
            rx.el.div(button("invitation.make", kind="", type="submit")),
            IdempotencyKey.create(turn=LINE.groups.length()),
            on_submit=LINE.invite_group,
            key=LINE.groups.length().to_string(),
            class_name="stack",
        ),
        class_name="stack",
    )
