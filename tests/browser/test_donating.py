"""Donating, in real browsers: what is given is seen only when it has come, and everything that becomes of it."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.giving import PAGE, gives, pays
from tests.browser.people import Person
from tests.browser.worlds import make_town
from tests.factories import make_member
from tests.joining.arriving import arrive, line, set_door
from tests.running import Server
from tests.stripe_server.process import Stripe

TICKS = ("My name may stand in the books beside what I gave", "A mark of thanks may stand on my profile")


def test_a_monthly_donation_is_renewed_fails_goes_on_is_refunded_disputed_and_ended(visit: Visit, arrange: Arrange, stripe: Stripe) -> None:
    town = arrange(make_town())
    ana = visit(town.ana)
    ana.elsewhere = stripe.url
    _begins(ana, stripe)

    # Everybody may see it in the books; the mark is on the profile.
    reader = visit().goes("/books")
    expect(reader.page.get_by_role("listitem").filter(has_text="ana")).to_contain_text("€5.00")
    expect(visit(town.ben).goes("/u/ana").page.get_by_text("Donor", exact=True)).to_be_visible()

    reader.marks_the_page()
    _goes_on(ana, stripe)
    # Who has the books open sees each of it as it comes.
    named = reader.page.get_by_role("listitem").filter(has_text="ana")
    expect(named).to_have_count(3)
    expect(named.filter(has_text="€2.00 returned")).to_have_count(1)
    _ends(ana, stripe)

    # She wants to be thanked no longer.
    for tick in TICKS:
        ana.page.get_by_label(tick).uncheck()
    ana.presses("Save")
    expect(ana.page.get_by_text("Saved.")).to_be_visible()
    expect(named).to_have_count(0)
    expect(reader.page.get_by_role("listitem").filter(has_text="€5.00").first).to_be_visible()
    reader.is_on_the_same_page()


def _begins(ana: Person, stripe: Stripe) -> None:
    """What cannot be given is refused at its field; a declined card changes nothing; it counts when Stripe's word has come."""
    ana.goes("/donate")
    expect(ana.page.get_by_role("main").get_by_text("Joining is free. Donations are voluntary.")).to_be_visible()
    expect(ana.page.get_by_text("connected to a test server")).to_be_visible()
    gives(ana, "-5", "Monthly")
    expect(ana.alert("The amount has to be more than nothing.")).to_be_visible()
    expect(ana.page.get_by_role("textbox", name="Amount")).to_have_value("-5")
    expect(ana.page.get_by_role("radio", name="Monthly")).to_be_checked()
    ana.presses("€5")
    for tick in TICKS:
        ana.page.get_by_label(tick).check()
    ana.presses("Donate")
    expect(ana.page).to_have_url(PAGE)
    expect(ana.page.get_by_text("€5 each month")).to_be_visible()
    ana.presses("Try a card that is declined")
    expect(ana.alert("Your card was declined.")).to_be_visible()
    stripe.settled()
    stripe.hold()
    pays(ana)
    expect(ana.heading("Not arrived yet")).to_be_visible()
    ana.marks_the_page()
    stripe.release("shuffled")
    expect(ana.heading("Thank you")).to_be_visible()
    expect(ana.page.get_by_text("It has arrived: €5.00 each month.")).to_be_visible()
    ana.is_on_the_same_page()


def _goes_on(ana: Person, stripe: Stripe) -> None:
    """It is renewed, fails, is tried again; parts of it go back, or are taken back: each is seen at once."""
    ana.goes("/donate").marks_the_page()
    given = ana.page.get_by_role("list", name="What you gave")
    subscription = stripe.every("subscription")[-1]["id"]
    expect(given).to_contain_text("Running")
    stripe.do("renew", subscription)
    expect(given.get_by_role("list").get_by_role("listitem")).to_have_count(2)
    stripe.do("fail_renewal", subscription)
    expect(given).to_contain_text("The last payment failed")
    stripe.do("retry", subscription, paid=True)
    expect(given).to_contain_text("Running")
    expect(given.get_by_role("list").get_by_role("listitem")).to_have_count(3)
    first, second, third = [charge["id"] for charge in stripe.every("charge", paid=True)][-3:]
    stripe.do("refund", second, amount=200)
    expect(given).to_contain_text("€2.00 of it refunded")
    stripe.do("decide", stripe.do("dispute", third)["id"], won=False)
    expect(given).to_contain_text("taken back by the bank")
    stripe.do("decide", stripe.do("dispute", first)["id"], won=True)
    expect(given).to_contain_text("disputed at the bank, and confirmed")
    ana.is_on_the_same_page()


def _ends(ana: Person, stripe: Stripe) -> None:
    """She changes it, and ends it, on Stripe's page."""
    given = ana.page.get_by_role("list", name="What you gave")
    ana.presses("Change or end")
    ana.page.get_by_label("New amount").fill("7")
    ana.presses("Change amount")
    expect(ana.heading("€7 each month")).to_be_visible()
    ana.presses("Cancel subscription")
    stripe.settled()
    ana.follows("Go back")
    ana.sees_the_app()
    expect(given).to_contain_text("€7.00 each month")
    expect(given).to_contain_text("Ends on")
    stripe.do("end", stripe.every("subscription")[-1]["id"])
    expect(given).to_contain_text("Ended on")
    expect(ana.page.get_by_role("button", name="Change or end")).to_have_count(0)


def test_a_waiting_donor_is_let_in_at_once_and_a_gift_opens_places_in_order(visit: Visit, arrange: Arrange, stripe: Stripe) -> None:
    arrange(set_door("waiting"))
    wen, _, uma, eve = [arrange(arrive(name)) for name in ("wen", "tom", "uma", "eve")]
    donor = visit(eve)
    donor.elsewhere = stripe.url
    donor.goes("/donate")
    expect(donor.page.get_by_text("4 people are waiting")).to_be_visible()
    expect(donor.page.get_by_role("radio", name="Let me in")).to_be_checked()
    gives(donor, "10")
    pays(donor)
    expect(donor.page.get_by_text("You are in. Welcome!")).to_be_visible()
    donor.follows("To your feed")
    donor.sees_the_app()
    assert arrange(line()) == ["wen", "tom", "uma"]

    # Somebody without a login opens two places: for the two who are next.
    first, third = visit(wen).goes("/donate"), visit(uma).goes("/donate")
    stranger = visit()
    stranger.elsewhere = stripe.url
    stranger.goes("/donate")
    stranger.page.get_by_role("radio", name="Open places for those next in line").check()
    gives(stranger, "10")
    pays(stranger)
    expect(stranger.page.get_by_text("It let 2 people in who were waiting.")).to_be_visible()
    assert arrange(line()) == ["uma"]
    expect(first.goes("/donate").page.get_by_role("radio", name="For the site")).to_be_checked()
    expect(third.goes("/donate").page.get_by_role("radio", name="Let me in")).to_be_checked()


def test_nothing_is_thanked_for_that_was_not_paid(visit: Visit, arrange: Arrange, stripe: Stripe, site: Server) -> None:
    eva = arrange(make_member("eva"))
    stranger = visit()
    stranger.elsewhere = stripe.url
    stranger.goes("/donate")
    gives(stranger, "1,500", currency="JPY")
    expect(stranger.page).to_have_url(PAGE)
    expect(stranger.page.get_by_text("¥1,500")).to_be_visible()
    session = stranger.page.url.rpartition("/")[2]
    stranger.follows("Cancel and go back")
    expect(stranger.page.get_by_text("Nothing was taken.")).to_be_visible()
    expect(stranger.page.get_by_role("textbox", name="Amount")).to_have_value("1,500")
    expect(stranger.page.get_by_role("combobox", name="Currency")).to_have_value("JPY")
    thanks = next(one for one in stripe.every("checkout.session") if one["id"] == session)["success_url"].removeprefix(site.url)
    expect(stranger.goes(thanks).heading("Not arrived yet")).to_be_visible()
    expect(stranger.goes("/donate/thanks?order=guessed").heading("There is nothing at this address")).to_be_visible()
    stripe.do("expire", session)
    expect(stranger.goes(thanks).heading("This was not paid")).to_be_visible()

    # What a member gives is nobody else's to see.
    donor = visit(eva)
    donor.elsewhere = stripe.url
    donor.goes("/donate")
    gives(donor, "10")
    pays(donor)
    expect(donor.heading("Thank you")).to_be_visible()
    theirs = donor.page.url.removeprefix(site.url)
    expect(stranger.goes(theirs).heading("There is nothing at this address")).to_be_visible()
