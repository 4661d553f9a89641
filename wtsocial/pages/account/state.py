"""Accounts on the screen: what is said while somebody types, where mails go, and one's own settings."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import reflex as rx

from wtsocial.accounts import profiles
from wtsocial.accounts import queries as accounts
from wtsocial.accounts import queries as members
from wtsocial.accounts.views import AccountView
from wtsocial.core.errors import Invalid, Refusal
from wtsocial.core.passwords import check_password
from wtsocial.core.settings import settings
from wtsocial.joining import queries as joining
from wtsocial.joining.views import DoorView
from wtsocial.text.emails import check_email
from wtsocial.text.names import check_username
from wtsocial.ui.call import Answers, answering, call
from wtsocial.ui.live import watch

_LONGEST = 4_096
"""Characters that are looked at; every limit is below."""


class TypingState(Answers, rx.State):
    """What is wrong with a name, an address or a password, said while it is typed. No password is kept here."""

    free: str = ""
    """The name just typed, if it can be taken."""
    _username: str = ""
    _email: str = ""

    @rx.event
    async def open(self):
        """An empty form."""
        self.errors, self.free, self._username, self._email = {}, "", "", ""

    @rx.event
    async def name(self, typed: str):
        """Whether a name follows the rules and is free."""
        self._username, self.free = _text(typed), ""
        with self._said("username", self._username):
            check_username(self._username)
            if await members.is_taken(self._username):
                raise Invalid("username.taken", field="username")
            self.free = self._username

    @rx.event
    async def email(self, typed: str):
        """Whether it looks like an address; asked when the field is left, since every address is none half-way."""
        self._email = _text(typed)
        with self._said("email", self._email):
            self._email = check_email(self._email)

    @rx.event
    async def password(self, typed: str):
        """Whether a password is good enough."""
        with self._said("password", _text(typed)):
            await asyncio.to_thread(check_password, _text(typed), username=self._username, email=self._email)

    @contextmanager
    def _said(self, field: str, typed: str) -> Iterator[None]:
        others = {name: error for name, error in self.errors.items() if name != field}
        try:
            yield
            self.errors = others
        except Refusal as refusal:
            said = {field: {"key": refusal.key, "params": dict(refusal.params)}}
            self.errors = others | (said if typed else {})


class PostalState(rx.State):
    """Where mails go: to people, or (with no mail server set) into a folder, which the pages say."""

    outbox: str = ""

    @rx.event
    async def open(self):
        """Look at the settings."""
        self.outbox = "" if settings().smtp_url else f"{settings().data_dir.name}/outbox/"


class DoorState(rx.State):
    """How people come in at the moment."""

    door: DoorView = DoorView()

    @rx.event
    async def open(self):
        """Look."""
        self.door = await joining.door()


class SettingsState(Answers, rx.State):
    """One's own account."""

    account: AccountView = AccountView()
    ready: bool = False

    @rx.event
    async def open(self):
        """The account as it is."""
        self.account, self.ready = AccountView(), False
        async with answering(self) as viewer:
            await watch(self, viewer)
            self.account = await accounts.own(viewer)
            self.ready = True

    @rx.event
    async def set_language(self, language: str):
        """Remember the language that was switched to."""
        async with answering(self) as viewer:
            await call(profiles.set_language, viewer, language=language)

    @rx.event
    async def save_about(self, form: dict[str, Any]):
        """Save what the profile says."""
        async with answering(self) as viewer:
            await call(profiles.edit_about, viewer, about=_text(form.get("about") if isinstance(form, dict) else ""))
            self.notice = {"key": "settings.saved", "params": {}}


def _text(typed: Any) -> str:
    return typed[:_LONGEST] if isinstance(typed, str) else ""
