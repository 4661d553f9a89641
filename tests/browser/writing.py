"""Where people write."""

from playwright.sync_api import Locator

from tests.browser.people import Person


def composer(person: Person) -> Locator:
    """The field of a new comment, on the page of a post."""
    return person.page.get_by_role("form", name="Write a comment").get_by_role("textbox", name="Text")
