"""The dashboard: jobs that were given up are tried anew or discarded, members are found; nobody but admins sees either."""

from pathlib import Path

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


def test_an_admin_finds_members_by_kind_and_name_and_takes_the_list_along(visit: Visit, arrange: Arrange) -> None:
    root = arrange(make_member("root", admin=True))
    for name, state in (("ana", "active"), ("anton", "waiting"), ("ben", "suspended")):
        arrange(make_member(name, state=state))
    admin = visit(root).goes("/admin")
    admin.page.get_by_role("link", name="Members").click()
    listed = admin.page.get_by_role("region", name="Members").get_by_role("row")
    expect(listed).to_have_count(5)
    admin.page.get_by_label("Which").select_option("Suspended")
    admin.presses("Show")
    expect(listed).to_have_count(2)
    expect(listed.last).to_contain_text("ben")
    admin.page.get_by_label("Name begins with").fill("AN")
    admin.presses("Show")
    expect(listed.last).to_contain_text("anton")
    expect(listed).to_have_count(3)
    with admin.page.expect_download() as coming:
        admin.page.get_by_role("link", name="This list as a file").click()
    assert Path(coming.value.path()).read_text().count("@example.org") == 2


def test_a_member_sees_no_list_of_members(visit: Visit, arrange: Arrange) -> None:
    arrange(make_member("root", admin=True))
    member = visit(arrange(make_member("ana"))).goes("/admin/members")
    expect(member.alert("You may not do this.")).to_be_visible()
    expect(member.page.get_by_text("@example.org")).to_have_count(0)
