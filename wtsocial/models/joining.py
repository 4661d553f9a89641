"""Joining: how people come in, the line of those who wait, who was let in, and by whose invitation."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

MOVED = text("moved > 0")
OF_A_GROUP = text("label != ''")
UNREVOKED = text("revoked_at IS NULL")


class JoiningSettings(SQLModel, table=True):
    """The one row: the rules of joining, and where the day and the line stand. Whoever changes the line locks it first."""

    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("mode in ('open', 'waiting', 'invited')", name="mode"),
    )

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    mode: str = "open"
    places_per_day: int = 0
    friend_moves_up: int = 1
    """How many places a friend moves their inviter up."""
    place_price: int = 500
    """What a place costs as a gift, in minor units of the currency that the books are kept in."""
    batch_number: int = 0
    """How often admins have let people in: whoever presses says which number they saw, so that two do not press twice."""
    batch_by_id: int | None = refers("member.id", optional=True)
    batch_size: int = 0
    day: str = ""
    """The last day (UTC, 2026-11-23) that has begun: positions were noted and the day's places given away."""
    last_rank: int = 0
    """The last rank that was handed out on this day."""
    last_key: int = Field(default=0, sa_type=BigInteger)
    """The order key of whoever lined up last."""


class WaitingListEntry(SQLModel, table=True):
    """A member in line. The order is that of `key`; its gaps let one be moved without touching the others."""

    # For what is counted every time somebody looks: of those who moved today, the ones before a key, and with a later rank.
    __table_args__ = (Index("ix_waitinglistentry_moved", "key", "rank", sqlite_where=MOVED, postgresql_where=MOVED),)

    member_id: int = refers("member.id", key=True)
    key: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    """None while the member is suspended: out of the line, but not let in either."""
    enqueued_at: datetime = moment()
    position_at_day_start: int = 0
    """The position when the day began, or when they lined up on it."""
    rank: int = 0
    """The order in which the day found them: two who swapped since have their keys the other way round."""
    moved: int = 0
    """Places gained by friends on this day."""


class WaitingListBlock(SQLModel, table=True):
    """How many are in a stretch of the line (`block_of` a key), so that a position is a sum of few numbers."""

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    count: int = 0


class Admission(SQLModel, table=True):
    """A member was let in: once, which the key holds. Without `at` it is promised for when they confirm their address."""

    __table_args__ = (
        CheckConstraint("way in ('open', 'admin', 'daily', 'donation', 'gift', 'invitation')", name="way"),
        Index("ix_admission_at", "at"),
        Index("ix_admission_cause", "cause"),
    )

    member_id: int = refers("member.id", key=True)
    at: datetime | None = moment(default=None, nullable=True)
    way: str
    by_id: int | None = refers("member.id", optional=True)
    cause: str = ""
    """What it came from: `payment:…`, `invitation:12`, `batch:7`, `day:2026-11-23`."""
    position: int = 0
    """Where they stood, counted before anybody was let in with them; 0 for whoever never waited."""


class Invitation(SQLModel, table=True):
    """A link by which others may join, with a number of uses and an end."""

    __table_args__ = (
        CheckConstraint("used >= 0 and used <= uses", name="uses"),
        Index("ix_invitation_member", "member_id", "label", "id"),
        Index("ix_invitation_open", "ends_at", "id", sqlite_where=UNREVOKED, postgresql_where=UNREVOKED),
        Index("ix_invitation_made", "member_id", "id"),
        Index("ix_invitation_groups", "id", sqlite_where=OF_A_GROUP, postgresql_where=OF_A_GROUP),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    member_id: int = refers("member.id")
    label: str = ""
    """What a group's invitation is for; empty for a personal one."""
    uses: int
    used: int = 0
    at_once: bool = False
    """Whoever comes by it does not wait: an admin may say so for a group."""
    created_at: datetime = moment()
    ends_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None, nullable=True)


class InvitationUse(SQLModel, table=True):
    """Who came by an invitation. A use that nobody confirmed in time is given back."""

    # The newest of those who came, of each invitation.
    __table_args__ = (Index("ix_invitationuse_counted", "invitation_id", "counted_at"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int | None = refers("member.id", optional=True, unique=True)
    """Nobody where the address had an account: how often an invitation was used tells nobody whose addresses are known."""
    invitation_id: int = refers("invitation.id")
    at: datetime = moment()
    given_back_at: datetime | None = moment(default=None, nullable=True)
    counted_at: datetime | None = moment(default=None, nullable=True)
    """When it counted: the friend had confirmed a mailbox of their own."""
