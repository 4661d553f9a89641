"""Comments are read by pages, and what the address names is found."""

import pytest

from tests.factories import make_comment, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.pages.post.state import PostState
from wtsocial.text import limits


async def _post(*, hidden: bool = False) -> tuple[Viewer, int]:
    author = await make_member("author")
    return author, await make_post(author, await make_subwiki(), hidden=hidden)


async def _page(post_id: int) -> PostState:
    state = await screen(PostState, path=f"/post/{post_id}")
    async for _ in PostState.open.fn(state):
        pass
    return state


async def test_a_reader_asks_for_more_comments_and_gets_those_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    author, post_id = await _post()
    written = [await make_comment(author, post_id) for _ in range(5)]
    page = await _page(post_id)
    assert ([comment.id for comment in page.comments or []], page.more_after) == (written[:2], written[1])
    await fire(page, "more", page.more_after)
    assert ([comment.id for comment in page.later.comments], page.more_after) == (written[2:4], written[3])
    await fire(page, "more", page.more_after)
    assert ([comment.id for comment in page.later.comments], page.more_after) == (written[4:], 0)


async def test_a_comment_that_the_address_names_is_found_on_whatever_page_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    author, post_id = await _post()
    written = [await make_comment(author, post_id) for _ in range(6)]
    page = await _page(post_id)
    await fire(page, "find", written[4])
    assert ([comment.id for comment in page.later.comments], page.more_after) == (written[4:], written[1])


async def test_comments_of_a_hidden_post_are_refused_page_by_page() -> None:
    author, post_id = await _post(hidden=True)
    await make_comment(author, post_id)
    state = await screen(PostState, await make_member("reader"), path=f"/post/{post_id}")
    for event in ("more", "find"):
        await fire(state, event, 1)
        assert state.errors[""]["key"] == "error.not_found"
        assert state.later.comments == []
