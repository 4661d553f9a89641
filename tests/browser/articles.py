"""A newspaper on this machine: an article with its picture, and one in Hebrew, for links that are pasted."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from PIL import Image

HOST = "paper.example"
LINK = f"http://{HOST}/bridge"
HEADLINE = "Bridge reopens after nine years"
SUMMARY = "Cyclists were the first to cross."

_PAGE = f"""<!doctype html><html lang="en"><head><title>{HEADLINE} | The Paper</title>
<meta property="og:title" content="{HEADLINE}"><meta property="og:description" content="{SUMMARY}">
<meta property="og:site_name" content="The Paper"><meta property="og:image" content="/bridge.png"></head><body></body></html>"""


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 400), "#3a6ea5").save(drawn, "PNG")
    return drawn.getvalue()


_HEBREW = '<!doctype html><html lang="he" dir="rtl"><head><title>הגשר נפתח</title></head><body></body></html>'
_ANSWERS = {
    "/hebrew": ("text/html; charset=utf-8", _HEBREW.encode()),
    "/bridge": ("text/html; charset=utf-8", _PAGE.encode()),
    "/bridge.png": ("image/png", _picture()),
}


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """One of them, or nothing."""
        kind, body = _ANSWERS.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] # whatever it is
        """Say nothing."""


@contextmanager
def newspaper() -> Iterator[str]:
    """The newspaper, as `127.0.0.1:PORT`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
