"""Encodings: the text of a page out of its bytes, as browsers find it (WHATWG Encoding and HTML, "determining the character encoding")."""

import codecs
import re
from typing import Final

import webencodings

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_IN_HEADER: Final = re.compile(r"charset\s*=\s*(?:\"\s*([^\"\s]{1,40})\s*\"|'\s*([^'\s]{1,40})\s*'|([^\s;\"']{1,40}))", re.IGNORECASE)
_IN_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-z0-9_.:+()-]{1,40})", re.IGNORECASE)
_IN_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([a-z0-9_.:+()-]{1,40})", re.IGNORECASE)
_PRESCANNED: Final = 4096
"""Bytes in which a page has to say its encoding; the standard says 1,024, and many pages come later with it."""

# The standard's encodings that Python has under another name, or has a larger relative of, which browsers mean.
_CODECS: Final = {
    "shift_jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs", "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "x-user-defined": "cp1252",
}  # fmt: skip


def decode(body: bytes, *, content_type: str) -> str:
    """The text of a page: by its byte order mark, else its header, else its own word, else UTF-8 if it is, else windows-1252.

    `content_type` is the header as it came. Nothing for a page in one of the encodings in which scripts were smuggled past filters: the
    standard reads none of them.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if (header := _IN_HEADER.search(content_type)) and (name := _known(next(filter(None, header.groups())))):
        return _read(body, name)
    beginning = body[:_PRESCANNED]
    if (meta := _IN_META.search(beginning) or _IN_XML.search(beginning)) and (name := _known(meta[1].decode("ascii"))):
        # A page whose meta could be read byte by byte is not UTF-16, whatever it says.
        return _read(body, "utf-8" if name.startswith("utf-16") else name)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # a character cut off at the end is no error
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _known(label: str) -> str:
    """The standard's name of the encoding that a label stands for; "" for what is none (utf-7, zlib, idna …)."""
    found = webencodings.lookup(label)
    return str(found.name) if found else ""


def _read(body: bytes, name: str) -> str:
    return "" if name == "replacement" else body.decode(_CODECS.get(name, name), "replace")
