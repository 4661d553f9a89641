"""Subwikis and who is in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

MODERATING = text("role = 'moderator'")


class Subwiki(SQLModel, table=True):
    """A community: what it is about and its rules are edited by its members."""

    __table_args__ = (CheckConstraint("protection in ('', 'member', 'trusted', 'moderator')", name="protection"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    description: str = ""
    rules: str = ""
    colour: str = "#4b8b5f"
    """Its mark beside its name, #rrggbb."""
    created_by_id: int = refers("member.id", index=True)
    created_at: datetime = moment()
    revision: int = 1
    head: str = ""
    """The seal of the newest revision (`text.chain`)."""
    agreements: int = 2
    """How many members have to agree until a suggested headline goes live, or disagree until it falls."""
    vetted: bool = False
    """Whether an admin looked at it and found that it can be offered to newcomers."""
    protection: str = ""
    """The standing that correcting and editing take here and on all its posts; empty for no other than usual."""
    protected_until: datetime | None = moment(default=None, nullable=True)
    members_count: int = 0
    posts_count: int = 0


class Membership(SQLModel, table=True):
    """A member is in a subwiki, perhaps as its moderator."""

    __table_args__ = (
        CheckConstraint("role in ('member', 'moderator')", name="role"),
        # Who moderates a subwiki, and which ones nobody does.
        Index("ix_membership_moderators", "subwiki_id", sqlite_where=MODERATING, postgresql_where=MODERATING),
    )

    member_id: int = refers("member.id", key=True)
    subwiki_id: int = refers("subwiki.id", key=True, index=True)
    role: str = "member"
    joined_at: datetime = moment()
