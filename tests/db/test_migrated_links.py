"""Links of the first version lose their trackers when they are migrated."""

from alembic import command
from sqlalchemy import text

from tests.db.test_migrations import AT, OLD_ROWS
from wtsocial.db import migrations
from wtsocial.posts.queries import link_key


def test_links_that_were_there_before_lose_their_trackers_and_nothing_else(empty: str) -> None:
    command.upgrade(migrations.config(), "0001")
    links = {
        "https://news.example/story?id=1&utm_source=x&fbclid=abc": "https://news.example/story?id=1",
        "https://news.example/story?utm_medium=mail#part": "https://news.example/story#part",
        "https://news.example/story?id=1&ref=home": "https://news.example/story?id=1&ref=home",
        "https://news.example/100%25": "https://news.example/100%25",
    }
    with migrations.migration_engine().begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"at": AT})
        others = "kind, mode, subwiki_id, author_id, headline, link_key, host, text, picture, published_at, revision, stamp, votes_count,"
        others += " comments_count, first_headline, corrected_reason, corrected_source"
        copied = text(f"INSERT INTO post (id, link, {others}) SELECT :id, :link, {others} FROM post WHERE id = 7")
        for number, link in enumerate(links, 20):
            connection.execute(copied, {"id": number, "link": link})
    migrations.upgrade()
    with migrations.migration_engine().connect() as connection:
        found = connection.execute(text("SELECT link, link_key FROM post WHERE id >= 20 ORDER BY id")).all()
    assert [row.link for row in found] == list(links.values())
    assert [row.link_key for row in found] == [link_key(link) for link in links.values()]
