"""Encodings: the text of a page out of its bytes, as browsers find it (WHATWG Encoding and HTML, "determining the character encoding")."""

import codecs
import re
from typing import Final

import webencodings

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_IN_HEADER: Final = re.compile(r"charset\s*=\s*(?:\"\s*([^\"\s]{1,40})\s*\"|'\s*([^'\s]{1,40})\s*'|([^\s;\"']{1,40}))", re.IGNORECASE)
_META: Final = re.compile(rb"<!--.*?-->|<meta[\s/]([^>]{0,500})", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE: Final = re.compile(rb"([a-z-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([a-z0-9_.:+()-]{1,40})", re.IGNORECASE)
_LANGUAGE: Final = re.compile(rb"<(?:html|body)\s[^>]{0,300}?\blang\s*=\s*[\"']?([a-z]{2,3})(?:[-_]([a-z]{2,4}))?", re.IGNORECASE)
_IN_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([a-z0-9_.:+()-]{1,40})", re.IGNORECASE)
_PRESCANNED: Final = 4096
"""Bytes in which a page has to say its encoding; the standard says 1,024, and many pages come later with it."""

_USUAL: Final = {
    "cp1256": "ar fa ur", "cp1251": "be bg kk ky mk ru sr tg tt uk", "cp1250": "cs hr sk", "iso-8859-2": "hu pl sl", "iso-8859-7": "el",
    "cp1257": "et lt lv", "cp1255": "he iw yi", "cp932": "ja", "cp949": "ko", "cp1254": "ku tr", "cp874": "th", "cp1258": "vi",
    "gb18030": "zh",
}  # fmt: skip
_BY_LANGUAGE: Final = {language: codec for codec, languages in _USUAL.items() for language in languages.split()}
"""What a page is read as that says its language and not its encoding: the standard's table by the language of the browser, which is not
known here; in Taiwan and Hong Kong it is Big5."""

# The standard's encodings that Python has under another name, or has a larger relative of, which browsers mean.
_CODECS: Final = {
    "shift_jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs", "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "x-user-defined": "cp1252",
}  # fmt: skip


def decode(body: bytes, *, content_type: str) -> str:
    """The text of a page: by its byte order mark, else its header, its own word, UTF-8 if it is, else what is usual in its language.

    `content_type` is the header as it came. Nothing for a page in one of the encodings in which scripts were smuggled past filters: the
    standard reads none of them.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if (header := _IN_HEADER.search(content_type)) and (name := _known(next(filter(None, header.groups())))):
        return _read(body, name)
    beginning = body[:_PRESCANNED]
    if name := _declared(beginning):
        # A page whose meta could be read byte by byte is not UTF-16, whatever it says.
        return _read(body, "utf-8" if name.startswith("utf-16") else name)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # a character cut off at the end is no error
    except UnicodeDecodeError:
        return body.decode(_usual(beginning), "replace")


def _declared(beginning: bytes) -> str:
    """The encoding that the first meta with a known one names, comments apart; else an XML declaration."""
    for meta in _META.finditer(beginning):
        found = _ATTRIBUTE.findall(meta[1] or b"")
        attributes = {key.lower(): double or single or bare for key, double, single, bare in reversed(found)}
        label = attributes.get(b"charset", b"")
        if not label and attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
            content = _CHARSET.search(attributes.get(b"content", b""))
            label = content[1] if content else b""
        if name := _known(label.strip().removesuffix(b"/").decode("ascii", "replace")):
            return name
    xml = _IN_XML.search(beginning)
    return _known(xml[1].decode("ascii")) if xml else ""


def _usual(beginning: bytes) -> str:
    """The encoding that pages in this one's language had before UTF-8."""
    language = _LANGUAGE.search(beginning)
    if language is None:
        return "cp1252"
    code, region = language[1].decode("ascii").lower(), (language[2] or b"").lower()
    return "big5hkscs" if code == "zh" and region in (b"tw", b"hk", b"mo", b"hant") else _BY_LANGUAGE.get(code, "cp1252")


def _known(label: str) -> str:
    """The standard's name of the encoding that a label stands for; "" for what is none (utf-7, zlib, idna …)."""
    found = webencodings.lookup(label)
    return str(found.name) if found else ""


def _read(body: bytes, name: str) -> str:
    return "" if name == "replacement" else body.decode(_CODECS.get(name, name), "replace")
