"""The database: what the core opens it with."""

from wtsocial.db.session import (
    Transaction,
    change_of,
    close,
    empty_log,
    engine,
    in_next_transaction,
    on_announcement,
    one_moment,
    reading,
    transaction,
)

__all__ = [
    "Transaction", "change_of", "close", "empty_log", "engine", "in_next_transaction", "on_announcement", "one_moment", "reading",
    "transaction",
]  # fmt: skip
