"""Jobs: work that was promised in a transaction and is done after it."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Integer, text
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment

WAITING: Final = text("state = 'waiting'")
RUNNING: Final = text("state = 'running'")
DONE: Final = text("state = 'done'")
DEAD: Final = text("state = 'dead'")
RETRIED: Final = text("state = 'waiting' AND attempts > 0")
WITH_KEY: Final = text("key IS NOT NULL")


class Job(SQLModel, table=True):
    """One job. Each index holds the jobs of one state alone, so that claiming costs the same however many are finished."""

    __table_args__ = (
        CheckConstraint("state in ('waiting', 'running', 'done', 'dead')", name="state"),
        Index("ix_job_waiting", "queue", "priority", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_job_running", "lease_until", sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_job_done", "finished_at", sqlite_where=DONE, postgresql_where=DONE),
        Index("ix_job_dead", "finished_at", sqlite_where=DEAD, postgresql_where=DEAD),
        # What failed, queue by queue.
        Index("ix_job_dead_queue", "queue", "finished_at", sqlite_where=DEAD, postgresql_where=DEAD),
        Index("ix_job_retried", "queue", "due_at", sqlite_where=RETRIED, postgresql_where=RETRIED),
        Index("uq_job_key", "key", unique=True, sqlite_where=WITH_KEY, postgresql_where=WITH_KEY),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    task: str
    args: dict[str, Any] = Field(sa_type=JSON)
    """What it is about; empty once it is done."""
    key: str | None = Field(default=None, nullable=True)
    """There is at most one job with this key, until it is forgotten."""
    queue: str
    priority: int
    """The least is the most urgent."""
    state: str = "waiting"
    due_at: datetime = moment()
    deadline_at: datetime | None = moment(default=None, nullable=True)
    """After this it is not tried any more; a periodic job has none."""
    attempts: int = 0
    """How often it was begun."""
    worker: str = ""
    """Who runs it."""
    lease_until: datetime | None = moment(default=None, nullable=True)
    """When it is taken from its worker, unless that says before that it is still at it."""
    created_at: datetime = moment()
    finished_at: datetime | None = moment(default=None, nullable=True)
    """When it was done or given up; of a periodic job when it last ran."""
    last_error: str = ""
