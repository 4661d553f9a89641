"""Health: whether the database answers."""

import logging

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wtsocial import db
from wtsocial.core.errors import Unavailable

log = logging.getLogger(__name__)


async def database_answers() -> bool:
    """Whether a trivial question to the database is answered."""
    try:
        async with db.reading() as session:
            await (await session.connection()).execute(text("SELECT 1"))
    except (Unavailable, SQLAlchemyError, OSError) as failed:
        log.warning("health: the database does not answer (%s)", type(failed).__name__)
        return False
    return True
