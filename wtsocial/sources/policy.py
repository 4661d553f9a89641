"""May I: answering contests of a source's record."""

from wtsocial.accounts.permissions import may_moderate
from wtsocial.accounts.views import Viewer


def may_answer_contest(viewer: Viewer, subwiki_id: int, member_id: int) -> bool:
    """Whoever moderates there, but not what they contested themselves."""
    return may_moderate(viewer, subwiki_id) and member_id != viewer.id
