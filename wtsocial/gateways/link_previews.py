"""Link previews: fetches the page behind a link and reads its headline, description and picture."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from wtsocial.core.settings import settings
from wtsocial.gateways.fetch import Errand, fetch
from wtsocial.gateways.page_metadata import plain, read_page
from wtsocial.gateways.ssrf import Guard, parse

PAGE = Errand(
    types=("text/html", "application/xhtml+xml"),
    wrong_type="preview.not_a_page",
    seconds=8.0,
    max_bytes=1_000_000,
    field="link",
    whole=False,
    user_agent="WTSocial-preview/1.0",
)
PICTURE = Errand(
    types=("image/", "application/octet-stream"),
    wrong_type="picture.unusable",
    seconds=10.0,
    max_bytes=8_000_000,
    field="picture",
    whole=True,
    user_agent="WTSocial-preview/1.0",
)

# Added by the newsletters and networks that a link came through; they say who is looking and not what is looked at.
_TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "yclid", "_hsenc", "_hsmi"}


@dataclass(frozen=True)
class Preview:
    """Untrusted plain texts from somebody else's page, one line each, "" where it says nothing (a page may have no headline).

    `link` is the one that was pasted, or where it moved to for good (a shortener's target, without tracking parameters).
    """

    link: str
    headline: str
    description: str
    site: str
    picture_url: str
    language: str
    digest: str = ""
    """SHA-256 of the page as it came, or of the part of it that was read."""


async def fetch_preview(url: str, *, errand: Errand = PAGE, guard: Guard | None = None) -> Preview:
    """Reads the page behind the link, within the errand's time (8 s) and size (the first 1 MB).

    Raises Invalid with field "link": preview.refused_address (inside, this site, or no plain web address; nothing was asked of
    it), preview.unreachable, preview.too_slow, preview.not_a_page.
    """
    answer = await fetch(url, _signed(errand), guard or _usual_guard())
    reading = await asyncio.to_thread(read_page, answer.body, content_type=answer.content_type, url=answer.url)
    pasted = str(parse(url, field=errand.field))
    return Preview(
        link=pasted if answer.link == pasted else _without_tracking(answer.link),
        headline=reading.headline,
        description=reading.description,
        site=reading.site or plain((urlsplit(answer.link).hostname or "").removeprefix("www."), 80),
        picture_url=reading.picture_url,
        language=reading.language,
        digest=hashlib.sha256(answer.body).hexdigest(),
    )


async def fetch_picture(url: str, *, errand: Errand = PICTURE, guard: Guard | None = None) -> bytes:
    """The bytes of a picture as they came (at most 8 MB, 10 s): not yet known to be one, see pictures.store.

    Raises Invalid with field "picture": preview.refused_address, preview.unreachable, preview.too_slow, picture.unusable.
    """
    answer = await fetch(url, _signed(errand), guard or _usual_guard())
    return answer.body


def _usual_guard() -> Guard:
    return Guard(own_host=settings().host, fixed=settings().preview_hosts)


def _signed(errand: Errand) -> Errand:
    """The same with this site's address in the User-Agent, so that whoever is asked knows by whom."""
    return replace(errand, user_agent=f"{errand.user_agent} (+{settings().site_url}/about)")


def _without_tracking(url: str) -> str:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in _TRACKING and not name.startswith("utm_")]
    return url if kept == pairs else urlunsplit(parts._replace(query=urlencode(kept)))
