"""Setting content rules: what somebody tries, what it would have done, and what is switched on."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.moderation import content_rules, rule_previews, rule_queries
from wtsocial.moderation.rule_views import CaughtView, ContentRuleView, RulePreview
from wtsocial.text import limits
from wtsocial.ui.call import call, handling
from wtsocial.ui.dialogs import Submitting, id_field, required_field, submitting, text_field
from wtsocial.ui.session import number_in

WHAT = ("source_block", "source_hold", "source_warn", "word_hold", "word_flag")
"""What a rule can be: its kind and its effect."""


class RuleSetting(Submitting, rx.State, mixin=True):
    """The rules of a place. Each handler asks again who is there; who uses it says which place (`_subwiki`)."""

    ready: bool = False
    rules: list[ContentRuleView] = []
    after: int = 0
    """The last rule of this page, where there are more; else 0."""
    preview: RulePreview = RulePreview()
    caught_of: int = 0
    """The rule whose catches are shown; 0 for none."""
    caught: list[CaughtView] = []
    _draft: dict[str, str] = {}
    """What was tried last, and can be switched on."""

    @rx.event
    async def try_rule(self, form: dict[str, Any]):
        """Show what such a rule would have done."""
        self.preview, self._draft = RulePreview(), {}
        async with handling(self) as viewer:
            draft = _draft_of(form)
            self.preview = await call(rule_previews.preview_rule, viewer, subwiki=self._subwiki(), **draft)
            self._draft = draft | {"reason": required_field(form, "reason")}

    @rx.event
    async def look_further(self):
        """Show the posts that follow those shown."""
        async with handling(self) as viewer:
            draft = {name: word for name, word in self._tried().items() if name != "reason"}
            further = await call(rule_previews.preview_rule, viewer, subwiki=self._subwiki(), older=self.preview.older, **draft)
            self.preview = self.preview.followed_by(further)

    @rx.event
    async def switch_on(self):
        """Switch on what was tried."""
        async with handling(self) as viewer:
            await call(content_rules.add_rule, viewer, subwiki=self._subwiki(), **self._tried())
            self.preview, self._draft = RulePreview(), {}
            await self._read(viewer)
            self.notice = {"key": "content_rule.switched_on", "params": {}}

    @rx.event
    async def put_away(self):
        """Let go of what was tried; what was typed stays."""
        self.preview, self._draft = RulePreview(), {}

    @rx.event
    async def begin_off(self):
        """Forget what the sheet said when it was open before."""
        self.errors, self.notice = {}, {}

    @rx.event
    async def switch_off(self, form: dict[str, Any]):
        """Switch a rule off, for everybody to read why."""
        async with submitting(self) as viewer:
            await call(content_rules.remove_rule, viewer, rule_id=id_field(form, "number"), reason=text_field(form, "reason"))
            await self._read(viewer)
            self.notice = {"key": "content_rule.switched_off", "params": {}}

    @rx.event
    async def show_caught(self, number: int):
        """Show what a rule caught, or no longer."""
        async with handling(self) as viewer:
            wanted = number_in(number)
            wanted = 0 if wanted == self.caught_of else wanted
            self.caught = await call(rule_queries.caught_posts, viewer, rule_id=wanted) if wanted else []
            self.caught_of = wanted

    @rx.event
    async def older_rules(self):
        """The page of rules that follows; after the last one the first again."""
        async with handling(self) as viewer:
            await self._read(viewer, older=self.after)

    def _subwiki(self) -> str:
        """The slug of the place; empty for the whole site."""
        return ""

    def _tried(self) -> dict[str, str]:
        if not self._draft:
            raise Invalid("content_rule.try_first")
        return self._draft

    async def _read(self, viewer: Viewer, *, older: int = 0) -> None:
        self.rules, self.caught_of, self.caught = await rule_queries.content_rules(viewer, subwiki=self._subwiki(), older=older), 0, []
        self.after = self.rules[-1].id if len(self.rules) == limits.RULE_PAGE else 0
        self.ready = True

    def _clear(self) -> None:
        self.ready, self.rules, self.after, self.preview, self._draft = False, [], 0, RulePreview(), {}
        self.caught_of, self.caught = 0, []


def _draft_of(form: dict[str, Any]) -> dict[str, str]:
    what = required_field(form, "what")
    if what not in WHAT:
        raise Invalid("error.not_understood", field="what")
    kind, effect = what.split("_")
    return {"kind": kind, "effect": effect, "pattern": text_field(form, "pattern")}
