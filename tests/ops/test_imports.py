"""Importing posts from a file: what is taken, what is refused and why, and that a second time adds nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.factories import join, make_member, make_subwiki
from tests.ops.importing import CORRECTION, GOOD, Write, write
from wtsocial import db
from wtsocial.accounts.logins import log_in
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.i18n import FALLBACK, say
from wtsocial.models import Member, Membership, Post, Revision, Subwiki
from wtsocial.ops.imports import BATCH, Report, import_file, summary

__all__ = ["write"]
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ana_in_climate(database: str) -> None:
    await join(await make_member("ana"), await make_subwiki("climate"))


async def _count(model: type[Post] | type[Member] | type[Subwiki] | type[Membership]) -> int:
    async with db.reading() as session:
        return (await session.exec(select(func.count()).select_from(model))).one()


async def _posts() -> list[Post]:
    async with db.reading() as session:
        return list((await session.exec(select(Post).order_by(col(Post.id)))).all())


@pytest.mark.usefixtures("ana_in_climate")
async def test_a_post_is_published_under_its_own_time_with_a_first_revision(write: Write) -> None:
    report = await import_file(write(GOOD))
    assert (report.published, report.refused) == (1, {})
    [post] = await _posts()
    moment = datetime.fromtimestamp(1_600_000_000, UTC)
    assert (post.kind, post.headline, post.link, post.host, post.published_at) == (
        "news",
        "Sea ice",
        "https://a.example/1",
        "a.example",
        moment,
    )
    async with db.reading() as session:
        revision = (await session.exec(select(Revision).where(Revision.post_id == post.id))).one()
        subwiki = (await session.exec(select(Subwiki))).one()
    assert (revision.number, revision.change, revision.headline, revision.at) == (1, "created", "Sea ice", moment)
    assert subwiki.posts_count == 1


@pytest.mark.usefixtures("ana_in_climate")
async def test_a_line_without_a_link_becomes_a_discussion(write: Write) -> None:
    await import_file(write({"subwiki": "climate", "author": "ana", "headline": "Why?", "text": "Tell me.", "published": "2020-09-13"}))
    [post] = await _posts()
    assert (post.kind, post.text, post.published_at) == ("discussion", "Tell me.", datetime(2020, 9, 13, tzinfo=UTC))


@pytest.mark.usefixtures("ana_in_climate")
async def test_the_same_file_a_second_time_adds_nothing(write: Write) -> None:
    talk = GOOD | {"link": "", "text": "Talk.", "headline": "Talk"}
    path = write(GOOD, talk, GOOD | {"published": 1_600_000_001}, GOOD)
    first, second = await import_file(path), await import_file(path)
    assert (first.published, first.known) == (3, 1)
    assert (second.published, second.known) == (0, 4)
    assert await _count(Post) == 3


@pytest.mark.usefixtures("ana_in_climate")
async def test_an_interrupted_import_goes_on_where_it_stopped(write: Write) -> None:
    posts = [GOOD | {"published": 1_600_000_000 + number} for number in range(BATCH + 20)]

    def interrupt(_report: Report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_file(write(*posts), progress=interrupt)
    assert await _count(Post) == BATCH
    report = await import_file(write(*posts))
    assert (report.published, report.known) == (20, BATCH)


@pytest.mark.usefixtures("ana_in_climate")
async def test_unknown_authors_and_subwikis_are_refused_unless_told_to_create_them(write: Write) -> None:
    path = write(GOOD, GOOD | {"author": "ben"}, GOOD | {"subwiki": "old-news"}, GOOD | {"author": "ben", "subwiki": "old-news"})
    report = await import_file(path)
    assert (report.published, sorted(report.refused.values())) == (1, [[2, 4], [3]])
    assert (await _count(Member), await _count(Subwiki)) == (2, 1)
    report = await import_file(path, create=True)
    assert (report.published, report.known, report.refused) == (3, 1, {})
    assert (await _count(Member), await _count(Subwiki)) == (3, 2)


async def test_who_has_not_joined_is_refused_and_joins_with_create(write: Write) -> None:
    await make_member("ana")
    await make_subwiki("climate")
    assert list((await import_file(write(GOOD))).refused.values()) == [[1]]
    assert await _count(Membership) == 0
    assert (await import_file(write(GOOD), create=True)).published == 1
    async with db.reading() as session:
        assert (await session.exec(select(Subwiki.members_count))).one() == 1


async def test_a_created_author_takes_part_but_cannot_log_in(write: Write) -> None:
    await import_file(write(GOOD), create=True)
    async with db.reading() as session:
        member = (await session.exec(select(Member).where(Member.name == "ana"))).one()
    assert member.state == "active"
    for password in ("!", "", member.password_hash):
        with pytest.raises(Invalid, match=r"login\.wrong"):
            await log_in(login="ana", password=password)


async def test_a_suspended_author_is_refused_even_with_create(write: Write) -> None:
    await make_subwiki("climate")
    await make_member("ana", state="suspended")
    report = await import_file(write(GOOD), create=True)
    assert (report.published, list(report.refused.values())) == (0, [[1]])
    assert await _count(Membership) == 0


async def test_an_author_that_looks_like_a_member_is_refused(write: Write) -> None:
    await make_member("paul")
    report = await import_file(write(GOOD | {"author": "pau1"}), create=True)
    assert list(report.refused) == [f"username: {say(FALLBACK, 'username.taken')}"]


@pytest.mark.parametrize("other", ["ANA", "ᴀna", "an_a", "аnа", "Ana"])
async def test_one_line_with_a_name_that_looks_like_another_costs_that_line_alone(write: Write, database: str, other: str) -> None:
    lines = [GOOD, GOOD | {"headline": "Two"}, GOOD | {"author": other, "headline": "Three"}, GOOD | {"headline": "Four"}]
    report = await import_file(write(*lines), create=True)
    assert (report.published, list(report.refused.values())) == (3, [[3]])
    again = await import_file(write(*lines), create=True)
    assert (again.known, list(again.refused.values())) == (3, [[3]])


@pytest.mark.usefixtures("ana_in_climate")
@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        "[" * 100_000,
        GOOD | {"headline": ""},
        GOOD | {"headline": 7},
        GOOD | {"headline": "x" * 301},
        GOOD | {"headline": "turned \u202eround"},
        GOOD | {"link": "javascript:alert(1)"},
        GOOD | {"link": "", "text": ""},
        GOOD | {"author": None},
        GOOD | {"published": "yesterday"},
        GOOD | {"published": True},
        GOOD | {"published": 1e300},
        GOOD | {"published": -1},
        GOOD | {"published": "2999-01-01T00:00:00Z"},
        {key: value for key, value in GOOD.items() if key != "published"},
    ],
    ids=lambda line: str(line)[-60:],
)
async def test_a_bad_line_is_refused_by_its_number_and_its_neighbours_are_taken(write: Write, line: dict[str, Any] | str) -> None:
    report = await import_file(write(GOOD, line, GOOD | {"published": 1_600_000_009}))
    assert report.published == 2
    assert list(report.refused.values()) == [[2]]


@pytest.mark.usefixtures("ana_in_climate")
async def test_the_summary_counts_each_reason_and_names_the_first_lines(write: Write) -> None:
    report = await import_file(write("{", GOOD, "{", "{", "", "{", GOOD | {"headline": 7}))
    lines = summary(report, seconds=2)
    assert lines[0] == "1 published, 0 here already, 5 refused in 2.0 s (180 a minute)."
    assert lines[1] == "        4  This line is not a JSON object. (line 1, 3, 4 …)"
    assert lines[2] == "        1  headline: This has to be a text. (line 7)"


async def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"import\.no_file"):
        await import_file(tmp_path / "nothing.jsonl")


@pytest.mark.usefixtures("ana_in_climate")
async def test_a_batch_takes_few_statements(write: Write, count_statements: Any) -> None:
    path = write(*[GOOD | {"published": 1_600_000_000 + number} for number in range(BATCH)])
    with count_statements() as sent:
        assert (await import_file(path)).published == BATCH
    assert len(sent) < 15


async def _old_enough() -> None:
    """Ana posted, ben corrects: neither is new."""
    place = await make_subwiki("climate")
    await join(await make_member("ana"), place)
    await join(await make_member("ben"), place)


async def test_a_headline_is_corrected_by_who_is_named_and_only_once(write: Write, database: str) -> None:
    await _old_enough()
    path = write(GOOD | {"correction": CORRECTION})
    first, second = await import_file(path), await import_file(path)
    assert (first.published, first.corrected, first.read, first.refused) == (1, 1, 1, {})
    assert (second.known, second.corrected, second.refused) == (1, 0, {})
    [post] = await _posts()
    assert (post.headline, post.first_headline, post.corrected_reason, post.revision) == ("Some sea ice", "Sea ice", "exaggerated", 2)
    assert "Headlines corrected: 1." in summary(first, seconds=1)


async def test_a_correction_that_was_lost_with_an_interrupted_import_is_made_the_next_time(write: Write, database: str) -> None:
    await _old_enough()
    await import_file(write(GOOD))
    report = await import_file(write(GOOD | {"correction": CORRECTION}))
    assert (report.known, report.corrected) == (1, 1)


@pytest.mark.parametrize(
    "correction",
    [
        CORRECTION | {"by": "nobody-here"},
        CORRECTION | {"by": "nia"},
        CORRECTION | {"reason": "because"},
        CORRECTION | {"source": ""},
        CORRECTION | {"source": "javascript:alert(1)"},
        CORRECTION | {"headline": "Sea ice"},
        CORRECTION | {"headline": "turned \u202eround"},
    ],
    ids=lambda correction: str(correction)[-60:],
)
async def test_a_correction_that_is_refused_is_reported_and_the_post_stays(write: Write, database: str, correction: dict[str, Any]) -> None:
    await _old_enough()
    await make_member("nia", new=True)
    report = await import_file(write(GOOD | {"correction": correction}, GOOD | {"published": 1_600_000_001}))
    assert (report.published, report.corrected, report.uncorrected, report.read) == (2, 0, 1, 2)
    assert list(report.refused.values()) == [[1]]
    assert [post.headline for post in await _posts()] == ["Sea ice", "Sea ice"]


@pytest.mark.parametrize("correction", ["spelling", 7, [], {"by": "ben"}, CORRECTION | {"reason": 7}])
async def test_a_correction_that_is_none_costs_the_line(write: Write, database: str, correction: object) -> None:
    await _old_enough()
    report = await import_file(write(GOOD | {"correction": correction}))
    assert (report.published, list(report.refused.values())) == (0, [[1]])


async def test_who_imported_enough_may_correct_and_who_is_created_for_it_may_not(write: Write, database: str) -> None:
    lines = [GOOD | {"author": "old-hand", "published": 1_600_000_000 + number} for number in range(3)]
    corrected = [
        GOOD | {"published": 1_600_000_010, "correction": CORRECTION | {"by": "old-hand"}},
        GOOD | {"published": 1_600_000_020, "correction": CORRECTION | {"by": "just-made"}},
    ]
    report = await import_file(write(*lines, *corrected), create=True)
    assert (report.published, report.corrected, report.uncorrected) == (5, 1, 1)
    assert list(report.refused.values()) == [[5]]
