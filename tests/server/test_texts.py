"""Texts through the running site: whatever is written stays a text, in every field, for every reader, or is refused at its field."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlmodel import col, select

from tests.factories import make_post
from tests.running import Server
from tests.server.serving import http
from tests.server.wire import Tab, tab
from tests.server.world import World, make_world
from tests.text import samples
from tests.text.test_markdown import assert_harmless
from wtsocial import db
from wtsocial.models import Post
from wtsocial.pages.admin.state import AdminState
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.post.state import CommentState, CorrectState, PostState
from wtsocial.pages.settings.state import SettingsState
from wtsocial.pages.submit.state import SubmitState
from wtsocial.pages.subwikis.state import AboutState, FoundState
from wtsocial.ui.deciding import DecideState
from wtsocial.ui.flagging import FlagState
from wtsocial.ui.votes import PressState

HOSTILE = "\"'><script>alert('umbrella')</script><img src=x onerror=alert('umbrella')><svg onload=alert('umbrella')>{{7*7}}${7*7}</title></textarea>"


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


def assert_inert(page: str, policy: str) -> None:
    """No script but those that the policy names, no handler in an attribute, no address that is a script."""
    for node in LexborHTMLParser(page).css("*"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        assert not [name for name in attributes if name.startswith("on") or name in ("srcdoc", "formaction")], node.html
        assert node.tag not in ("iframe", "object", "embed", "base", "svg" if "umbrella" in (node.html or "") else "frame"), node.html
        for name in ("href", "src", "action"):
            address = attributes.get(name, "").strip().lower()
            assert not re.match(r"[a-z][a-z0-9+.-]*:", address) or address.startswith(("http://", "https://", "mailto:", "data:image/")), (
                address
            )
        if node.tag == "script" and not attributes.get("src") and attributes.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256((node.text() or "").encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, node.html
        if node.tag == "script" and attributes.get("src"):
            assert attributes["src"].startswith("/"), node.html


@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>', "<iframe srcdoc=x>"]
)
def test_the_eye_for_scripts_sees_one(word: str) -> None:
    with pytest.raises(AssertionError):
        assert_inert(f"<html><body><p>{word}</p></body></html>", "script-src 'self'")


def assert_pages_inert(site: Server, session: str, *paths: str, holding: str = "") -> None:
    """Every page is inert; the words stand on at least one of them."""
    with http(site.url, session=session) as client:
        answers = [client.get(path, follow_redirects=True) for path in paths]
    for answer in answers:
        assert answer.status_code in (200, 404), answer.url
        assert_inert(answer.text, answer.headers["content-security-policy"])
    assert not holding or any(holding in answer.text for answer in answers)


def html_in(value: Any, name: str = "") -> list[str]:
    """Every value that a page puts into itself as HTML."""
    if isinstance(value, dict):
        inside = name in ("looks_rx_state_", "looks")
        return [html for key, inner in value.items() for html in html_in(inner, "html" if inside else key)]
    if isinstance(value, list):
        return [html for inner in value for html in html_in(inner, name)]
    named = name.removesuffix("_rx_state_")
    return [value] if isinstance(value, str) and (named.endswith("html") or named == "preview") else []


def assert_deltas_inert(browser: Tab) -> int:
    """Everything that came as HTML is harmless; how much there was."""
    found = [html for update in browser.heard for html in html_in(update.get("delta") or {}) if html]
    for html in found:
        # The anchors of a subwiki's rules are the site's own.
        assert_harmless(re.sub(r' id="rule-\d+"', "", html))
    return len(found)


PAGES = (
    "/", "/all", "/subwikis", "/w/climate", "/w/climate/about", "/w/hostile", "/w/hostile/about", "/u/ana", "/u/eva", "/log", "/moderation", "/inbox",
    "/admin", "/admin/members", "/post/{post}", "/post/{post}/history", "/post/{post}/diff/3/4", "/post/{new}", "/post/{new}/history", "/submit", "/settings",
)  # fmt: skip


async def write_everywhere(site: Server, world: World) -> int:
    """The same hostile words into every field there is; the id of the post made on the way."""
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["ana"]) as ana:
        typed = {"kind": "discussion", "headline": HOSTILE, "text": HOSTILE, "subwiki": "climate", "mode": "collaborative", "link": ""}
        await ana.send(SubmitState.publish, typed=typed)
        async with db.reading() as session:
            new = (await session.exec(select(Post.id).order_by(col(Post.id).desc()))).first() or 0
        form = {
            "post_id": str(world.post),
            "headline": HOSTILE,
            "reason": "false",
            "source": f"https://gauge.example/{HOSTILE}",
            "note": HOSTILE,
        }
        await ana.send(CorrectState.correct, form=form | {"based_on": "3", "source": "https://gauge.example/%22%3E%3Cscript%3E"})
        await ana.send(CommentState.write, post_id=world.post, parent_id=0, text=HOSTILE, mark="")
        await ana.send(CommentState.comment, form={"post_id": str(world.post), "parent_id": "0", "text": HOSTILE})
        await ana.send(SettingsState.save_about, form={"about": HOSTILE})
        for state in (SubmitState, CorrectState, CommentState, SettingsState):
            assert ana.errors(state) == {}
        await ana.open("/subwikis/new")
        await ana.send(FoundState.create, typed={"slug": "hostile", "name": HOSTILE[:80], "description": HOSTILE, "rules": HOSTILE})
        await ana.open("/w/climate/about")
        page = {"description": HOSTILE, "rules": HOSTILE, "note": HOSTILE, "based_on": "1", "place": "about:climate"}
        await ana.send(AboutState.save, typed=page)
        assert (ana.errors(FoundState), ana.errors(AboutState)) == ({}, {})
    async with tab(site.url, session=world.sessions["eva"]) as eva:
        await eva.send(FlagState.flag, form={"subject_kind": "post", "subject_id": str(new), "reason": "other", "note": HOSTILE})
        assert eva.errors(FlagState) == {}
    async with tab(site.url, session=world.sessions["root"]) as root:
        await root.send(
            DecideState.decide,
            form={"subject_kind": "comment", "subject_id": str(world.comment), "action": "hide", "reason": HOSTILE, "rule": "site:people"},
        )
        await root.send(AdminState.suspend, form={"name": "eva", "reason": HOSTILE, "ends": "7"})
        assert (root.errors(DecideState), root.errors(AdminState)) == ({}, {})
    return new


async def test_script_in_every_field_is_a_text_to_every_reader(site: Server, world: World) -> None:
    new = await write_everywhere(site, world)
    paths = [path.format(post=world.post, new=new) for path in PAGES]
    for who in ("", "ana", "ben", "eva", "mo", "root"):
        session = world.sessions.get(who, "")
        assert_pages_inert(site, session, *paths, holding="&lt;script&gt;alert")
        async with tab(site.url, session=session) as browser:
            for path in paths:
                await browser.open(path)
            assert assert_deltas_inert(browser) > 3
            assert "umbrella" in json.dumps(browser.heard)


async def test_what_was_escaped_once_is_not_parsed_again(site: Server, world: World) -> None:
    text = "&lt;script&gt;alert('umbrella')&lt;/script&gt; &amp;lt;img src=x onerror=alert()&amp;gt; `<b>`"
    post = await make_post(world.ana, world.subwiki, headline=text, text=text)
    assert_pages_inert(site, "", "/", "/all", f"/post/{post}", "/w/climate", "/u/ana")
    with http(site.url) as client:
        assert "&amp;lt;script&amp;gt;" in client.get("/").text, "the headline as it was typed, escaped once more"
        assert "&lt;script&gt;alert(&#39;umbrella&#39;)" in client.get("/").text, "the excerpt as it reads, escaped once"
    async with tab(site.url, "/all") as browser:
        (found,) = [each for each in browser.of(FeedState)["chunk"]["posts"] if each["id"] == post]
        assert found["excerpt"].startswith("<script>alert('umbrella')</script>"), "a text, which the page writes as a text"
        assert found["headline"] == text


async def test_hostile_markdown_in_comments_stays_inert(site: Server, world: World) -> None:
    texts = [text for text in samples.hostile_markdown() if text.strip()]
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["ana"]) as browser:
        for text in texts:
            await browser.emit(CommentState.write, post_id=world.post, parent_id=0, text=text, mark="")
            await browser.emit(CommentState.comment, form={"post_id": str(world.post), "parent_id": "0", "text": text})
        await browser.settle()
        assert browser.of(CommentState)["done"] >= len(texts) - 5, "but for those with characters that nobody types"
        await browser.open(f"/post/{world.own}")
        await browser.open(f"/post/{world.post}")
        assert assert_deltas_inert(browser) > len(texts)
        assert len(browser.of(PostState)["comments"]) >= len(texts) - 5
    assert_pages_inert(site, "", f"/post/{world.post}")


@pytest.mark.parametrize(
    "text", ["[" * 39_000, "> " * 19_000, "*a _b " * 6_000, "![" * 19_000, "<" * 39_000, "`" * 39_000, "- " * 19_000], ids=range(7)
)
async def test_a_text_made_to_be_slow_is_published_and_read(site: Server, world: World, text: str) -> None:
    typed = {"kind": "discussion", "headline": "Slow", "text": text, "subwiki": "climate", "mode": "collaborative"}
    async with tab(site.url, "/submit", session=world.sessions["ana"]) as browser:
        await browser.send(SubmitState.keep, typed=typed | {"place": "submit"})
        await browser.send(SubmitState.publish, typed=typed)
        assert browser.errors(SubmitState) == {}
    assert_pages_inert(site, "", "/all", "/w/climate", holding="Slow")


async def test_naughty_strings_break_nothing_as_headlines_comments_names_and_searches(site: Server, world: World) -> None:
    naughty = samples.naughty_strings()
    async with tab(site.url, f"/post/{world.post}", session=world.sessions["ana"]) as browser:
        for number, text in enumerate(naughty):
            if number % 5 == 0:
                form = {
                    "post_id": str(world.post),
                    "reason": "false",
                    "source": "https://gauge.example/1",
                    "headline": text,
                    "note": text,
                    "based_on": "1",
                }
                await browser.emit(CorrectState.correct, form=form)
                await browser.emit(CommentState.comment, form={"post_id": str(world.post), "parent_id": "0", "text": text})
            await browser.emit(CommentState.write, post_id=world.post, parent_id=0, text=text, mark="")
            await browser.emit(SettingsState.save_about, form={"about": text})
        await browser.settle()
        assert "error.broken" not in json.dumps(browser.heard)
        await browser.send(PressState.save, post_id=world.post, wanted=True)
        assert browser.errors(PressState) == {}
        assert_deltas_inert(browser)
    assert_pages_inert(site, "", "/", f"/post/{world.post}", f"/post/{world.post}/history", "/u/ana", "/log")


async def test_a_naughty_address_is_answered(site: Server) -> None:
    with http(site.url) as client:
        for text in samples.naughty_strings()[::4]:
            for path in ("/u/", "/w/", "/post/"):
                part = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")[:60])
                assert client.get(path + part).status_code in (200, 301, 303, 307, 404), (path, text)


async def test_a_link_whose_words_name_another_host_shows_the_true_one(site: Server, world: World) -> None:
    text = "[https://bank.example/login](https://evil.example/x) and [bank.example](http://evil.example) and [bank.example](https://bank.example/a)"
    post = await make_post(world.ana, world.subwiki, text=text)
    with http(site.url) as client:
        prose = LexborHTMLParser(client.get(f"/post/{post}").text).css_first(".prose")
    assert prose is not None
    assert prose.text().count("evil.example") == 2
    assert [link.attributes["href"] for link in prose.css("a")] == [
        "https://evil.example/x",
        "http://evil.example",
        "https://bank.example/a",
    ]
    assert prose.text().count("bank.example") == 3, "an honest link says its host once"
