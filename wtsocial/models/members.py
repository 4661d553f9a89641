"""Members, their logins, and the one-time links sent to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

TRUSTED, ADMIN = text("is_trusted"), text("is_admin")
UNCONFIRMED, DECIDED_AGAINST = text("email_confirmed_at IS NULL"), text("upheld_against > 0")
ENDING = text("suspended_until IS NOT NULL")


class Member(SQLModel, table=True):
    """A person with an account."""

    __table_args__ = (
        CheckConstraint("state in ('waiting', 'active', 'suspended', 'deleted')", name="state"),
        # Whose suspension ends by itself.
        Index("ix_member_suspended_until", "suspended_until", sqlite_where=ENDING, postgresql_where=ENDING),
        # Who may sit in a jury.
        Index("ix_member_trusted", "id", sqlite_where=TRUSTED, postgresql_where=TRUSTED),
        # The list of members, by kind.
        Index("ix_member_state", "state", "id"),
        Index("ix_member_admin", "id", sqlite_where=ADMIN, postgresql_where=ADMIN),
        Index("ix_member_unconfirmed", "id", sqlite_where=UNCONFIRMED, postgresql_where=UNCONFIRMED),
        Index("ix_member_decided_against", "upheld_against", "id", sqlite_where=DECIDED_AGAINST, postgresql_where=DECIDED_AGAINST),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    skeleton: str = Field(unique=True, sa_type=String().with_variant(String(collation="C"), "postgresql"))
    """The name as it looks: names that look alike share one (`text.names.skeleton`). In the order of code points, so that those that
    begin alike stand together."""
    email: str = Field(unique=True)
    email_confirmed_at: datetime | None = moment(default=None, nullable=True)
    password_hash: str
    state: str = "waiting"
    suspended_reason: str = ""
    suspended_until: datetime | None = moment(default=None, nullable=True)
    """When a suspension ends by itself; None for no end, or none."""
    restrictions: str = ""
    """What moderators of subwikis took from them there for a time (`accounts.restrictions`): a copy of what stands of MemberRestriction."""
    is_admin: bool = False
    is_trusted: bool = False
    contributions: int = 0
    """Revisions of theirs that stand, neither undone nor hidden, and count (`revisions.contributions`)."""
    flags_upheld: int = 0
    flags_dismissed: int = 0
    """Flags of theirs that a moderator decided on."""
    upheld_against: int = 0
    dismissed_against: int = 0
    """Decisions about posts and comments of theirs: those that took one away, and those that left it as it was."""
    language: str = "en"
    named_in_log: bool = True
    """Whether their name stands beside what they decide from now on; their office always does."""
    about: str = ""
    choices: str = ""
    """What they chose about what they are shown, as JSON; empty for nothing chosen."""
    email_key: str = Field(default="", index=True)
    """The mailbox that the address stands for, so that one person's variants of it are not counted as several friends."""
    registered_by: str = ""
    """The browser that registered, as the SHA-256 of its cookie, until the address is confirmed; empty for nobody's."""
    created_at: datetime = moment()
    seen_at: datetime | None = moment(default=None, nullable=True)
    """When they were here last with a login, to some hours; None for never."""


class LoginSession(SQLModel, table=True):
    """One login in one browser. The cookie holds the token, the table its SHA-256 alone."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    member_id: int = refers("member.id", index=True)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()


class EmailToken(SQLModel, table=True):
    """A link sent by mail, good for one POST: to confirm an address or to set a new password."""

    __table_args__ = (CheckConstraint("purpose in ('confirm', 'reset')", name="purpose"),)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    member_id: int = refers("member.id", index=True)
    purpose: str
    created_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)
