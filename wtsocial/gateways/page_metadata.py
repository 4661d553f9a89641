"""Reads the metadata of a fetched page: headline, description, site, picture, language. Makes no request."""

import html
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import cast
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from wtsocial.gateways.encodings import decode
from wtsocial.text.cleaning import is_hostile, without_tricks
from wtsocial.text.graphemes import cut

MAX_HEADLINE = 300
MAX_DESCRIPTION = 600
MAX_SITE = 80
_MAX_ADDRESS = 2_000

# Tags of no interest are taken out before reading. A tree of 200,000 nested elements takes any parser that follows the standard
# minutes, since it looks through all the open ones at each tag; what is left without them is flat. Elements whose content is text
# and not tags stay, so that a text in them is not taken for a tag. Nothing here looks further than the next "<": one pass.
_OTHER = r"(?!(?:html|head|body|base|link|meta|title|h1|script|style|textarea|xmp|iframe|noembed|noframes|plaintext)[\s/>])[a-zA-Z]"
_OTHER_TAG = re.compile(rf"""</?{_OTHER}(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>""", re.IGNORECASE)
_OTHER_LEFT = re.compile(rf"<(?:h1[\s/>]|{_OTHER})", re.IGNORECASE)
_MAX_LEFT = 2_000
"""Tags of no interest that may stay because they are oddly written, and headings; a page with more of them is cut there."""

# Drawings and formulas in the page, what stands there for later and what is for browsers without scripts have titles of their own. A
# pair of tags and what is between them goes, unless something in it belongs to no drawing, as when the tags stand in a script.
_ASIDE = "(svg|math|template|noscript)"
_DRAWING = re.compile(rf"<{_ASIDE}(?=[\s/>])|</{_ASIDE}\s{{0,20}}>", re.IGNORECASE)
_NO_DRAWING = re.compile(r"<(?:meta|h1|script|/script|base|link|body|html)(?=[\s/>])", re.IGNORECASE)

_OLD_TITLES = ("dc.title", "dc:title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "title")
_OLD_DESCRIPTIONS = ("dc.description", "dc:description", "dcterms.description", "sailthru.description")
_PICTURES = (
    "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail", "thumbnailurl",
    "parsely-image-url", "sailthru.image.full",
)  # fmt: skip
_LANGUAGES = (("html[lang]", "lang"), ("html", "xml:lang"), ("body[lang]", "lang"))
_NO_LANGUAGES = ("und", "mul", "zxx", "mis")
_OPEN_GRAPH = re.compile("^https?://(?:ogp\\.me/ns|opengraphprotocol\\.org/schema)[#/]|^og[-_.](?=[a-z])")
_LANGUAGE_METAS = ("og:locale", "content-language", "language", "dc.language", "dc:language", "dcterms.language", "itemprop:inlanguage")
_PICTURE_LINKS = ("rel~='image_src' i", "itemprop='thumbnailUrl' i", "itemprop='image' i")
_LANGUAGE_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?(?:[-_][A-Za-z0-9-]{1,20})?\s*")
_ENTITY = re.compile(r"&(?:amp|quot|lt|gt|apos|nbsp|hellip|[lr][ds]quo|[nm]dash|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)

_ARTICLES = {"Report", "VideoObject", "PodcastEpisode", "ClaimReview"}
"""Types of texts that are published, besides all that are an article or a posting by their names."""
_AROUND_JSON = re.compile(r"^[\s\ufeff]*(?://)?\s*(?:<!--|<!\[CDATA\[)?|(?:(?://)?\s*(?:-->|\]\]>)|;)?\s*$")
"""What templates put around JSON for browsers of long ago, and a semicolon too many."""
_MAX_JSON = 300_000
_MAX_THINGS = 200
_MAX_NAMES = 10


@dataclass(frozen=True)
class Reading:
    """Plain, single-line, untrusted strings, "" where the page says nothing. `picture_url` is an absolute http(s) address."""

    headline: str = ""
    description: str = ""
    site: str = ""
    picture_url: str = ""
    language: str = ""
    canonical: str = ""
    """Where the page says that it stands, an absolute http(s) address."""


def read_page(body: bytes, *, content_type: str, url: str, language: str = "") -> Reading:
    """What the page says about itself. Blocking (milliseconds); never raises, whatever the page is like.

    `content_type` and `language` are the headers as they came; `url` is where the page was found, for relative addresses in it.
    """
    tree = LexborHTMLParser(_flattened(_without_drawings(decode(body, content_type=content_type))))
    metas = _metas(tree)
    article = _first_article(tree)
    base = _joined(url, _attribute(tree, "base[href]", "href")) or url
    pictures = [*_of(metas, *_PICTURES), *article.pictures, *_of(metas, "itemprop:image", "itemprop:thumbnailurl")]
    pictures += [_attribute(tree, f"link[{which}][href]", "href") for which in _PICTURE_LINKS]
    shared = [*_of(metas, "og:title", "twitter:title"), article.headline]
    told = [*_of(metas, "og:description", "twitter:description"), article.description, *_of(metas, "description", *_OLD_DESCRIPTIONS)]
    told += _of(metas, "itemprop:description")
    titles = [*shared, _text(tree, "title"), *_of(metas, *_OLD_TITLES, "itemprop:headline", "itemprop:name")]
    spoken = [_attribute(tree, selector, name) for selector, name in _LANGUAGES]
    return Reading(
        headline=_first(chain(titles, _texts(tree, "h1")), MAX_HEADLINE),
        description=_first(told, MAX_DESCRIPTION),
        site=_first([*_of(metas, "og:site_name"), article.site, *_of(metas, "application-name")], MAX_SITE),
        picture_url=_picture(pictures, base, url),
        language=_language([*spoken, *_of(metas, *_LANGUAGE_METAS), article.language, language]),
        canonical=_joined(base, _attribute(tree, "link[rel~='canonical' i][href]", "href")),
    )


def plain(text: str, limit: int) -> str:
    """One line of at most `limit` characters, without control, direction-override and other invisible characters.

    "" when what is left is still no honest text (towers of combining marks).
    """
    line = without_tricks(text[: limit * 8])
    return "" if is_hostile(line) else cut(line, limit)


def _without_drawings(text: str) -> str:
    """The page without its pictures in SVG, whose titles are none of the page's; in two passes, whatever is nested or left open."""
    opened: dict[str, list[int]] = {}
    drawings: list[tuple[int, int]] = []
    for tag in _DRAWING.finditer(text):
        if tag[1]:
            opened.setdefault(tag[1].lower(), []).append(tag.start())
        elif begun := opened.get(tag[2].lower()):
            drawings.append((begun.pop(), tag.end()))
    if not drawings:
        return text
    others = [tag.start() for tag in _NO_DRAWING.finditer(text)]
    kept: list[str] = []
    done = 0
    for start, end in sorted(drawings):
        if start >= done and bisect_left(others, start) == bisect_left(others, end):
            kept.append(text[done:start])
            done = end
    return " ".join([*kept, text[done:]])


def _flattened(text: str) -> str:
    text = _OTHER_TAG.sub(" ", text)
    too_many = next(islice(_OTHER_LEFT.finditer(text), _MAX_LEFT, None), None)
    return text[: too_many.start()] if too_many else text


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Every <meta> by its lower-case properties (one attribute may have several), name or http-equiv, in the order of the page."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta")[:_MAX_THINGS]:
        attributes = node.attributes
        named = " ".join(attributes.get(key) or "" for key in ("property", "name", "http-equiv")).lower().split()
        named += [f"itemprop:{name}" for name in (attributes.get("itemprop") or "").lower().split()]
        if content := attributes.get("content") or attributes.get("value"):
            for name in dict.fromkeys(_OPEN_GRAPH.sub("og:", name) for name in named[:_MAX_NAMES]):
                found.setdefault(name, []).append(content)
    return found


def _of(metas: dict[str, list[str]], *names: str) -> list[str]:
    return [content for name in names for content in metas.get(name, [])]


@dataclass(frozen=True)
class _Article:
    headline: str = ""
    description: str = ""
    site: str = ""
    pictures: tuple[str, ...] = ()
    language: str = ""


def _first_article(tree: LexborHTMLParser) -> _Article:
    """What schema.org data (JSON-LD) says about the first article in the page."""
    for node in tree.css("script[type^='application/ld+json' i]")[:20]:
        for thing in _things(node.text(deep=True)):
            if any(map(_is_article, _strings(thing.get("@type")))):
                return _Article(
                    headline=next(iter(_strings(thing.get("headline")) + _strings(thing.get("name"))), ""),
                    description=next(iter(_strings(thing.get("description"))), ""),
                    site=next(iter(_strings(thing.get("publisher"), "name")), ""),
                    pictures=tuple(picture for one in ("image", "thumbnailUrl") for picture in _addresses(thing.get(one)))[:5],
                    language=next(iter(_strings(thing.get("inLanguage"), "alternateName")), ""),
                )
    return _Article()


def _is_article(kind: str) -> bool:
    """Whether schema.org's type, with or without its address, is one of a text that is published."""
    name = kind.rpartition("/")[2]
    return name.endswith(("Article", "Posting")) or name in _ARTICLES


def _addresses(value: object) -> list[str]:
    """Where a schema.org picture stands, or each of a list of them."""
    return [*_strings(value, "url"), *(address for address in _strings(value, "contentUrl") if address not in _strings(value, "url"))]


def _things(text: str) -> Iterator[dict[str, object]]:
    """Every object of a JSON-LD text that stands at its top, in a list, in an @graph or as the page's main one; none when it is broken."""
    try:
        # Not strict: line breaks stand in headlines.
        waiting: list[object] = [json.loads(_AROUND_JSON.sub("", text), strict=False)] if len(text) <= _MAX_JSON else []
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_THINGS):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(cast(list[object], one)[:_MAX_THINGS])
        elif isinstance(one, dict):
            thing = cast(dict[str, object], one)
            waiting += [thing.get("@graph"), thing.get("mainEntity"), thing.get("mainEntityOfPage")]
            yield thing


def _strings(value: object, key: str = "") -> list[str]:
    """The strings in a schema.org value: itself, members of a list, or the `key` of an object."""
    values = cast(list[object], value)[:20] if isinstance(value, list) else [value]
    unwrapped = [cast(dict[str, object], one).get(key) if isinstance(one, dict) else one for one in values]
    return [one for one in unwrapped if isinstance(one, str)]


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return node.text(deep=True) if node else ""


def _texts(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    """The text of the first such element, and then of some more, if it is asked for: the first often holds a drawing alone."""
    yield _text(tree, selector)
    for node in tree.css(selector)[1:_MAX_NAMES]:
        yield node.text(deep=True)


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "") if node else ""


def _first(candidates: Iterable[str], limit: int) -> str:
    return next((line for candidate in candidates if (line := plain(_written_once(candidate[: limit * 8]), limit))), "")


def _written_once(text: str) -> str:
    """A text that was escaped twice, by the editor and again by the page's template, as it was meant."""
    return html.unescape(text) if _ENTITY.search(text) else text


def _picture(candidates: list[str], base: str, url: str) -> str:
    for candidate in candidates:
        address = _joined(base, candidate)
        if address not in ("", url, base):
            return address if plain(address, _MAX_ADDRESS) == address else ""
    return ""


def _joined(base: str, to: str) -> str:
    """The absolute http(s) address that is meant by `to` on a page at `base`; "" for none."""
    try:
        # As browsers read it: line breaks and tabs are dropped, a space is encoded.
        address = urljoin(base, re.sub(r"[\t\r\n]", "", to.strip()).replace(" ", "%20"))
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if to.strip() and parts.scheme in ("http", "https") and parts.hostname and len(address) <= _MAX_ADDRESS else ""


def _language(candidates: list[str]) -> str:
    """The first that looks like a language tag (RFC 5646), as "en" or "pt-BR"; of a list the first counts."""
    for candidate in candidates:
        tag = _LANGUAGE_TAG.fullmatch(candidate.partition(",")[0].partition(".")[0])
        if tag and tag[1].lower() not in _NO_LANGUAGES:
            part = tag[2] or ""
            return tag[1].lower() + ("-" + (part.upper() if len(part) == 2 else part.title()) if part else "")
    return ""
