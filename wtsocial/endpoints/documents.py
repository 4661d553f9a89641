"""Documents: what a page's address answers before any script runs: status, title, previews for other sites, and readable text."""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Protocol, cast
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import NotFound, Unavailable
from wtsocial.core.messages import DiffPiece
from wtsocial.core.settings import settings
from wtsocial.core.tokens import read_cookies, session_of
from wtsocial.editing.queries import corrections
from wtsocial.endpoints.compression import coding_for, compress, compressed
from wtsocial.endpoints.conditional import names_tag, tag_of
from wtsocial.endpoints.document import Document, PageRequest, WriteDocument
from wtsocial.endpoints.document_times import day, iso, moment
from wtsocial.endpoints.looks import ANNOUNCEMENT_COOKIE, LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from wtsocial.endpoints.page_cache import PageCache, ReadyPage
from wtsocial.i18n import FALLBACK, LANGUAGES, direction, page_texts, pick_language, say
from wtsocial.posts.views import PERSONAL, PostView
from wtsocial.site.current import announcement
from wtsocial.site.views import NOTHING, AnnouncementView
from wtsocial.text.quotation_marks import QUOTATION_MARKS
from wtsocial.text.reserved import ENDINGS
from wtsocial.text.written_language import written_language

MISSING: Final = "404"
"""The path of the route that answers where nothing is."""
_NO_PAGE = re.compile(r"/(?:_|assets/|kit/|i18n/|external/|pictures/|auth/|api/|ping$|health$)", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z0-9]{1,12}$", re.IGNORECASE)
_SHARED: Final = Path(__file__).parent / "templates"
"""What the templates of several screens are made of."""
_NOBODYS: Final[dict[str, Any]] = {field.name: field.default for field in fields(PostView) if field.name in PERSONAL}
_LISTS: Final = ("tags", "dispute_votes")
_lists: Final = attrgetter(*_LISTS)
_public: Final = attrgetter(*(field.name for field in fields(PostView) if field.name not in PERSONAL and field.name not in _LISTS))
VARY: Final = "Cookie, Accept-Language, Accept-Encoding"


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


@dataclass(frozen=True)
class _Asked:
    """Who asks for which page, in which language, light and content coding; `session` is empty for a reader without a login."""

    path: str
    query: str
    session: str
    language: str
    theme: str
    coding: str
    announcement: AnnouncementView
    """What stands at the top of the page, unless this browser put it away."""

    @property
    def shared(self) -> bool:
        """Whether everybody who asks the same is answered the same."""
        return not self.session and not self.query


class Documents:
    """Answers page addresses with the built shell, the document written into it; everything else passes on.

    An address that matches none of `routes` is not found. `templates` is the folder of the screens. What readers without a login are
    answered stands in `cache`; whoever has a session, known or not, is answered from the database.
    """

    def __init__(self, app: ASGIApp, *, built: Path, routes: Iterable[Address], templates: Path, cache: PageCache | None = None) -> None:
        self.app = app
        self.built = built
        self.routes = {route.path: route for route in routes}
        self.patterns = [(_pattern(path), path) for path in self.routes if path != MISSING]
        self.templates = _environment(templates)
        self.cache = PageCache(seconds=0) if cache is None else cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not _is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = _asked(scope["path"].rstrip("/") or "/", scope["query_string"].decode("latin-1"), headers)
        page = (self.cache.find(asked) if asked.shared else None) or await self._page(asked)
        known = page.tag and names_tag(headers.get("if-none-match", ""), page.tag)
        status, sent = (304, page.brief) if known else (page.status, page.headers)
        await send({"type": "http.response.start", "status": status, "headers": [*sent]})
        await send({"type": "http.response.body", "body": b"" if known or scope["method"] == "HEAD" else page.body})

    async def _page(self, asked: _Asked) -> ReadyPage:
        if not asked.shared:
            return await self._read(asked)
        await self.cache.wait(asked)
        if found := self.cache.find(asked):
            return found
        with self.cache.reading(asked):
            turn = self.cache.begin()
            page = await self._read(asked)
            self.cache.keep(asked, page, turn)
        return page

    async def _read(self, asked: _Asked) -> ReadyPage:
        query = dict(parse_qsl(asked.query))
        try:
            viewer = await sessions.viewer_of(asked.session)
            request = PageRequest(viewer, asked.language, asked.path, query=query, theme=asked.theme)
            shell, document = await self._document(request)
            corrected = await corrections.count_today()
        except Unavailable:
            return self._away(PageRequest(Viewer(), asked.language, asked.path, theme=asked.theme), asked.coding)
        written = self._written(_shell(self.built, shell), document, request, corrected, asked.announcement)
        body = await compress(written.encode(), asked.coding)
        # Who may ask for it depends on who asks: no cache between may keep it.
        brief = {"Cache-Control": "private, no-cache", "Vary": VARY}
        if not asked.shared or document.rooms is None:
            return ReadyPage(document.status, body, _headers(body, asked.coding, brief))
        tag = tag_of(body)
        brief["ETag"] = tag
        rooms = frozenset((bus.pages_room(), *document.rooms))
        # At midnight the corrections of today are those of another day. What has ended already changes nothing more.
        ends = (document.until / 1000, asked.announcement.until / 1000, corrections.ends_today().timestamp())
        until = min(moment for moment in ends if moment > time.time())
        return ReadyPage(document.status, body, _headers(body, asked.coding, brief), _raw(brief), tag, rooms, until)

    def _away(self, request: PageRequest, coding: str) -> ReadyPage:
        """The page without what the database would have to say; it comes by itself when the page is alive and the database back."""
        shell = next((path for pattern, path in self.patterns if pattern.fullmatch(request.path)), MISSING)
        document = Document(request.say("error.away_title"), request.say("error.away_page"), "away.html", status=503)
        body = compressed(self._written(_shell(self.built, shell), document, request, 0).encode(), coding)
        return ReadyPage(503, body, _headers(body, coding, {"Retry-After": "5", "Cache-Control": "no-store", "Vary": VARY}))

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

    def _written(
        self, shell: str, document: Document, request: PageRequest, corrected_today: int, announced: AnnouncementView = NOTHING
    ) -> str:
        """The shell with the document in it."""
        language = request.language
        context: dict[str, Any] = {"document": document, "path": request.path, "site": settings().site_url, "viewer": request.viewer}
        context |= {"site_name": settings().site_name, "source_code": settings().source_url}
        context |= {"here": request.here, "languages": LANGUAGES, "theme": request.theme}
        context |= {"announcement": announced, "corrected_today": corrected_today, "most_counted": corrections.MOST_COUNTED}
        context |= {"language": language, "query": request.query, "wrong": request.refusal()}
        context["once"] = partial(self._once, language, request.viewer.known)
        context |= {"say": partial(say, language), "iso": iso, "day": partial(day, language), "moment": partial(moment, language)}
        head = self.templates.get_template("head.html").render(context)
        body = self.templates.get_template(document.template).render(context, **document.fill)
        body = f"<noscript>{body}</noscript>" if document.noscript else body
        inlined = "" if language == FALLBACK else _inlined_texts(language)
        looks = f' class="{request.theme}"' if request.theme else ""
        shell = shell.replace('<html lang="en">', f'<html lang="{language}" dir="{direction(language)}"{looks}>', 1)
        shell = shell.replace("</head>", head + "</head>", 1)
        # At the end of the body, beside the one element that the page's scripts draw in.
        return f"{body}{inlined}</body>".join(shell.rsplit("</body>", 1))

    def _once(self, language: str, known: bool, card: Callable[[PostView], str], post: PostView) -> str:
        """The card of a post, made once for all who see the same on it: the language, whether there is a login, and the post."""
        key = (language, known, _public(post), *map(tuple, _lists(post)))
        made = self.cache.pieces.get(key)
        if made is None:
            # As it is to nobody: what is of one person alone cannot come into it.
            made = self.cache.pieces[key] = card(replace(post, **_NOBODYS))
        return made


def _asked(path: str, query: str, headers: Headers) -> _Asked:
    cookies = headers.get("cookie", "")
    chosen = dict(read_cookies(cookies))
    language = pick_language(headers.get("accept-language", ""), chosen.get(LANGUAGE_COOKIE, ""))
    theme = chosen.get(THEME_COOKIE, "")
    coding = coding_for(headers.get("accept-encoding", ""))
    shown = announcement()
    shown = NOTHING if chosen.get(ANNOUNCEMENT_COOKIE) == str(shown.id) else shown
    return _Asked(path, query, session_of(cookies), language, theme if theme in THEMES else "", coding, shown)


def _headers(body: bytes, coding: str, others: Mapping[str, str]) -> Sequence[tuple[bytes, bytes]]:
    about = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    return _raw(about | ({"Content-Encoding": coding} if coding else {}) | dict(others))


def _raw(headers: Mapping[str, str]) -> Sequence[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


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
    cast("Any", environment).globals["quotation_marks"] = QUOTATION_MARKS
    return environment


def _lang(words: str | Sequence[DiffPiece], said: str = "") -> Markup:
    """The attribute `lang` of a text, of cleaned HTML, or of the pieces of a difference."""
    text = words if isinstance(words, str) else "".join(piece.text for piece in words)
    code = written_language(text, said)
    return Markup(' lang="{}"').format(code) if code else Markup()
