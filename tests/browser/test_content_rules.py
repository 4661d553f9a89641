"""A rule for words is tried, switched on, and catches what the preview said; a refused source says why at its field."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrange, Visit
from tests.browser.people import Person
from tests.browser.worlds import make_town
from tests.factories import make_post
from tests.running import Server
from tests.server.serving import ONE, TWO

WHY = "These offers are a fraud."
SAID = ("Free money for everybody", "FREE-MONEY, at last", "The money that is free", "Carefree moneylenders")
CAUGHT = SAID[:2]


def _rules(moderator: Person) -> Locator:
    return moderator.page.locator("#content-rules")


def _tries(moderator: Person, what: str, pattern: str) -> Locator:
    within = _rules(moderator)
    within.get_by_role("combobox", name="What it does").select_option(what)
    within.get_by_role("textbox", name="Source or words").fill(pattern)
    within.get_by_role("textbox", name="Reason").fill(WHY)
    moderator.presses("What would it have done?", within=within)
    return within.locator("section.box")


def _publishes(author: Person, headline: str, *, link: str = "") -> None:
    author.goes("/submit?subwiki=climate")
    author.page.get_by_text("News" if link else "Discussion", exact=True).first.click()
    if link:
        author.fills(Link=link)
    else:
        author.fills(Text="All about it.")
    author.fills(Headline=headline)
    author.presses("Publish")


@pytest.mark.parametrize("site", [ONE, TWO], indirect=True, ids=["one", "two"])
def test_a_word_rule_catches_what_its_preview_said(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    for headline in SAID:
        arrange(make_post(town.ana, town.climate, headline=headline))
    moderator, author = visit(town.mo).goes("/w/climate/about"), visit(town.ben)

    preview = _tries(moderator, "Flags a word or phrase for moderators", "free money")
    expect(preview).to_contain_text("It would have caught 2 posts of the last 30 days.")
    expect(preview).to_contain_text("ana")
    foretold = {one for one in SAID if preview.get_by_role("link", name=one, exact=True).count()}
    assert foretold == set(CAUGHT)
    moderator.presses("Switch it on", within=_rules(moderator))
    expect(_rules(moderator)).to_contain_text("Nothing caught since")

    for headline in SAID:
        _publishes(author, headline)
        expect(author.article(headline)).to_be_visible()
    moderator.goes("/moderation")
    for headline in SAID:
        expect(moderator.article(headline)).to_have_count(1 if headline in foretold else 0)
    first = moderator.article(CAUGHT[0])
    moderator.presses("Decide", within=first)
    expect(first).to_contain_text("Automatic: the rule for “free money”")
    moderator.goes("/w/climate/about")
    expect(_rules(moderator)).to_contain_text("2 posts caught since")

    reader = visit().goes("/log")
    expect(reader.page.get_by_role("listitem").filter(has_text="“free money” is flagged for moderators")).to_contain_text(WHY)
    moderator.presses("Switch it off", within=_rules(moderator))
    moderator.fills(within=moderator.dialog(), Reason="It is over.")
    moderator.presses("Switch it off", within=moderator.dialog())
    expect(_rules(moderator)).to_contain_text("No rule is switched on.")
    reader.goes("/log")
    expect(reader.page.get_by_role("listitem").filter(has_text="It is over.")).to_contain_text("rule switched off")


def test_a_refused_source_says_why_at_its_field_and_a_warned_one_beside_the_post(site: Server, visit: Visit, arrange: Arrange) -> None:
    town = arrange(make_town())
    root, author = visit(town.root).goes("/admin/rules"), visit(town.ben)
    for what, source in (("Refuses links to a source", "liar.example"), ("Warns beside links to a source", "rumour.example")):
        root.page.get_by_role("combobox", name="What it does").select_option(what)
        root.page.get_by_role("textbox", name="Source or words").fill(source)
        root.page.get_by_role("textbox", name="Reason").fill(WHY)
        root.presses("What would it have done?")
        expect(root.page.get_by_text("It would have caught no post of the last 30 days.")).to_be_visible()
        root.presses("Switch it on")
        expect(root.page.get_by_role("listitem").filter(has_text=source)).to_be_visible()

    _publishes(author, "So they say", link="https://news.liar.example/1")
    expect(author.alert("Links to liar.example are refused here.")).to_contain_text(WHY)
    expect(author.page.get_by_role("textbox", name="Headline")).to_have_value("So they say")
    author.fills(Link="https://rumour.example/1")
    author.presses("Publish")
    expect(author.article("So they say")).to_contain_text(WHY)
    reader = visit(java_script_enabled=False)
    reader.page.goto(site.url + "/all")
    expect(reader.article("So they say")).to_contain_text(WHY)

    member = visit(town.cem).goes("/admin/rules")
    expect(member.page.get_by_role("alert")).to_be_visible()
    expect(member.page.get_by_role("button", name="What would it have done?")).to_have_count(0)
