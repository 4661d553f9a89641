"""Subwikis that were there before are found by the index, however often it is taken away and made again."""

from alembic import command
from sqlalchemy import inspect, text

from tests.db.test_migrations import AT, OLD_ROWS
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.db import migrations
from wtsocial.subwikis import queries as subwikis
from wtsocial.text.ngrams import ngrams


async def test_subwikis_that_were_there_before_are_found_and_the_index_goes_and_comes_again(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    command.upgrade(migrations.config(), "0019")
    with migrations.migration_engine().begin() as connection:
        columns = ", ".join(
            column["name"]
            for column in inspect(connection).get_columns("subwiki")
            if column["name"] not in ("id", "slug", "skeleton", "folded")
        )
        numbers = "WITH RECURSIVE numbers(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM numbers WHERE n < 140)"
        texts = "'more' || n, 'more' || n, 'more' || n || chr(10) || 'על הים'"
        texts = texts.replace("chr", "char") if empty == "sqlite" else texts
        connection.execute(
            text(
                f"INSERT INTO subwiki (id, slug, skeleton, folded, {columns}) {numbers} SELECT n, {texts}, {columns} FROM subwiki, numbers"
            )
        )
    for _ in range(2):
        command.upgrade(migrations.config(), "0020")
        with migrations.migration_engine().connect() as connection:
            folded = connection.execute(text("SELECT id, folded FROM subwiki")).all()
            stretches = connection.execute(text("SELECT subwiki_id, ngram FROM subwikingram")).all()
        assert len(folded) == 132
        assert {tuple(row) for row in stretches} == {(row.id, one) for row in folded for one in ngrams(row.folded)}
        migrations.downgrade("0019")
        assert "subwikingram" not in inspect(migrations.migration_engine()).get_table_names()
    migrations.upgrade()
    db.engine.cache_clear()
    try:
        assert [view.slug for view in await subwikis.directory(Viewer(), search="ore13")][:2] == ["more13", "more130"]
        assert [view.slug for view in await subwikis.directory(Viewer(), search="Of ice")] == ["climate"]
        assert len(await subwikis.directory(Viewer(), search="ים")) == 131
    finally:
        await db.close()
