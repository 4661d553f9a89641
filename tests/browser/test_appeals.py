"""An author appeals, members drawn by lot decide, and what they overturn is back before everybody."""

import json
import subprocess
import sys
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import OLD, Town, make_town
from tests.factories import join, make_member, make_subwiki
from tests.running import Server
from tests.server.serving import ONE, TWO
from wtsocial.accounts.views import Viewer
from wtsocial.db.migrations import HOME
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag

MODERATED = "Covered by a moderator: show"
WHY = "It quotes the report, word for word."


async def _covered(town: Town) -> int:
    await flag(town.cem, subject_kind="post", subject_id=town.post, reason="fake", note="See page four.")
    about: Any = {"subject_kind": "post", "subject_id": town.post, "action": "cover", "rule": "site:headlines"}
    return await decide(town.mo, **about, reason="It says what the report does not say.")


async def _jurors(count: int) -> list[Viewer]:
    elsewhere = await make_subwiki("rivers")
    return [await join(await make_member(f"juror{number}", trusted=True), elsewhere) for number in range(count)]


@pytest.mark.parametrize("site", [ONE, TWO], indirect=True, ids=["one", "two"])
def test_a_jury_overturns_a_decision_and_anybody_works_the_draw_out_again(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    jurors, entry = arrange(_jurors(5)), arrange(_covered(town))
    in_the_feed, author, moderator = visit(town.ben).goes("/"), visit(town.ana).goes(f"/log/{entry}"), visit(town.mo).goes("/")
    expect(in_the_feed.page.get_by_role("article", name=MODERATED)).to_be_visible()
    in_the_feed.marks_the_page()

    author.presses("Appeal")
    sheet = author.dialog()
    expect(sheet.locator("code.hash")).to_be_visible()
    noted = sheet.locator("code.hash").inner_text()
    expect(sheet.get_by_role("textbox", name="A number of yours")).not_to_have_value("")
    author.fills(within=sheet, **{"Why it should be undone": WHY})
    author.presses("Send the appeal", within=sheet)
    expect(author.page.get_by_role("main")).to_contain_text("0 of 5 have answered.")
    expect(author.page.get_by_role("button", name="Appeal")).to_have_count(0)
    expect(moderator.bell(1)).to_be_visible()

    for juror in jurors[:3]:
        person = visit(juror).goes("/jury")
        case = person.page.get_by_role("article", name="The case")
        expect(case).to_contain_text(WHY)
        expect(case).to_contain_text("See page four.")
        for name in ("ana", "cem", "mo"):
            expect(case.get_by_role("link", name=name, exact=True)).to_have_count(0)
        person.page.get_by_role("radio", name="Overturn it").check()
        person.fills(Why="The report says so.")
        person.presses("Answer")
        expect(person.heading("Nothing waits for you here")).to_be_visible()

    expect(in_the_feed.article(OLD)).to_be_visible()
    in_the_feed.is_on_the_same_page()
    author.bell(2).click()
    author.page.get_by_role("listitem").filter(has_text="overturned on appeal").get_by_role("link").first.click()
    expect(author.page.get_by_role("main")).to_contain_text("3:0")
    author.follows("How the jury was drawn")
    expect(author.page.get_by_role("main")).to_contain_text(noted)

    with urllib.request.urlopen(f"{site.url}/log/{entry}/draw.json") as answer:
        told = answer.read().decode()
    script = [sys.executable, "-I", str(HOME / "tools" / "recompute_draw.py"), "--pool-hash", noted]
    run = subprocess.run(script, input=told, capture_output=True, text=True, check=True)
    assert all(one["ticket"] in run.stdout for one in json.loads(told)["drawn"])
    expect(author.page.get_by_role("region", name="Who was drawn").get_by_role("listitem")).to_have_count(5)


def test_who_leaves_a_seat_has_nothing_to_do_any_more(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    jurors, entry = arrange(_jurors(3)), arrange(_covered(town))
    author = visit(town.ana).goes(f"/log/{entry}")
    author.presses("Appeal")
    sheet = author.dialog()
    expect(sheet.locator("code.hash")).to_be_visible()
    author.presses("Send the appeal", within=sheet)
    expect(author.alert("Please fill this in.")).to_be_visible()
    author.fills(within=sheet, **{"Why it should be undone": WHY})
    author.presses("Send the appeal", within=sheet)
    expect(author.page.get_by_role("button", name="Appeal")).to_have_count(0)
    juror = visit(jurors[0]).goes("/jury")
    juror.presses("Answer")
    expect(juror.alert("Please fill this in.").first).to_be_visible()
    juror.presses("Leave it to somebody else")
    expect(juror.heading("Nothing waits for you here")).to_be_visible()
    for stranger in (visit(town.ben), visit(town.mo)):
        expect(stranger.goes("/jury").heading("Nothing waits for you here")).to_be_visible()
