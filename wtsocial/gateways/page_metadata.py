"""Reads the metadata of a fetched page: headline, description, site, picture, language. Makes no request."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from wtsocial.text.cleaning import is_hostile, without_tricks
from wtsocial.text.graphemes import cut

MAX_HEADLINE = 300
MAX_DESCRIPTION = 600
MAX_SITE = 80
_MAX_ADDRESS = 2_000

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_CHARSET_IN_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-z0-9_.:-]{1,40})", re.IGNORECASE)
# The encodings of the WHATWG standard as Python names them. Others (utf-7, idna, unicode_escape …) are never meant, some are slow.
_WEB_CODECS = set(
    "utf-8 ibm866 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
    "mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 utf-16 utf-16-le utf-16-be".split()
)
# The standard reads these labels as their larger relatives, as every browser does.
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-16-le",
}  # fmt: skip

# Tags of no interest are taken out before reading. A tree of 200,000 nested elements takes any parser that follows the standard
# minutes, since it looks through all the open ones at each tag; what is left without them is flat. Elements whose content is text
# and not tags stay, so that a text in them is not taken for a tag. Nothing here looks further than the next "<": one pass.
_OTHER = r"(?!(?:html|head|body|meta|title|h1|script|style|textarea|xmp|iframe|noembed|noframes|plaintext)[\s/>])[a-zA-Z]"
_OTHER_TAG = re.compile(rf"""</?{_OTHER}(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>""", re.IGNORECASE)
_OTHER_LEFT = re.compile(rf"<{_OTHER}", re.IGNORECASE)
_MAX_LEFT = 2_000
"""Tags of no interest that may stay because they are oddly written; a page with more of them is cut there."""

_ARTICLES = {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "LiveBlogPosting", "OpinionNewsArticle", "VideoObject"}
_MAX_JSON = 300_000
_MAX_THINGS = 200


@dataclass(frozen=True)
class Reading:
    """Plain, single-line, untrusted strings, "" where the page says nothing. `picture_url` is an absolute http(s) address."""

    headline: str = ""
    description: str = ""
    site: str = ""
    picture_url: str = ""
    language: str = ""


def read_page(body: bytes, *, content_type: str, url: str) -> Reading:
    """What the page says about itself. Blocking (milliseconds); never raises, whatever the page is like.

    `content_type` is the header as it came; `url` is where the page was found, for relative picture addresses.
    """
    tree = LexborHTMLParser(_flattened(_text_of(body, content_type)))
    metas = _metas(tree)
    article = _first_article(tree)
    return Reading(
        headline=_first(
            [*_of(metas, "og:title", "twitter:title"), article.headline, _text(tree, "title"), _text(tree, "h1")], MAX_HEADLINE
        ),
        description=_first(
            [*_of(metas, "og:description", "twitter:description"), article.description, *_of(metas, "description")], MAX_DESCRIPTION
        ),
        site=_first([*_of(metas, "og:site_name"), article.site, *_of(metas, "application-name")], MAX_SITE),
        picture_url=_picture(
            [*_of(metas, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"), *article.pictures], url
        ),
        language=_language([_attribute(tree, "html[lang]", "lang"), *_of(metas, "og:locale", "content-language")]),
    )


def plain(text: str, limit: int) -> str:
    """One line of at most `limit` characters, without control, direction-override and other invisible characters.

    "" when what is left is still no honest text (towers of combining marks).
    """
    line = without_tricks(text[: limit * 8])
    return "" if is_hostile(line) else cut(line, limit)


def _flattened(text: str) -> str:
    text = _OTHER_TAG.sub(" ", text)
    too_many = next(islice(_OTHER_LEFT.finditer(text), _MAX_LEFT, None), None)
    return text[: too_many.start()] if too_many else text


def _text_of(body: bytes, content_type: str) -> str:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if (header := _CHARSET_IN_HEADER.search(content_type)) and (codec := _codec(header[1])):
        return body.decode(codec, "replace")
    if (meta := _CHARSET_IN_META.search(body[:4096])) and (codec := _codec(meta[1].decode("ascii"))):
        # A page whose meta could be read byte by byte is not UTF-16, whatever it says (WHATWG prescan).
        return body.decode("utf-8" if codec.startswith("utf-16") else codec, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # a character cut off at the end is no error
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return name if name in _WEB_CODECS else ""


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Every <meta> by its lower-case property, name, itemprop or http-equiv, in the order of the page."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MAX_THINGS]:
        attributes = node.attributes
        name = next((value for key in ("property", "name", "http-equiv") if (value := attributes.get(key))), "")
        if name and (content := attributes.get("content")):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _of(metas: dict[str, list[str]], *names: str) -> list[str]:
    return [content for name in names for content in metas.get(name, [])]


@dataclass(frozen=True)
class _Article:
    headline: str = ""
    description: str = ""
    site: str = ""
    pictures: tuple[str, ...] = ()


def _first_article(tree: LexborHTMLParser) -> _Article:
    """What schema.org data (JSON-LD) says about the first article in the page."""
    for node in tree.css("script[type='application/ld+json']")[:20]:
        for thing in _things(node.text(deep=True)):
            if _ARTICLES.intersection(_strings(thing.get("@type"))):
                return _Article(
                    headline=next(iter(_strings(thing.get("headline")) + _strings(thing.get("name"))), ""),
                    description=next(iter(_strings(thing.get("description"))), ""),
                    site=next(iter(_strings(thing.get("publisher"), "name")), ""),
                    pictures=tuple(_strings(thing.get("image"), "url") + _strings(thing.get("thumbnailUrl"), "url"))[:5],
                )
    return _Article()


def _things(text: str) -> Iterator[dict[str, object]]:
    """Every object of a JSON-LD text that stands at its top, in a list or in an @graph; nothing when it is broken."""
    try:
        waiting: list[object] = [json.loads(text)] if len(text) <= _MAX_JSON else []
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
            waiting.append(thing.get("@graph"))
            yield thing


def _strings(value: object, key: str = "") -> list[str]:
    """The strings in a schema.org value: itself, members of a list, or the `key` of an object."""
    values = cast(list[object], value)[:20] if isinstance(value, list) else [value]
    unwrapped = [cast(dict[str, object], one).get(key) if isinstance(one, dict) else one for one in values]
    return [one for one in unwrapped if isinstance(one, str)]


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return node.text(deep=True) if node else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "") if node else ""


def _first(candidates: list[str], limit: int) -> str:
    return next((line for candidate in candidates if (line := plain(candidate, limit))), "")


def _picture(candidates: list[str], url: str) -> str:
    for candidate in candidates:
        try:
            address = urljoin(url, candidate.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if address != url and parts.scheme in ("http", "https") and parts.hostname and len(address) <= _MAX_ADDRESS:
            return address if plain(address, _MAX_ADDRESS) == address else ""
    return ""


def _language(candidates: list[str]) -> str:
    """The first that looks like a language tag (RFC 5646), as "en" or "pt-BR"."""
    for candidate in candidates:
        if tag := re.fullmatch(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?(?:[-_][A-Za-z0-9-]{1,20})?\s*", candidate):
            part = tag[2] or ""
            return tag[1].lower() + ("-" + (part.upper() if len(part) == 2 else part.title()) if part else "")
    return ""
