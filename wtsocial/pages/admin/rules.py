"""`/admin/rules`: what is done with a source or a word on the whole site, each tried before it is switched on."""

from typing import Any

import reflex as rx

from wtsocial.pages.admin.frame import ways
from wtsocial.pages.admin.rules_state import SiteRulesState, SiteTextsState
from wtsocial.ui.content_rules import content_rules
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.prepared_texts import text_settings
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever their annotations say.
RULES: Any = SiteRulesState


def rules() -> rx.Component:
    """`/admin/rules`"""
    refused = RULES.errors.length() > 0
    return page(
        rx.cond(RULES.ready, ways()),
        rx.el.h1(t("content_rule.title")),
        rx.cond(
            RULES.ready,
            rx.fragment(
                rx.el.p(t("content_rule.site_what"), " ", link(t("nav.log"), to="/log"), class_name="quiet-text"),
                content_rules(RULES, rx.el.h2),
                rx.el.h2(t("prepared.title")),
                rx.el.p(t("prepared.site_what"), class_name="quiet-text"),
                text_settings(SiteTextsState),
            ),
            rx.fragment(answers(RULES), rx.cond(refused & ~SessionState.known, link_button("account.log_in", "/login?next=/admin/rules"))),
        ),
        name="content_rule.title",
        ready=RULES.ready | refused,
    )
