"""A thread is read by pages, and a page costs the same however many comments there are."""

import pytest

from tests.factories import make_comment, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.posts import threads
from wtsocial.text import limits


async def test_pages_hold_each_comment_once_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 3)
    ana = await make_member("ana")
    post_id = await make_post(ana, await make_subwiki())
    written = [await make_comment(ana, post_id) for _ in range(7)]
    pages, after = list[list[int]](), 0
    while after or not pages:
        page = await threads.page(Viewer(), post_id, after=after)
        pages.append([comment.id for comment in page.comments])
        after = page.after
    assert pages == [written[:3], written[3:6], written[6:]]


async def test_a_page_of_exactly_all_comments_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    ana = await make_member("ana")
    post_id = await make_post(ana, await make_subwiki())
    for _ in range(2):
        await make_comment(ana, post_id)
    assert (await threads.page(Viewer(), post_id)).after == 0


async def test_a_page_of_long_comments_ends_early_and_holds_one_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE_TEXT", 25)
    ana = await make_member("ana")
    post_id = await make_post(ana, await make_subwiki())
    written = [await make_comment(ana, post_id, text=text) for text in ("x" * 100, "y" * 10, "z" * 10, "w" * 10)]
    first = await threads.page(Viewer(), post_id)
    assert ([comment.id for comment in first.comments], first.after) == (written[:1], written[0])
    second = await threads.page(Viewer(), post_id, after=first.after)
    assert ([comment.id for comment in second.comments], second.after) == (written[1:3], written[2])


async def test_an_answer_to_an_earlier_page_names_what_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    ana = await make_member("ana")
    post_id = await make_post(ana, await make_subwiki())
    first, _ = [await make_comment(ana, post_id) for _ in range(2)]
    answer = await make_comment(ana, post_id, parent_id=first)
    below = await make_comment(ana, post_id, parent_id=answer)
    page = await threads.page(Viewer(), post_id, after=(await threads.page(Viewer(), post_id)).after)
    assert [(comment.id, comment.parent_id, comment.depth) for comment in page.comments] == [(answer, first, 0), (below, answer, 1)]
