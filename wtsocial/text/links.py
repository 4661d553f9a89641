"""Links: which addresses may be posted, whose they are, and where a person may be sent after logging in."""

import re
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from wtsocial.core.errors import Invalid
from wtsocial.text.hosts import ascii_host, host_typed
from wtsocial.text.limits import LINK
from wtsocial.text.story_links import without_trackers

# What a path, a query and a fragment may hold as it is (RFC 3986); "%" stays, since it begins what is encoded already.
_PATH: Final = "/%:@!$&'()*+,;=~-._"
_QUERY: Final = _PATH + "?"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# What no reading of an address survives, wherever it stands. In a host all else is judged by UTS #46.
_BROKEN: Final = "\x00-\x20\x7f-\x9f\\\\\ud800-\udfff"
_ANYWHERE: Final = re.compile(f"[{_BROKEN}]")
# What nobody sees in a path. The joiners are left out: Persian and Indic words are spelled with them, and they are encoded here.
_UNWANTED: Final = re.compile(f"[{_BROKEN}\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
# A host with a dot in it, and after it nothing, a port, or what else follows a host: no scheme, no mailbox, no word.
_WITHOUT_SCHEME: Final = re.compile(r"[^\s./?#@:\\][^\s/?#@:\\]*[.。．｡][^\s/?#@:\\]*[^\s/?#@:\\.](?::[0-9]{1,5})?(?:[/?#]|$)")
# What people add to an address, or leave out of it, when they copy or type it: marks of direction and other signs that nobody sees, quotes
# and brackets around it, a second scheme, a slash or a colon too few.
_UNSEEN: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u206f\ufeff"
_AROUND: Final = re.compile(f"^[\\s{_UNSEEN}]+|[\\s{_UNSEEN}]+$")
_PAIRS: Final = ("<>", '""', "''", "()", "[]", "“”", "„“", "‘’", "«»", "»«", "「」", "（）", "【】", "《》", "״״")
_TWICE: Final = re.compile(r"^https?://(?=https?:/)", re.IGNORECASE)
_TYPED_SCHEME: Final = re.compile(r"^(https?)(?::/(?!/)|//)(?=[^\s/?#@:\\]+[.。．｡])", re.IGNORECASE)
_DOT_SEGMENT: Final = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")
_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")


def check_link(url: str, *, field: str = "link") -> str:
    """The address that somebody typed or pasted, as it is kept: completed with https:// where it has no scheme, without trackers.

    What came along with it from elsewhere (quotes, brackets, signs that nobody sees) is left behind. Raises Invalid as `check_address`
    does.
    """
    url = url.strip()
    return without_trackers(check_address(_completed(url) if len(url) <= LINK else url, field=field))


def _completed(url: str) -> str:
    url = _AROUND.sub("", url)
    if url[:1] + url[-1:] in _PAIRS:
        url = _AROUND.sub("", url[1:-1])
    url = _TWICE.sub("", url)
    if _WITHOUT_SCHEME.match(url):
        return f"https://{url}"
    return _TYPED_SCHEME.sub(r"\1://", url)


def check_address(url: str, *, field: str = "link") -> str:
    """The whole address in one spelling, ASCII only: http or https, host in IDNA, no default port, path never empty.

    Raises Invalid: `link.required`, `link.too_long` (`limit`), `link.characters` (white space, controls, backslash),
    `link.scheme`, `link.credentials`, `link.host`.
    """
    url = url.strip()
    if not url:
        raise Invalid("link.required", field=field)
    if len(url) > LINK:
        raise Invalid("link.too_long", field=field, limit=LINK)
    if _ANYWHERE.search(url):
        raise Invalid("link.characters", field=field)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Invalid("link.host", field=field) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise Invalid("link.scheme", field=field)
    if any(map(_UNWANTED.search, (parts.path, parts.query, parts.fragment))):
        raise Invalid("link.characters", field=field)
    if "@" in parts.netloc:
        raise Invalid("link.credentials", field=field)
    host = ascii_host(host_typed(parts.netloc))
    if not host or port == 0:
        raise Invalid("link.host", field=field)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return _within_limit(SplitResult(parts.scheme, host, *_encoded(parts)).geturl(), field)


def host_of(url: str) -> str:
    """The host to show for an address, lower-case, in ASCII, without "www."; "" when there is none. Never raises.

    International names stay in their "xn--" spelling: it is the one that no other host can imitate.
    """
    try:
        host = ascii_host(host_typed(urlsplit(url.strip()).netloc))
    except ValueError:
        return ""
    return host.removeprefix("www.") or host


def safe_next(value: str | None, default: str = "/") -> str:
    """Where to go after logging in: a path on this site, in ASCII, or `default` for anything that is not plainly one.

    Asked of the value as it is and as it would be after each decoding, since what stands between may decode it.
    """
    if not value or len(value) > LINK:
        return default
    seen = value
    for _ in range(3):
        if not _is_local_path(seen):
            return default
        seen = unquote(seen, errors="replace")
    if not _is_local_path(seen) or unquote(seen, errors="replace") != seen:
        return default
    parts = urlsplit(value)
    return SplitResult("", "", *_encoded(parts)).geturl()


def _is_local_path(value: str) -> bool:
    path = re.split("[?#]", value, maxsplit=1)[0]
    if not path.startswith("/") or "//" in path or _DOT_SEGMENT.search(path):
        return False
    # A query may hold spaces and addresses once it is decoded, but never what ends a header line.
    return not _UNWANTED.search(path) and not re.search("[\x00-\x1f\x7f\\\\\ud800-\udfff]", value)


def _encoded(parts: SplitResult) -> tuple[str, str, str]:
    path, query, fragment = (_PERCENT.sub("%25", part) for part in (parts.path or "/", parts.query, parts.fragment))
    return quote(path, safe=_PATH), quote(query, safe=_QUERY), quote(fragment, safe=_QUERY)


def _within_limit(url: str, field: str) -> str:
    if len(url) > LINK:
        raise Invalid("link.too_long", field=field, limit=LINK)
    return url
