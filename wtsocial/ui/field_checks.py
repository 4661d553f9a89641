"""What is wrong with a name, an address or a password, said while it is typed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import reflex as rx

from wtsocial.accounts import queries as accounts
from wtsocial.core.errors import Invalid, Refusal
from wtsocial.core.passwords import check_password
from wtsocial.text.emails import check_new_email
from wtsocial.text.names import check_username
from wtsocial.ui.call import Answers

_LONGEST = 4_096
"""Characters that are looked at; every limit is below."""


class TypingState(Answers, rx.State):
    """What is wrong with a name, an address or a password, said while it is typed. No password is kept here."""

    typed_into: ClassVar[dict[str, str]] = {"name": "username", "email": "email", "password": "password"}

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
        self._username, self.free = text_of(typed), ""
        with self._said("username", self._username):
            check_username(self._username)
            if await accounts.is_taken(self._username):
                raise Invalid("username.taken", field="username")
            self.free = self._username

    @rx.event
    async def email(self, typed: str):
        """Whether it looks like an address; asked when the field is left, since every address is none half-way."""
        self._email = text_of(typed)
        with self._said("email", self._email):
            self._email = check_new_email(self._email)

    @rx.event
    async def password(self, typed: str):
        """Whether a password is good enough."""
        with self._said("password", text_of(typed)):
            await asyncio.to_thread(check_password, text_of(typed), username=self._username, email=self._email)

    @contextmanager
    def _said(self, field: str, typed: str) -> Iterator[None]:
        others = {name: error for name, error in self.errors.items() if name != field}
        try:
            yield
            self.errors = others
        except Refusal as refusal:
            said = {field: {"key": refusal.key, "params": dict(refusal.params)}}
            self.errors = others | (said if typed else {})


def text_of(typed: Any) -> str:
    """What was typed, as far as it is looked at; nothing for what is no text."""
    return typed[:_LONGEST] if isinstance(typed, str) else ""
