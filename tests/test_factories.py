"""The tests' own tools do what they promise."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from tests.factories import join, login, make_comment, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.core.messages import BooksChanged
from wtsocial.core.settings import settings
from wtsocial.models import LoginSession, Member, Post, Subwiki

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("turn", [1, 2])
async def test_every_test_starts_with_an_empty_database(turn: int) -> None:
    async with db.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Member))).one() == 0
    await make_member(f"left-by-{turn}")


async def test_what_is_made_is_there() -> None:
    ana = await make_member("ana")
    climate = await make_subwiki("climate")
    moderator = await join(ana, climate, role="moderator")
    post_id = await make_post(ana, climate)
    await make_comment(ana, post_id)
    assert moderator.moderates == {climate}
    assert (await viewer(ana)) == moderator
    async with db.reading() as session:
        post = (await session.exec(select(Post))).one()
        subwiki = (await session.exec(select(Subwiki))).one()
    assert (post.id, post.comments_count) == (post_id, 1)
    assert (subwiki.members_count, subwiki.posts_count) == (1, 1)


async def test_a_login_keeps_only_the_hash_of_its_token() -> None:
    token = await login(await make_member())
    async with db.reading() as session:
        row = (await session.exec(select(LoginSession))).one()
    assert token not in row.token_hash
    assert len(row.token_hash) == 64


async def test_statements_are_counted(count_statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    with count_statements() as sent:
        async with db.reading() as session:
            await session.exec(select(Member))
            await session.exec(select(Post))
    assert len(sent) == 2


async def test_what_is_announced_is_heard_after_the_commit(announcements: list[tuple[tuple[str, ...], dict[str, Any]]]) -> None:
    async with db.transaction() as change:
        change.announce("all", message=BooksChanged())
        assert announcements == []
    assert announcements == [(("all",), {"kind": "books"})]


def test_the_data_folder_belongs_to_the_test(tmp_path: Path) -> None:
    assert settings().data_dir.is_relative_to(tmp_path)
