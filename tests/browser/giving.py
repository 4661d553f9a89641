"""How somebody gives: from the form on /donate over the payment service's page and back."""

import re

from playwright.sync_api import expect

from tests.browser.people import Person

PAGE = re.compile("/c/pay/")
"""Where it is paid."""


def gives(person: Person, amount: str, kind: str = "Once", currency: str = "EUR") -> None:
    """Fill the form in, and press Donate."""
    person.page.get_by_text(kind, exact=True).click()
    person.page.get_by_role("combobox", name="Currency").select_option(currency)
    person.fills(Amount=amount)
    person.presses("Donate")


def pays(person: Person) -> None:
    """Pay, and come back to the thanks."""
    expect(person.page).to_have_url(PAGE)
    person.presses("Pay")
    person.page.wait_for_url("**/donate/thanks?order=*")
