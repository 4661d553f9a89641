"""Spellings that were found alike later: what is stored of names, words and links is brought to them by a migration."""

import hashlib

from alembic import command
from sqlalchemy import inspect, text

from tests.db.test_migrations import AT, OLD_ROWS
from wtsocial.db import migrations
from wtsocial.posts.queries import link_key


def test_spellings_that_were_found_alike_since_are_read_anew(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
    command.upgrade(migrations.config(), "0016")
    links = {7: "https://news.example/Foo_(bar)?mibextid=x", 9: "https://news.example/%28"}
    until_now = hashlib.sha256(b"//news.example/Foo_(bar)?mibextid=x").hexdigest()[:32]
    with migrations.migration_engine().begin() as connection:
        columns = ", ".join(column["name"] for column in inspect(connection).get_columns("post") if column["name"] != "id")
        connection.execute(text(f"INSERT INTO post (id, {columns}) SELECT 9, {columns} FROM post WHERE id = 7"))
        for number, link in links.items():
            connection.execute(
                text("UPDATE post SET link = :link, link_key = 'canonical' WHERE id = :this"), {"link": link, "this": number}
            )
        connection.execute(
            text("UPDATE post SET link_key = :key, headline = '#aujourd''hui', tags = 'aujourd' WHERE id = 7"), {"key": until_now}
        )
        reading = "INSERT INTO sourcereading (link_key, headline, seen_at, digest) VALUES (:key, 'Foo', :at, '')"
        connection.execute(text(reading), {"key": until_now, "at": AT})
        connection.execute(text("UPDATE subwiki SET name = 'Climate ✓', skeleton = 'cllmate✓'"))
        connection.execute(text("UPDATE member SET name = 'đan', skeleton = 'đan' WHERE id = 2"))
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        key = link_key("http://www.news.example/Foo_%28bar%29")
        assert connection.execute(text("SELECT link_key, tags FROM post ORDER BY id")).all() == [(key, "aujourdʼhui"), ("canonical", "")]
        assert connection.execute(text("SELECT link_key FROM sourcereading")).scalars().all() == [key]
        assert connection.execute(text("SELECT skeleton FROM subwiki")).scalars().all() == ["cllmate"]
        assert connection.execute(text("SELECT skeleton FROM member WHERE id = 2")).scalar() == "dan"
