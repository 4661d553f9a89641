"""Every public page says without scripts what it shows: its title, its headline, and where what can be done there leads."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.documents import document_site, shown, unexplained
from tests.factories import join, make_comment, make_member, make_post
from tests.pages.publicity import AFTER, BEFORE, World, expected, make_world
from wtsocial.db.migrations import HOME
from wtsocial.editing.actions import corrections, edits
from wtsocial.endpoints.auth import FORMS
from wtsocial.endpoints.documents import _pattern
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.erasure import erase_revision
from wtsocial.pages.routes import OWN, ROUTES, SCREENS
from wtsocial.revisions import proofs

Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def site(tmp_path: Path, database: str) -> httpx.AsyncClient:
    return document_site(tmp_path)


def test_every_route_has_a_document_or_a_reason_why_it_has_none() -> None:
    assert unexplained(ROUTES) == []


def test_a_route_without_either_or_with_both_is_noticed() -> None:
    public, own = next(route for route in ROUTES if route.document), next(route for route in ROUTES if route.no_document)
    assert unexplained([public, own]) == []
    bad = [
        replace(public, path="/neither", document=None),
        replace(public, path="/both", no_document=OWN),
        replace(own, path="/empty", no_document=" "),
        replace(own, path="/lazy", no_document="not needed"),
    ]
    assert unexplained(bad) == ["/neither", "/both", "/empty", "/lazy"]


async def test_a_document_holds_what_its_page_shows(site: httpx.AsyncClient) -> None:
    for one in expected(await make_world()):
        answer = await site.get(one.path)
        assert answer.status_code == (404 if one.path == "/nowhere" else 200), one.path
        found = shown(answer.text)
        assert found.title.startswith(one.title), one.path
        assert one.heading in [heading.strip() for heading in found.headings], (one.path, found.headings)
        assert [text for text in one.texts if text not in found.text] == [], one.path
        assert set(one.targets) - found.targets == set(), one.path


async def test_each_document_is_looked_into(database: str) -> None:
    asked = [one.path.split("?")[0] for one in expected(await make_world())]
    written = {route.path for route in ROUTES if route.document} - {"404"}
    assert {path for path in written if not any(_pattern(path).fullmatch(address) for address in asked)} == set()


def test_a_screens_document_uses_its_own_templates_and_the_shared_ones_alone() -> None:
    for writer in sorted(SCREENS.glob("*/document.py")):
        assert set(re.findall(r'"(\w+)/[\w{}]+\.html"', writer.read_text())) == {writer.parent.name}
    for template in sorted(SCREENS.glob("*/*.html")):
        named = re.findall(r'{% (?:include|extends|import) "([\w/.]+)"', template.read_text())
        shared = HOME / "wtsocial/endpoints/templates"
        assert [name for name in named if not name.startswith(f"{template.parent.name}/") and not (shared / name).is_file()] == [], template


async def test_a_page_of_ones_own_says_nothing_but_that_it_needs_a_login_and_scripts(site: httpx.AsyncClient) -> None:
    await make_world()
    for route in ROUTES:
        if route.no_document == OWN:
            found = shown((await site.get(route.path)).text)
            assert f"/login?next={route.path}" in found.targets
            assert AFTER not in found.text


async def test_what_is_hidden_is_in_no_document(site: httpx.AsyncClient) -> None:
    world = await make_world()
    await decide(world.mo, subject_kind="comment", subject_id=world.comment, action="hide", reason="Rude")
    for path in (f"/post/{world.news}", f"/comment/{world.comment}/history"):
        assert "true" not in shown((await site.get(path)).text).text, path
    assert (await site.get(f"/comment/{world.comment}/diff/1/2")).status_code == 404
    await decide(world.mo, subject_kind="post", subject_id=world.news, action="hide", reason="Spam")
    for path in ("", "/edit", "/history", "/diff/1/2"):
        answer = await site.get(f"/post/{world.news}{path}")
        assert (answer.status_code, AFTER in answer.text, BEFORE in answer.text) == (404, False, False), path


async def test_what_was_erased_is_in_no_document_and_who_erased_it_and_why_is(site: httpx.AsyncClient) -> None:
    world = await make_world()
    await erase_revision(world.mo, subject_kind="post", subject_id=world.news, number=1, reason="A private number")
    found = shown((await site.get(f"/post/{world.news}/history")).text)
    assert (BEFORE in found.text, "A private number" in found.text, "/u/mo" in found.targets) == (False, True, True)
    assert (await site.get(f"/post/{world.news}/diff/1/2")).status_code == 404


async def test_what_is_sensitive_is_not_shown_off_elsewhere(site: httpx.AsyncClient) -> None:
    world = await make_world()
    number = await make_post(world.ana, world.climate, headline="A war", text="Cruel details.", sensitive=True)
    for path in ("", "/edit", "/history"):
        head = (await site.get(f"/post/{number}{path}")).text.split("</head>")[0]
        assert ("A war" in head, "Cruel" in head) == (True, False), path


@pytest.mark.parametrize(
    "query",
    [
        "error=register.no_such",
        "error=<b>&field=username",
        "error=account",
        "error=error.required&count=x",
        "error=error.required&key=1&language=2&self=3",
    ],
)
async def test_what_somebody_writes_into_an_address_is_no_error_of_ours_and_no_mark_up(site: httpx.AsyncClient, query: str) -> None:
    answer = await site.get(f"/register?{query}&invite=%22%3E%3Cscript%3E")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text.split("<main>")[1]


async def test_a_form_that_came_back_says_at_its_field_what_was_wrong(site: httpx.AsyncClient) -> None:
    html = (await site.get("/register?error=username.taken&field=username")).text
    assert re.search(r'name="username"[^>]*aria-invalid="true"', html)
    assert re.search(r'role="alert" id="plain-username-wrong">[^<]+<', html)
    assert 'name="token" value="t&#34;"' in (await site.get("/confirm?token=t%22")).text


async def test_plain_forms_send_what_the_http_side_takes(site: httpx.AsyncClient) -> None:
    pages = [
        shown((await site.get(path)).text).targets
        for path in ("/register", "/login", "/logout", "/confirm?token=a", "/reset", "/reset?token=a")
    ]
    sent = {target for targets in pages for target in targets if target.startswith("/auth/")}
    assert sent == {f"/auth/{name}" for name in FORMS if name not in ("resend", "change-password")} | {"/auth/looks"}


async def _grow(world: World) -> None:
    """More of everything."""
    dan = await join(await make_member("dan"), world.climate)
    for number in range(4):
        post = await make_post(
            dan, world.climate, kind="news", headline=f"More {number} #ice", link=f"https://a.example/{number}", host="a.example"
        )
        await corrections.correct_headline(
            world.ben, post_id=post, headline=f"Less {number} #ice", reason="false", source="https://b.example/", based_on=1
        )
        await make_comment(dan, world.news, text=f"Comment {number}")
        await edits.edit_text(world.ana, post_id=world.news, text=f"Text {number}", based_on=3 + number)


async def test_a_document_costs_as_many_statements_however_much_there_is(
    site: httpx.AsyncClient, count_statements: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "KEPT", -1.0)  # every history is gone through
    world = await make_world()
    paths = [one.path for one in expected(world)]

    async def cost() -> dict[str, int]:
        counted: dict[str, int] = {}
        for path in paths:
            with count_statements() as sent:
                await site.get(path)
            counted[path] = len(sent)
        return counted

    before = await cost()
    await _grow(world)
    assert await cost() == before
    assert max(before.values()) <= 12, before


def test_dark_colours_are_the_same_with_and_without_scripts() -> None:
    style = (HOME / "assets/kit/style.css").read_text()
    chosen = re.search(r":root\.dark \{(.*?)\}", style, re.DOTALL)
    wished_for = re.search(r"\(scripting: none\) and \(prefers-color-scheme: dark\) \{\s*:root:not\(.light\) \{(.*?)\}", style, re.DOTALL)
    assert chosen
    assert wished_for
    assert chosen[1].split() == wished_for[1].split()
