"""Who speaks to a shared site: a site counts tries by network and by member in its memory, so a test's are its own.

What a test counted would otherwise stop the next one, whenever that happens to run within the same minute.
"""

from itertools import count
from typing import Any

from sqlalchemy import Connection, event, func, select

from wtsocial.models import Member

_member_ids, _numbers = count(1_000, 1_000), count(1)


class _Network:
    address = "198.18.0.0"


def come_from_elsewhere() -> None:
    """What is asked of a site from now on comes from another network: one of those for tests between machines (RFC 2544)."""
    number = next(_numbers)
    _Network.address = f"198.{18 + number // 65_536}.{number // 256 % 256}.{number % 256}"


def forwarded_for() -> dict[str, str]:
    """The header by which a proxy says whom it speaks for."""
    return {"X-Forwarded-For": _Network.address}


@event.listens_for(Member, "before_insert")
def _begin_at_new_ids(_mapper: Any, connection: Connection, member: Member) -> None:
    """The first member of an emptied SQLite has an id that no earlier test's had, as in PostgreSQL."""
    if connection.dialect.name == "sqlite" and not connection.scalar(select(func.count()).select_from(Member)):
        member.id = next(_member_ids)
