"""Somebody who registers, in tests: the form they send, and the links that they are mailed."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage

import pytest
from sqlmodel import col, select

from wtsocial import db
from wtsocial.core.errors import Refusal
from wtsocial.joining import registration
from wtsocial.models import Member

GOOD = "seven herons over the weir"
Statements = Callable[[], AbstractContextManager[list[str]]]
Letters = Callable[[], Awaitable[list[EmailMessage]]]


async def sign_up(username: str = "ana", email: str = "ana@example.org", *, password: str = GOOD, agreed: bool = True) -> None:
    await registration.register(username=username, email=email, password=password, agreed=agreed, language="en")


async def members() -> list[Member]:
    async with db.reading() as session:
        return list((await session.exec(select(Member).order_by(col(Member.id)))).all())


def token_in(letter: EmailMessage, purpose: str) -> str:
    found = re.search(rf"http://localhost:3000/{purpose}\?token=([\w-]{{43}})\s", letter.get_content())
    assert found, letter.get_content()
    return found[1]


async def refused(doing: Awaitable[object]) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.key, refusal.value.field
