"""What is changed is seen by everybody: live, reviewed, thanked for, taken back; and what counts against a source is contested."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_post
from wtsocial.editing.actions.corrections import correct_headline

NEW = "Sea ice at its third-lowest since records began"
SOURCE = "https://ice.example/2026"


def _main(person: Person) -> Locator:
    """The page itself, without what the server wrote for those who run no scripts."""
    return person.page.locator("#main")


def _corrects(person: Person) -> None:
    person.presses("Correct headline")
    sheet = person.dialog()
    person.fills(within=sheet, Headline=NEW, Source=SOURCE)
    sheet.get_by_role("combobox", name="Reason").select_option("Exaggerated")
    person.presses("Correct headline", within=sheet)
    expect(person.heading(NEW)).to_be_visible()


def test_a_correction_is_told_live_reviewed_thanked_for_and_taken_back(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    moderator, reader = visit(town.mo).goes("/changes"), visit(town.ben).goes("/changes?kind=text")
    corrector = visit(town.dora).goes(f"/post/{town.post}")
    for person in (moderator, reader):
        expect(person.heading("No such change")).to_be_visible()
        person.marks_the_page()

    _corrects(corrector)

    moderator.presses("1 new change")
    line = moderator.page.get_by_role("listitem").filter(has_text=NEW)
    expect(line.get_by_role("deletion")).to_have_text(OLD)
    expect(line).to_contain_text("dora")
    moderator.presses("Mark as reviewed", within=line)
    expect(line.get_by_text("Reviewed by mo")).to_be_visible()
    moderator.presses("Thank", within=line)
    expect(line.get_by_text("You thanked")).to_be_visible()
    expect(corrector.bell(1)).to_be_visible()
    # Who looks at edited texts alone is told of none.
    expect(reader.page.get_by_role("button", name=re.compile("new change"))).to_have_count(0)
    for person in (moderator, reader):
        person.is_on_the_same_page()

    moderator.presses("Undo", within=line)
    moderator.fills(within=moderator.dialog(), Reason="The first one was right.")
    moderator.presses("Undo", within=moderator.dialog())
    expect(moderator.dialog()).to_have_count(0)
    expect(corrector.heading(OLD)).to_be_visible()
    expect(moderator.page.get_by_role("button", name="1 new change")).to_be_visible()
    expect(moderator.page.get_by_text("The change was undone.")).to_be_visible()
    moderator.goes("/changes")
    expect(_main(moderator).get_by_text("undid a change")).to_be_visible()
    # Opened anew, the page thanks nobody for what was done before.
    expect(moderator.page.get_by_text("The change was undone.")).to_have_count(0)

    corrector.goes("/inbox")
    expect(_main(corrector).get_by_text(re.compile("mo thanks you for your edit"))).to_be_visible()


def test_filters_stand_in_the_address(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    arrange(correct_headline(town.dora, post_id=town.post, headline=NEW, reason="false", source=SOURCE, based_on=1))
    reader = visit().goes("/changes")
    lines = reader.page.get_by_role("list", name="Recent changes").get_by_role("listitem")
    expect(lines).to_have_count(1)
    reader.page.get_by_role("combobox", name="Edited by").select_option("New members")
    reader.page.get_by_role("checkbox", name="Not yet reviewed").check()
    reader.presses("Show")
    expect(reader.page).to_have_url(re.compile(r"/changes\?standing=new&unreviewed=1$"))
    expect(reader.heading("No such change")).to_be_visible()
    reader.page.go_back()
    expect(lines).to_have_count(1)
    expect(reader.page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_day_of_corrections_leads_to_the_source_where_one_is_contested_and_struck(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    post = arrange(
        make_post(
            town.ana,
            town.climate,
            kind="news",
            headline="All ice gone",
            link="https://daily.example/1",
            host="daily.example",
            worded_by="source",
        )
    )
    arrange(correct_headline(town.dora, post_id=post, headline="Some ice gone", reason="exaggerated", source=SOURCE, based_on=1))
    reader = visit().goes("/corrections")
    entry = reader.article("Some ice gone")
    expect(entry.get_by_role("deletion")).to_have_text("All ice gone")
    expect(_main(reader).get_by_text("1 headline corrected")).to_be_visible()
    reader.follows("Some ice gone", within=entry)
    reader.follows("1 of 1 headlines in this source’s own words was corrected")
    expect(reader.heading("Headlines from daily.example")).to_be_visible()

    member, moderator = visit(town.ben).goes("/source/daily.example"), visit(town.mo)
    member.presses("Contest this entry")
    member.dialog().get_by_label("Why it should not count").fill("The paper never wrote that.")
    member.dialog().get_by_role("checkbox", name="I speak for this source").check()
    member.presses("Contest this entry", within=member.dialog())
    expect(_main(member).get_by_text("No answer yet")).to_be_visible()

    moderator.goes("/moderation")
    moderator.follows("Some ice gone")
    moderator.presses("Answer")
    sheet = moderator.dialog()
    sheet.get_by_role("combobox", name="What becomes of the entry").select_option("It is struck and counts no longer")
    sheet.get_by_label("Your answer").fill("Right: those were the poster's own words.")
    moderator.presses("Answer", within=sheet)
    expect(_main(moderator).get_by_text("mo answered: it is struck")).to_be_visible()
    expect(member.bell(1)).to_be_visible()
    reader.goes("/source/daily.example")
    expect(_main(reader).get_by_text("No correction so far, of 1 headline")).to_be_visible()
    expect(_main(reader).get_by_text("Right: those were the poster's own words.")).to_be_visible()
