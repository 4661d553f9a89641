"""The ways in and out as plain forms, for browsers without scripts; with scripts the built page's own forms are there at once."""

from typing import Any

from wtsocial.core.settings import settings
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.joining import queries as joining

RULES = ("people", "headlines", "edits", "standing", "spam", "names", "decisions")
"""The rules in short, as they stand where they are agreed to."""


async def register(request: PageRequest) -> Document:
    """`/register`"""
    return _form(request, "register.title", "register", door=await joining.door(), rules=RULES)


async def login(request: PageRequest) -> Document:
    """`/login`"""
    return _form(request, "account.log_in", "login")


async def logout(request: PageRequest) -> Document:
    """`/logout`"""
    return _form(request, "account.log_out", "logout")


async def confirm(request: PageRequest) -> Document:
    """`/confirm`: with a token a button that uses it, else where the mail is."""
    return _form(request, "confirm.title", "confirm", outbox=_outbox())


async def reset(request: PageRequest) -> Document:
    """`/reset`: ask for a link, be told that it was sent, or (with a token) set the new password."""
    return _form(request, "reset.title", "reset", outbox=_outbox())


def _form(request: PageRequest, title: str, name: str, **fill: Any) -> Document:
    return Document(request.say(title), request.say("welcome.what"), f"account/{name}.html", fill, noscript=True)


def _outbox() -> str:
    """The folder that mails are put into where no mail server is set; empty where they go to people."""
    return "" if settings().smtp_url else f"{settings().data_dir.name}/outbox/"
