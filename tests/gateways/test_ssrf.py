"""Which addresses may be asked (CASES 28), without asking any."""

import pytest

from wtsocial.core.errors import Invalid
from wtsocial.gateways.ssrf import Guard, parse, resolve_by_system

SPELLINGS_OF_INSIDE = [
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.1/",
    "http://127.0.1/", "http://0/", "http://00.0.0.0/", "http://127.0.0.1./", "http://127.0.0.1/", "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25lo]/", "http://localhost/", "http://LOCALHOST./",
    "http://a.localhost/", "http://printer.local/", "http://metadata.google.internal/", "http://intranet/", "http://x.home.arpa/",
    "http://ⓛocalhost/", "http://x.localdomain/", "http://mail.corp/", "http://nas.home/", "http://x.private./", "http://1.0.0.127.in-addr.arpa/",
    "http://x.ip6.arpa/", "http://x.alt/",
]  # fmt: skip

NO_PLAIN_WEB_ADDRESS = [
    "", "   ", "news.example", "//news.example/", "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)",
    "data:text/html,hi", "http://", "http:///path", "https://news.example:22/", "http://news.example:8080/", "http://news.example:443/",
    "https://news.example:80/", "http://news.example:0/", "http://news.example:99999/", "http://user:pw@news.example/",
    "http://news.example@127.0.0.1/", "http://news.example\\@127.0.0.1/", "http://news.example\r\nHost: x/", "http://news\t.example/",
    "http://news .example/", "http://news..example/", "http://-news.example/", "http://news.example/\x00", "http://\ud800.example/",
    "http://[::1/", "http://256.1.1.1/", "http://1.2.3.4.5/", "http://example.0x7f/", "http://" + "a." * 200 + "example/",
    "http://news.example/" + "a" * 4000,
]  # fmt: skip


async def _public(host: str, port: int) -> list[str]:
    return ["8.8.8.8"]


@pytest.mark.parametrize("url", SPELLINGS_OF_INSIDE)
async def test_an_inner_address_is_refused_however_it_is_spelled(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await Guard("social.example", {}, _public).places(parse(url, field="link"), field="link")
    assert (refusal.value.key, refusal.value.field) == ("preview.refused_address", "link")


@pytest.mark.parametrize("url", NO_PLAIN_WEB_ADDRESS)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(url, field="link")
    assert refusal.value.key == "preview.refused_address"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        (" https://News.Example ", "https://news.example/"),
        ("https://news.example./a%20b?q=é#c%20d", "https://news.example/a%20b?q=%C3%A9#c%20d"),
        ("https://news.example:443/a%20b", "https://news.example/a%20b"),
        ("http://bücher.example/straße", "http://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
    ],
)
def test_a_public_web_address_is_written_plainly(url: str, plain: str) -> None:
    assert str(parse(url, field="link")) == plain


async def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    async def mixed(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(Invalid, match="preview.refused_address"):
        await Guard("social.example", {}, mixed).places(parse("http://news.example/", field="link"), field="link")


@pytest.mark.parametrize("ip", ["192.0.0.192", "192.0.0.9", "2001:1::1", "2620:4f:8000::1", "::ffff:93.184.216.34"])
async def test_a_name_that_leads_to_a_special_address_is_refused(ip: str) -> None:
    async def special(host: str, port: int) -> list[str]:
        return ["93.184.216.34", ip]

    with pytest.raises(Invalid, match="preview.refused_address"):
        await Guard("social.example", {}, special).places(parse("https://news.example/", field="link"), field="link")


async def test_public_addresses_of_a_name_are_all_offered() -> None:
    async def several(host: str, port: int) -> list[str]:
        return ["2606:4700:4700::1111", "8.8.8.8"]

    places = await Guard("social.example", {}, several).places(parse("https://news.example/", field="link"), field="link")
    assert places == [("2606:4700:4700::1111", 443), ("8.8.8.8", 443)]


@pytest.mark.parametrize("url", ["http://social.example/", "https://SOCIAL.example./post/1"])
async def test_the_site_does_not_ask_itself_even_when_its_place_is_fixed(url: str) -> None:
    with pytest.raises(Invalid, match="preview.refused_address"):
        await Guard("social.example", {"social.example": "127.0.0.1:80"}, _public).places(parse(url, field="link"), field="link")


async def test_a_fixed_place_is_reached_though_it_is_inside() -> None:
    guard = Guard("social.example", {"intranet": "10.0.0.5:8080", "six.example": "[::1]:81"}, _public)
    assert await guard.places(parse("http://intranet/", field="link"), field="link") == [("10.0.0.5", 8080)]
    assert await guard.places(parse("http://six.example/", field="link"), field="link") == [("::1", 81)]


async def test_a_name_without_addresses_is_unreachable() -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(Invalid, match="preview.unreachable"):
        await Guard("social.example", {}, nobody).places(parse("http://news.example/", field="link"), field="link")


async def test_the_systems_resolver_gives_plain_addresses() -> None:
    assert "127.0.0.1" in await resolve_by_system("localhost", 80)
