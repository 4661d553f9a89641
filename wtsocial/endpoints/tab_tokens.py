"""Tabs: a tab's client token opens that tab's state for the login that it was used with, and for no other."""

import hashlib
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.core.tokens import session_of

SOCKET: Final = "/_event"
TOKEN: Final = "token"  # noqa: S105 # the name of a parameter


class TabToken:
    """Ties the token in a socket's address to the login that comes with it (as `guards.SessionCookie` leaves it).

    What a tab's screen holds waits for the tab to come back, and whoever knows its token gets it. With another login, or
    without one, the same token is another tab's, so that it begins with nothing: from elsewhere, after logging out, or
    when somebody else logs in here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with another token."""
        if scope["type"] in ("http", "websocket") and scope["path"].startswith(SOCKET):
            given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            session = session_of(Headers(scope=scope).get("cookie", ""))
            tied = [(name, _tied(value, session) if name == TOKEN else value) for name, value in given]
            scope = {**scope, "query_string": urlencode(tied).encode("ascii")}
        await self.app(scope, receive, send)


def _tied(token: str, session: str) -> str:
    return hashlib.sha256(f"{token} {session}".encode()).hexdigest()[:32]
