"""Paths of this site that several domains name."""

from urllib.parse import urlencode


def with_query(path: str, **query: str | int) -> str:
    """A path with a query of those of these words that are not empty (and numbers that are not 0)."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


def comment_path(post_id: int, comment_id: int) -> str:
    """Where a comment stands: the page of the post's thread that holds it, also for readers without scripts, who are sent no fragment."""
    return f"/post/{post_id}?comment={comment_id}#comment-{comment_id}"
