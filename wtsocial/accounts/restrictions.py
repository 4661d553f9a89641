"""Restrictions: what a subwiki's moderators took from a member there for a time, as each look at the member has it. Pure."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.models import now

Kind = Literal["limit", "hold"]
"""`limit`: they neither post nor comment there; `hold`: what they post there waits until a moderator has looked at it."""
KINDS: Final[tuple[Kind, ...]] = ("limit", "hold")


class Restriction(NamedTuple):
    """A restriction in a subwiki, until a moment in seconds since 1970; 0 for no end."""

    subwiki_id: int
    kind: str
    until: int


def to_text(restrictions: Iterable[Restriction]) -> str:
    """How a member's are kept beside them (`Member.restrictions`): `12:limit:1764600000`, with a space between two."""
    return " ".join(f"{one.subwiki_id}:{one.kind}:{one.until}" for one in restrictions)


def restriction(viewer: Viewer, subwiki_id: int, kind: Kind) -> Restriction | None:
    """The restriction of this kind that holds for the viewer there now."""
    # Almost nobody has any, and every post of every list comes by here.
    if not viewer.restrictions:
        return None
    for word in viewer.restrictions.split():
        place, its_kind, until = word.split(":")
        if (int(place), its_kind) == (subwiki_id, kind) and (until == "0" or int(until) > now().timestamp()):
            return Restriction(subwiki_id, kind, int(until))
    return None


def may_write_in(viewer: Viewer, subwiki_id: int) -> bool:
    """Post and comment in a subwiki: every active member who is not limited there."""
    return viewer.active and restriction(viewer, subwiki_id, "limit") is None


def is_held(viewer: Viewer, subwiki_id: int) -> bool:
    """Whether what they post in a subwiki waits until a moderator has looked at it."""
    return restriction(viewer, subwiki_id, "hold") is not None


def refusal(viewer: Viewer, subwiki_id: int, *, field: str = "") -> NotAllowed | None:
    """What is said to a member who is limited there, with when it ends; None for everybody else."""
    found = restriction(viewer, subwiki_id, "limit") if viewer.active else None
    if found is None:
        return None
    return NotAllowed("limit.until", field=field, until=found.until * 1000) if found.until else NotAllowed("limit.no_end", field=field)


def ensure_may_write(viewer: Viewer, subwiki_id: int, *, field: str = "") -> None:
    """Go on unless the viewer is limited there. Raises NotAllowed("limit.until", `until`) or NotAllowed("limit.no_end")."""
    refused = refusal(viewer, subwiki_id, field=field)
    if refused:
        raise refused
