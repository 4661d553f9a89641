"""Importing posts from a file: which two lines, or which line and which post that is here, are the same post."""

from typing import Any

import pytest
from sqlmodel import col, func, select, update

from tests.factories import join, make_member, make_subwiki
from tests.ops.importing import CORRECTION, GOOD, Write, write
from wtsocial import db
from wtsocial.accounts.viewers import viewers_by_name
from wtsocial.models import Post, Revision, now
from wtsocial.ops.imports import import_file

__all__ = ["write"]


async def _posts() -> list[Post]:
    async with db.reading() as session:
        return list((await session.exec(select(Post).order_by(col(Post.id)))).all())


DIFFERENT: list[dict[str, Any]] = [
    {"subwiki": "desk-b"}, {"author": "ben"}, {"published": 1_600_000_000.5}, {"published": "2020-01-02"}, {"link": "https://a.example/2"},
    {"link": "https://a.example/1?page=2"}, {"headline": "Sea ice!"}, {"headline": "SEA ICE"}, {"text": "More."}, {"link": "", "text": "Talk."},
]  # fmt: skip
ALIKE: list[dict[str, Any]] = [
    {}, {"headline": " Sea  ice "}, {"link": "HTTPS://A.example:443/1"}, {"published": "2020-09-13T12:26:40Z"}, {"text": "\n"}, {"more": 1},
    {"published": "2020-09-13T14:26:40+02:00"},
]  # fmt: skip


@pytest.mark.parametrize("other", DIFFERENT, ids=str)
async def test_posts_that_differ_in_anything_are_two(write: Write, database: str, other: dict[str, Any]) -> None:
    path = write(GOOD, GOOD | other)
    assert (await import_file(path, create=True)).published == 2
    again = await import_file(path, create=True)
    assert (again.published, again.known, again.refused) == (0, 2, {})


@pytest.mark.parametrize("other", ALIKE, ids=str)
async def test_one_post_in_two_spellings_is_one(write: Write, database: str, other: dict[str, Any]) -> None:
    report = await import_file(write(GOOD, GOOD | other), create=True)
    assert (report.published, report.known, report.refused) == (1, 1, {})
    assert (await import_file(write(GOOD | other), create=True)).known == 1


async def test_a_post_that_was_changed_or_erased_since_is_not_published_again(write: Write, database: str) -> None:
    await import_file(write(GOOD | {"text": "First."}), create=True)
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(headline="Another", text="Second.", revision=2))
    assert (await import_file(write(GOOD | {"text": "First."}))).known == 1
    async with db.transaction() as change:
        await change.session.exec(update(Revision).values(headline="", text="", erased_at=now()))
    assert (await import_file(write(GOOD | {"text": "First."}))).known == 1
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Post))).one() == 1


async def test_a_correction_finds_its_post_among_those_of_one_link_and_moment(write: Write, database: str) -> None:
    for slug in ("desk-a", "desk-b"):
        place = await make_subwiki(slug)
        for name in ("ana", "ben"):
            await join(await _member(name), place)
    report = await import_file(write(GOOD | {"subwiki": "desk-a"}, GOOD | {"subwiki": "desk-b", "correction": CORRECTION}))
    assert (report.published, report.corrected, report.refused) == (2, 1, {})
    assert [post.headline for post in await _posts()] == ["Sea ice", "Some sea ice"]


async def _member(name: str) -> Any:
    found = await viewers_by_name([name])
    return found.get(name) or await make_member(name)
