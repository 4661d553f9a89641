"""Everybody reads the figures of moderation, of all or of a part."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.worlds import Town, make_town
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag


async def _decided(town: Town) -> int:
    await flag(town.cem, subject_kind="post", subject_id=town.post, reason="fake", note="See page four.")
    return await decide(town.mo, subject_kind="post", subject_id=town.post, action="dismiss", reason="It is true.")


def test_the_figures_are_read_from_the_log_and_filtered(visit: Visit, arrange: Arrange) -> None:
    arrange(_decided(arrange(make_town())))
    reader = visit().goes("/log")
    reader.follows("Figures")
    expect(reader.heading("Figures of moderation")).to_be_visible()
    main = reader.page.get_by_role("main")
    expect(main.get_by_role("listitem").filter(has_text="fake news")).to_contain_text("1")
    rows = main.get_by_role("region", name="Month by month").get_by_role("row")
    expect(rows).to_have_count(13)
    expect(rows.nth(1).get_by_role("cell").nth(1)).to_have_text("1")
    main.get_by_role("combobox", name="Office").select_option("Admins")
    reader.presses("Show", within=main)
    expect(reader.page).to_have_url(f"{reader.site}/log/figures?office=admin")
    expect(rows.nth(1).get_by_role("cell").nth(1)).to_have_text("0")
