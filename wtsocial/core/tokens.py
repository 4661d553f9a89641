"""Tokens: the secrets handed out for a login or by mail; only their SHA-256 is kept."""

import hashlib
import secrets

from wtsocial.core.settings import settings


def new_token() -> str:
    """256 random bits, as 43 characters that fit a cookie and an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """128 random bits, as 22 characters that fit an address: what nobody guesses, and somebody may still copy by hand."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What the database keeps of a token: its SHA-256, in 64 hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def session_cookie() -> str:
    """The name of the cookie that carries a login."""
    return own_cookie("session")


def own_cookie(name: str) -> str:
    """The name under which a browser keeps a secret of ours; it ties `__Host-` to this very host over https."""
    return f"__Host-{name}" if settings().secure else name


def read_cookies(header: str) -> list[tuple[str, str]]:
    """The pairs of a Cookie header, in order. Whoever looks for a login reads it in this one way."""
    pairs = (piece.partition("=") for piece in header.split(";"))
    return [(name.strip(), value.strip()) for name, is_pair, value in pairs if is_pair]


def session_of(cookie_header: str) -> str:
    """The session's token hash out of a Cookie header as `endpoints.guards.SessionCookie` leaves it; "" without one."""
    return next((value for name, value in read_cookies(cookie_header) if name == session_cookie()), "")
