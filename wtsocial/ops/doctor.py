"""The doctor: looks at whatever the program needs, and says of each whether it is well."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from wtsocial.core.errors import Unavailable
from wtsocial.core.settings import settings
from wtsocial.db import migrations
from wtsocial.donations.queries import health
from wtsocial.gateways.stripe import payments
from wtsocial.jobs import queries
from wtsocial.models import now

WAITS_TOO_LONG: Final = timedelta(hours=1)
"""What is due for longer than this says that nobody runs jobs, or too few do."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. What is not `well` keeps the site from working; a `note` is only worth knowing."""

    name: str
    well: bool
    note: str


async def examine() -> AsyncIterator[Finding]:
    """Look at everything, one thing after the other. (Settings that make no sense have stopped the program before this.)"""
    yield Finding("settings", True, f"the site is {settings().site_url}")
    yield _source_code()
    yield await asyncio.to_thread(_data_folder)
    yield await asyncio.to_thread(_database)
    yield await _redis()
    yield _mail()
    yield await _payments()
    yield await _jobs()


def _source_code() -> Finding:
    if settings().source_url:
        return Finding("source code", True, f"pages lead to {settings().source_url}")
    note = "no page leads to it: set WTSOCIAL_SOURCE_URL, which whoever runs a changed version owes its users (AGPL, section 13)"
    return Finding("source code", True, note)


def _data_folder() -> Finding:
    folder = settings().data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as probe:
            probe.write(b"can be written")
            probe.flush()
    except OSError as failed:
        return Finding("data folder", False, f"{folder} cannot be written to: {failed.strerror}")
    return Finding("data folder", True, f"{Path(folder).resolve()} can be written to")


def _database() -> Finding:
    kind = "PostgreSQL" if settings().database_url.startswith("postgresql") else "SQLite"
    try:
        missing = migrations.pending()
    except (Unavailable, SQLAlchemyError, OSError) as failed:
        return Finding("database", False, f"{kind} does not answer: {str(failed).splitlines()[0]}")
    if missing:
        return Finding("database", False, f"{kind} answers, but needs `python -m wtsocial migrate` ({', '.join(missing)})")
    return Finding("database", True, f"{kind} answers and is migrated")


async def _redis() -> Finding:
    if not settings().redis_url:
        return Finding("redis", True, "not set: one worker is all there can be")
    try:
        async with Redis.from_url(settings().redis_url, socket_timeout=3, socket_connect_timeout=3) as redis:  # pyright: ignore[reportUnknownMemberType]
            await redis.ping()  # pyright: ignore[reportGeneralTypeIssues, reportUnknownMemberType] # its stub knows both kinds of client
    except (RedisError, OSError) as failed:
        return Finding("redis", False, f"does not answer: {failed}")
    return Finding("redis", True, "answers")


def _mail() -> Finding:
    if not settings().smtp_url:
        return Finding("mail", True, f"not set: mails are written to {settings().data_dir / 'outbox'}")
    return Finding("mail", True, f"goes out by {urlsplit(settings().smtp_url).hostname}, from {settings().mail_from}")


async def _jobs() -> Finding:
    try:
        found = await queries.health()
    except (Unavailable, SQLAlchemyError, OSError):
        return Finding("jobs", False, "the database does not answer")
    if found.dead:
        return Finding("jobs", False, f"{found.dead:,} were given up, to be tried again or discarded on the dashboard: {found.last_error}")
    if found.oldest_due_at and now() - found.oldest_due_at > WAITS_TOO_LONG:
        return Finding(
            "jobs", False, f"{found.due:,} are due, the oldest since {found.oldest_due_at:%Y-%m-%d %H:%M} UTC: does a worker run?"
        )
    return Finding("jobs", True, f"{found.due:,} due, {found.later:,} later, {found.running:,} running, none given up")


async def _payments() -> Finding:
    key, secret = settings().stripe_secret_key, settings().stripe_webhook_secret
    if not key and not secret:
        return Finding("payments", True, "not set up: nobody can donate")
    if not payments.configured():
        return Finding("payments", False, f"WTSOCIAL_STRIPE_{'WEBHOOK_SECRET' if key else 'SECRET_KEY'} is missing: nobody can donate")
    try:
        found = await health()
    except (Unavailable, SQLAlchemyError, OSError):
        return Finding("payments", False, "set up, but the database does not answer")
    if found.failed:
        return Finding("payments", False, f"{found.failed:,} events of Stripe's could not be worked on: {found.last_error}")
    if found.refused:
        note = f"{found.refused:,} events of the last week are of Stripe's other mode or another account, and credited nobody"
        return Finding("payments", False, f"{note}: whose key and endpoint are set?")
    where = "a test server, no money moves" if payments.is_test_server() else "Stripe's test mode" if payments.is_test_mode() else "Stripe"
    return Finding("payments", True, f"by {where}; waiting: {found.waiting:,} events, {found.unsettled:,} fees, {found.unsent:,} mails")
