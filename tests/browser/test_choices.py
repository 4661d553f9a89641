"""What one is shown is one's own choice: its effect is seen first, the feed is what was seen, and every press can be taken back."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.factories import join, login, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.posts.publishing import open_discussion

ICE, FLOOD, SOUP, SCAN, RIVER = "Ice returns", "Flood in the valley", "A soup for winter", "Scan of the wound", "Low water #rivers"
STORM = "A storm over the #rivers"


@dataclass(frozen=True)
class Kiosk:
    """Rosa posts in Climate and Cooking, Carl alone in Cooking; Ana has chosen nothing, Ben and Dora are in Climate."""

    rosa: Viewer
    carl: Viewer
    ana: Viewer
    ben: Viewer
    dora: Viewer


async def make_kiosk() -> Kiosk:
    """Build it: five posts, one of them sensitive."""
    rosa, carl, ana = [await make_member(name) for name in ("rosa", "carl", "ana")]
    climate, cooking = await make_subwiki("climate"), await make_subwiki("cooking")
    rosa = await join(await join(rosa, climate), cooking)
    carl = await join(carl, cooking)
    ben, dora = [await join(await make_member(name), climate) for name in ("ben", "dora")]
    for number, headline in enumerate((ICE, FLOOD)):
        await make_post(rosa, climate, headline=headline, kind="news", link=f"https://paper.example/{number}", host="paper.example")
    await make_post(carl, cooking, headline=SOUP, text="Leeks and potatoes.")
    await open_discussion(rosa, subwiki="climate", headline=SCAN, text="It healed within a week.", sensitive=True)
    return Kiosk(rosa, carl, ana, ben, dora)


def _previewed(person: Person) -> list[tuple[str, str]]:
    """Headline and reason of each post of the preview, in order."""
    return [_said(post, ".headline", ".why") for post in person.page.locator(".previewed ol > li").all()]


def _previewed_headlines(person: Person) -> Locator:
    return person.page.locator(".previewed ol > li .headline")


def _feed(person: Person) -> list[tuple[str, str]]:
    """The same of the feed. The button of a reason says to those who listen what it does, too."""
    shown = [_said(post, ".headline", "button.why") for post in person.page.get_by_role("feed").get_by_role("article").all()]
    return [(headline, why.split("\n")[0]) for headline, why in shown]


def _said(post: Locator, *parts: str) -> tuple[str, str]:
    headline, why = [post.locator(part).inner_text() for part in parts]
    return headline, why


def _ticks(person: Person, name: str) -> Locator:
    return person.page.locator("#choices").get_by_role("checkbox", name=name)


def _adds(person: Person, label: str, what: str) -> None:
    field = person.page.get_by_role("textbox", name=label, exact=True)
    field.fill(what)
    field.press("Enter")


def test_the_feed_is_exactly_what_was_previewed_and_goes_back_by_one_press(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    ana = visit(kiosk.ana).goes("/welcome")
    ana.marks_the_page()
    expect(ana.heading("Make your own choices about what content you are served")).to_be_visible()
    expect(ana.page.locator("#choices input:checked")).to_have_count(0)
    expect(ana.page.locator(".previewed")).to_contain_text("0 posts")
    expect(ana.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()

    _ticks(ana, "Climate").check()
    expect(ana.page.locator(".previewed ol > li")).to_have_count(3)
    row = ana.page.locator("#choices > li").filter(has_text="Climate")
    row.get_by_role("button", name="adds 3 of 4").click()
    expect(row.get_by_role("listitem")).to_have_text([SCAN, FLOOD, ICE])
    ana.page.get_by_role("textbox", name="Words", exact=True).fill("flood")
    ana.page.get_by_role("button", name="Add", exact=True).nth(2).click()
    expect(ana.page.get_by_role("button", name="hides 1 of 4 · flood")).to_be_visible()
    ana.page.get_by_role("textbox", name="People", exact=True).first.fill("carl")
    ana.page.get_by_role("textbox", name="People", exact=True).first.press("Enter")
    expect(ana.page.get_by_text("3 changes are not saved yet.")).to_be_visible()
    expect(_previewed_headlines(ana)).to_have_text([SCAN, SOUP, ICE])
    seen = _previewed(ana)
    assert seen == [(SCAN, "you joined"), (SOUP, "you follow carl"), (ICE, "you joined")]

    ana.presses("Save")
    expect(ana.page.get_by_role("status").get_by_text("Your choices are saved.")).to_be_visible()
    ana.page.get_by_role("navigation").get_by_role("link", name="Your feed").first.click()
    expect(ana.page.get_by_role("feed").get_by_role("article")).to_have_count(3)
    assert _feed(ana) == seen
    expect(ana.page.get_by_text("1 post is hidden by your choices.")).to_be_visible()
    expect(ana.article(SCAN).get_by_text("It healed within a week.")).to_be_hidden()
    ana.article(SCAN).get_by_text("Sensitive: show").click()
    expect(ana.article(SCAN).get_by_text("It healed within a week.")).to_be_visible()

    ana.is_on_the_same_page()


def test_what_was_saved_is_taken_back_by_one_press_and_every_version_is_kept(visit: Visit, arrange: Arrange) -> None:
    ana = visit(arrange(make_kiosk()).ana).goes("/settings/choices")
    _ticks(ana, "Climate").check()
    _adds(ana, "Words", "flood")
    ana.presses("Save")
    expect(ana.page.get_by_text("Everything is saved.")).to_be_visible()
    _ticks(ana, "Climate").uncheck()
    ana.presses("Save")
    expect(ana.page.locator(".previewed")).to_contain_text("0 posts")
    ana.presses("Undo")
    expect(_previewed_headlines(ana)).to_have_text([SCAN, ICE])
    expect(_ticks(ana, "Climate")).to_be_checked()
    ana.page.locator("li").filter(has_text="Before the first choice").get_by_role("button", name="Go back to this").click()
    expect(ana.page.locator(".previewed")).to_contain_text("0 posts")
    expect(_ticks(ana, "Climate")).not_to_be_checked()
    expect(ana.page.get_by_role("button", name="hides 1 of 4 · flood")).to_have_count(0)


def test_what_cannot_be_saved_leads_to_what_is_wrong_and_keeps_the_rest(visit: Visit, arrange: Arrange) -> None:
    ana = visit(arrange(make_kiosk()).ana).goes("/settings/choices")
    _adds(ana, "People", "rosa nobody_here")
    _ticks(ana, "Climate").check()
    ana.presses("Save")
    expect(ana.alert("Not to be found here: nobody_here.")).to_be_in_viewport()
    expect(ana.page.locator("#choose-people")).to_be_focused()
    expect(ana.page.get_by_text("3 changes are not saved yet.")).to_be_visible()


def test_less_of_a_source_is_one_press_in_place_and_so_is_taking_it_back(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    ben = visit(kiosk.ben).goes("/")
    ben.marks_the_page()
    why = ben.article(ICE).get_by_role("button", name="you joined · why is this here, and less of it")
    why.focus()
    ben.page.keyboard.press("Enter")
    sheet = ben.page.get_by_role("dialog", name="Why is this here?")
    expect(sheet).to_contain_text("It is here because you joined Climate.")
    expect(sheet).to_contain_text("Nothing is ranked.")
    source = sheet.get_by_role("listitem").filter(has_text="News from paper.example")
    expect(source).to_contain_text("hides 2 of today’s newest 4 posts")
    source.get_by_role("button", name="Hide").press("Enter")
    expect(source.get_by_role("button", name="Undo")).to_be_visible()
    expect(ben.page.locator(".frame .feed > article")).to_have_count(1)
    source.get_by_role("button", name="Undo").press("Enter")
    expect(source.get_by_role("button", name="Hide")).to_be_visible()
    expect(ben.page.locator(".frame .feed > article")).to_have_count(3)
    subwiki = sheet.get_by_role("listitem").filter(has_text="The subwiki Climate")
    subwiki.get_by_role("button", name="Leave").click()
    expect(ben.page.locator(".frame .feed > article")).to_have_count(0)
    subwiki.get_by_role("button", name="Undo").click()
    expect(ben.page.locator(".frame .feed > article")).to_have_count(3)
    ben.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(ben.article(ICE)).to_be_visible()
    ben.is_on_the_same_page()


def _opens(person: Person, headline: str) -> None:
    person.goes("/submit")
    person.page.get_by_text("Discussion", exact=True).click()
    person.fills(Headline=headline, Text="The gauge stands at two metres.")
    person.page.get_by_role("combobox", name="Subwiki").select_option("Climate")
    person.presses("Publish")
    expect(person.heading(headline)).to_be_visible()


def test_what_carries_a_followed_tag_appears_in_the_feed_with_its_reason_and_what_is_hidden_is_not_counted(
    visit: Visit, arrange: Arrange
) -> None:
    kiosk = arrange(make_kiosk())
    arrange(choices.less(kiosk.carl, kind="word", value="storm", wanted=True))
    carl, dora = visit(kiosk.carl).goes("/tag/rivers"), visit(kiosk.dora)
    carl.presses("Follow")
    expect(carl.page.get_by_role("button", name="Unfollow")).to_be_visible()
    carl.goes("/")
    carl.marks_the_page()
    expect(carl.article(SOUP)).to_be_visible()
    _opens(dora, STORM)
    _opens(dora, RIVER)
    carl.presses("1 new post")
    expect(carl.article(RIVER).get_by_role("button", name="you follow #rivers")).to_be_visible()
    expect(carl.article(STORM)).to_have_count(0)
    carl.is_on_the_same_page()
    carl.follows(RIVER)
    carl.follows("#rivers")
    expect(carl.heading("#rivers")).to_be_visible()
    expect(carl.article(RIVER)).to_be_visible()


def test_a_readers_ticks_wait_until_they_have_joined(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    reader = visit().goes("/welcome")
    _ticks(reader, "Cooking").check()
    expect(_previewed_headlines(reader)).to_have_text([SOUP])
    expect(reader.page.get_by_text("Joining is free. Donations are voluntary.")).to_be_visible()
    token, host = arrange(login(kiosk.ana)), urlsplit(reader.site).hostname or ""
    reader.context.add_cookies([{"name": "session", "value": token, "domain": host, "path": "/", "httpOnly": True}])
    reader.goes("/welcome")
    expect(_ticks(reader, "Cooking")).to_be_checked()
    expect(reader.page.get_by_text("1 change is not saved yet.")).to_be_visible()
    reader.presses("Save")
    expect(reader.page.get_by_text("Everything is saved.")).to_be_visible()
    reader.goes("/")
    assert _feed(reader) == [(SOUP, "you joined")]


def test_what_somebody_shares_is_looked_at_and_taken_over_in_part(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    ben = visit(kiosk.ben).goes("/settings/choices")
    _adds(ben, "Words", "flood")
    ben.presses("Save")
    expect(ben.page.get_by_text("Everything is saved.")).to_be_visible()
    ben.presses("Share")
    ben.fills(within=ben.dialog(), Name="Calm weather")
    ben.presses("Share", within=ben.dialog())
    ben.follows("Calm weather")
    expect(ben.heading("Calm weather")).to_be_visible()
    ana = visit(kiosk.ana).goes(urlsplit(ben.page.url).path)
    expect(ana.page.locator(".previewed")).to_contain_text("0 posts")
    ana.page.get_by_role("checkbox", name="Subwikis").check()
    expect(_previewed_headlines(ana)).to_have_text([SCAN, FLOOD, ICE])
    seen = _previewed(ana)
    ana.presses("Take over")
    expect(ana.page.get_by_role("status").get_by_text("It is among your choices now")).to_be_visible()
    # Only who shared it may take it back; what was taken over stays.
    expect(ana.page.get_by_role("button", name="Withdraw")).to_have_count(0)
    ben.presses("Withdraw")
    expect(ben.page.get_by_role("status").get_by_text("It is shared no longer.")).to_be_visible()
    expect(ben.heading("There is nothing at this address")).to_be_visible()
    ana.goes("/")
    assert _feed(ana) == seen


def test_choices_are_taken_along_as_a_file_and_weighed_before_they_are_saved_elsewhere(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    ben, ana = visit(kiosk.ben).goes("/settings/choices"), visit(kiosk.ana).goes("/settings/choices")
    _adds(ben, "Words", "flood")
    ben.presses("Save")
    expect(ben.page.get_by_text("Everything is saved.")).to_be_visible()
    with ben.page.expect_download() as handed:
        ben.presses("Export")
    assert handed.value.suggested_filename == "choices.json"
    with ana.page.expect_file_chooser() as asked:
        ana.presses("Import a file")
    asked.value.set_files(handed.value.path())
    expect(ana.page.get_by_text("The file was read.")).to_be_visible()
    expect(_previewed_headlines(ana)).to_have_text([SCAN, ICE])
    expect(ana.page.get_by_text("2 changes are not saved yet.")).to_be_visible()
    seen = _previewed(ana)
    ana.presses("Save")
    expect(ana.page.get_by_text("Everything is saved.")).to_be_visible()
    ana.goes("/")
    assert _feed(ana) == seen


def test_two_windows_lose_nothing_of_each_other(visit: Visit, arrange: Arrange) -> None:
    kiosk = arrange(make_kiosk())
    one, other = visit(kiosk.ana).goes("/settings/choices"), visit(kiosk.ana).goes("/settings/choices")
    _ticks(one, "Climate").check()
    _ticks(other, "Cooking").check()
    one.presses("Save")
    expect(one.page.get_by_text("Everything is saved.")).to_be_visible()
    other.presses("Save")
    expect(other.alert("changed in another window")).to_be_visible()
    for subwiki in ("Climate", "Cooking"):
        expect(_ticks(other, subwiki)).to_be_checked()
    expect(_previewed_headlines(other)).to_have_text([SCAN, SOUP, FLOOD, ICE])
    other.presses("Save")
    expect(other.page.get_by_text("Everything is saved.")).to_be_visible()
    expect(other.page.get_by_role("alert")).to_have_count(0)
    other.goes("/")
    expect(other.page.get_by_role("feed").get_by_role("article")).to_have_count(4)
