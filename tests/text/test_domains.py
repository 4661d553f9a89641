"""All hosts of one owner are one source, and hosts of two owners are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.domains import registrable
from wtsocial.text.links import host_of


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("bbc.co.uk", "bbc.co.uk"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("a.b.c.example.com", "example.com"),
        ("News.Example.COM.", "example.com"),
        ("www.example.com", "example.com"),
        ("www.gov.uk", "gov.uk"),
        ("abc.net.au", "abc.net.au"),
        ("x.city.kawasaki.jp", "city.kawasaki.jp"),
        ("x.y.kawasaki.jp", "x.y.kawasaki.jp"),
        ("news.www.com", "com"),
        ("some.where.unlisted", "where.unlisted"),
    ],
)
def test_a_host_belongs_to_the_domain_that_was_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_blogs_under_one_roof_are_sources_of_their_own() -> None:
    assert registrable("www.ann.github.io") == "ann.github.io" != registrable("bob.github.io")
    assert registrable("drafts.ann.github.io") == "ann.github.io"


@pytest.mark.parametrize("host", ["中文.食狮.公司.cn", "xn--fiq228c.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"])
def test_an_international_domain_is_found_in_either_spelling_and_given_in_ascii(host: str) -> None:
    assert registrable(host) == "xn--85x722f.xn--55qx5d.cn"


@pytest.mark.parametrize("host", ["192.0.2.7", "[2001:db8::1]", "localhost", "co.uk", "github.io", "xn--55qx5d.cn"])
def test_what_has_no_registered_domain_stays_as_it_is(host: str) -> None:
    assert registrable(host) == host


@pytest.mark.parametrize("host", ["", ".", "a..b", "a b.com", "192.0.2.999", "2001:db8::1", "x" * 300 + ".com", "\ud800.com"])
def test_what_is_no_host_has_no_domain(host: str) -> None:
    assert registrable(host) == ""


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["www", "co", "uk", "github", "io", "ck", "ann", "公司", "cn"]), max_size=5).map(".".join)
)
def test_a_domain_is_its_own_domain_and_the_end_of_its_host(host: str) -> None:
    domain = registrable(host)
    assert registrable(domain) == domain
    assert host_of(f"https://{host}").endswith(domain)


def test_a_domain_is_looked_up_once() -> None:
    registrable.cache_clear()
    assert [registrable("news.example.org") for _ in range(3)] == ["example.org"] * 3
    assert (registrable.cache_info().hits, registrable.cache_info().misses) == (2, 1)
    assert registrable.cache_info().maxsize is not None
