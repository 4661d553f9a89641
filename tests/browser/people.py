"""People at browsers of their own, and what must never happen on any page that they see."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 8_000
"""Milliseconds until something that has to appear counts as missing: two cores are shared by all."""


@dataclass
class Person:
    """Somebody at a browser: `page` is the tab in use. `troubles` is what went wrong on any of their pages."""

    context: BrowserContext
    site: str
    troubles: list[str] = field(default_factory=list[str])
    page: Page = field(init=False)
    outages: bool = False
    """Whether the server goes away under the page, of which a browser complains."""
    elsewhere: str = ""
    """Another site that this journey leads over."""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda wrong: self.troubles.append(f"page error: {wrong.error}"))
        self.page = self.context.new_page()

    def _asked(self, request: Request) -> None:
        known = (self.site + "/", "data:", "blob:", *([self.elsewhere + "/"] if self.elsewhere else []))
        if not request.url.startswith(known):
            self.troubles.append(f"another host was asked: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium has a dozen names for a line that broke (EMPTY_RESPONSE, SOCKET_NOT_CONNECTED …); what it refuses itself is BLOCKED.
        lost = any(word in message.text for word in ("WebSocket connection", "net::ERR_", "fetching the script"))
        lost = lost and "ERR_BLOCKED" not in message.text
        missing = "status of 404" in message.text
        if message.type == "error" and not missing and not (self.outages and lost):
            self.troubles.append(f"console: {message.text}")

    def goes(self, path: str) -> "Person":
        """Open an address; ready when the app has taken the place of the server's text."""
        self.page.goto(self.site + path)
        return self.sees_the_app()

    def sees_the_app(self) -> "Person":
        """Wait until the page is alive."""
        expect(self.page.locator("html[data-app=ready]")).to_be_attached(timeout=PATIENCE)
        return self

    def presses(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page).get_by_role("button", name=name, exact=isinstance(name, str)).click()

    def follows(self, name: str, *, within: Locator | None = None) -> None:
        """Follow a link."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    def fills(self, *, within: Locator | None = None, **fields: str) -> None:
        """Fill fields, named by their labels (`E_mail` is the field E-mail)."""
        for label, text in fields.items():
            name = label.replace("_", "-")
            (within or self.page).get_by_role("textbox", name=name, exact=True).fill(text)

    def article(self, headline: str) -> Locator:
        """A post in a list, or the post of the page."""
        return self.page.get_by_role("article", name=headline, exact=True)

    def heading(self, text: str) -> Locator:
        """A heading."""
        return self.page.get_by_role("heading", name=text, exact=True)

    def dialog(self) -> Locator:
        """The sheet that is open."""
        return self.page.get_by_role("dialog")

    def alert(self, text: str) -> Locator:
        """An error that is told."""
        return self.page.get_by_role("alert").filter(has_text=text)

    def bell(self, unread: int) -> Locator:
        """The link to the inbox when so many notices are unread."""
        return self.page.get_by_role("link", name=f"Inbox, {unread} new", exact=True)

    def marks_the_page(self) -> None:
        """From now on it can be told whether the page was loaded again."""
        self.page.evaluate("document.documentElement.dataset.mark = 'the same'")

    def is_on_the_same_page(self) -> None:
        """The page was never loaded again since it was marked."""
        expect(self.page.locator("html[data-mark='the same']")).to_be_attached()


def sit_down(browser: Browser, site: str, *, session: str = "", **how: Any) -> Person:
    """A person at a new browser; `session` is the token of their login, `how` the browser's own settings."""
    context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | how)
    if session:
        context.add_cookies([{"name": "session", "value": session, "domain": urlsplit(site).hostname or "", "path": "/", "httpOnly": True}])
    return Person(context, site)
