"""One job queue: Stripe's events, fees and mails about donations that are not done become jobs; their tables keep what they are about."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MONTH = timedelta(days=30)
MOMENT = sa.DateTime(timezone=True)
LATER = [sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"), sa.Column("next_at", MOMENT, nullable=True)]
JOB = sa.table(
    "job",
    *[sa.column(name, sa.String()) for name in ("task", "key", "queue", "state", "worker", "last_error")],
    *[sa.column(name, sa.Integer()) for name in ("id", "priority", "attempts")],
    *[sa.column(name, MOMENT) for name in ("due_at", "deadline_at", "created_at", "finished_at", "lease_until")],
    sa.column("args", sa.JSON()),
)


def _moved(table: str, column: str, open_if: str) -> Any:
    """The rows that are not done: id, attempts, next_at, and trouble where there is one."""
    trouble = [sa.column("trouble", sa.String())] if table == "stripeevent" else []
    rows = sa.table(table, sa.column(column, sa.String()), sa.column("attempts", sa.Integer()), sa.column("next_at", MOMENT), *trouble)
    wanted = sa.select(*rows.c).where(sa.text(f"{open_if} IS NULL")).order_by(rows.c.next_at)
    return op.get_bind().execute(wanted).all()


def _enqueue(rows: Any, key: str, job: dict[str, Any], args: Callable[[str], dict[str, Any]]) -> None:
    at = datetime.now(UTC)
    for row in rows:
        due_at = row[2] if row[2].tzinfo else row[2].replace(tzinfo=UTC)
        values = {
            "key": f"{key}:{row[0]}",
            "args": args(row[0]),
            "attempts": row[1],
            "due_at": due_at,
            "last_error": row[3] if row[3:] else "",
        }
        same = {"state": "waiting", "worker": "", "created_at": at, "deadline_at": at + MONTH}
        op.execute(sa.insert(JOB).values(**job, **values, **same))


def _letter(key: str) -> dict[str, Any]:
    return {"kind": "donation", "member_id": 0, "about": {"key": key}, "params": {}}


def upgrade() -> None:
    """Go forward."""
    event = {"task": "donations.process_event", "queue": "stripe_events", "priority": 1}
    fee = {"task": "donations.fetch_fee", "queue": "stripe", "priority": 1}
    letter = {"task": "mails.send", "queue": "mail", "priority": 1}
    _enqueue(_moved("stripeevent", "id", "worked_at"), "stripe_event", event, lambda name: {"event_id": name})
    _enqueue(_moved("pendingfee", "source", "settled_at"), "fee", fee, lambda name: {"source": name})
    _enqueue(_moved("donationmail", "key", "sent_at"), "donation_mail", letter, _letter)
    gone = {"stripeevent": ["attempts", "next_at", "trouble"], "pendingfee": ["attempts", "next_at", "settled_at"]}
    gone["donationmail"] = ["attempts", "next_at", "sent_at"]
    indexes = {"stripeevent": "ix_stripeevent_waiting", "pendingfee": "ix_pendingfee_open", "donationmail": "ix_donationmail_unsent"}
    for table, columns in gone.items():
        op.drop_index(indexes[table], table)
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column)


def _waiting(prefix: str) -> dict[str, Any]:
    """What waits in the queue under such keys: the rest of the key → the job."""
    wanted = sa.select(JOB).where(JOB.c.key.startswith(f"{prefix}:"), JOB.c.state != "done")
    return {job.key.partition(":")[2]: job for job in op.get_bind().execute(wanted)}


def _put_back(table: str, column: str, done: str, jobs: dict[str, Any]) -> None:
    """Give a table its columns again: what has no job that waits is done."""
    names = ["trouble"] if table == "stripeevent" else [done]
    rows = sa.table(table, *[sa.column(name) for name in (column, "attempts", *names)], sa.column("next_at", MOMENT))
    at = datetime.now(UTC)
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("next_at", MOMENT, nullable=True))
        if table == "stripeevent":
            batch_op.add_column(sa.Column("trouble", sa.String(), nullable=False, server_default=""))
        else:
            batch_op.add_column(sa.Column(done, MOMENT, nullable=True))
    stamped = sa.table(
        table, sa.column(column), sa.column("next_at", MOMENT), sa.column(names[0], sa.String() if names == ["trouble"] else MOMENT)
    )
    op.execute(sa.update(stamped).values(next_at=at, **({} if names == ["trouble"] else {done: at})))
    for name, job in jobs.items():
        more = {"trouble": job.last_error} if names == ["trouble"] else {done: None}
        op.execute(sa.update(rows).where(rows.c[column] == name).values(attempts=job.attempts, next_at=job.due_at, **more))
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column("attempts", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        batch_op.alter_column("next_at", nullable=False, existing_type=MOMENT)
        if table == "stripeevent":
            batch_op.alter_column("trouble", server_default=None, existing_type=sa.String(), existing_nullable=False)
    condition = sa.text(f"{done} IS NULL")
    kind = {"stripeevent": "waiting", "donationmail": "unsent"}.get(table, "open")
    op.create_index(f"ix_{table}_{kind}", table, ["next_at"], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Go back."""
    _put_back("stripeevent", "id", "worked_at", _waiting("stripe_event"))
    _put_back("pendingfee", "source", "settled_at", _waiting("fee"))
    _put_back("donationmail", "key", "sent_at", _waiting("donation_mail"))
    ours = [JOB.c.key.startswith(f"{prefix}:") for prefix in ("stripe_event", "fee", "donation_mail")]
    op.execute(sa.delete(JOB).where(sa.or_(*ours)))
