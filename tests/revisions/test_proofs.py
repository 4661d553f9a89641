"""Proofs: whatever is changed past the site is found, named by thing and number; what the site did checks out."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.settings import settings
from wtsocial.editing.actions import corrections, edits
from wtsocial.moderation import erasure
from wtsocial.revisions import proofs
from wtsocial.revisions.views import ProofView
from wtsocial.subwikis import actions as subwikis

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _run(statement: str, **values: Any) -> None:
    """Write to the database past the site, as who owns it can."""
    async with db.transaction() as change:
        await (await change.session.connection()).execute(text(statement), values)


async def _broken() -> list[tuple[str, int, str]]:
    return [(one.thing, one.flaw.number, one.flaw.why) async for one in proofs.of_everything() if one.flaw]


async def _world() -> tuple[Viewer, int, int]:
    """A moderator, and a post and a comment with some history each; the subwiki has one, too."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place, role="moderator")
    post_id = await make_post(ana, place, headline="Ice", text="It melts.")
    await edits.edit_text(ana, post_id=post_id, text="It melts fast.", based_on=1, note="faster")
    source = {"reason": "exaggerated", "source": "https://example.org/ice"}
    await corrections.correct_headline(ana, post_id=post_id, headline="Ice melts", based_on=2, **source)  # type: ignore[arg-type]
    await edits.edit_text(ana, post_id=post_id, text="It melts slowly.", based_on=3)
    comment_id = await make_comment(ana, post_id, text="So it does.")
    await subwikis.edit_page(ana, slug="climate", description="Of ice", rules="Be kind.", based_on=1)
    return ana, post_id, comment_id


async def test_what_the_site_wrote_checks_out() -> None:
    _, post_id, _ = await _world()
    found = [one async for one in proofs.of_everything()]
    assert sorted((one.thing.partition("/")[0], one.revisions, one.flaw) for one in found) == [
        ("comment", 1, None),
        ("post", 4, None),
        ("subwiki", 2, None),
    ]
    assert await proofs.how_many() == 3
    assert await proofs.of_thing("post", post_id) == ProofView(4)


@pytest.mark.parametrize(
    ("change", "number", "why"),
    [
        ("UPDATE revision SET text = 'It never melts.' WHERE post_id = :post AND number = 2", 2, "content"),
        ("UPDATE revision SET headline = 'Fire' WHERE post_id = :post AND number = 1", 1, "content"),
        ("UPDATE revision SET note = '' WHERE post_id = :post AND number = 2", 2, "content"),
        ("UPDATE revision SET source = '' WHERE post_id = :post AND number = 3", 3, "content"),
        ("UPDATE revision SET salt = '' WHERE post_id = :post AND number = 2", 2, "content"),
        ("UPDATE revision SET editor_id = (SELECT max(id) FROM member) + 0 * number WHERE post_id = :post AND number = 2", 2, ""),
        ("UPDATE revision SET reason = 'false' WHERE post_id = :post AND number = 3", 3, "seal"),
        ("UPDATE revision SET size = 1 WHERE post_id = :post AND number = 4", 4, "seal"),
        ("UPDATE revision SET at = (SELECT min(at) FROM revision) WHERE post_id = :post AND number = 4", 4, "seal"),
        ("UPDATE revision SET seal = digest WHERE post_id = :post AND number = 1", 1, "seal"),
        ("UPDATE revision SET digest = seal WHERE post_id = :post AND number = 1", 1, "content"),
        ("DELETE FROM revision WHERE post_id = :post AND number = 2", 2, "missing"),
        ("DELETE FROM revision WHERE post_id = :post AND number = 1", 1, "missing"),
        ("DELETE FROM revision WHERE post_id = :post AND number = 4", 4, "count"),
        ("DELETE FROM revision WHERE post_id = :post", 1, "count"),
        ("UPDATE post SET head = '' WHERE id = :post", 4, "head"),
        ("UPDATE post SET revision = 9 WHERE id = :post", 5, "count"),
        ("UPDATE post SET headline = 'Fire' WHERE id = :post", 4, "shown"),
        ("UPDATE post SET text = '' WHERE id = :post", 4, "shown"),
    ],
)
async def test_a_row_that_was_tampered_with_is_found(change: str, number: int, why: str) -> None:
    _, post_id, _ = await _world()
    await make_member("zoe")
    await _run(change, post=post_id)
    assert await _broken() == [(f"post/{post_id}", number, why or "seal")]
    assert await proofs.of_thing("post", post_id) == ProofView(_left(change), number, why or "seal")


def _left(change: str) -> int:
    return 4 if "DELETE" not in change else 3 if "number" in change else 0


async def test_two_revisions_that_changed_places_are_found() -> None:
    _, post_id, _ = await _world()
    for old, new in ((2, 99), (3, 2), (99, 3)):
        await _run("UPDATE revision SET number = :new WHERE post_id = :post AND number = :old", post=post_id, old=old, new=new)
    assert await _broken() == [(f"post/{post_id}", 2, "seal")]


async def test_an_end_that_was_cut_off_with_the_things_own_count_is_found_by_its_head() -> None:
    _, post_id, _ = await _world()
    await _run("DELETE FROM revision WHERE post_id = :post AND number = 4", post=post_id)
    await _run("UPDATE post SET revision = 3, text = 'It melts fast.' WHERE id = :post", post=post_id)
    assert await _broken() == [(f"post/{post_id}", 3, "head")]


async def test_comments_and_subwiki_pages_are_gone_through_too() -> None:
    _, _, comment_id = await _world()
    await _run("UPDATE comment SET text = 'It does not.' WHERE id = :comment", comment=comment_id)
    await _run("UPDATE revision SET rules = '' WHERE rules <> ''")
    (subwiki,) = [one async for one in proofs.of_everything() if one.thing.startswith("subwiki")]
    assert await _broken() == [(f"comment/{comment_id}", 1, "shown"), (subwiki.thing, 2, "content")]


async def test_an_erased_revision_checks_out_by_its_log_entry_alone() -> None:
    ana, post_id, _ = await _world()
    await erasure.erase_revision(ana, subject_kind="post", subject_id=post_id, number=1, until=2, reason="an address")
    assert await _broken() == []
    await _run("UPDATE moderationaction SET detail = '' WHERE action = 'erase'")
    assert await _broken() == [(f"post/{post_id}", 2, "unlogged")]


async def test_a_text_that_came_back_into_an_erased_revision_is_found() -> None:
    ana, post_id, _ = await _world()
    await erasure.erase_revision(ana, subject_kind="post", subject_id=post_id, number=1, reason="an address")
    await _run("UPDATE revision SET text = 'It melts.' WHERE post_id = :post AND number = 1", post=post_id)
    assert await _broken() == [(f"post/{post_id}", 1, "remains")]


async def test_everything_is_gone_through_in_batches(monkeypatch: pytest.MonkeyPatch, count_statements: Counting) -> None:
    ana, post_id, _ = await _world()
    others = [await make_post(ana, await _subwiki_of(post_id), headline=f"Ice {number}") for number in range(6)]
    monkeypatch.setattr(proofs, "THINGS_AT_ONCE", 2)
    monkeypatch.setattr(proofs, "ROWS_AT_ONCE", 3)
    await _run("UPDATE post SET headline = 'Fire' WHERE id = :post", post=others[-1])
    assert await _broken() == [(f"post/{others[-1]}", 1, "shown")]
    assert sum([one.revisions async for one in proofs.of_everything()]) == 4 + 6 + 1 + 2


async def _subwiki_of(post_id: int) -> int:
    async with db.reading() as session:
        return (
            await (await session.connection()).execute(text("SELECT subwiki_id FROM post WHERE id = :post"), {"post": post_id})
        ).scalar_one()


async def test_a_thing_that_was_taken_away_past_the_site_leaves_its_revisions_behind() -> None:
    _, _, comment_id = await _world()
    if db.engine().dialect.name == "postgresql":
        with pytest.raises(IntegrityError):
            await _run("DELETE FROM comment WHERE id = :comment", comment=comment_id)
        return
    # As its own shell does, SQLite lets go of rows that others refer to.
    with sqlite3.connect(make_url(settings().sqlalchemy_url).database or "") as shell:
        shell.execute("DELETE FROM comment WHERE id = ?", (comment_id,))
    assert await _broken() == [(f"comment/{comment_id}", 1, "stray")]


async def test_there_is_no_proof_of_what_is_not_there() -> None:
    for kind in ("post", "comment", "subwiki"):
        with pytest.raises(NotFound):
            await proofs.of_thing(kind, 4711)


async def test_a_history_is_gone_through_once_however_many_ask_and_again_after_a_save(count_statements: Counting) -> None:
    ana, post_id, _ = await _world()

    async def asked(times: int) -> tuple[set[ProofView], int]:
        with count_statements() as sent:
            found = await asyncio.gather(*(proofs.of_thing("post", post_id) for _ in range(times)))
        return set(found), len([statement for statement in sent if "revision.digest" in statement])

    (before,), once = await asked(20)
    assert once <= 2
    assert await asked(20) == ({before}, 0)
    await edits.edit_text(ana, post_id=post_id, text="It melts faster.", based_on=before.revisions)
    ((after,), _) = await asked(1)
    assert after == ProofView(before.revisions + 1)


async def test_a_history_is_looked_at_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    _, post_id, _ = await _world()
    assert (await proofs.of_thing("post", post_id)).broken == 0
    await _run("UPDATE revision SET text = 'It freezes.' WHERE post_id = :id AND number = 2", id=post_id)
    monkeypatch.setattr(proofs, "KEPT", 0.0)
    assert (await proofs.of_thing("post", post_id)).broken == 2


async def test_of_the_histories_gone_through_the_newest_are_remembered(monkeypatch: pytest.MonkeyPatch, count_statements: Counting) -> None:
    monkeypatch.setattr(proofs, "MOST_KEPT", 3)
    ana, _, _ = await _world()
    place = await make_subwiki("ice")
    posts = [await make_post(ana, place, headline=f"Headline {number}") for number in range(4)]

    async def gone_through(post_id: int) -> bool:
        with count_statements() as sent:
            await proofs.of_thing("post", post_id)
        return any("revision.digest" in statement for statement in sent)

    assert [await gone_through(post_id) for post_id in posts] == [True] * 4
    assert len(proofs._lately) == 3
    assert not await gone_through(posts[-1])
    assert await gone_through(posts[0])
