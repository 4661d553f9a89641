"""Leadership of a subwiki: how what happens to its moderators is logged and announced."""

from datetime import datetime

from wtsocial.core import bus
from wtsocial.core.messages import PagesChanged
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of
from wtsocial.models import ModerationAction, Subwiki


def led_entry(
    wiki: Subwiki,
    member_id: int,
    action: str,
    *,
    actor_id: int | None = None,
    reason: str = "",
    detail: str = "",
    until: datetime | None = None,
) -> ModerationAction:
    """An entry of the log about who moderates a subwiki; by nobody where its members or the time decided."""
    number = id_of(wiki)
    return ModerationAction(
        action=action,
        actor_id=actor_id,
        subject_kind="subwiki",
        subject_id=number,
        subwiki_id=number,
        member_id=member_id,
        reason=reason,
        detail=detail,
        until=until,
    )


def announce_leadership(change: Transaction, wiki: Subwiki) -> None:
    """Tell who has the subwiki's page open that something happened to who moderates it."""
    change.announce(bus.page_room(wiki.slug), message=PagesChanged())
    change.outdate_pages(f"subwiki:{wiki.id}")
