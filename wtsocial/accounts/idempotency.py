"""Idempotency keys: a request that is sent twice, on a slow line say, is acted on once and answered the same both times."""

import base64
import hashlib
import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update

from wtsocial import db, jobs
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import new_token
from wtsocial.db import Transaction
from wtsocial.db.session import Step
from wtsocial.db.statements import insert_once, table
from wtsocial.models import IdempotencyKey, now

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
KEY_ROW: Final = table(IdempotencyKey)
_ANSWER: Final = select(KEY_ROW.c.answer).where(KEY_ROW.c.digest == bindparam("of_digest"))
_STORE: Final = update(KEY_ROW).where(KEY_ROW.c.digest == bindparam("of_digest")).values(answer=bindparam("answer"))
KEPT_FOR: Final = timedelta(days=1)
"""Longer than a browser keeps a request that it could not send."""
FORGOTTEN_AT_ONCE: Final = 1_000


class RepeatedRequest(Exception):
    """The request was acted on before, and nothing was changed now; `answer` is what it was answered then."""

    def __init__(self, answer: Any) -> None:
        super().__init__("a repeated request")
        self.answer = answer


@contextmanager
def acting_once(viewer: Viewer, key: object, *steps: Step) -> Generator[None]:
    """Act on a request once: its next transaction stores the key that the browser gave it, and runs `steps`.

    The transaction raises RepeatedRequest when it is stored already. What was refused is not stored, and may be tried again with the
    same key. A key that is none of ours, or "", is not heeded.
    """
    claims = [partial(_claim, _digest(viewer, key).hex())] if isinstance(key, str) and _KEY.fullmatch(key) else []
    with db.in_next_transaction(*claims, *steps):
        yield


def token_for(viewer: Viewer, key: str) -> str:
    """A token as `new_token` makes them, the same one for a request that is sent again; a new one where there is no key."""
    return base64.urlsafe_b64encode(_digest(viewer, key)).decode().rstrip("=") if _KEY.fullmatch(key) else new_token()


def _digest(viewer: Viewer, key: str) -> bytes:
    """Members cannot meet each other's keys."""
    return hashlib.sha256(f"{viewer.id} {key}".encode()).digest()


async def _claim(digest: str, change: Transaction) -> None:
    if await insert_once(change.session, IdempotencyKey, digest=digest, at=now()):
        change.at_commit.append(partial(_store_answer, digest, change))
        return
    ((answer,),) = await change.run(_ANSWER, {"of_digest": digest})
    raise RepeatedRequest(answer)


async def _store_answer(digest: str, change: Transaction) -> None:
    if change.answer is not None:
        await change.send(_STORE, {"of_digest": digest, "answer": change.answer})


@jobs.periodic_task("accounts.forget_idempotency_keys", every=timedelta(hours=1))
async def forget_idempotency_keys() -> int:
    """Delete keys of more than a day ago, in short transactions; how many."""
    old = select(KEY_ROW.c.digest).where(KEY_ROW.c.at < now() - KEPT_FOR).order_by(KEY_ROW.c.at).limit(FORGOTTEN_AT_ONCE)
    count = 0
    while True:
        async with db.transaction() as change:
            result: Any = await (await change.session.connection()).execute(
                delete(KEY_ROW).where(KEY_ROW.c.digest.in_(old.scalar_subquery()))
            )
        count += result.rowcount
        if result.rowcount < FORGOTTEN_AT_ONCE:
            return count
