"""A headline is suggested, judged and answered in front of everybody; whoever voted before hears of it and may think again."""

from playwright.sync_api import Locator, expect
from sqlmodel import select

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import OLD, make_town
from tests.factories import make_member, make_post
from wtsocial import db
from wtsocial.models import Vote
from wtsocial.posts.votes import upvote

NEW = "Sea ice at its third-lowest since records began"
ALONE = "My diary of the ice, week 31"


def _fills_the_sheet(person: Person, button: str, headline: str) -> None:
    person.presses(button)
    sheet = person.dialog()
    person.fills(within=sheet, Headline=headline, Source="https://ice.example/2026")
    sheet.get_by_role("combobox", name="Reason").select_option("Exaggerated")
    person.presses(button, within=sheet)
    expect(person.dialog()).to_have_count(0)


def _suggestion(person: Person, by: str) -> Locator:
    return person.page.get_by_role("article", name=f"Suggested by {by}", exact=True)


def _says(person: Person, button: str, text: str) -> None:
    person.presses(button)
    person.fills(within=person.dialog(), Text=text)
    person.presses(button, within=person.dialog())
    expect(person.dialog()).to_have_count(0)


def test_a_suggestion_goes_live_before_everybody_when_two_agree(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    ned = visit(arrange(make_member("ned", new=True))).goes(f"/post/{town.post}")
    ben, cem = visit(town.ben).goes(f"/post/{town.post}"), visit(town.cem).goes(f"/post/{town.post}")
    reader, feed = visit().goes(f"/post/{town.post}"), visit(town.dora).goes("/")
    for somebody in (ben, cem, reader, feed):
        somebody.marks_the_page()
    expect(ned.page.get_by_role("button", name="Correct headline")).to_have_count(0)

    _fills_the_sheet(ned, "Suggest a correction", NEW)

    for somebody in (ned, ben, cem, reader):
        expect(_suggestion(somebody, "ned").get_by_role("insertion")).to_have_text("Added: third-")
        expect(_suggestion(somebody, "ned")).to_contain_text("0 of 2 agree")
    expect(feed.article(OLD).get_by_role("link", name="1 correction suggested")).to_be_visible()
    for somebody in (ned, reader):
        expect(_suggestion(somebody, "ned").get_by_role("button", name="Agree", exact=True)).to_have_count(0)

    ben.presses("Agree")
    for somebody in (ned, ben, cem, reader):
        expect(_suggestion(somebody, "ned")).to_contain_text("1 of 2 agree")
    expect(ben.page.get_by_role("button", name="Agree", exact=True)).to_have_attribute("aria-pressed", "true")
    cem.presses("Agree")
    for somebody in (ned, ben, cem, reader, feed):
        expect(somebody.article(NEW).get_by_text("Corrected", exact=True)).to_be_visible()
        expect(somebody.article(NEW).get_by_text("by ned")).to_be_visible()
    for somebody in (ben, cem, reader, feed):
        somebody.is_on_the_same_page()
    reader.page.get_by_text("1 decided").click()
    expect(_suggestion(reader, "ned")).to_contain_text("Became the headline")
    expect(ned.bell(1)).to_be_visible()


def test_the_author_of_an_individual_post_answers_declines_and_accepts(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    number = arrange(make_post(town.ana, town.climate, headline=ALONE, mode="individual"))
    ana, ben = visit(town.ana).goes(f"/post/{number}"), visit(town.ben).goes(f"/post/{number}")
    judges = [visit(member).goes(f"/post/{number}") for member in (town.cem, town.dora)]
    feed = visit().goes("/all")
    _fills_the_sheet(ben, "Suggest a correction", "My diary of the ice, week 32")
    for judge in judges:
        judge.presses("Agree")
        expect(judge.page.get_by_role("button", name="Agree", exact=True)).to_have_count(0 if judge is judges[1] else 1)

    for reader in (ben, feed):
        post = reader.article(ALONE)
        expect(post.get_by_role("heading")).to_have_accessible_name(
            f"Original headline: {ALONE} Corrected headline, as members agree: My diary of the ice, week 32"
        )
        expect(post.get_by_role("deletion").first).to_have_text(ALONE)

    _says(ana, "Answer", "I count from the first of January.")
    expect(_suggestion(ben, "ben")).to_contain_text("I count from the first of January.")
    expect(feed.article(ALONE).get_by_role("deletion")).to_have_text(ALONE)

    _says(ana, "Decline", "It stays as I count.")
    for reader in (ben, feed):
        expect(reader.article(ALONE).get_by_role("deletion")).to_have_count(0)
    ben.page.get_by_text("1 decided").click()
    expect(_suggestion(ben, "ben")).to_contain_text("Declined by the author")
    expect(_suggestion(ben, "ben")).to_contain_text("It stays as I count.")

    _fills_the_sheet(ben, "Suggest a correction", "My diary of the sea ice, week 31")
    ana.presses("Accept")
    for reader in (ana, ben, feed):
        expect(reader.article("My diary of the sea ice, week 31").get_by_text("by ben")).to_be_visible()


def test_a_receipt_leads_to_the_vote_taken_back_and_the_counts_are_right(visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    for voter in (town.ben, town.cem):
        arrange(upvote(voter, post_id=town.post))
    ben, dora, reader = visit(town.ben).goes("/inbox"), visit(town.dora).goes(f"/post/{town.post}"), visit().goes(f"/post/{town.post}")
    _fills_the_sheet(dora, "Correct headline", NEW)
    expect(ben.bell(1)).to_be_visible()
    expect(reader.page.get_by_text("2 of 2 votes came before the correction")).to_be_visible()
    dora.presses("Upvote 2")
    expect(reader.page.get_by_text("2 of 3 votes came before the correction")).to_be_visible()

    ben.presses("Show what is new")
    receipt = ben.page.get_by_role("listitem").filter(has_text="A headline that you voted or commented on was corrected")
    expect(receipt.get_by_role("insertion")).to_have_text("Added: third-")
    ben.presses("Take my vote back", within=receipt)

    expect(ben.page.get_by_role("status").filter(has_text="Your vote is taken back.")).to_be_visible()
    expect(ben.page.get_by_role("button", name="Take my vote back")).to_have_count(0)
    expect(reader.page.get_by_text("1 of 2 votes came before the correction")).to_be_visible()
    assert sorted(arrange(_voters(town.post))) == sorted([town.cem.id, town.dora.id])


async def _voters(post_id: int) -> list[int]:
    async with db.reading() as session:
        return list((await session.exec(select(Vote.member_id).where(Vote.post_id == post_id))).all())
