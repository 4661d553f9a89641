"""Looks: a page's language, light or dark, and an announcement put away, by a form where no script runs, or none runs yet."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from wtsocial.i18n import LANGUAGES
from wtsocial.text.limits import LINK
from wtsocial.text.links import safe_next

LANGUAGE_COOKIE: Final = "language"
THEME_COOKIE: Final = "theme"
THEMES: Final = ("light", "dark")
ANNOUNCEMENT_COOKIE: Final = "announcement"
"""The number of the announcement that this browser put away last (assets/kit/live/announcement.js sets it, too)."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_SECONDS: Final = 365 * 86_400
"""As long as assets/kit/i18n.js keeps a language."""


async def choose(request: Request) -> RedirectResponse:
    """Have the browser keep the `language` or `theme` that was chosen, or the `announcement` that was put away, and go back (`next`).

    What is no choice changes nothing.
    """
    async with request.form(max_files=0, max_fields=5, max_part_size=LINK) as sent:
        fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    response = RedirectResponse(safe_next(fields.get("next")), status_code=303, headers={"Cache-Control": "no-store"})
    for cookie, choices in ((LANGUAGE_COOKIE, LANGUAGES), (THEME_COOKIE, THEMES)):
        if (chosen := fields.get(cookie, "")) in choices:
            # No secret: the page's own script reads the language.
            response.set_cookie(cookie, chosen, max_age=_SECONDS, path="/", samesite="lax")
    if _NUMBER.fullmatch(number := fields.get(ANNOUNCEMENT_COOKIE, "")):
        response.set_cookie(ANNOUNCEMENT_COOKIE, number, max_age=_SECONDS, path="/", samesite="lax")
    return response


ROUTES: Final = [Route("/auth/looks", choose, methods=["POST"])]
