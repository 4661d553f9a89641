"""Documents: what a page's address answers before any script runs: status, title, previews for other sites, and readable text."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, quote

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wtsocial.accounts import queries as accounts
from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.settings import settings
from wtsocial.core.tokens import read_cookies, session_of
from wtsocial.donations import queries as donations
from wtsocial.endpoints.chosen import CHOSEN
from wtsocial.endpoints.ledgers import ASKED
from wtsocial.endpoints.written import Document, Write
from wtsocial.feeds import queries as feeds
from wtsocial.i18n import FALLBACK, direction, page_texts, pick_language, say
from wtsocial.joining import queries as joining
from wtsocial.moderation import queries as moderation
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.revisions import queries as revisions
from wtsocial.subwikis import queries as subwikis
from wtsocial.text.money import written
from wtsocial.text.reserved import ENDINGS

_NO_PAGE = re.compile(r"/(?:_|assets/|kit/|i18n/|external/|pictures/|auth/|api/|ping$|health$)", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z0-9]{1,12}$", re.IGNORECASE)


class Documents:
    """Answers page addresses with the built shell, the document written into it; everything else passes on.

    `titles`: path with [parts] → catalogue key of its static title; an address that matches none is not found.
    """

    def __init__(self, app: ASGIApp, *, built: Path, titles: Mapping[str, str]) -> None:
        self.app = app
        self.built = built
        self.routes = [(_pattern(path), path, key) for path, key in titles.items()]

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
        language = pick_language(headers.get("accept-language", ""), cookies.get("language", ""))
        viewer = await sessions.viewer_of(session_of(headers.get("cookie", "")))
        shell, document = await self._document(path, query, viewer, language)
        page = _written(_shell(self.built, shell), document, path, language)
        # What stands in it depends on who asks: no cache between may keep it.
        return HTMLResponse(page, document.status, {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"})

    async def _document(self, path: str, query: Mapping[str, str], viewer: Viewer, language: str) -> tuple[str, Document]:
        for pattern, route, key in self.routes:
            if found := pattern.fullmatch(path):
                write = partial(ASKED[route], query) if route in ASKED else WRITTEN.get(route, partial(_titled, key))
                try:
                    return route, await write(viewer, language, found.groups())
                except NotFound:
                    break
        return "404", Document(say(language, "missing.title"), say(language, "missing.text"), "missing.html", status=404)


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
        if "[" not in name and name != "404" and path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(built / "index.html")


def _pattern(path: str) -> re.Pattern[str]:
    parts = (r"([^/]+)" if part.startswith("[") else re.escape(part) for part in path.strip("/").split("/"))
    return re.compile("/" + "/".join(parts))


def _written(shell: str, document: Document, path: str, language: str) -> str:
    """The shell with the document in it."""
    context = {"document": document, "path": path, "site": settings().site_url, "say": partial(say, language)}
    context |= {"iso": _iso, "day": partial(_day, language)}
    head = _templates().get_template("head.html").render(context)
    body = _templates().get_template(document.template).render(context, **document.fill) if document.template else ""
    inlined = "" if language == FALLBACK else _inlined_texts(language)
    # What the builder says of every page alike would stand beside the page's own words.
    shell = re.sub(r'<title>.*?</title>|<meta content="[^"]*" (?:name="description"|property="og:[^"]*")/>', "", shell)
    shell = shell.replace('<html lang="en">', f'<html lang="{language}" dir="{direction(language)}">', 1)
    shell = shell.replace("</head>", head + "</head>", 1)
    # At the end of the body: what stands before its own elements, React takes for a broken page.
    return f"{body}{inlined}</body>".join(shell.rsplit("</body>", 1))


@cache
def _inlined_texts(language: str) -> str:
    # A data block: no script runs, and "<" cannot end it early.
    catalogue = json.dumps(page_texts(language), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="texts">{catalogue}</script>'


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Only for what text.markdown has cleaned.
    cast("Any", environment).filters["cleaned"] = Markup
    return environment


async def _titled(key: str, _viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    return Document(say(language, key), say(language, "welcome.what"))


async def _home(viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    page = await (feeds.home if viewer.known else feeds.everything)(viewer)
    title = say(language, "nav.feed" if viewer.known else "nav.newest")
    return Document(title, say(language, "welcome.what"), "feed.html", {"posts": page.posts, "title": title}, feed="/feed.atom")


async def _everything(viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    page, title = await feeds.everything(viewer), say(language, "nav.all")
    return Document(title, say(language, "welcome.what"), "feed.html", {"posts": page.posts, "title": title}, feed="/feed.atom")


async def _subwiki(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    subwiki = await subwikis.one(viewer, parts[0])
    page = await feeds.of_subwiki(viewer, parts[0])
    about = subwiki.description or say(language, "welcome.what")
    fill = {"subwiki": subwiki, "posts": page.posts}
    return Document(subwiki.name, about[:280], "subwiki.html", fill, feed=f"/w/{subwiki.slug}.atom")


async def _post(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    post = await posts.one(viewer, _id(parts[0]))
    thread = await threads.of_post(viewer, post.id)
    # What is covered here is not shown off elsewhere.
    shown, excerpt = ("", "") if post.sensitive else (post.picture, post.excerpt)
    about = excerpt or say(language, "document.post", author=post.author, subwiki=post.subwiki_name)
    return Document(post.headline, about, "post.html", {"post": post, "comments": thread}, shown, "article")


async def _post_pages(key: str, viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    post = await posts.one(viewer, _id(parts[0]))
    return Document(f"{say(language, key)}: {post.headline}", post.excerpt)


async def _comment_history(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    post_id, _ = await revisions.of_comment(viewer, _id(parts[0]))
    return await _post_pages("post.history_title", viewer, language, (str(post_id),))


async def _subwiki_history(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    subwiki = await subwikis.one(viewer, parts[0])
    return Document(f"{say(language, 'post.history_title')}: {subwiki.name}", subwiki.description[:280])


async def _profile(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    member = await accounts.profile(viewer, parts[0])
    page = await feeds.of_member(viewer, member.name)
    fill = {"member": member, "posts": page.posts}
    about = say(language, "document.member", name=member.name)
    return Document(member.name, about, "member.html", fill, feed=f"/u/{quote(member.name)}.atom")


async def _log(_viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    return Document(say(language, "nav.log"), say(language, "log.what"), "log.html", {"entries": await moderation.log()}, feed="/log.atom")


async def _directory(viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    found = await subwikis.directory(viewer)
    return Document(say(language, "nav.subwikis"), say(language, "document.subwikis"), "directory.html", {"subwikis": found})


async def _donate(_viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    return Document(say(language, "donate.title"), say(language, "donate.what"), "donate.html", {"set_up": await donations.set_up()})


async def _waiting(viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    door = await joining.door()
    price = written(door.place_price, door.currency, language)
    fill = {"door": door, "position": await joining.position(viewer), "price": price}
    return Document(say(language, "waiting.title"), say(language, f"waiting.mode_{door.mode}"), "waiting.html", fill)


WRITTEN: Mapping[str, Write] = {
    "/": _home,
    "/all": _everything,
    "/subwikis": _directory,
    "/w/[slug]": _subwiki,
    "/w/[slug]/about": _subwiki,
    "/post/[post_id]": _post,
    "/post/[post_id]/edit": partial(_post_pages, "post.edit"),
    "/post/[post_id]/history": partial(_post_pages, "post.history_title"),
    "/comment/[comment_id]/history": _comment_history,
    "/w/[slug]/history": _subwiki_history,
    "/post/[post_id]/diff/[a]/[b]": partial(_post_pages, "post.history_title"),
    "/comment/[comment_id]/diff/[a]/[b]": _comment_history,
    "/w/[slug]/diff/[a]/[b]": _subwiki_history,
    "/u/[name]": _profile,
    "/log": _log,
    "/donate": _donate,
    "/waiting": _waiting,
    **CHOSEN,
}
"""The public pages whose text stands in the HTML. Every other route has its title alone."""


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _day(language: str, at: int) -> str:
    return format_date(datetime.fromtimestamp(at / 1000, UTC), locale=language)


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)
