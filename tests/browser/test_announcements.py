"""An announcement comes in live, is put away for good in a browser, and stands on pages without scripts."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.factories import make_member

TEXT = "We move house tonight: the site is away from ten to eleven."


def test_what_an_admin_announces_stands_on_every_page_until_it_is_put_away(visit: Visit, arrange: Arrange) -> None:
    admin = visit(arrange(make_member("root", admin=True))).goes("/admin/announcement")
    reader, other = visit().goes("/all"), visit().goes("/about")
    banner = reader.page.get_by_role("region", name="Please note:")
    expect(banner).to_have_count(0)
    admin.page.get_by_label("What to say").fill(TEXT)
    admin.page.get_by_label("What it is").select_option("warning")
    admin.page.get_by_role("button", name="Announce it").click()
    expect(admin.page.get_by_text("It stands on every page now.")).to_be_visible()
    for person in (reader, other, admin):
        expect(person.page.get_by_role("region", name="Please note:")).to_contain_text(TEXT)
    expect(reader.page.locator(".announcer")).to_contain_text(TEXT)
    banner.get_by_role("button", name="Put it away").click()
    expect(banner).to_have_count(0)
    reader.goes("/about")
    expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
    expect(banner).to_have_count(0)
    admin.page.get_by_label("Why it goes").fill("We have moved")
    admin.page.get_by_role("button", name="Take it down").click()
    expect(admin.page.get_by_text("It is taken down.")).to_be_visible()
    expect(other.page.get_by_role("region", name="Please note:")).to_have_count(0)


def test_settings_are_changed_while_the_site_runs_and_stand_in_the_log(visit: Visit, arrange: Arrange) -> None:
    admin = visit(arrange(make_member("root", admin=True))).goes("/admin/settings")
    hours = admin.page.get_by_label("Hours of the vote on an edit war")
    hours.fill("500")
    admin.page.get_by_label("Reason").fill("A long weekend")
    admin.page.get_by_role("button", name="Change").click()
    expect(admin.page.get_by_text("This has to be a number from 1 to 168.")).to_be_visible()
    expect(admin.page.get_by_label("Reason")).to_have_value("A long weekend")
    hours.fill("48")
    admin.page.get_by_role("button", name="Change").click()
    expect(admin.page.get_by_text("1 setting is changed.")).to_be_visible()
    expect(hours).to_have_value("48")
    admin.goes("/log?action=configure")
    expect(admin.page.get_by_text("Hours of the vote on an edit war: 6 → 48")).to_be_visible()
    member = visit(arrange(make_member("ana"))).goes("/admin/settings")
    expect(member.alert("You may not do this.")).to_be_visible()
    expect(member.page.get_by_text("WTSOCIAL_")).to_have_count(0)
