"""Recent changes: who changed what, newest first, and nothing of what is hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import Json, Message
from wtsocial.core.paths import comment_path
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.reviews import review
from wtsocial.editing.actions.thanks import thank
from wtsocial.editing.queries import changes, corrections
from wtsocial.editing.queries.changes import Kind, Standing
from wtsocial.editing.views import ChangeView
from wtsocial.models import Member, Post, Revision
from wtsocial.moderation.decisions import decide
from wtsocial.posts import queries as posts
from wtsocial.posts.comments import edit_comment
from wtsocial.sources import queries as sources
from wtsocial.text import limits

Counting = Callable[[], AbstractContextManager[list[str]]]
SOURCE = "https://ice.example/2026"
READER = Viewer()


async def _correct(by: Viewer, post_id: int, headline: str, *, based_on: int = 1) -> None:
    await correct_headline(by, post_id=post_id, headline=headline, reason="exaggerated", source=SOURCE, based_on=based_on)


async def _corrected() -> tuple[Viewer, Viewer, int]:
    """The author, who corrected, and the post."""
    place = await make_subwiki("climate")
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    post_id = await make_post(ana, place, headline="All ice gone", text="Text")
    await _correct(ben, post_id, "Some ice gone")
    return ana, ben, post_id


async def _place(post_id: int) -> int:
    """The subwiki of a post."""
    return (await posts.one(READER, post_id)).subwiki_id


async def _all(kind: Kind = "") -> list[ChangeView]:
    return (await changes.recent(READER, kind=kind)).changes


async def test_a_correction_says_who_what_why_and_by_how_much() -> None:
    _, _, post_id = await _corrected()
    [line] = await _all()
    assert (line.kind, line.thing, line.number, line.editor, line.standing) == ("headline", "post", 2, "ben", "member")
    assert (line.before, line.after, line.title) == ("All ice gone", "Some ice gone", "Some ice gone")
    assert (line.reason, line.source, line.size) == ("exaggerated", SOURCE, 1)
    assert (line.path, line.difference) == (f"/post/{post_id}", f"/post/{post_id}/diff/1/2")
    assert (line.reviewed_by, line.may_review, line.may_thank, line.may_revert) == ("", False, False, False)


async def test_what_one_may_do_follows_from_who_looks() -> None:
    ana, ben, _ = await _corrected()
    trusted = await make_member("tara", trusted=True)

    async def seen(viewer: Viewer) -> tuple[bool, bool, bool]:
        [line] = (await changes.recent(viewer)).changes
        return line.may_review, line.may_thank, line.may_revert

    assert await seen(ana) == (False, True, True)
    assert await seen(ben) == (False, False, True)
    assert await seen(trusted) == (True, True, True)


async def test_first_revisions_stand_in_a_list_of_their_own() -> None:
    ana, _, post_id = await _corrected()
    await make_comment(ana, post_id)
    assert [line.kind for line in await _all()] == ["headline"]
    created = await _all("created")
    assert {line.kind for line in created} == {"created"}
    assert [line.thing for line in created] == ["comment", "post", "subwiki"]
    assert created[0].path.startswith(f"/post/{post_id}?comment=")


async def test_an_edited_comment_leads_to_its_place_and_its_difference_until_it_is_hidden() -> None:
    ana, _, post_id = await _corrected()
    comment = await make_comment(ana, post_id, text="Here")
    await edit_comment(ana, comment_id=comment, text="Here it is.", based_on=1)
    [line] = await _all("comment")
    assert (line.thing, line.editor, line.size, line.title) == ("comment", "ana", 7, "Some ice gone")
    assert (line.path, line.difference) == (comment_path(post_id, comment), f"/comment/{comment}/diff/1/2")
    root = await make_member("root", admin=True)
    assert (await changes.recent(root, kind="comment")).changes[0].may_revert is False
    await decide(root, subject_kind="comment", subject_id=comment, action="hide", reason="Rude")
    assert await _all("comment") == []


async def test_filters_leave_what_fits() -> None:
    _, ben, _ = await _corrected()
    other = await make_subwiki("cooking")
    novice = await join(await make_member("nia", new=True), other)
    post_id = await make_post(novice, other, headline="Soup")
    await _correct(novice, post_id, "Good soup")

    async def by(**filters: str | bool) -> list[str]:
        return [line.editor for line in (await changes.recent(ben, **filters)).changes]  # pyright: ignore[reportArgumentType] # of both kinds

    assert await by() == ["nia", "ben"]
    assert await by(subwiki="climate") == ["ben"]
    assert await by(subwiki="nowhere") == []
    assert await by(standing="new") == ["nia"]
    assert await by(standing="member") == ["ben"]
    assert await by(standing="trusted") == []
    assert await by(kind="headline") == ["nia", "ben"]
    assert await by(kind="text") == await by(kind="comment") == await by(kind="page") == []


async def test_what_was_reviewed_leaves_the_list_of_what_waits_and_says_by_whom() -> None:
    ana, _, _ = await _corrected()
    tara = await make_member("tara", trusted=True)
    [line] = await _all()
    await review(tara, revision_id=line.id)
    await thank(ana, revision_id=line.id)
    assert (await changes.recent(READER, unreviewed=True)).changes == []
    [line] = (await changes.recent(ana)).changes
    assert (line.reviewed_by, line.thanks, line.thanked, line.may_thank) == ("tara", 1, True, False)
    assert await changes.one(ana, line.id) == line


@pytest.mark.parametrize("what", ["post hidden", "revision hidden", "revision erased"])
async def test_what_is_hidden_or_erased_is_no_change_for_anybody(what: str) -> None:
    _, _, post_id = await _corrected()
    moment = datetime.now(UTC)
    async with db.transaction() as change:
        if what == "post hidden":
            await change.session.exec(update(Post).values(hidden_at=moment))
        else:
            gone = {"hidden_at": moment} if what == "revision hidden" else {"erased_at": moment}
            await change.session.exec(update(Revision).where(col(Revision.post_id) == post_id, col(Revision.number) == 2).values(**gone))
    admin = await make_member("root", admin=True)
    assert (await changes.recent(admin)).changes == []


async def test_beside_an_erased_text_not_even_the_length_is_told() -> None:
    _, _, post_id = await _corrected()
    async with db.transaction() as change:
        first = (col(Revision.post_id) == post_id, col(Revision.number) == 1)
        await change.session.exec(update(Revision).where(*first).values(erased_at=datetime.now(UTC)))
    [line] = await _all()
    assert (line.before, line.after, line.size, line.difference) == ("", "", 0, "")


async def test_pages_follow_without_gap_or_repetition_whatever_is_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHANGES_PAGE", 3)
    place = await make_subwiki("climate")
    ana, nia = await join(await make_member("ana"), place), await join(await make_member("nia", new=True), place)
    for number in range(8):
        author = nia if number % 4 == 0 else ana
        await _correct(author, await make_post(author, place, headline=f"Ice {number}"), f"Sea ice {number}")
    async with db.transaction() as change:
        await change.session.exec(update(Revision).values(at=datetime.now(UTC) - timedelta(minutes=1)))
    counts: dict[Standing, int] = {"": 8, "new": 2, "member": 6}
    for standing, names in counts.items():
        seen: list[str] = []
        older = "start"
        while older:
            page = await changes.recent(READER, standing=standing, older="" if older == "start" else older)
            seen += [line.after for line in page.changes]
            older = page.older
        wanted = [f"Sea ice {number}" for number in reversed(range(8)) if not standing or (standing == "new") == (number % 4 == 0)]
        assert seen == wanted
        assert len(seen) == names


@pytest.mark.parametrize("page", [1, 3])
async def test_what_fits_little_is_found_however_far_down_it_stands(monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(limits, "CHANGES_PAGE", page)
    monkeypatch.setattr(changes, "STRETCH", 2)
    monkeypatch.setattr(changes, "LOOKS", 2)
    climate, rivers = await make_subwiki("climate"), await make_subwiki("rivers")
    ana = await join(await join(await make_member("ana"), climate), rivers)
    for number in range(9):
        await _correct(ana, await make_post(ana, rivers if number in (0, 4) else climate, headline=f"Ice {number}"), f"Sea ice {number}")
    seen, older, pages = list[str](), "", 0
    while older or not pages:
        found = await changes.recent(READER, subwiki="rivers", older=older)
        seen, older, pages = [*seen, *(line.after for line in found.changes)], found.older, pages + 1
    assert seen == ["Sea ice 4", "Sea ice 0"]
    assert (await changes.recent(READER, subwiki="nowhere", kind="text")).changes == []


async def test_a_filter_that_finds_nothing_reads_no_more_than_its_stretches(count_statements: Counting) -> None:
    await _corrected()
    with count_statements() as sent:
        assert (await changes.recent(READER, subwiki="nowhere")).changes == []
    assert len(sent) == 2


async def test_a_cursor_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid):
        await changes.recent(READER, older="yesterday")


async def test_a_page_is_one_statement_however_long_it_is(count_statements: Counting) -> None:
    ana, ben, post_id = await _corrected()
    for number in range(10):
        await _correct((ana, ben)[number % 2], post_id, f"Ice {number}", based_on=number + 2)
    with count_statements() as sent:
        assert len((await changes.recent(ana)).changes) == 11
    assert len(sent) == 1


@pytest.mark.parametrize("index", ["ix_revision_changes", "ix_revision_corrections", "ix_post_domain_corrected"])
async def test_each_list_is_read_by_its_index(database: str, index: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("with a handful of rows PostgreSQL rightly goes by other ways; SQLite chooses by the shape of the question alone")
    ana, _, post_id = await _corrected()
    await make_post(ana, await _place(post_id), kind="news", link="https://a.example/1", host="a.example")
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "LIMIT" in statement:
            sent.append((statement, parameters))

    engine = db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    if index == "ix_revision_changes":
        await changes.recent(READER, standing="new")
    elif index == "ix_revision_corrections":
        await corrections.of_day(corrections.today())
    else:
        await sources.of_domain(READER, "a.example")
    event.remove(engine, "before_cursor_execute", note)
    assert sent
    async with db.reading() as session:
        connection = await session.connection()
        for statement, parameters in sent:
            plan = (await connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)).all()
            assert any(index in str(row[-1]) for row in plan)


async def test_an_editor_who_became_trusted_is_found_as_such() -> None:
    _, ben, _ = await _corrected()
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == ben.id).values(is_trusted=True))
    assert [line.editor for line in (await changes.recent(READER, standing="trusted")).changes] == ["ben"]
    assert (await changes.recent(READER, standing="member")).changes == []


async def test_every_change_is_announced_with_what_one_may_choose_by_and_no_two_alike(database: str) -> None:
    heard: list[tuple[tuple[str, ...], Json]] = []

    async def hear(rooms: tuple[str, ...], message: Message) -> None:
        if "changes" in rooms:
            heard.append((rooms, message.to_json()))

    db.on_announcement(hear)
    _, ben, post_id = await _corrected()
    await _correct(ben, post_id, "A little ice gone", based_on=2)
    for (rooms, hint), number in zip(heard, (2, 3), strict=True):
        assert rooms == ("changes",)
        assert hint == {
            "kind": "change", "what": "headline", "subwiki_id": await _place(post_id), "standing": "member", "thing": f"post/{post_id}", "number": number,
        }  # fmt: skip
