"""`/waiting`: where one stands, how it moved today and by what, what moves it, and what can be done meanwhile."""

from typing import Any

import reflex as rx

from wtsocial.pages.waiting.state import WaitingState
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.money import money
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.waiting_list import Again, invitation_link
from wtsocial.ui.texts import number, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = WaitingState


def waiting() -> rx.Component:
    """`/waiting`"""
    return page(
        rx.el.h1(t("waiting.title")),
        answers(STATE),
        Again.create(of=STATE.door.waiting, loaded=STATE.mine, on_heard=STATE.again),
        rx.cond(
            STATE.ready,
            rx.match(
                STATE.who,
                ("waiting", _in_line()),
                ("unconfirmed", _said("unconfirmed", link_button("waiting.confirm", "/confirm"))),
                ("active", _said("active", link_button("nav.post", "/submit"), link_button("waiting.choose", "/welcome", kind=""))),
                ("suspended", _said("suspended", link_button("nav.inbox", "/inbox"))),
                _reader(),
            ),
            loading(),
        ),
        name="waiting.title",
        aside=_aside(),
        place=False,
        ready=STATE.ready | (STATE.errors.length() > 0),
    )


def _in_line() -> rx.Component:
    mine = STATE.mine
    return rx.cond(
        mine.position > 0,
        rx.fragment(
            rx.el.section(
                rx.el.p(
                    rx.el.span(t("waiting.number"), " "),
                    rx.el.b(number(mine.position)),
                    rx.el.span(" ", t("waiting.of", count=mine.of)),
                    class_name="position",
                    role="status",
                ),
                _dots(),
                _today(),
                class_name="cover",
            ),
            _ways(),
            _meanwhile(),
        ),
        _said("soon", link_button("waiting.read", "/all")),
    )


def _dots() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(t("waiting.mode"), class_name="quiet-text"),
            rx.foreach(STATE.dots, lambda kind: rx.el.i(class_name="spot " + kind)),
            class_name="spots",
            role="img",
            aria_label=t("waiting.picture", position=STATE.mine.position, count=STATE.mine.of),
        ),
        rx.cond(STATE.each > 1, rx.el.p(t("waiting.each", count=STATE.each), class_name="quiet-text")),
        class_name="stack tight",
    )


def _today() -> rx.Component:
    mine = STATE.mine
    gained = mine.position_at_day_start - mine.position
    moved = rx.cond(
        gained > 0,
        t("waiting.moved_up", count=gained),
        rx.cond(gained < 0, t("waiting.moved_down", count=mine.position - mine.position_at_day_start), t("waiting.stayed")),
    )
    parts = (("let_in", mine.let_in), ("friends", mine.friends), ("passed", mine.passed))
    return rx.el.div(
        rx.el.h2(t("waiting.today")),
        rx.el.p(moved),
        rx.el.ul(*(rx.cond(count > 0, rx.el.li(t(f"waiting.{part}", count=count))) for part, count in parts), class_name="points"),
        class_name="stack tight",
    )


def _ways() -> rx.Component:
    door = STATE.door
    return rx.el.section(
        rx.el.h2(t("waiting.moves_up")),
        rx.el.div(_friends(), class_name="box stack"),
        rx.cond(STATE.donations, _donation()),
        rx.el.div(
            rx.el.h3(t("waiting.by_others")),
            rx.cond(STATE.donations, rx.el.p(t("waiting.by_gift", price=money(door.place_price, door.currency)), " ", t("welcome.free"))),
            rx.el.p(
                rx.cond(
                    (door.places_per_day > 0) & (door.mode != "invited"),
                    t("waiting.by_day", count=door.places_per_day),
                    t("waiting.by_admin"),
                ),
                " ",
                rx.cond(STATE.mine.let_in_today > 0, rx.el.span(t("waiting.let_in_today", count=STATE.mine.let_in_today))),
            ),
            class_name="box stack",
        ),
        class_name="stack",
    )


def _donation() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("waiting.by_donation")),
        rx.el.p(t("waiting.by_donation_text")),
        rx.el.p(rx.el.b(t("welcome.free"))),
        rx.el.div(link_button("nav.donate", "/donate", kind=""), class_name="row"),
        class_name="box stack",
    )


def _friends() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("waiting.by_friends")),
        rx.el.p(t("waiting.by_friends_text", count=STATE.door.friend_moves_up)),
        rx.cond(
            STATE.code != "",
            invitation_link(STATE.code),
            rx.el.div(button("invitation.make", on_click=STATE.invite), class_name="row"),
        ),
        rx.el.p(
            rx.cond(STATE.mine.friends_ever > 0, t("waiting.friends_ever", count=STATE.mine.friends_ever), t("waiting.no_friends")),
            " ",
            link(t("invitation.all"), to="/settings/invitations"),
            class_name="quiet-text",
        ),
    )


def _meanwhile() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("waiting.meanwhile")),
        rx.el.p(t("waiting.meanwhile_text")),
        rx.el.div(
            link_button("waiting.choose", "/welcome"),
            link_button("waiting.read", "/all", kind=""),
            link_button("nav.subwikis", "/subwikis", kind=""),
            class_name="row",
        ),
        class_name="stack",
    )


def _reader() -> rx.Component:
    mode = STATE.door.mode
    return rx.el.section(
        rx.el.p(rx.match(mode, ("waiting", t("waiting.mode_waiting")), ("invited", t("waiting.mode_invited")), t("waiting.mode_open"))),
        rx.cond(STATE.door.waiting > 0, rx.el.p(t("waiting.many", count=STATE.door.waiting))),
        rx.el.p(rx.el.b(t("welcome.free"))),
        rx.el.div(
            rx.cond(mode != "invited", link_button("account.join", "/register")),
            link_button("account.log_in", "/login?next=/waiting", kind=""),
            class_name="row",
        ),
        class_name="cover",
    )


def _said(state: str, *ways: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h2(t(f"waiting.{state}_title")), rx.el.p(t(f"waiting.{state}")), rx.el.div(*ways, class_name="row"), class_name="empty"
    )


def _aside() -> rx.Component:
    rules = (rx.el.li(t(f"waiting.rule_{rule}")) for rule in ("order", "friends", "donation", "privacy"))
    return rx.el.section(rx.el.h2(t("waiting.rules")), rx.el.ul(*rules, class_name="points"), class_name="box")
