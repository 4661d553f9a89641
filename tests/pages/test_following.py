"""Following a member or a tag, hiding them, and taking over what somebody shares: each by one press, each taken back by one."""

from typing import Any

import pytest

from tests.factories import make_member, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as changes
from wtsocial.choices import presets
from wtsocial.choices import queries as choices
from wtsocial.feeds import queries as feeds
from wtsocial.pages.people.state import ProfileState
from wtsocial.pages.presets.state import PresetState
from wtsocial.pages.tags.state import TagState
from wtsocial.posts.publishing import open_discussion
from wtsocial.subwikis.actions import join
from wtsocial.ui.call import viewer_of


async def _world() -> tuple[Viewer, Viewer, int]:
    """An author who posted about #rivers, a member who has chosen nothing, and the post."""
    author, ana = await make_member("author"), await make_member("ana")
    await make_subwiki("climate")
    await join(author, slug="climate")
    post = await open_discussion(author, subwiki="climate", headline="Low water", text="All #rivers run low.")
    return author, ana, post


async def _home(page: Any) -> list[tuple[int, str, str]]:
    return [(post.id, post.why, post.why_about) for post in (await feeds.home(await viewer_of(page))).posts]


async def _at(state: Any, viewer: Viewer | None, path: str) -> Any:
    page = await screen(state, viewer, path=path)
    await fire(page, "open")
    return page


async def test_a_followed_tag_brings_its_posts_with_the_reason() -> None:
    _, ana, post = await _world()
    page = await _at(TagState, ana, "/tag/Rivers")
    assert (page.tag.tag, page.tag.posts, page.tag.followed) == ("rivers", 1, False)
    assert [one.id for one in page.chunk.posts] == [post]
    await fire(page, "press_follow", "rivers", True)
    assert (page.tag.followed, await _home(page)) == (True, [(post, "why.tag", "rivers")])
    await fire(page, "press_follow", "rivers", False)
    assert (page.tag.followed, await _home(page)) == (False, [])


async def test_a_hidden_tag_is_shown_again_by_a_press_on_its_page() -> None:
    _, ana, post = await _world()
    await changes.less(ana, kind="tag", value="rivers", wanted=True)
    page = await _at(TagState, ana, "/tag/rivers")
    assert page.tag.hidden is True
    await fire(page, "show")
    assert (page.tag.hidden, [one.id for one in page.chunk.posts]) == (False, [post])


@pytest.mark.parametrize("name", ["", "%20", "a%20b", "-"])
async def test_what_cannot_be_a_tag_is_not_found(name: str) -> None:
    page = await _at(TagState, None, f"/tag/{name}")
    assert page.missing is True


async def test_a_followed_member_brings_their_posts_with_the_reason() -> None:
    _, ana, post = await _world()
    page = await _at(ProfileState, ana, "/u/author")
    assert (page.member.followed, page.unseen) == (False, False)
    await fire(page, "press_follow", "author", True)
    assert (page.member.followed, page.presses, await _home(page)) == (True, 1, [(post, "why.person", "author")])
    await fire(page, "press_follow", "author", False)
    assert (page.member.followed, await _home(page)) == (False, [])


async def test_a_member_is_hidden_and_shown_again() -> None:
    _, ana, post = await _world()
    page = await _at(ProfileState, ana, "/u/author")
    await fire(page, "hide", True)
    assert (page.unseen, page.notice["key"]) == (True, "profile.hidden")
    assert (await feeds.everything(await viewer_of(page))).posts == []
    await fire(page, "hide", False)
    assert (page.unseen, page.notice["key"]) == (False, "profile.shown")
    assert [one.id for one in (await feeds.everything(await viewer_of(page))).posts] == [post]


async def test_a_reader_follows_nobody() -> None:
    await _world()
    for state, path, name in ((TagState, "/tag/rivers", "rivers"), (ProfileState, "/u/author", "author")):
        page = await _at(state, None, path)
        await fire(page, "press_follow", name, True)
        assert page.errors[""]["key"] == "error.login_needed"


async def test_a_preset_is_taken_over_in_part_after_its_effect_was_shown() -> None:
    author, ana, post = await _world()
    await changes.less(author, kind="word", value="flood", wanted=True)
    code = await presets.share(author, name="Calm", parts=["subwikis", "words"])
    page = await _at(PresetState, ana, f"/preset/{code}")
    assert (page.preset.by, page.preset.parts, page.effect.feed.posts) == ("author", ["subwikis", "words"], [])
    await fire(page, "look", {"subwikis": "on"})
    assert [one.id for one in page.effect.feed.posts] == [post]
    assert (await choices.mine(ana)).version == 0
    await fire(page, "take", {"subwikis": "on", "hidden_people": "on"})
    mine = (await choices.mine(ana)).choices
    assert (mine.subwikis, mine.hide.words, page.notice["key"]) == (["climate"], [], "preset.taken")


@pytest.mark.parametrize("form", [{}, None, {"words": "off"}, {"hidden_people": "on"}, "x"])
async def test_nothing_ticked_takes_nothing_over(form: Any) -> None:
    author, ana, _ = await _world()
    code = await presets.share(author, name="Calm", parts=["subwikis"])
    page = await _at(PresetState, ana, f"/preset/{code}")
    await fire(page, "take", form)
    assert page.errors[""]["key"] == "preset.nothing_ticked"
    assert (await choices.mine(ana)).version == 0


async def test_on_its_page_a_preset_is_withdrawn_by_its_owner_or_an_admin_and_nobody_else() -> None:
    author, ana, _ = await _world()
    code = await presets.share(author, name="Calm", parts=["subwikis"])
    theirs = await _at(PresetState, ana, f"/preset/{code}")
    await fire(theirs, "withdraw")
    assert (theirs.preset.may_withdraw, theirs.errors[""]["key"], theirs.missing) == (False, "error.not_allowed", False)
    page = await _at(PresetState, await make_member("root", admin=True), f"/preset/{code}")
    assert page.preset.may_withdraw
    await fire(page, "withdraw")
    assert (page.missing, page.notice["key"]) == (True, "choices.withdrawn")
    assert (await _at(PresetState, author, f"/preset/{code}")).missing is True


async def test_a_preset_that_was_withdrawn_is_not_found() -> None:
    author, ana, _ = await _world()
    code = await presets.share(author, name="Calm", parts=["subwikis"])
    await presets.withdraw(author, code=code)
    assert (await _at(PresetState, ana, f"/preset/{code}")).missing is True
