"""What machines and readers without scripts get of changes, corrections and sources: whole, public, and inert."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from sqlmodel import col, update
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.queries import corrections
from wtsocial.endpoints import atom_feeds
from wtsocial.models import Revision, now
from wtsocial.moderation.decisions import decide
from wtsocial.notifications import queries as notifications
from wtsocial.posts.comments import add_comment
from wtsocial.sources.actions import contest
from wtsocial.text import limits

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert('x')</script> & \"<b>bold</b>\""
SOURCE = "https://ice.example/2026"
FEEDS = ("/feed.atom", "/w/climate.atom", "/u/ana.atom", "/tag/ice.atom", "/log.atom", "/changes.atom", "/corrections.atom")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


@pytest.fixture
async def corrected() -> tuple[Viewer, int]:
    """Who moderates there, and ana's news whose hostile headline was corrected to another."""
    place = await make_subwiki("climate")
    ana, mo = await join(await make_member("ana"), place), await join(await make_member("mo"), place, role="moderator")
    post_id = await make_post(
        ana, place, kind="news", headline=f"Before {HOSTILE}", link="https://a.example/1", host="a.example", worded_by="source"
    )
    await correct_headline(
        mo, post_id=post_id, headline=f"After {HOSTILE} #Ice", reason="false", source=SOURCE, note=f"Note {HOSTILE}", based_on=1
    )
    return mo, post_id


async def _text(site: httpx.AsyncClient, path: str) -> str:
    answer = await site.get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.parametrize("path", ["/changes", "/corrections", "/source/a.example", "/source/www.a.example"])
async def test_the_text_stands_in_the_page_and_nothing_in_it_runs(
    site: httpx.AsyncClient, corrected: tuple[Viewer, int], path: str
) -> None:
    await contest(corrected[0], post_id=corrected[1], text=f"Why {HOSTILE}")
    page = await _text(site, path)
    assert "Before &lt;script&gt;" in page
    assert "After &lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    if path.startswith("/source/"):
        assert "1 of 1 headlines in this source’s own words was corrected" in page
        assert "Why &lt;script&gt;" in page
        assert f'<link rel="canonical" href="{settings().site_url}/source/a.example">' in page


async def test_a_day_says_elsewhere_what_was_corrected(site: httpx.AsyncClient, corrected: tuple[Viewer, int]) -> None:
    day = corrections.today().isoformat()
    page = await _text(site, f"/corrections?day={day}")
    assert f'<meta property="og:url" content="{settings().site_url}/corrections?day={day}">' in page
    assert '<meta property="og:description" content="1 headline corrected. Was: “Before ' in page
    assert f'type="application/atom+xml" title="Headlines corrected on {corrections.today():%A, %B}' in page
    assert '<del><bdi lang="en">Before &lt;script&gt;' in page


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "9999-01-01", "0001-01-01", "2026-1-1", "20261123", "<script>"])
async def test_what_is_no_day_is_not_found(site: httpx.AsyncClient, database: str, day: str) -> None:
    paths = (f"/corrections?day={day}", f"/corrections.json?day={day}")
    assert [(await site.get(path)).status_code for path in paths] == [404, 404]


async def test_an_empty_day_says_so(site: httpx.AsyncClient, database: str) -> None:
    assert "No headline was corrected on this day" in await _text(site, "/corrections?day=2026-01-01")
    assert json.loads(await _text(site, "/corrections.json?day=2026-01-01")) == {
        "day": "2026-01-01", "count": 0, "corrections": [], "more": None,
    }  # fmt: skip


async def test_unknown_sources_members_and_subwikis_are_not_found(site: httpx.AsyncClient, database: str) -> None:
    paths = (
        "/source/nowhere.example",
        "/source/%00",
        "/u/nobody.atom",
        "/w/nowhere.atom",
        "/tag/1.atom",
        "/tag/%00.atom",
        "/corrections.json?older=x",
    )
    assert {path: (await site.get(path)).status_code for path in paths} == dict.fromkeys(paths, 404)


async def test_every_feed_is_well_formed_and_says_what_is_there(site: httpx.AsyncClient, corrected: tuple[Viewer, int]) -> None:
    mo, post_id = corrected
    comment = await make_comment(await make_member("cem"), post_id, text="Rude")
    await decide(mo, subject_kind="comment", subject_id=comment, action="hide", reason=f"Because {HOSTILE}")
    for path in FEEDS:
        answer = await site.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("application/atom+xml")
        root = ET.fromstring(answer.text)
        [entry] = root.findall(f"{ATOM}entry")
        said = "".join(entry.itertext())
        assert ("Because" if path == "/log.atom" else "After") in said
        assert "<script>" not in answer.text
        again = await site.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


async def test_a_days_corrections_as_json_lead_to_the_rest(
    site: httpx.AsyncClient, corrected: tuple[Viewer, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mo, post_id = corrected
    await correct_headline(mo, post_id=post_id, headline="Third", reason="false", source=SOURCE, based_on=2)
    [third, second] = json.loads(await _text(site, "/corrections.json"))["corrections"]
    assert (third["after"], third["by"], third["reason"], third["source"]) == ("Third", "mo", "false", SOURCE)
    assert second["after"] == third["before"] == f"After {HOSTILE} #Ice"
    assert third["post"] == f"{settings().site_url}/post/{post_id}"
    monkeypatch.setattr(corrections.of_day, "__kwdefaults__", {"older": "", "most": 1})
    first = json.loads(await _text(site, "/corrections.json"))
    assert [one["after"] for one in first["corrections"]] == ["Third"]
    rest = json.loads(await _text(site, first["more"].removeprefix(settings().site_url)))
    assert [one["after"] for one in rest["corrections"]] == [f"After {HOSTILE} #Ice"]
    assert limits.CORRECTIONS_PAGE > 1


@pytest.mark.parametrize("what", ["post hidden", "revision erased"])
async def test_nothing_of_what_is_hidden_or_erased_stands_anywhere(
    site: httpx.AsyncClient, corrected: tuple[Viewer, int], what: str
) -> None:
    mo, post_id = corrected
    if what == "post hidden":
        await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    else:
        async with db.transaction() as change:
            newest = (col(Revision.post_id) == post_id, col(Revision.number) == 2)
            await change.session.exec(update(Revision).where(*newest).values(erased_at=now()))
    hidden_alone = ("/feed.atom", "/w/climate.atom", "/u/ana.atom", "/tag/ice.atom")
    for path in ("/changes", "/corrections", "/source/a.example", "/corrections.json", *FEEDS):
        if what == "revision erased" and path in hidden_alone:
            continue
        page = await _text(site, path)
        assert "After" not in page, path
        assert "Before" not in page, path


async def test_what_is_sensitive_is_covered_in_feeds_for_machines_too(site: httpx.AsyncClient) -> None:
    place, ana = await make_subwiki("climate"), await make_member("ana")
    for headline, sensitive in (("Calm #ice", False), ("Cruel #ice", True)):
        await make_post(ana, place, headline=headline, text=f"All of what is {headline[:5].strip().lower()}.", sensitive=sensitive)
    for path in ("/feed.atom", "/w/climate.atom", "/u/ana.atom", "/tag/ice.atom"):
        page = await _text(site, path)
        assert ("Cruel" in page, "All of what is calm" in page, "All of what is cruel" in page) == (True, True, False), path


async def test_the_record_of_a_source_stands_under_its_posts(site: httpx.AsyncClient, corrected: tuple[Viewer, int]) -> None:
    page = await _text(site, "/w/climate")
    assert '<a class="record" href="/source/a.example">1 of 1 headlines in this source’s own words was corrected</a>' in page


async def test_comments_are_read_by_plain_links(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    ana = await make_member("ana")
    post_id = await make_post(ana, await make_subwiki())
    written = [await make_comment(ana, post_id, text=f"Word{number}.") for number in range(4)]
    answer = await make_comment(ana, post_id, text="Answered.", parent_id=written[0])
    first, after = await _text(site, f"/post/{post_id}"), f"/post/{post_id}?after={written[1]}"
    assert [f"Word{number}." in first for number in range(4)] == [True, True, False, False]
    assert f'href="{after}#comments"' in first
    second = await _text(site, after)
    assert ["Word0." in second, "Word3." in second, f'href="/post/{post_id}#comments"' in second] == [False, True, True]
    last = await _text(site, f"/post/{post_id}?comment={answer}")
    assert "Answered." in last
    assert "?after=" not in last
    # An answer leads to what it answers, on whatever page that is.
    assert f'href="/post/{post_id}?comment={written[0]}#comment-{written[0]}"' in last
    assert "Word0." in await _text(site, f"/post/{post_id}?comment={written[0]}")


async def test_what_notices_and_mails_name_finds_a_comment_without_scripts(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "COMMENTS_PAGE", 2)
    ana, ben = await make_member("ana"), await make_member("ben")
    post_id = await make_post(ana, await make_subwiki())
    for number in range(5):
        await add_comment(ben, post_id=post_id, text=f"Word{number}.")
    told = await notifications.inbox(ana)
    assert len(told) == 5
    for number, notice in enumerate(reversed(told)):
        sent, _, fragment = notice.path.partition("#")
        page = await _text(site, sent)
        assert (f'id="{fragment}"' in page, f"Word{number}." in page) == (True, True), notice.path


@pytest.mark.parametrize(
    ("note", "shown"),
    [("Plain.", "<q><bdi>Plain.</bdi></q>"), ("“Ice” is wrong", "<bdi>“Ice” is wrong</bdi>"), ("״קרח״", "<bdi>״קרח״</bdi>")],
)
async def test_what_begins_with_a_quotation_mark_is_not_quoted_once_more(note: str, shown: str, site: httpx.AsyncClient) -> None:
    place = await make_subwiki("climate")
    ana = await join(await make_member("ana"), place)
    post_id = await make_post(ana, place, headline="Before the melt")
    await correct_headline(ana, post_id=post_id, headline="After the melt", reason="false", source=SOURCE, note=note, based_on=1)
    for address in ("/corrections", "/changes", f"/post/{post_id}/history"):
        assert shown in re.sub(r' lang="[^"]*"', "", (await site.get(address)).text), address
