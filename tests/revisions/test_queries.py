"""Histories: every version is there, and a hidden one says nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.edits import edit_text
from wtsocial.editing.actions.reverts import revert_post
from wtsocial.models import Revision, now
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.erasure import erase_revision
from wtsocial.posts.comments import edit_comment
from wtsocial.revisions import queries as revisions
from wtsocial.subwikis.actions import edit_page
from wtsocial.text import limits

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _edited() -> tuple[Viewer, Viewer, int]:
    """The author, the editor, and a post of three revisions."""
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    ben = await make_member("ben")
    post_id = await make_post(ana, place, headline="All ice gone", text="The ice is gone.")
    await edit_text(ben, post_id=post_id, text="The old ice is gone.", based_on=1, note="which ice")
    await correct_headline(ben, post_id=post_id, headline="Old ice gone", reason="false", source="https://example.org/", based_on=2)
    return ana, ben, post_id


async def _hide(post_id: int, number: int) -> None:
    async with db.transaction() as change:
        hidden = update(Revision).where(col(Revision.post_id) == post_id, col(Revision.number) == number)
        await change.session.exec(hidden.values(hidden_at=now()))


async def test_a_history_lists_every_revision_newest_first() -> None:
    _, _, post_id = await _edited()
    lines = (await revisions.of_post(Viewer(), post_id)).revisions
    assert [(line.number, line.editor, line.change, line.headline, line.size) for line in lines] == [
        (3, "ben", "headline", "Old ice gone", 0),
        (2, "ben", "text", "All ice gone", 4),
        (1, "ana", "created", "All ice gone", 28),
    ]
    assert (lines[0].reason, lines[0].source, lines[1].note) == ("false", "https://example.org/", "which ice")


async def test_a_long_history_is_read_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 2)
    _, ben, post_id = await _edited()
    for number in (3, 4):
        await edit_text(ben, post_id=post_id, text=f"Ice {number}.", based_on=number)
    pages = [await revisions.of_post(Viewer(), post_id)]
    while pages[-1].older:
        pages.append(await revisions.of_post(Viewer(), post_id, before=pages[-1].older))
    assert [[line.number for line in page.revisions] for page in pages] == [[5, 4], [3, 2], [1]]
    assert [(page.newest, page.before, page.older) for page in pages] == [(5, 0, 4), (5, 4, 2), (5, 2, 0)]
    assert [line.before for page in pages for line in page.revisions] == [4, 3, 2, 1, 0]
    assert (pages[1].revisions[-1].size, pages[2].revisions[-1].size) == (4, 28), "the last one counts from the one on the next page"


async def test_the_last_one_of_a_page_is_compared_past_a_hidden_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 1)
    _, _, post_id = await _edited()
    await _hide(post_id, 2)
    (line,) = (await revisions.of_post(Viewer(), post_id)).revisions
    assert (line.number, line.before) == (3, 1)


async def test_histories_of_comments_and_subwikis_have_pages_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 1)
    ana, _, post_id = await _edited()
    comment_id = await make_comment(ana, post_id, text="So?")
    await edit_comment(ana, comment_id=comment_id, text="So it is.", based_on=1)
    _, page = await revisions.of_comment(Viewer(), comment_id, before=2)
    assert [(line.number, "So?" in line.html) for line in page.revisions] == [(1, True)]
    await edit_page(ana, slug="climate", description="Of ice", rules="", based_on=1)
    page = await revisions.of_subwiki(Viewer(), "climate")
    assert ([line.number for line in page.revisions], page.older) == ([2], 2)


async def test_a_difference_shows_what_was_put_in_and_taken_out() -> None:
    _, _, post_id = await _edited()
    difference = await revisions.difference(Viewer(), post_id, 1, 3)
    assert (difference.old.number, difference.new.number) == (1, 3)
    assert "".join(piece.text for piece in difference.text if piece.kind != "del") == "The old ice is gone."
    assert "".join(piece.text for piece in difference.text if piece.kind != "ins") == "The ice is gone."
    assert "".join(piece.text for piece in difference.headline if piece.kind == "same").strip() == "ice gone"


async def test_what_was_brought_back_says_so_and_is_the_same() -> None:
    ana, _, post_id = await _edited()
    await revert_post(ana, post_id=post_id, number=1, reason="as it was", based_on=3)
    lines = (await revisions.of_post(Viewer(), post_id)).revisions
    assert [line.via for line in lines] == ["revert"] * (len(lines) - 3) + ["", "", ""]
    assert (await revisions.difference(Viewer(), post_id, 1, lines[0].number)).same
    assert not (await revisions.difference(Viewer(), post_id, 1, 3)).same


async def test_a_hidden_revision_shows_who_and_when_and_nothing_else() -> None:
    _, _, post_id = await _edited()
    await _hide(post_id, 2)
    lines = (await revisions.of_post(Viewer(), post_id)).revisions
    assert [line.hidden for line in lines] == [False, True, False]
    hidden = lines[1]
    assert (hidden.editor, hidden.headline, hidden.note, hidden.reason, hidden.source, hidden.size) == ("ben", "", "", "", "", 0)
    for pair in ((1, 2), (2, 3)):
        with pytest.raises(NotFound):
            await revisions.difference(Viewer(), post_id, *pair)


async def test_a_revision_is_compared_to_the_last_one_that_may_be_shown() -> None:
    _, _, post_id = await _edited()
    assert [line.before for line in (await revisions.of_post(Viewer(), post_id)).revisions] == [2, 1, 0]
    await _hide(post_id, 2)
    assert [line.before for line in (await revisions.of_post(Viewer(), post_id)).revisions] == [1, 0, 0]


async def test_what_is_not_there_has_no_history() -> None:
    _, ben, post_id = await _edited()
    for number in (0, 4, 99):
        with pytest.raises(NotFound):
            await revisions.difference(ben, post_id, 1, number)
    for query in (revisions.of_post(ben, 2**31 - 1), revisions.difference(ben, 2**31 - 1, 1, 2), revisions.of_subwiki(ben, "nowhere")):
        with pytest.raises(NotFound):
            await query


async def test_a_hidden_posts_history_is_for_its_author_and_its_moderators() -> None:
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    mo = await join(await make_member("mo"), place, role="moderator")
    post_id = await make_post(ana, place, hidden=True)
    for member in (Viewer(), await make_member("ben")):
        with pytest.raises(NotFound):
            await revisions.of_post(member, post_id)
    for member in (ana, mo):
        assert len((await revisions.of_post(member, post_id)).revisions) == 1


async def test_a_subwikis_page_has_a_history() -> None:
    await make_subwiki(description="Old", rules="")
    ana = await make_member("ana")
    await edit_page(ana, slug="climate", description="Older", rules="One", based_on=1, note="more")
    lines = (await revisions.of_subwiki(Viewer(), "climate")).revisions
    assert [(line.number, line.editor, line.change, line.note, line.size) for line in lines] == [
        (2, "ana", "page", "more", 5),
        (1, "founder-climate", "created", "", 10),
    ]


async def test_a_history_is_two_statements_however_long_it_is(count_statements: Counting) -> None:
    _, ben, post_id = await _edited()
    with count_statements() as sent:
        await revisions.of_post(ben, post_id)
    assert len(sent) == 2


async def test_a_subwikis_page_is_compared_in_both_its_parts() -> None:
    await make_subwiki("rivers")
    ana = await make_member("ana")
    await edit_page(ana, slug="rivers", description="Old water", rules="Be kind", based_on=1)
    await edit_page(ana, slug="rivers", description="New water", rules="Be kinder", based_on=2)
    found = await revisions.subwiki_difference(Viewer(), "rivers", 2, 3)
    assert [(piece.kind, piece.text) for piece in found.text] == [("del", "Old"), ("ins", "New"), ("same", " water")]
    assert [(piece.kind, piece.text) for piece in found.rules] == [("same", "Be "), ("del", "kind"), ("ins", "kinder")]
    assert (found.path, found.home, found.post_id, found.earlier, found.later) == ("/w/rivers", "/w/rivers/about", 0, 1, 0)
    for slug, a, b in (("nowhere", 1, 2), ("rivers", 1, 9), ("rivers", 0, 1)):
        with pytest.raises(NotFound):
            await revisions.subwiki_difference(Viewer(), slug, a, b)


async def test_the_steps_beside_a_difference_leave_out_what_was_erased() -> None:
    place = await make_subwiki("rivers")
    ana, mod = await make_member("ana"), await join(await make_member("mod"), place, role="moderator")
    for number, words in enumerate(("Old water", "New water", "Clear water"), 1):
        await edit_page(ana, slug="rivers", description=words, rules="", based_on=number)
    await erase_revision(mod, subject_kind="subwiki", subject_id=place, number=2, reason="An address")
    found = await revisions.subwiki_difference(Viewer(), "rivers", 3, 4)
    assert (found.earlier, found.later) == (1, 0)
    found = await revisions.subwiki_difference(Viewer(), "rivers", 1, 3)
    assert (found.earlier, found.later) == (0, 4)


async def test_a_comment_is_compared_unless_it_is_hidden() -> None:
    place = await make_subwiki("rivers")
    ana, mod = await join(await make_member("ana"), place), await join(await make_member("mod"), place, role="moderator")
    post_id = await make_post(ana, place)
    number = await make_comment(ana, post_id, text="I doubt it")
    await edit_comment(ana, comment_id=number, text="I believe it", based_on=1)
    found = await revisions.comment_difference(Viewer(), number, 1, 2)
    assert [piece.text for piece in found.text if piece.kind != "same"] == ["doubt", "believe"]
    assert (found.path, found.home) == (f"/comment/{number}", comment_path(post_id, number))
    with pytest.raises(NotFound):
        await revisions.comment_difference(Viewer(), 10**6, 1, 2)
    await decide(mod, subject_kind="comment", subject_id=number, action="hide", reason="Rude")
    with pytest.raises(NotFound):
        await revisions.comment_difference(ana, number, 1, 2)
    assert (await revisions.comment_difference(mod, number, 1, 2)).later == 0
    await decide(mod, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    with pytest.raises(NotFound):
        await revisions.comment_difference(Viewer(), number, 1, 2)


async def test_the_history_of_a_long_comment_shows_the_newest_texts_and_says_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE_TEXT", 25)
    ana = await make_member("ana")
    number = await make_comment(ana, await make_post(ana, await make_subwiki()), text="a" * 10)
    for based_on, letter in enumerate("bcd", 1):
        await edit_comment(ana, comment_id=number, text=letter * 10, based_on=based_on)
    lines = (await revisions.of_comment(Viewer(), number))[1].revisions
    assert [("<p" in line.html, line.left_out) for line in lines] == [(True, False), (True, False), (False, True), (False, True)]
    monkeypatch.setattr(limits, "COMMENTS_PAGE_TEXT", 5)
    lines = (await revisions.of_comment(Viewer(), number))[1].revisions
    assert [line.left_out for line in lines] == [False, True, True, True]
