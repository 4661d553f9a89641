"""What the reference writes: the rows that an act of the site changes, by the driver alone, in one transaction."""

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg

_local = threading.local()
Payload = dict[str, Any]


class Writer:
    """A connection of one thread to the database in BARE_DATABASE: a file of SQLite's, or an address of PostgreSQL's."""

    def __init__(self) -> None:
        address = os.environ["BARE_DATABASE"]
        self._lite = not address.startswith("postgresql")
        if self._lite:
            self._connection: Any = sqlite3.connect(address, isolation_level=None, timeout=15)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000", "foreign_keys=ON", "secure_delete=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
        else:
            self._connection = psycopg.connect(address, autocommit=True)

    def begin(self) -> None:
        """Begin to write."""
        self._connection.execute("BEGIN IMMEDIATE" if self._lite else "BEGIN")

    def commit(self) -> None:
        """Commit."""
        self._connection.execute("COMMIT")

    def run(self, statement: str, *values: Any) -> Any:
        """Run one statement with question marks for its values; what its first row begins with, if it returns one."""
        found = self._connection.execute(statement if self._lite else statement.replace("?", "%s"), values)
        row = found.fetchone() if found.description else None
        return row[0] if row else None

    def moment(self) -> Any:
        """Now, as the database stores it."""
        at = datetime.now(UTC)
        return at.strftime("%Y-%m-%d %H:%M:%S.%f") if self._lite else at


def write(act: str, payload: Payload) -> int:
    """Do what is left of an act without the site: the number of votes, of the revision, or of the new row."""
    if not hasattr(_local, "writer"):
        _local.writer = Writer()
    writer: Writer = _local.writer
    writer.begin()
    number: int = ACTS[act](writer, payload)
    writer.commit()
    return number


def _vote(to: Writer, about: Payload) -> int:
    if about["wanted"]:
        into = "INSERT INTO vote (member_id, post_id, revision, at) VALUES (?, ?, 1, ?)"
        to.run(into, about["member_id"], about["post_id"], to.moment())
    else:
        to.run("DELETE FROM vote WHERE member_id = ? AND post_id = ?", about["member_id"], about["post_id"])
    step = 1 if about["wanted"] else -1
    counted = "UPDATE post SET votes_count = votes_count + ?, stamp = stamp + 1 WHERE id = ? RETURNING votes_count"
    return to.run(counted, step, about["post_id"])


def _sent_form(to: Writer, about: Payload, answer: int) -> None:
    """The key that a form carries, its answer, and the draft that goes."""
    digest = hashlib.sha256(secrets.token_bytes()).hexdigest()
    to.run("INSERT INTO idempotencykey (digest, at, answer) VALUES (?, ?, ?)", digest, to.moment(), json.dumps(answer))
    to.run("DELETE FROM draft WHERE member_id = ? AND place = ?", about["member_id"], f"edit:{about['post_id']}")


def _revision(to: Writer, about: Payload, of: str, thing_id: int, number: int, change: str) -> None:
    row = {
        of: thing_id, "number": number, "editor_id": about["member_id"], "at": to.moment(), "change": change,
        "headline": about.get("headline", ""), "text": about.get("text", ""), "rules": "", "reason": "", "note": "", "source": "",
        "via": "", "restores": 0, "own_error": False, "size": 100, "salt": secrets.token_hex(32), "digest": secrets.token_hex(32),
        "seal": secrets.token_hex(32), "stands": True, "counts": True,
    }  # fmt: skip
    to.run(f"INSERT INTO revision ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())
    to.run("UPDATE member SET contributions = contributions + 1 WHERE id = ?", about["member_id"])


def _edit(to: Writer, about: Payload) -> int:
    saved = "UPDATE post SET text = ?, revision = revision + 1, stamp = stamp + 1, head = ? WHERE id = ? RETURNING revision"
    number = to.run(saved, about["text"], secrets.token_hex(32), about["post_id"])
    _revision(to, about, "post_id", about["post_id"], number, "text")
    _sent_form(to, about, number)
    return number


def _correct(to: Writer, about: Payload) -> int:
    saved = (
        "UPDATE post SET headline = ?, revision = revision + 1, stamp = stamp + 1, head = ?, corrected_at = ?, corrected_by_id = ?"
        " WHERE id = ? RETURNING revision"
    )
    number = to.run(saved, about["headline"], secrets.token_hex(32), to.moment(), about["member_id"], about["post_id"])
    _revision(to, about, "post_id", about["post_id"], number, "headline")
    to.run("UPDATE source SET other_count = other_count + 1 WHERE domain = ?", "example.org")
    _notice(to, about, "corrected")
    _sent_form(to, about, number)
    return number


def _comment(to: Writer, about: Payload) -> int:
    columns = "post_id, author_id, text, created_at, revision, head, post_revision"
    into = f"INSERT INTO comment ({columns}) VALUES (?, ?, ?, ?, 1, ?, 1) RETURNING id"
    number = to.run(into, about["post_id"], about["member_id"], about["text"], to.moment(), secrets.token_hex(32))
    _revision(to, about, "comment_id", number, 1, "created")
    to.run("UPDATE post SET comments_count = comments_count + 1, stamp = stamp + 1 WHERE id = ?", about["post_id"])
    _notice(to, about, "comment")
    _sent_form(to, about, number)
    return number


def _publish(to: Writer, about: Payload) -> int:
    row = {
        "kind": "discussion", "mode": "collaborative", "subwiki_id": 2, "author_id": about["member_id"], "headline": about["headline"],
        "link": "", "link_key": "", "host": "", "domain": "", "text": about["text"], "picture": "", "language": "", "sensitive": False,
        "tags": "", "published_at": to.moment(), "revision": 1, "head": secrets.token_hex(32), "stamp": 1, "votes_count": 0,
        "comments_count": 0, "shared": False, "first_headline": about["headline"], "worded_by": "", "corrected_reason": "",
        "corrected_source": "", "corrected_revision": 0, "early_votes": 0, "own_error": False, "suggestions_count": 0,
        "agreed_headline": "", "protection": "",
    }  # fmt: skip
    number = to.run(f"INSERT INTO post ({', '.join(row)}) VALUES ({', '.join('?' * len(row))}) RETURNING id", *row.values())
    _revision(to, about, "post_id", number, 1, "created")
    to.run("UPDATE subwiki SET posts_count = posts_count + 1 WHERE id = 2")
    _sent_form(to, about, number)
    return number


def _notice(to: Writer, about: Payload, kind: str) -> None:
    into = "INSERT INTO notice (member_id, kind, params, post_id, path, at, renewed) VALUES (?, ?, ?, ?, ?, ?, ?)"
    params = json.dumps({"by": f"bench{about['member_id']}"})
    to.run(into, 1 + about["post_id"] % 400, kind, params, about["post_id"], f"/post/{about['post_id']}", to.moment(), False)


ACTS = {"vote": _vote, "edit": _edit, "correct": _correct, "comment": _comment, "post": _publish}
