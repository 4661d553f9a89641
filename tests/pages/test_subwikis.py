"""Subwikis and people on the screen: joining, searching, founding, describing, and who a member is."""

from typing import Any

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.pages.people.state import ProfileState
from wtsocial.pages.subwikis.state import AboutState, DirectoryState, FoundState, SubwikiState
from wtsocial.posts import queries as posts
from wtsocial.subwikis import actions as changing
from wtsocial.subwikis import queries as subwikis


async def _opened(state: Any, by: Viewer | None, path: str) -> Any:
    made = await screen(state, by, path=path)
    await fire(made, "open")
    return made


async def _sent(state: Any, handler: str, typed: dict[str, Any]) -> list[Any]:
    return [event async for event in getattr(type(state), handler).fn(state, typed) if event is not None]


async def test_joining_and_leaving_answer_with_the_new_number() -> None:
    await make_subwiki()
    ana = await make_member()
    state = await _opened(DirectoryState, ana, "/subwikis")
    await fire(state, "press_join", "climate", True)
    assert (state.joins["climate"].joined, state.joins["climate"].members, state.presses) == (True, 1, 1)
    assert [wiki.slug for wiki in await subwikis.joined(ana)] == ["climate"]
    await fire(state, "press_join", "climate", False)
    assert (state.joins["climate"].joined, state.joins["climate"].members, state.presses) == (False, 0, 2)


async def test_a_press_that_is_refused_says_why_and_turns_back() -> None:
    await make_subwiki()
    for by, slug in ((None, "climate"), (await make_member("wil", state="waiting"), "climate"), (await make_member(), "nowhere")):
        state = await _opened(DirectoryState, by, "/subwikis")
        await fire(state, "press_join", slug, True)
        assert state.errors
        assert (state.joins, state.presses) == ({}, 1)


async def test_a_forged_press_changes_nothing() -> None:
    await make_subwiki()
    ana = await make_member()
    state = await _opened(DirectoryState, ana, "/subwikis")
    for slug in ({"slug": "climate"}, ["climate"], None, 7):
        await fire(state, "press_join", slug, True)
        assert state.errors["slug"]["key"] == "error.not_understood"
    assert await subwikis.joined(ana) == []


async def test_the_directory_is_searched_while_typing() -> None:
    await make_subwiki("climate")
    await make_subwiki("bridges", description="Old ones over ice")
    state = await _opened(DirectoryState, None, "/subwikis")
    assert len(state.found) == 2
    await fire(state, "search", {"search": " ice "})
    assert ([wiki.slug for wiki in state.found], state.searched) == (["bridges"], "ice")
    await fire(state, "search", {"search": ["%"]})
    assert len(state.found) == 2


async def test_a_subwiki_shows_its_own_posts_alone_and_watches_its_own_room() -> None:
    place, other = await make_subwiki("climate"), await make_subwiki("bridges")
    ana = await make_member()
    here = await make_post(ana, place)
    await make_post(ana, other)
    state = await _opened(SubwikiState, None, "/w/climate")
    assert [post.id for post in state.chunk.posts] == [here]
    assert (state.chunk.key, state.chunk.subwikis) == ("w:climate", [place])


async def test_a_subwiki_or_member_that_is_not_there_is_missing() -> None:
    for state, path in ((SubwikiState, "/w/nowhere"), (AboutState, "/w/nowhere/about"), (ProfileState, "/u/nobody"), (ProfileState, "/u/")):
        opened = await _opened(state, None, path)
        assert opened.missing
        assert opened.errors == {}


async def test_a_new_subwiki_is_offered_an_address_from_its_name() -> None:
    ana = await make_member()
    state = await _opened(FoundState, ana, "/subwikis/new")
    typed = {"place": "found", "name": "Old Bridges & Roads", "slug": "", "description": "", "rules": "1. Be *kind*"}
    await fire(state, "keep", typed)
    assert state.offer == {"slug": "old-bridges-roads"}
    assert "<em>kind</em>" in state.looks["rules"]
    (redirect,) = await _sent(state, "create", typed | {"slug": "old-bridges"})
    assert "/w/old-bridges" in str(redirect)
    assert (await subwikis.one(ana, "old-bridges")).moderators == ["ana"]
    assert await posts.draft(ana, "found") == {}


async def test_an_address_that_is_taken_is_said_at_its_field_and_the_draft_stays() -> None:
    await make_subwiki()
    ana = await make_member()
    state = await _opened(FoundState, ana, "/subwikis/new")
    typed = {"place": "found", "name": "Climate", "slug": "climate", "description": "", "rules": ""}
    await fire(state, "keep", typed)
    assert await _sent(state, "create", typed) == []
    assert state.errors["slug"]["key"] == "slug.taken"
    assert (await posts.draft(ana, "found"))["name"] == "Climate"


async def test_two_who_edit_one_page_lose_nothing() -> None:
    await make_subwiki(description="Ice.", rules="1. Be kind")
    ana, ben = await make_member("ana"), await make_member("ben")
    state = await _opened(AboutState, ben, "/w/climate/about")
    await fire(state, "edit", True)
    assert state.editing
    await changing.edit_page(ana, slug="climate", description="Ice and water.", rules="1. Be kind", based_on=1)
    mine = {"place": "about:climate", "description": "Snow.", "rules": "1. Be kinder", "note": "", "based_on": "1"}
    await _sent(state, "save", mine)
    assert [(side.name, side.theirs, side.mine) for side in state.clash.sides] == [
        ("description", "Ice and water.", "Snow."), ("rules", "1. Be kind", "1. Be kinder"),
    ]  # fmt: skip
    assert state.fill.values == {"based_on": "2"}
    await _sent(state, "save", mine | {"description": "Ice and water.", "based_on": "2"})
    assert (state.clash.latest, state.editing, state.notice["key"]) == (0, False, "edit.thanks")
    assert (state.subwiki.description, state.subwiki.rules, len(state.revisions)) == ("Ice and water.", "1. Be kinder", 3)


async def test_a_reader_sees_the_page_and_cannot_edit_it() -> None:
    await make_subwiki(description="Ice.")
    state = await _opened(AboutState, None, "/w/climate/about")
    await fire(state, "edit", True)
    assert not state.editing
    await _sent(state, "save", {"place": "about:climate", "description": "Fire.", "rules": "", "note": "", "based_on": "1"})
    assert state.errors[""]["key"] == "error.login_needed"
    assert (await subwikis.one(Viewer(), "climate")).description == "Ice."


async def test_a_profile_shows_the_member_their_posts_and_no_address() -> None:
    place = await make_subwiki()
    ana = await join(await make_member("Ana"), place)
    post_id = await make_post(ana, place)
    await make_post(await make_member("ben"), place)
    state = await _opened(ProfileState, None, "/u/ana")
    assert (state.member.name, state.member.posts, state.own) == ("Ana", 1, False)
    assert [post.id for post in state.chunk.posts] == [post_id]
    assert state.chunk.scope == "author:Ana"
    assert "example.org" not in str(state.dict())
    assert (await _opened(ProfileState, ana, "/u/Ana")).own


async def test_a_profile_is_found_by_a_name_in_any_alphabet() -> None:
    await make_member("נועם")
    state = await _opened(ProfileState, None, "/u/%D7%A0%D7%95%D7%A2%D7%9D")
    assert (state.member.name, state.missing) == ("נועם", False)
    assert (await _opened(ProfileState, None, "/u/%D7%A0%D7%95%D7%A2%D7%9D%00")).missing


async def test_what_two_changed_in_different_parts_is_merged_and_told() -> None:
    await make_subwiki(description="Ice.", rules="1. Be kind")
    ana, ben = await make_member("ana"), await make_member("ben")
    state = await _opened(AboutState, ben, "/w/climate/about")
    await changing.edit_page(ana, slug="climate", description="Ice and water.", rules="1. Be kind", based_on=1)
    mine = {"place": "about:climate", "description": "Ice.", "rules": "1. Be kinder", "note": "", "based_on": "1"}
    await _sent(state, "save", mine)
    assert state.notice == {"key": "edit.merged", "params": {"name": "ana"}}
    assert (state.subwiki.description, state.subwiki.rules, state.clash.latest) == ("Ice and water.", "1. Be kinder", 0)


async def test_an_address_left_empty_is_the_one_that_is_proposed() -> None:
    ana = await make_member()
    for name, slug in (("Bar Six", "bar-six"), ("Новости дня", "novosti-dnya")):
        state = await _opened(FoundState, ana, "/subwikis/new")
        await _sent(state, "create", {"name": name, "slug": " ", "description": "", "rules": ""})
        assert state.errors == {}
        assert (await subwikis.one(ana, slug)).name == name


async def test_an_address_that_cannot_be_proposed_is_asked_for_and_nothing_is_lost() -> None:
    ana = await make_member()
    state = await _opened(FoundState, ana, "/subwikis/new")
    await _sent(state, "create", {"name": "!", "slug": "", "description": "about", "rules": ""})
    assert {field: said["key"] for field, said in state.errors.items()} == {"slug": "error.required"}
    assert await subwikis.directory(ana) == []
