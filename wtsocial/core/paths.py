"""Paths of this site that several domains name."""


def comment_path(post_id: int, comment_id: int) -> str:
    """Where a comment stands: the page of the post's thread that holds it, also for readers without scripts, who are sent no fragment."""
    return f"/post/{post_id}?comment={comment_id}#comment-{comment_id}"
