"""Ways in and out: register, log in, confirm an address, set a new password, log out."""

from typing import Any

import reflex as rx

from wtsocial.pages.account.state import DoorState, PostalState
from wtsocial.ui.field_checks import TypingState
from wtsocial.ui.http_forms import form_done, form_errors, password, post_form, query, submit, written_to
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import field, wrong
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import message, named, t

# Here its vars are Vars of the page, whatever their annotations say.
DOOR: Any = DoorState

RULES = ("people", "headlines", "edits", "standing", "spam", "names", "decisions")
"""The rules in short, as they stand where they are agreed to."""


def register() -> rx.Component:
    """`/register`"""
    errors = form_errors("register", TypingState.errors)
    return page(
        rx.el.h1(t("register.title")),
        rx.el.p(t("welcome.free"), class_name="notice"),
        _unless_known(
            _door(errors),
            rx.cond(
                (DOOR.door.mode == "invited") & (query("invite") == ""),
                rx.el.p(t("register.have_one"), " ", link(t("account.log_in"), to="/login")),
                _register_form(errors),
            ),
        ),
        name="register.title",
        aside=_box("register.choice_title", "register.choice"),
    )


def _door(errors: rx.Var[Any]) -> rx.Component:
    """How one comes in at the moment, and what is wrong with the invitation that somebody comes by."""
    refused = wrong(errors, "invite")
    by_invitation = query("invite") != ""
    return rx.fragment(
        rx.cond(refused, rx.el.div(message(refused), " ", link(t("register.without"), to="/register"), class_name="alert", role="alert")),
        rx.match(
            DOOR.door.mode,
            (
                "waiting",
                rx.el.p(
                    rx.cond(DOOR.door.waiting > 0, t("register.mode_waiting", count=DOOR.door.waiting), t("register.mode_nobody")),
                    " ",
                    link(t("register.mode_more"), to="/waiting"),
                ),
            ),
            (
                "invited",
                rx.cond(
                    by_invitation,
                    rx.fragment(),
                    rx.el.div(
                        rx.el.h2(t("register.mode_invited")),
                        rx.el.p(t("register.mode_invited_text")),
                        rx.el.div(link_button("invite.look", "/all"), class_name="row"),
                        class_name="empty",
                    ),
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(by_invitation & ~refused, rx.el.p(t("register.by_invitation"), class_name="quiet-text")),
    )


def _register_form(errors: rx.Var[Any]) -> rx.Component:
    return rx.fragment(
        post_form(
            "register",
            _username(errors),
            field("email", "account.email", _email(on_blur=TypingState.email), errors=errors, hint="register.email_hint", form="register"),
            _new_password(errors, "register"),
            _agreement(errors),
            submit("register", "register.button"),
            to="register",
            carry=("invite",),
        ),
        rx.el.p(t("register.have_one"), " ", link(t("account.log_in"), to="/login")),
    )


def login() -> rx.Component:
    """`/login`"""
    errors = form_errors("login")
    name = rx.el.input(name="login", type="text", required=True, auto_complete="username", auto_capitalize="none", spell_check=False)
    return page(
        rx.el.h1(t("account.log_in")),
        rx.cond(query("done") == "password", rx.el.p(t("reset.done"), class_name="notice", role="status")),
        _unless_known(
            rx.cond(query("next") != "", rx.el.p(t("login.first"), class_name="notice", role="status")),
            post_form(
                "login",
                field("login", "account.username", name, errors=errors, hint="login.hint", form="login"),
                field("password", "account.password", password(complete="current-password"), errors=errors, form="login"),
                submit("login", "account.log_in"),
                to="login",
                carry=("next",),
            ),
            rx.el.p(link(t("login.forgot"), to="/reset"), class_name="quiet-text"),
            rx.el.p(t("login.new_here"), " ", link(t("account.join"), to="/register")),
        ),
        name="account.log_in",
    )


def logout() -> rx.Component:
    """`/logout`"""
    return page(
        rx.el.h1(t("account.log_out")),
        rx.el.p(t("logout.text")),
        post_form(
            "logout",
            rx.el.div(submit("logout", "account.log_out"), link_button("logout.stay", "/", kind=""), class_name="row"),
            to="logout",
        ),
        name="account.log_out",
    )


def confirm() -> rx.Component:
    """`/confirm`: with a token a button that uses it, since opening a page must use up nothing; else where the mail is."""
    with_token = rx.fragment(
        rx.el.h1(t("confirm.title")),
        rx.cond(
            SessionState.known & ((SessionState.standing != "waiting") | SessionState.confirmed),
            _confirmed(),
            rx.fragment(
                rx.el.p(t("confirm.press")),
                post_form("confirm", submit("confirm", "confirm.button"), to="confirm", carry=("token",)),
                rx.cond(wrong(form_errors("confirm"), ""), _another_mail()),
            ),
        ),
    )
    asked = rx.fragment(rx.el.h1(t("confirm.sent_title")), written_to(), rx.el.p(t("confirm.sent")), _outbox(), _another_mail())
    return page(
        rx.cond(query("token") != "", with_token, asked), name="confirm.title", aside=_box("register.choice_title", "register.choice")
    )


def reset() -> rx.Component:
    """`/reset`: ask for a link, be told that it was sent, or (with a token) set the new password."""
    return page(
        rx.el.h1(t("reset.title")),
        rx.cond(query("token") != "", _set_password(), rx.cond(query("sent") != "", _reset_sent(), _ask_reset())),
        name="reset.title",
    )


def _unless_known(*children: Any) -> rx.Component:
    known = rx.el.div(
        rx.el.p(t("account.logged_in_as"), " ", rx.el.b(bdi(SessionState.name))),
        rx.el.div(link_button("account.go_on", "/"), link_button("account.log_out", "/logout", kind=""), class_name="row"),
        class_name="stack",
    )
    return rx.cond(SessionState.known, known, rx.el.div(*children, class_name="stack wide-gaps"))


def _username(errors: rx.Var[Any]) -> rx.Component:
    control = rx.el.input(
        name="username",
        type="text",
        required=True,
        auto_complete="username",
        auto_capitalize="none",
        spell_check=False,
        custom_attrs={"dir": "auto"},
        on_change=TypingState.name.debounce(350),
    )
    hint = rx.fragment(
        t("register.username_hint"),
        rx.cond(TypingState.free != "", rx.el.span(" ", t("register.free", name=TypingState.free), class_name="fine", role="status")),
    )
    return field("username", "account.username", control, errors=errors, hint=hint, form="register")


def _email(**props: Any) -> rx.Component:
    return rx.el.input(
        name="email", type="email", required=True, auto_complete="email", custom_attrs={"data-missing": named("email.required")}, **props
    )


def _new_password(errors: rx.Var[Any], form: str) -> rx.Component:
    control = password(complete="new-password", on_change=TypingState.password.debounce(350))
    return field("password", "account.password", control, errors=errors, hint="register.password_hint", form=form)


def _agreement(errors: rx.Var[Any]) -> rx.Component:
    error = wrong(errors, "agreed")
    described = {"aria-invalid": rx.cond(error, "true", "false"), "aria-describedby": "register-agreed-wrong"}
    tick = rx.el.input(type="checkbox", name="agreed", required=True, custom_attrs={**described, "data-missing": named("agreed.required")})
    return rx.el.fieldset(
        rx.el.legend(t("register.rules")),
        rx.el.div(
            rx.el.ul(*(rx.el.li(t(f"rules.{rule}_title")) for rule in RULES), class_name="points"),
            rx.el.p(link(t("register.all_rules"), to="/rules", target="_blank")),
            rx.el.label(tick, rx.el.span(t("register.agree")), class_name="tick"),
            rx.cond(error, rx.el.span(message(error), class_name="wrong", role="alert", id="register-agreed-wrong")),
            class_name="box stack",
        ),
        class_name="field",
    )


def _another_mail() -> rx.Component:
    # The form stays where it is when it was accepted: it is what knows that it was.
    sent = rx.el.p(t("confirm.sent_again"), class_name="notice", role="status")
    button = rx.el.div(submit("resend", "confirm.resend"))
    again = post_form("resend", rx.el.p(t("confirm.none")), rx.cond(form_done("resend"), sent, button), to="resend", stays=True)
    ask = rx.el.p(t("confirm.none"), " ", link(t("confirm.log_in_first"), to="/login?next=/confirm"))
    return rx.fragment(
        rx.match(
            SessionState.standing,
            ("", ask),
            ("waiting", rx.cond(SessionState.confirmed, _confirmed(), again)),
            _confirmed(),
        )
    )


def _confirmed() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("confirm.done"), class_name="notice"), rx.el.div(link_button("account.go_on", "/welcome")), class_name="stack"
    )


def _ask_reset() -> rx.Component:
    errors = form_errors("reset")
    return post_form(
        "reset",
        rx.el.p(t("reset.ask")),
        field("email", "account.email", _email(), errors=errors, form="reset"),
        submit("reset", "reset.send"),
        to="reset",
    )


def _reset_sent() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("reset.sent"), class_name="notice", role="status"), _outbox(), rx.el.p(link(t("account.log_in"), to="/login"))
    )


def _set_password() -> rx.Component:
    errors = form_errors("new-password", TypingState.errors)
    return rx.fragment(
        rx.cond(query("first") != "", rx.el.p(t("reset.first"), class_name="notice", role="status"), rx.el.p(t("reset.set"))),
        post_form(
            "new-password", _new_password(errors, "new-password"), submit("new-password", "reset.save"), to="new-password", carry=("token",)
        ),
        rx.el.p(link(t("reset.again"), to="/reset"), class_name="quiet-text"),
    )


def _outbox() -> rx.Component:
    return rx.cond(PostalState.outbox != "", rx.el.p(t("mail.outbox", folder=PostalState.outbox), class_name="notice doubt"))


def _box(title: str, text: str) -> rx.Component:
    return rx.el.section(rx.el.h2(t(title)), rx.el.p(t(text)), class_name="box")
