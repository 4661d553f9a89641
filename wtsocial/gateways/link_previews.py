"""Link previews: fetches the page behind a link and reads its headline, description and picture."""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from wtsocial.core.settings import settings
from wtsocial.gateways.fetch import Answer, Errand, fetch
from wtsocial.gateways.page_metadata import plain, read_page
from wtsocial.gateways.ssrf import Guard, parse
from wtsocial.text.domains import registrable
from wtsocial.text.story_links import is_canonical_of, story_of, without_trackers

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
    untyped=(
        "",
        "binary/octet-stream",
        "application/binary",
        "application/unknown",
        "application/x-download",
        "application/force-download",
        "application/download",
        "application/save",
        "application/x-octet-stream",
        "application/x-unknown",
        "unknown/unknown",
        "content/unknown",
        "*/*",
        "jpg",
        "jpeg",
        "png",
        "webp",
    ),
    wrong_type="picture.unusable",
    seconds=10.0,
    max_bytes=8_000_000,
    field="picture",
    whole=True,
    user_agent="WTSocial-preview/1.0",
)


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
    canonical: str = ""
    """Where the page says that it stands, if that is on its own site and can be believed: what two addresses of it have in common."""
    digest: str = ""
    """SHA-256 of the page as it came, or of the part of it that was read."""


async def fetch_preview(url: str, *, errand: Errand = PAGE, guard: Guard | None = None) -> Preview:
    """Reads the page behind the link, within the errand's time (8 s) and size (the first 1 MB).

    Raises Invalid with field "link": preview.refused_address (inside, this site, or no plain web address; nothing was asked of
    it), preview.unreachable, preview.too_slow, preview.not_a_page.
    """
    answer = await fetch(url, _signed(errand), guard or _usual_guard())
    reading = await asyncio.to_thread(read_page, answer.body, content_type=answer.content_type, url=answer.url, language=answer.language)
    pasted = str(parse(url, field=errand.field))
    return Preview(
        link=pasted if answer.link == pasted else without_trackers(answer.link),
        headline=reading.headline,
        description=reading.description,
        site=reading.site or plain((urlsplit(answer.link).hostname or "").removeprefix("www."), 80),
        picture_url=reading.picture_url,
        language=reading.language,
        canonical=_believed(reading.canonical, answer),
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


def _believed(canonical: str, answer: Answer) -> str:
    """Where the page says that it stands. A wall on the way to it (of consent, of a log-in) speaks of itself and is not heard."""
    if not canonical or story_of(answer.url) != story_of(answer.link):
        return ""
    same_site = registrable(urlsplit(canonical).hostname or "") == registrable(urlsplit(answer.url).hostname or "")
    return canonical if is_canonical_of(canonical, answer.url, same_site=same_site) else ""
