"""Suggestions of another headline, the members' word on them, and the votes that end an edit war."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers

OPEN = text("state IN ('open', 'agreed')")
DECIDED = text("state NOT IN ('open', 'agreed')")
RUNNING = text("decided_at IS NULL")


class Suggestion(SQLModel, table=True):
    """A correction by somebody whose corrections are not live at once.

    `open` until enough members agree or disagree. On a collaborative post it is `accepted` then, or `fallen`; on an individual
    one it is `agreed`, and its author accepts or declines it. `outdated`: the headline changed under it.
    """

    __table_args__ = (
        CheckConstraint("state in ('open', 'agreed', 'accepted', 'declined', 'fallen', 'withdrawn', 'outdated')", name="state"),
        Index("ix_suggestion_post", "post_id", "state"),
        Index("ix_suggestion_open", "post_id", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_suggestion_decided", "post_id", "id", sqlite_where=DECIDED, postgresql_where=DECIDED),
        Index("ix_suggestion_once_each", "post_id", "suggester_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = refers("post.id")
    suggester_id: int = refers("member.id", index=True)
    at: datetime = moment()
    based_on: int
    """The revision of the post whose headline it replaces."""
    headline: str
    reason: str
    source: str = ""
    note: str = ""
    state: str = "open"
    agrees: int = 0
    disagrees: int = 0
    answer: str = ""
    """What the post's author says to it."""
    decided_at: datetime | None = moment(default=None, nullable=True)
    revision: int = 0
    """The revision that it became; 0 while it is none."""


class SuggestionVote(SQLModel, table=True):
    """One member agrees or disagrees with a suggestion."""

    suggestion_id: int = refers("suggestion.id", key=True)
    member_id: int = refers("member.id", key=True, index=True)
    agrees: bool
    at: datetime = moment()


class Dispute(SQLModel, table=True):
    """An edit war that is put to the vote: versions of a post's headline or text (`DisputeOption`), until the vote ends."""

    __table_args__ = (
        CheckConstraint("field in ('headline', 'text')", name="field"),
        Index("ix_dispute_running", "ends_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = refers("post.id", index=True)
    field: str
    begun: int
    """The revision that the war began with."""
    detected: int
    """The revision that set the brake off; saves before it are history."""
    stands: int
    """The option that stands while it is voted, and afterwards unless another has more votes than any other."""
    at: datetime = moment()
    ends_at: datetime = moment()
    decided_at: datetime | None = moment(default=None, nullable=True)
    revision: int = 0
    """The revision that the vote ended in; 0 while it runs."""


class DisputeOption(SQLModel, table=True):
    """One version that can be voted for, named by a revision that has it."""

    dispute_id: int = refers("dispute.id", key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """The revision's number in the history of the post."""
    fought: bool = False
    """Whether the war was about it; the others stood undisputed before."""
    votes: int = 0


class DisputeParty(SQLModel, table=True):
    """A member who drove the war, and therefore has no vote."""

    dispute_id: int = refers("dispute.id", key=True)
    member_id: int = refers("member.id", key=True, index=True)


class DisputeVote(SQLModel, table=True):
    """One member's vote for one of the versions."""

    dispute_id: int = refers("dispute.id", key=True)
    member_id: int = refers("member.id", key=True, index=True)
    number: int
    """The option."""
    at: datetime = moment()
