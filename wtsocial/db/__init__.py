"""The database: what the core opens it with."""

from wtsocial.db.engines import close, engine
from wtsocial.db.outages import watch as watch_outages
from wtsocial.db.postgres import patient
from wtsocial.db.session import (
    Transaction,
    answers,
    change_of,
    empty_log,
    fetch,
    fetch_each,
    in_next_transaction,
    on_announcement,
    one_moment,
    reading,
    transaction,
)

__all__ = [
    "Transaction", "answers", "change_of", "close", "empty_log", "engine", "fetch", "fetch_each", "in_next_transaction", "on_announcement",
    "one_moment", "patient", "reading", "transaction", "watch_outages",
]  # fmt: skip
