"""What a post says of itself is its author's to say, and a moderator's with a reason; nobody else's."""

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.pages.post.labels_state import LabelState
from wtsocial.posts import queries as posts


async def _post() -> tuple[Viewer, Viewer, int]:
    """An author, a moderator and the author's post."""
    climate = await make_subwiki("climate")
    ana = await join(await make_member("ana"), climate)
    mo = await join(await make_member("mo"), climate, role="moderator")
    return ana, mo, await make_post(ana, climate, text="It healed within a week.")


async def _labelled(post: int) -> tuple[str, bool]:
    read = await posts.one(Viewer(), post)
    return read.language, read.sensitive


async def test_its_author_says_the_language_and_covers_it() -> None:
    ana, _, post = await _post()
    page = await screen(LabelState, ana, path=f"/post/{post}")
    await fire(page, "label", {"post_id": str(post), "language": "he", "sensitive": "on"})
    assert (page.done, page.notice["key"], await _labelled(post)) == (1, "label.done", ("he", True))
    assert (await posts.one(Viewer(), post)).covered is True
    await fire(page, "label", {"post_id": str(post), "language": ""})
    assert await _labelled(post) == ("", False)


async def test_a_moderator_covers_it_with_a_reason_and_uncovers_it_again() -> None:
    _, mo, post = await _post()
    page = await screen(LabelState, mo, path=f"/post/{post}")
    await fire(page, "mark", {"post_id": str(post), "cover": "on", "reason": ""})
    assert (page.errors["reason"]["key"], await _labelled(post)) == ("error.required", ("", False))
    await fire(page, "mark", {"post_id": str(post), "cover": "on", "reason": "It shows a wound."})
    assert (page.errors, await _labelled(post)) == ({}, ("", True))
    await fire(page, "mark", {"post_id": str(post), "cover": "", "reason": "It does not."})
    assert await _labelled(post) == ("", False)


@pytest.mark.parametrize("handler", ["label", "mark"])
async def test_nobody_else_does_either(handler: str) -> None:
    _, _, post = await _post()
    for somebody in (await make_member("eva"), None):
        page = await screen(LabelState, somebody, path=f"/post/{post}")
        await fire(page, handler, {"post_id": str(post), "language": "he", "sensitive": "on", "cover": "on", "reason": "Because"})
        assert page.errors[""]["key"] == ("error.not_allowed" if somebody else "error.login_needed")
    assert await _labelled(post) == ("", False)
