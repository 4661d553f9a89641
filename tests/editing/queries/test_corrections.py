"""A day's corrections: what stands, before and after, and nothing that is hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, update

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.queries import corrections
from wtsocial.models import Post, Revision

Counting = Callable[[], AbstractContextManager[list[str]]]
SOURCE = "https://ice.example/2026"
DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


async def _correct(by: Viewer, post_id: int, headline: str, *, based_on: int = 1, at: datetime | None = None) -> None:
    number = await correct_headline(by, post_id=post_id, headline=headline, reason="false", source=SOURCE, based_on=based_on)
    if at:
        async with db.transaction() as change:
            await change.session.exec(
                update(Revision).where(col(Revision.post_id) == post_id, col(Revision.number) == number).values(at=at)
            )


async def _posted() -> tuple[Viewer, int]:
    place = await make_subwiki("climate")
    ana = await join(await make_member("ana"), place)
    return ana, await make_post(ana, place, headline="All ice gone", kind="news", link="https://a.example/1", host="a.example")


async def test_a_day_holds_its_own_corrections_with_what_stood_before() -> None:
    ana, post_id = await _posted()
    await _correct(ana, post_id, "Some ice gone", at=NOON)
    await _correct(ana, post_id, "A little ice gone", based_on=2, at=NOON + timedelta(hours=1))
    await _correct(ana, post_id, "Hardly any ice gone", based_on=3, at=NOON + timedelta(days=1))
    found = await corrections.of_day(DAY)
    assert [(one.before, one.after) for one in found.corrections] == [
        ("Some ice gone", "A little ice gone"),
        ("All ice gone", "Some ice gone"),
    ]
    first = found.corrections[-1]
    assert (first.post_id, first.number, first.by, first.reason, first.source_host, first.host) == (
        post_id, 2, "ana", "false", "ice.example", "a.example",
    )  # fmt: skip
    assert (found.day, found.previous, found.next, found.count, found.older) == ("2026-03-09", "2026-03-08", "2026-03-10", 2, "")
    assert await corrections.last_day(DAY + timedelta(days=5)) == "2026-03-10"
    assert await corrections.last_day(DAY) == ""


async def test_today_has_no_day_after_it() -> None:
    ana, post_id = await _posted()
    await _correct(ana, post_id, "Some ice gone")
    found = await corrections.of_day(corrections.today())
    assert (found.next, [one.after for one in found.corrections]) == ("", ["Some ice gone"])
    assert [one.after for one in await corrections.newest()] == ["Some ice gone"]


@pytest.mark.parametrize("what", ["undone", "gone back", "post hidden", "hidden", "erased", "before erased"])
async def test_what_does_not_stand_or_must_not_be_read_is_left_out(what: str) -> None:
    ana, post_id = await _posted()
    await _correct(ana, post_id, "Some ice gone", at=NOON)
    number = 1 if what == "before erased" else 2
    values = {
        "undone": {"stands": False},
        "gone back": {"via": "revert"},
        "hidden": {"hidden_at": NOON},
        "erased": {"erased_at": NOON},
        "before erased": {"erased_at": NOON},
    }
    async with db.transaction() as change:
        if what == "post hidden":
            await change.session.exec(update(Post).values(hidden_at=NOON))
        else:
            of_it = (col(Revision.post_id) == post_id, col(Revision.number) == number)
            await change.session.exec(update(Revision).where(*of_it).values(**values[what]))
    found = await corrections.of_day(DAY)
    assert (found.corrections, found.count) == ([], 0)
    assert await corrections.newest() == []


async def test_pages_of_a_day_follow_without_gap_or_repetition() -> None:
    ana, post_id = await _posted()
    for number in range(1, 8):
        await _correct(ana, post_id, f"Ice {number}", based_on=number, at=NOON)
    seen: list[str] = []
    older = ""
    while True:
        page = await corrections.of_day(DAY, older=older, most=3)
        assert page.count == 7
        seen += [one.after for one in page.corrections]
        older = page.older
        if not older:
            break
    assert seen == [f"Ice {number}" for number in range(7, 0, -1)]


async def test_a_day_is_two_statements_however_long_it_is(count_statements: Counting) -> None:
    ana, post_id = await _posted()
    for number in range(1, 6):
        await _correct(ana, post_id, f"Ice {number}", based_on=number)
    with count_statements() as sent:
        assert len((await corrections.of_day(corrections.today())).corrections) == 5
    assert len(sent) == 2


async def test_today_counts_what_stands_and_not_what_was_corrected_before() -> None:
    ana, post_id = await _posted()
    assert await corrections.count_today() == 0
    await _correct(ana, post_id, "Some ice gone", at=NOON)
    await _correct(ana, post_id, "A little ice gone", based_on=2)
    assert await corrections.count_today() == 1


async def test_today_is_counted_once_and_never_past_the_most(monkeypatch: pytest.MonkeyPatch, count_statements: Counting) -> None:
    ana, post_id = await _posted()
    monkeypatch.setattr(corrections, "KEPT_SECONDS", 60.0)
    monkeypatch.setattr(corrections, "MOST_COUNTED", 2)
    for number in range(1, 4):
        await _correct(ana, post_id, f"Ice {number}", based_on=number)
    with count_statements() as sent:
        assert [await corrections.count_today() for _ in range(5)] == [2] * 5
    assert len(sent) == 1


async def test_the_example_is_the_newest_that_is_more_than_spelling() -> None:
    assert await corrections.example() is None
    ana, post_id = await _posted()
    await correct_headline(ana, post_id=post_id, headline="All ice gone!", reason="spelling", source="", based_on=1)
    found = await corrections.example()
    assert found
    assert found.reason == "spelling"
    await _correct(ana, post_id, "Some ice gone", based_on=2)
    await correct_headline(ana, post_id=post_id, headline="Some ice gone!", reason="spelling", source="", based_on=3)
    found = await corrections.example()
    assert found
    assert (found.before, found.after, found.reason) == ("All ice gone!", "Some ice gone", "false")
