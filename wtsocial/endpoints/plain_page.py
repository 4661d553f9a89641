"""Plain pages: a title and a sentence, for answers that need nothing of the site to be built or to work."""

import html

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from wtsocial.endpoints.refusals import language_of
from wtsocial.i18n import direction, say


def plain_page(headers: Headers, title: str, text: str, status: int, **params: object) -> HTMLResponse:
    """The texts of these keys, in the language of whoever asks, with the way home."""
    language = language_of(headers)
    heading, words = (html.escape(say(language, key, **params)) for key in (title, text))
    return HTMLResponse(
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{heading}</title>'
        '<body style="font:18px/1.5 system-ui;max-width:36em;margin:15vh auto;padding:0 1em">'
        f'<main><h1>{heading}</h1><p role="alert">{words}</p><p><a href="/">{html.escape(say(language, "error.home"))}</a></p></main>',
        status,
    )
