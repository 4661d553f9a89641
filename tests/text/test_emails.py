"""One address is one account."""

import pytest

from wtsocial.core.errors import Invalid
from wtsocial.text.emails import check_email, check_new_email, mailbox


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@example.org", "ana@example.org"), (" Ana@Example.ORG ", "ana@example.org"), ("a.b+c@mail.example.org", "a.b+c@mail.example.org"),
        ("ana@bücher.example.org", "ana@bücher.example.org"), ("ana@xn--bcher-kva.example.org", "ana@bücher.example.org"),
    ],
)  # fmt: skip
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert check_email(typed) == kept


@pytest.mark.parametrize("domain", ["mailinator.com", "Mailinator.COM", "eu.mailinator.com", "yopmail.com", "guerrillamail.com"])
def test_a_mailbox_that_lasts_minutes_is_none_for_a_new_account(domain: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_new_email(f"ana@{domain}")
    assert (refused.value.key, refused.value.field) == ("email.disposable", "email")
    assert check_email(f"ana@{domain}"), "whoever has an account logs in with it"


@pytest.mark.parametrize(
    "domain", ["gmail.com", "example.org", "letters-mailinator.com", "mailinator.com.example.org", "bücher.example.org"]
)
def test_other_mailboxes_are_taken(domain: str) -> None:
    assert check_new_email(f"ana@{domain}") == f"ana@{domain}"


@pytest.mark.parametrize(
    "typed",
    [
        "ana", "@example.org", "ana@", "ana@example", "ana@@example.org", "a b@example.org", "ana@example.org\nBcc: x@example.org", "x@localhost",
        "ana@[127.0.0.1]", '"a b"@example.org', "á@example.org", "a@example.org,b@example.org", "Ana <ana@example.org>", "x" * 65 + "@example.org",
        "ana@" + "x" * 10**6, "ana@exa\u202emple.org", "ana\x00@example.org",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"email\.malformed"):
        check_email(typed)


def test_a_missing_address_is_asked_for() -> None:
    with pytest.raises(Invalid, match=r"email\.required"):
        check_email("  ")


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("ana@example.org", "ana@example.org"), ("ana+news@example.org", "ana@example.org"), ("Ana+a+b@Example.org", "ana@example.org"),
        ("a.n.a+x@gmail.com", "ana@gmail.com"), ("ana@googlemail.com", "ana@gmail.com"), ("a.n.a@example.org", "a.n.a@example.org"),
        ("+ana@example.org", "+ana@example.org"), ("ana@bücher.example", "ana@bücher.example"),
    ],
)  # fmt: skip
def test_a_mailbox_is_one_however_its_owner_writes_it(address: str, stands_for: str) -> None:
    assert mailbox(address) == stands_for
