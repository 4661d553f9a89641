"""Views of joining: the viewer's position, invitations, and what admins see of both."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DoorView:
    """How one joins at this moment, for everybody."""

    mode: str = "open"
    waiting: int = 0
    """How many are in line."""
    places_per_day: int = 0
    friend_moves_up: int = 1
    place_price: int = 0
    """In minor units of `currency`."""
    currency: str = ""


@dataclass(frozen=True)
class WaitingView:
    """The viewer's own position. `position_at_day_start` less `position` is `let_in` and `friends` less `passed`: what moved it today."""

    position: int = 0
    """1 for the first; 0 for whoever is not in line."""
    of: int = 0
    position_at_day_start: int = 0
    """Where one stood when the day began, or when one lined up on it."""
    let_in: int = 0
    """Places gained today because others in front were let in or left."""
    friends: int = 0
    """Places gained today by friends who came."""
    passed: int = 0
    """Places lost today to others whose friends came."""
    friends_ever: int = 0
    """How many friends came by one's invitations, on all days."""
    let_in_today: int = 0
    """How many were let in today, of everybody."""


@dataclass(frozen=True)
class CameView:
    """Somebody who came by an invitation, as its maker sees them."""

    name: str
    at: int


@dataclass(frozen=True)
class InvitationView:
    """An invitation, for its maker and, of a group, for admins. `state` is `open`, `used_up`, `ended` or `revoked`."""

    id: int
    code: str
    label: str
    uses: int
    used: int
    at_once: bool
    created: int
    ends: int
    state: str
    came: list[CameView] = field(default_factory=list[CameView])


@dataclass(frozen=True)
class InviteView:
    """What an invitation's link shows to whoever opens it: `open`, `shut`, `own`, `member` (who opens it is one already)."""

    state: str = "shut"
    at_once: bool = False
    """Whoever comes by it does not wait."""
    group: str = ""


@dataclass(frozen=True)
class WaiterView:
    """A waiting member, as admins see them."""

    position: int
    name: str
    since: int
    friends: int
    invited_by: str = ""


@dataclass(frozen=True)
class WayFigure:
    """How many were admitted by one way today."""

    way: str
    count: int


@dataclass(frozen=True)
class JoiningView:
    """The waiting list as admins see it. `batch_number` is sent back when an admin admits the next."""

    door: DoorView = field(default_factory=DoorView)
    batch_number: int = 0
    today: list[WayFigure] = field(default_factory=list[WayFigure])
    first: list[WaiterView] = field(default_factory=list[WaiterView])
