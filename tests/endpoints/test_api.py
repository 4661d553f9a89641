"""The API: a stranger checks any history alone, whatever was erased or hidden of it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests import second_checker
from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import corrections, edits
from wtsocial.endpoints import api
from wtsocial.moderation import decisions, erasure
from wtsocial.posts import comments
from wtsocial.revisions import export
from wtsocial.subwikis import actions as subwikis

SOURCE: dict[str, Any] = {"reason": "exaggerated", "source": "https://example.org/ice"}


@pytest.fixture
async def site(database: str) -> AsyncIterator[httpx.AsyncClient]:
    served = httpx.ASGITransport(Starlette(routes=api.ROUTES))
    async with httpx.AsyncClient(transport=served, base_url="https://site.example") as client:
        yield client


async def _parts(site: httpx.AsyncClient, address: str) -> list[dict[str, Any]]:
    """All parts of an answer."""
    found: list[dict[str, Any]] = []
    while address:
        answer = await site.get(address)
        assert answer.status_code == 200
        found.append(answer.json())
        address = found[-1]["next"] or ""
    return found


async def _world() -> tuple[Viewer, int, int]:
    """A moderator, a post with four revisions, one of them with every field and odd signs, and a comment with two."""
    place = await make_subwiki()
    mia = await join(await make_member("mia"), place, role="moderator")
    ben = await join(await make_member("ben"), place)
    post_id = await make_post(mia, place, headline="Ice \u2028 “melts”", text='A "quote", a \\ and a tab:\t.\n\n🧊 שלום')
    await corrections.correct_headline(ben, post_id=post_id, headline="Ice melts", based_on=1, note="<b> & 'so'", **SOURCE)
    await edits.edit_text(ben, post_id=post_id, text="It does.", based_on=2)
    await edits.edit_text(mia, post_id=post_id, text="So it does.", based_on=3)
    comment_id = await make_comment(ben, post_id, text="Does it?")
    await comments.edit_comment(ben, comment_id=comment_id, text="Does it now?", based_on=1)
    return mia, post_id, comment_id


async def test_a_stranger_checks_every_kind_of_history(site: httpx.AsyncClient) -> None:
    mia, post_id, comment_id = await _world()
    await subwikis.edit_page(mia, slug="climate", description="Of ice", rules="Be kind.", based_on=1)
    for address, count in ((f"posts/{post_id}", 4), (f"comments/{comment_id}", 2), ("subwikis/climate", 2)):
        parts = await _parts(site, f"/api/v1/{address}/history")
        assert len(parts[0]["revisions"]) == count
        assert second_checker.trouble(parts) == ""


async def test_a_long_history_comes_in_parts(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 3)
    _, post_id, _ = await _world()
    parts = await _parts(site, f"/api/v1/posts/{post_id}/history")
    assert [len(part["revisions"]) for part in parts] == [3, 1]
    assert parts[0]["next"] == f"/api/v1/posts/{post_id}/history?after=3"
    assert second_checker.trouble(parts) == ""
    assert second_checker.trouble(parts[:1]) == "3 revisions of 4"


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"headline": "Fire", "text": "So it does.", "rules": "", "note": "", "source": ""}},
        {"salt": "0" * 64},
        {"digest": "0" * 64},
        {"seal": "0" * 64},
        {"content": None, "salt": None, "erased_at": "2026-11-23T09:30:00.000001Z", "digest": "0" * 64},
        {"content": None},
    ],
)
async def test_the_stranger_finds_what_was_changed_on_the_way(site: httpx.AsyncClient, change: dict[str, Any]) -> None:
    _, post_id, _ = await _world()
    for at in range(4):
        (part,) = await _parts(site, f"/api/v1/posts/{post_id}/history")
        part["revisions"][at] |= change
        assert second_checker.trouble([part]).startswith(f"revision {at + 1}:")


async def test_an_erased_revision_is_handed_out_without_content_and_salt_and_checks_out(site: httpx.AsyncClient) -> None:
    mia, post_id, comment_id = await _world()
    gone: dict[str, Any] = {"reason": "an address"}
    await erasure.erase_revision(mia, subject_kind="post", subject_id=post_id, number=1, until=3, **gone)
    await erasure.erase_revision(mia, subject_kind="comment", subject_id=comment_id, number=2, **gone)
    (part,) = await _parts(site, f"/api/v1/posts/{post_id}/history")
    assert [(one["content"], one["salt"], bool(one["erased_at"])) for one in part["revisions"][:3]] == [(None, None, True)] * 3
    assert part["revisions"][0]["facts"]["size"] > 20
    assert second_checker.trouble([part]) == ""
    (part,) = await _parts(site, f"/api/v1/comments/{comment_id}/history")
    assert [one["content"] is None for one in part["revisions"]] == [False, True]
    assert part["shown"] == {"headline": "", "text": "", "rules": ""}
    assert second_checker.trouble([part]) == ""


async def test_a_hidden_comment_is_handed_out_by_its_facts_alone_and_checks_out(site: httpx.AsyncClient) -> None:
    mia, _, comment_id = await _world()
    await decisions.decide(mia, subject_kind="comment", subject_id=comment_id, action="hide", reason="unkind")
    (part,) = await _parts(site, f"/api/v1/comments/{comment_id}/history")
    assert part["shown"] is None
    assert {(one["hidden"], one["content"], one["salt"], one["erased_at"]) for one in part["revisions"]} == {(True, None, None, None)}
    assert "Does it" not in str(part)
    assert second_checker.trouble([part]) == ""
    await decisions.decide(mia, subject_kind="comment", subject_id=comment_id, action="restore", reason="kind enough")
    (part,) = await _parts(site, f"/api/v1/comments/{comment_id}/history")
    assert part["shown"]["text"] == "Does it now?"


async def test_what_is_hidden_and_what_is_not_there_look_the_same(site: httpx.AsyncClient) -> None:
    mia, post_id, comment_id = await _world()
    hidden = await make_post(mia, (await _subwiki(site)), hidden=True)
    under = await make_comment(mia, hidden)
    addresses = [
        f"posts/{hidden}",
        f"comments/{under}",
        "posts/4711",
        "posts/x",
        "posts/-1",
        "posts/1e3",
        "comments/4711",
        "subwikis/nowhere",
    ]
    for address in addresses:
        answer = await site.get(f"/api/v1/{address}/history", headers={"Cookie": "session=whatever"})
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    assert (await site.get(f"/api/v1/posts/{post_id}/history?after=x")).status_code == 404
    assert (await site.get(f"/api/v1/comments/{comment_id}/history")).status_code == 200


async def _subwiki(site: httpx.AsyncClient) -> int:
    return int((await site.get("/api/v1/subwikis/climate/history")).json()["thing"].partition("/")[2])


async def test_it_is_sent_again_only_when_it_changed(site: httpx.AsyncClient) -> None:
    mia, post_id, _ = await _world()
    address = f"/api/v1/posts/{post_id}/history"
    first = await site.get(address)
    assert (first.headers["Cache-Control"], first.headers["Access-Control-Allow-Origin"]) == ("public, max-age=60", "*")
    for known in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = await site.get(address, headers=known)
        assert (again.status_code, again.content) == (304, b"")
    await erasure.erase_revision(mia, subject_kind="post", subject_id=post_id, number=1, reason="an address")
    changed = await site.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)
