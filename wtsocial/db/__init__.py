"""The database: what the core opens it with."""

from wtsocial.db.session import (
    Transaction,
    change_of,
    close,
    empty_log,
    engine,
    on_announcement,
    one_moment,
    reading,
    transaction,
)

__all__ = ["Transaction", "change_of", "close", "empty_log", "engine", "on_announcement", "one_moment", "reading", "transaction"]
