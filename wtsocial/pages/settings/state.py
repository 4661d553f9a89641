"""One's own account on the screen."""

from typing import Any

import reflex as rx

from wtsocial.accounts import profiles
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import AccountView
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.field_checks import text_of
from wtsocial.ui.live import watch


class SettingsState(Answers, rx.State):
    """One's own account."""

    account: AccountView = AccountView()
    ready: bool = False

    @rx.event
    async def open(self):
        """The account as it is."""
        self.account, self.ready = AccountView(), False
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.account = await accounts.own(viewer)
            self.ready = True

    @rx.event
    async def set_language(self, language: str):
        """Remember the language that was switched to."""
        async with handling(self) as viewer:
            await call(profiles.set_language, viewer, language=language)

    @rx.event
    async def name_in_log(self, wanted: bool):
        """Have one's name beside what one decides from now on, or the office alone."""
        async with handling(self) as viewer:
            await call(profiles.set_named_in_log, viewer, named=wanted)
            self.account = await accounts.own(viewer)
            self.notice = {"key": "settings.saved", "params": {}}

    @rx.event
    async def save_about(self, form: dict[str, Any]):
        """Save what the profile says."""
        async with handling(self, form) as viewer:
            await call(profiles.edit_about, viewer, about=text_of(form.get("about") if isinstance(form, dict) else ""))
            self.notice = {"key": "settings.saved", "params": {}}
