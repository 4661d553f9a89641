"""What every page says beside what it is about: where everything is, what was corrected today, whose program this is."""

from pathlib import Path

import httpx
import pytest

from tests.documents import document_site, shown
from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.edits import edit_text
from wtsocial.moderation.decisions import decide
from wtsocial.pages.edit.state import EditState
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.post.state import PostState
from wtsocial.posts import queries as posts
from wtsocial.ui.session import SessionState

SOURCE = "https://ice.example/2026"
BEFORE, AFTER = "All ice is gone", "A third of the ice is gone"


@pytest.fixture
def site(tmp_path: Path, database: str) -> httpx.AsyncClient:
    return document_site(tmp_path)


async def _corrected() -> tuple[Viewer, int]:
    """Ana's post, in Hebrew by its author's word, whose headline she corrected; her friend moderates there."""
    climate = await make_subwiki("climate")
    ana = await join(await make_member("ana"), climate)
    post = await make_post(ana, climate, headline=BEFORE, text="First.\n\nSecond.", language="he")
    await correct_headline(ana, post_id=post, headline=AFTER, reason="false", source=SOURCE, based_on=1)
    return ana, post


async def test_a_stranger_sees_a_corrected_headline_with_who_and_why_before_and_after_scripts_run(site: httpx.AsyncClient) -> None:
    await _corrected()
    page = await screen(FeedState)
    await fire(page, "open_home")
    assert [(one.before, one.after, one.by, one.reason) for one in page.example] == [(BEFORE, AFTER, "ana", "false")]
    text = (await site.get("/")).text
    panel = text[text.index('<section class="cover">') : text.index('class="sort"')]
    assert f'<del><bdi lang="he">{BEFORE}</bdi></del>' in panel
    assert AFTER in panel
    assert "corrected by ana" in panel


async def test_a_member_is_not_welcomed_and_what_is_hidden_is_no_example(site: httpx.AsyncClient) -> None:
    ana, post = await _corrected()
    page = await screen(FeedState, ana)
    await fire(page, "open_home")
    assert page.example == []
    await decide(await make_member("root", admin=True), subject_kind="post", subject_id=post, action="hide", reason="Not here.")
    stranger = await screen(FeedState)
    await fire(stranger, "open_home")
    assert stranger.example == []
    assert BEFORE not in (await site.get("/")).text


@pytest.mark.parametrize("path", ["/", "/about", "/subwikis", "/log", "/donate", "/rules"])
async def test_every_page_with_room_says_how_many_headlines_were_corrected_today(site: httpx.AsyncClient, path: str) -> None:
    assert "No headline so far." in (await site.get(path)).text
    await _corrected()
    found = shown((await site.get(path)).text)
    assert "Corrected today1 headline. See them side by side" in found.text
    state = await screen(SessionState)
    await fire(state, "look")
    assert state.corrected_today == 1


async def test_the_source_code_is_offered_where_it_is_set(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    link = "https://code.example.org/site"
    assert "Source code" not in (await site.get("/about")).text
    monkeypatch.setenv("WTSOCIAL_SOURCE_URL", link)
    settings.cache_clear()
    assert link in shown((await site.get("/about")).text).targets
    state = await screen(SessionState)
    await fire(state, "look")
    assert state.source_code == link


async def test_a_site_of_another_name_carries_it_in_its_titles(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_NAME", "Our Paper")
    settings.cache_clear()
    assert shown((await site.get("/about")).text).title == "About this site · Our Paper"


async def test_a_posts_words_say_their_language_and_the_pages_own_do_not(site: httpx.AsyncClient) -> None:
    _, post = await _corrected()
    for path in ("/", f"/post/{post}"):
        assert f'<bdi lang="he">{AFTER}</bdi>' in (await site.get(path)).text
    assert '<div class="prose text" dir="auto" lang="he">' in (await site.get(f"/post/{post}")).text


async def test_a_collaborative_text_says_who_wrote_it_and_an_individual_one_does_not(site: httpx.AsyncClient) -> None:
    ana, post = await _corrected()
    climate = (await posts.one(ana, post)).subwiki_id
    ben, cem = await join(await make_member("ben"), climate), await join(await make_member("cem"), climate)
    nobody = await posts.writers(Viewer(), await posts.one(Viewer(), post))
    assert (nobody.count, nobody.last) == (0, "")
    for by, text in ((ben, "First of all.\n\nSecond."), (cem, "First of all.\n\nThird."), (ben, "First of all.\n\nFourth.")):
        await edit_text(by, post_id=post, text=text, based_on=(await posts.one(by, post)).revision)
    page = await screen(PostState, path=f"/post/{post}")
    async for _ in type(page).open.fn(page):
        pass
    assert (page.writers.count, page.writers.last) == (2, "ben")
    assert "Edited by 2 members, last by ben" in shown((await site.get(f"/post/{post}")).text).text
    alone = await make_post(ana, climate, headline="Mine", text="Mine.", mode="individual")
    await edit_text(ana, post_id=alone, text="Mine alone.", based_on=1)
    assert (await posts.writers(ana, await posts.one(ana, alone))).count == 0


async def test_thanks_for_an_edit_are_said_once_on_the_page_of_its_post() -> None:
    ana, post = await _corrected()
    other = await make_post(ana, (await posts.one(ana, post)).subwiki_id, headline="Another")
    edit = await screen(EditState, ana, path=f"/post/{post}/edit")
    await fire(edit, "open")
    typed = {"place": f"edit:{post}", "text": "All new.", "note": "", "based_on": edit.fill.values["based_on"]}
    async for _ in type(edit).save.fn(edit, typed):
        pass
    assert edit.errors == {}

    async def told(on: int) -> str:
        page = await edit.get_state(PostState)
        page.router = (await screen(PostState, ana, path=f"/post/{on}")).router
        async for _ in type(page).open.fn(page):
            pass
        return page.notice.get("key", "")

    assert [await told(post), await told(post), await told(other)] == ["post.edit_thanks", "", ""]
