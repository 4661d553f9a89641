"""Documents: what a page's address answers before any script runs: status, title, previews for other sites, and readable text."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Protocol, cast
from urllib.parse import parse_qsl

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound, Unavailable
from wtsocial.core.messages import DiffPiece
from wtsocial.core.settings import settings
from wtsocial.core.tokens import read_cookies, session_of
from wtsocial.editing.queries import corrections
from wtsocial.endpoints.document import Document, PageRequest, WriteDocument
from wtsocial.endpoints.looks import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from wtsocial.i18n import FALLBACK, LANGUAGES, direction, page_texts, pick_language, say
from wtsocial.text.reserved import ENDINGS
from wtsocial.text.written_language import written_language

MISSING: Final = "404"
"""The path of the route that answers where nothing is."""
_NO_PAGE = re.compile(r"/(?:_|assets/|kit/|i18n/|external/|pictures/|auth/|api/|ping$|health$)", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z0-9]{1,12}$", re.IGNORECASE)
_SHARED: Final = Path(__file__).parent / "templates"
"""What the templates of several screens are made of."""


class Address(Protocol):
    """What is asked of a route: its path with [parts], the catalogue key of its static title, and who writes its document.

    A route without a writer has its title alone.
    """

    @property
    def path(self) -> str:
        """`/post/[post_id]`"""
        ...

    @property
    def title(self) -> str:
        """`post.title`"""
        ...

    @property
    def document(self) -> WriteDocument | None:
        """The writer."""
        ...


class Documents:
    """Answers page addresses with the built shell, the document written into it; everything else passes on.

    An address that matches none of `routes` is not found. `templates` is the folder of the screens.
    """

    def __init__(self, app: ASGIApp, *, built: Path, routes: Iterable[Address], templates: Path) -> None:
        self.app = app
        self.built = built
        self.routes = {route.path: route for route in routes}
        self.patterns = [(_pattern(path), path) for path in self.routes if path != MISSING]
        self.templates = _environment(templates)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not _is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        page = await self._page(scope["path"].rstrip("/") or "/", query, Headers(scope=scope))
        await GZipMiddleware(page)(scope, receive, send)

    async def _page(self, path: str, query: Mapping[str, str], headers: Headers) -> HTMLResponse:
        cookies = dict(read_cookies(headers.get("cookie", "")))
        language = pick_language(headers.get("accept-language", ""), cookies.get(LANGUAGE_COOKIE, ""))
        theme = cookies.get(THEME_COOKIE, "")
        asked = PageRequest(Viewer(), language, path, query=query, theme=theme if theme in THEMES else "")
        try:
            viewer = await sessions.viewer_of(session_of(headers.get("cookie", "")))
            request = replace(asked, viewer=viewer)
            shell, document = await self._document(request)
            corrected = await corrections.count_today()
        except Unavailable:
            return self._away(asked)
        page = self._written(_shell(self.built, shell), document, request, corrected)
        # What stands in it depends on who asks: no cache between may keep it.
        return HTMLResponse(page, document.status, {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"})

    def _away(self, request: PageRequest) -> HTMLResponse:
        """The page without what the database would have to say; it comes by itself when the page is alive and the database back."""
        shell = next((path for pattern, path in self.patterns if pattern.fullmatch(request.path)), MISSING)
        document = Document(request.say("error.away_title"), request.say("error.away_page"), "away.html", status=503)
        return HTMLResponse(
            self._written(_shell(self.built, shell), document, request, 0), 503, {"Retry-After": "5", "Cache-Control": "no-store"}
        )

    async def _document(self, request: PageRequest) -> tuple[str, Document]:
        """The route that answers, and its document."""
        for pattern, path in self.patterns:
            if found := pattern.fullmatch(request.path):
                asked = replace(request, parts=found.groupdict())
                try:
                    return path, await _write(self.routes[path], asked)
                except NotFound:
                    break
        return MISSING, await _write(self.routes[MISSING], request)

    def _written(self, shell: str, document: Document, request: PageRequest, corrected_today: int) -> str:
        """The shell with the document in it."""
        language = request.language
        context: dict[str, Any] = {"document": document, "path": request.path, "site": settings().site_url, "viewer": request.viewer}
        context |= {"site_name": settings().site_name, "source_code": settings().source_url}
        context |= {"here": request.here, "languages": LANGUAGES, "theme": request.theme}
        context |= {"corrected_today": corrected_today, "most_counted": corrections.MOST_COUNTED}
        context |= {"language": language, "query": request.query, "wrong": request.refusal()}
        context |= {"say": partial(say, language), "iso": _iso, "day": partial(_day, language), "moment": partial(_moment, language)}
        head = self.templates.get_template("head.html").render(context)
        body = self.templates.get_template(document.template).render(context, **document.fill)
        body = f"<noscript>{body}</noscript>" if document.noscript else body
        inlined = "" if language == FALLBACK else _inlined_texts(language)
        # What the builder says of every page alike would stand beside the page's own words.
        shell = re.sub(r'<title>.*?</title>|<meta content="[^"]*" (?:name="description"|property="og:[^"]*")/>', "", shell)
        looks = f' class="{request.theme}"' if request.theme else ""
        shell = shell.replace('<html lang="en">', f'<html lang="{language}" dir="{direction(language)}"{looks}>', 1)
        shell = shell.replace("</head>", head + "</head>", 1)
        # At the end of the body: what stands before its own elements, React takes for a broken page.
        return f"{body}{inlined}</body>".join(shell.rsplit("</body>", 1))


async def _write(route: Address, request: PageRequest) -> Document:
    if route.document:
        return await route.document(request)
    return Document(request.say(route.title), request.say("welcome.what"), "scripts.html", noscript=True)


def _is_page(path: str) -> bool:
    if _NO_PAGE.match(path):
        return False
    # A member's name may hold a dot, but never end like a file; a source is a domain.
    return not _FILE.search(path) or path.startswith("/source/") or (path.startswith("/u/") and not path.casefold().endswith(ENDINGS))


@cache
def _shell(built: Path, route: str) -> str:
    """The built page of a route; one with variable parts, and what is not there, have the shell of all.

    With hot reload pages are not drawn ahead: `index` is the shell of all then.
    """
    for name in (route.strip("/") or "index", "__spa-fallback", "index"):
        path = built / f"{name}.html"
        if "[" not in name and name != MISSING and path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(built / "index.html")


def _pattern(path: str) -> re.Pattern[str]:
    """`/post/[post_id]` as a pattern whose groups are named as the parts are."""
    parts = (f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("[") else re.escape(part) for part in path.strip("/").split("/"))
    return re.compile("/" + "/".join(parts))


@cache
def _inlined_texts(language: str) -> str:
    # A data block: no script runs, and "<" cannot end it early.
    catalogue = json.dumps(page_texts(language), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="texts">{catalogue}</script>'


@cache
def _environment(screens: Path) -> Environment:
    folders = FileSystemLoader([_SHARED, screens])
    environment = Environment(loader=folders, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Only for what text.markdown has cleaned.
    cast("Any", environment).filters["cleaned"] = Markup
    cast("Any", environment).globals["lang"] = _lang
    return environment


def _lang(words: str | Sequence[DiffPiece], said: str = "") -> Markup:
    """The attribute `lang` of a text, of cleaned HTML, or of the pieces of a difference."""
    text = words if isinstance(words, str) else "".join(piece.text for piece in words)
    code = written_language(text, said)
    return Markup(' lang="{}"').format(code) if code else Markup()


def _iso(at: int) -> str:
    return _utc(at).isoformat(timespec="seconds")


def _day(language: str, at: int) -> str:
    return format_date(_utc(at), locale=language)


def _moment(language: str, at: int) -> str:
    return f"{_day(language, at)}, {format_time(_utc(at), 'short', locale=language)} UTC"


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
