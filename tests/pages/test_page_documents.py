"""Lists that go on for pages do so without scripts, too: links lead to what is older, and back."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.documents import document_site
from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial.editing.actions.edits import edit_text
from wtsocial.editing.actions.suggestions import suggest_headline, withdraw_suggestion
from wtsocial.text import limits


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path) as client:
        yield client


async def _walk(site: httpx.AsyncClient, path: str) -> list[str]:
    """The pages that lead from one to the next, this one first."""
    pages: list[str] = []
    while path and len(pages) < 9:
        answer = await site.get(path)
        assert answer.status_code == 200, path
        pages.append(answer.text)
        found = re.search(r'rel="next" href="([^"#]+)', answer.text)
        path = found[1].replace("&amp;", "&") if found else ""
    return pages


async def test_a_history_is_read_to_its_end_by_links(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 2)
    ana = await join(await make_member("ana"), await make_subwiki())
    post_id = await make_post(ana, await make_subwiki("ice"), text="Version 1")
    for number in (1, 2, 3, 4):
        await edit_text(ana, post_id=post_id, text=f"Version {number + 1}", based_on=number)
    pages = await _walk(site, f"/post/{post_id}/history")
    assert [re.findall(r"<b>#(\d+)</b>", page) for page in pages] == [["5", "4"], ["3", "2"], ["1"]]
    assert [f'href="/post/{post_id}/history"' in page for page in pages] == [False, True, True], "the way back to the newest"


async def test_decided_suggestions_are_read_to_their_end_by_links(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DECIDED_PAGE", 2)
    ana = await join(await make_member("ana"), await make_subwiki())
    post_id, ned = await make_post(ana, await make_subwiki("ice"), headline="All ice gone"), await make_member("ned", new=True)
    for number in range(5):
        facts = {"headline": f"Ice number {number} gone", "reason": "exaggerated", "source": "https://example.org/"}
        made = await suggest_headline(ned, post_id=post_id, based_on=1, **facts)  # type: ignore[arg-type]
        await withdraw_suggestion(ned, suggestion_id=made)
    pages = await _walk(site, f"/post/{post_id}")
    assert [page.count('aria-label="Suggested by ned"') for page in pages] == [2, 2, 1]
    # What was asked for stands open.
    assert ['<details class="stack" open>' in page for page in pages] == [False, True, True]
