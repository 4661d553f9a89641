"""The dashboard's jobs: an admin sees a mail that was given up, has it tried anew and discards another; nobody else sees them."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrange, Visit
from tests.factories import make_member
from tests.jobs.dead import REFUSAL, give_up_mail


def _given_up(page: Page, count: int) -> None:
    expect(page.get_by_role("region", name="Jobs").get_by_role("row").filter(has_text=REFUSAL)).to_have_count(count)


def test_an_admin_has_a_dead_job_tried_anew_and_discards_another(visit: Visit, arrange: Arrange) -> None:
    root, ana = arrange(make_member("root", admin=True)), arrange(make_member("ana"))
    for _ in range(2):
        arrange(give_up_mail(ana.id))
    admin = visit(root).goes("/admin")
    expect(admin.page.get_by_text("2 jobs were given up.")).to_be_visible()
    _given_up(admin.page, 2)
    admin.presses("Retry", within=admin.page.get_by_role("row").filter(has_text=REFUSAL).first)
    expect(admin.page.get_by_text("The job is tried again.")).to_be_visible()
    _given_up(admin.page, 1)
    admin.presses("Discard")
    expect(admin.page.get_by_text("The job is discarded.")).to_be_visible()
    _given_up(admin.page, 0)


def test_a_member_sees_no_jobs(visit: Visit, arrange: Arrange) -> None:
    root, ana = arrange(make_member("root", admin=True)), arrange(make_member("ana"))
    arrange(give_up_mail(ana.id))
    expect(visit(root).goes("/admin").page.get_by_text("1 job was given up.")).to_be_visible()
    member = visit(ana).goes("/admin")
    expect(member.alert("You may not do this.")).to_be_visible()
    expect(member.page.get_by_text("given up")).to_have_count(0)
