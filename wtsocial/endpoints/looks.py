"""Looks: a page's language, and light or dark, chosen by a form where no script runs, or none runs yet."""

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
_SECONDS: Final = 365 * 86_400
"""As long as assets/kit/i18n.js keeps a language."""


async def choose(request: Request) -> RedirectResponse:
    """Have the browser keep the `language` or the `theme` that was chosen, and go back (`next`); what is no choice changes nothing."""
    async with request.form(max_files=0, max_fields=5, max_part_size=LINK) as sent:
        fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    response = RedirectResponse(safe_next(fields.get("next")), status_code=303, headers={"Cache-Control": "no-store"})
    for cookie, choices in ((LANGUAGE_COOKIE, LANGUAGES), (THEME_COOKIE, THEMES)):
        if (chosen := fields.get(cookie, "")) in choices:
            # No secret: the page's own script reads the language.
            response.set_cookie(cookie, chosen, max_age=_SECONDS, path="/", samesite="lax")
    return response


ROUTES: Final = [Route("/auth/looks", choose, methods=["POST"])]
