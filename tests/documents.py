"""The documents of all routes over HTTP, without a built page and without the rest of the site; and what stands in one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from wtsocial.core.settings import settings
from wtsocial.endpoints.documents import Documents
from wtsocial.endpoints.page_cache import PageCache
from wtsocial.pages.routes import ROUTES, SCREENS, Route

SHELL = '<html lang="en"><head></head><body></body></html>'
WORDS_OF_A_REASON = 4


def document_site(folder: Path, behind: ASGIApp | None = None, cache: PageCache | None = None) -> httpx.AsyncClient:
    """Who asks for addresses gets documents, written into an empty page in `folder`; what no page answers comes from `behind`.

    Nothing is kept ready but in `cache`.
    """
    (folder / "__spa-fallback.html").write_text(SHELL)
    documents = Documents(behind or PlainTextResponse("a file"), built=folder, routes=ROUTES, templates=SCREENS, cache=cache)
    return httpx.AsyncClient(transport=httpx.ASGITransport(documents), base_url=settings().site_url)


def unexplained(routes: Iterable[Route]) -> list[str]:
    """The paths of routes that have neither a document nor a reason in words, and of those that have both."""
    return [
        route.path
        for route in routes
        if (route.document is None) != bool(route.no_document) or (route.no_document and len(route.no_document.split()) < WORDS_OF_A_REASON)
    ]


@dataclass
class Shown:
    """What a document holds: its title, its headings, where it leads and sends forms, and all of its text."""

    title: str = ""
    headings: list[str] = field(default_factory=list[str])
    targets: set[str] = field(default_factory=set[str])
    text: str = ""


class _Reader(HTMLParser):
    """Goes through a page."""

    def __init__(self) -> None:
        super().__init__()
        self.shown, self.inside = Shown(), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where it leads."""
        named = dict(attrs)
        if tag in ("h1", "h2", "h3", "title"):
            self.inside = tag
            if tag != "title":
                self.shown.headings.append("")
        if tag in ("a", "link"):
            self.shown.targets.add(named.get("href") or "")
        if tag == "form":
            self.shown.targets.add(named.get("action") or "")

    def handle_endtag(self, tag: str) -> None:
        """A heading ends."""
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        """Note what it says."""
        if self.inside == "title":
            self.shown.title += data
        elif self.inside:
            self.shown.headings[-1] += data
        self.shown.text += data


def shown(html: str) -> Shown:
    """What stands in this page."""
    reader = _Reader()
    reader.feed(html)
    reader.shown.text = " ".join(reader.shown.text.split())
    return reader.shown
