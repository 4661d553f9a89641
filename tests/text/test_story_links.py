"""One story is one, however people came to it; and two stories are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.core.errors import Invalid
from wtsocial.text.links import check_link
from wtsocial.text.story_links import is_canonical_of, story_of, without_trackers

PAGE = "https://news.example/story?id=1"


@pytest.mark.parametrize(
    "added",
    [
        "utm_source=x", "utm_medium=a&utm_campaign=b", "UTM_Source=x", "%75tm_source=x", "utm_anything", "fbclid=IwAR0", "gclid=1", "gclsrc=a", "mc_eid=a",
        "mc_cid=a&mc_eid=b", "igshid=x", "igsh=x", "ref_src=twsrc%5Etfw", "msclkid=1", "twclid=1", "yclid=1", "_hsenc=a&_hsmi=b", "mkt_tok=x", "mtm_source=x",
        "pk_campaign=x", "_ga=1", "_gl=1", "guccounter=1", "ns_mchannel=social", "at_medium=RSS", "srsltid=x", "wbraid=1", "ttclid=1", "xtor=RSS-1", "cmpid=x",
        "mibextid=x", "__twitter_impression=true", "itm_source=x", "sfmc_activityid=1", "bsft_eid=1", "cm_mmc=a-_-b", "s_kwcid=AL!1", "wpisrc=nl", "rdt_cid=1",
        "emci=a&emdi=b&ceid=c", "trk=x&trkCampaign=y", "spm_id_from=1", "vd_source=x", "ml_subscriber_hash=1", "redirect_log_mongo_id=1", "amp;utm_source=x",
        "PHPSESSID=0a1b", "jsessionid=0A.node1", "ASPSESSIONIDABCD=x",
    ],
)  # fmt: skip
def test_who_came_by_which_way_is_no_part_of_an_address(added: str) -> None:
    for url in (f"{PAGE}&{added}", f"https://news.example/story?{added}&id=1"):
        assert check_link(url) == PAGE
        assert story_of(check_link(url)) == story_of(PAGE)
    assert check_link(f"https://news.example/story?{added}") == "https://news.example/story"
    assert check_link(f"https://news.example/story?{added}#part") == "https://news.example/story#part"


@pytest.mark.parametrize(
    "query",
    [
        "ref=x",
        "source=x",
        "from=x",
        "s=1",
        "q=utm_source",
        "id=utm_source=1",
        "myutm_source=1",
        "p=1&page=2",
        "fbclidx=1",
        "a%20b=c%20d",
        "x=%2F&y=+",
        "a&b=&=c",
        "v=gclid",
    ],
)
def test_what_a_page_may_need_stays_as_it_is_spelled(query: str) -> None:
    assert without_trackers(f"https://news.example/?{query}") == f"https://news.example/?{query}"
    assert without_trackers(f"https://news.example/?{query}&utm_source=x") == f"https://news.example/?{query}"


@pytest.mark.parametrize(
    ("fragment", "kept"),
    [
        ("utm_source=rss", ""),
        ("xtor=RSS-1", ""),
        ("part", "#part"),
        ("/utm_source=x", "#/utm_source=x"),
        ("a&utm_source=x", "#a&utm_source=x"),
    ],
)
def test_a_fragment_that_is_only_a_tracker_goes(fragment: str, kept: str) -> None:
    assert without_trackers(f"https://news.example/a#{fragment}") == f"https://news.example/a{kept}"


ALIKE = [
    "http://news.example/story?id=1", "https://www.news.example/story?id=1", "https://news.example/story/?id=1", "https://news.example:443/story?id=1",
    "http://news.example:80/story?id=1", "HTTPS://NEWS.EXAMPLE/story?id=1", "https://news.example./story?id=1", "https://news.example/story?id=1#comments",
    "https://news.example/story?id=1#:~:text=Ice", "https://news.example/%73tory?i%64=%31", "https://news.example/story?id=1&", "https://news.example/story?&id=1",
    "https://news.example/a/../story?id=1", "https://news.example/./story?id=1", "news.example/story?id=1", "www.news.example/story?id=1&utm_source=x",
    "https://news.example//story?id=1", "https://news.example/story;jsessionid=AB12.n1?id=1", "https://news.example/story?id=1?utm_source=x",
    "https://news.example/story?id=1&amp;utm_source=x", "https://news.example/story?id=1&id=1",
]  # fmt: skip


@pytest.mark.parametrize("url", ALIKE)
def test_spellings_that_lead_to_one_page_are_one_story(url: str) -> None:
    assert story_of(check_link(url)) == story_of(PAGE)


def test_the_order_of_parameters_and_the_case_of_percents_change_nothing() -> None:
    assert story_of("https://a.example/x?b=2&a=1&a=0") == story_of("https://a.example/x?a=1&b=2&a=0")
    assert story_of("https://a.example/%d7%a9?q=%c3%a9") == story_of("https://a.example/%D7%A9?q=%C3%A9")
    assert story_of("https://a.example") == story_of("https://a.example/")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/story?id=2", "https://news.example/story", "https://news.example/Story?id=1", "https://news.example/story?ID=1",
        "https://m.news.example/story?id=1", "https://news.example:8443/story?id=1", "https://news.example/story?id=1&page=2", "https://news.example/story/2?id=1",
        "https://news.example/story?id=1#!/other", "https://news.example/story?id=1#/other", "https://news.example/story%3Fid=1", "https://news.example/story?id=1%26a=b",
        "https://news.example/story?id=", "https://news.example/story?id", "https://www2.news.example/story?id=1", "https://news.example/story?id=1;a=b",
    ],
)  # fmt: skip
def test_addresses_of_two_pages_are_two_stories(other: str) -> None:
    assert story_of(check_link(other)) != story_of(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/wiki/Foo_(bar)", "/wiki/Foo_%28bar%29"),
        ("/wiki/L'%C3%89t%C3%A9", "/wiki/L%27Été"),
        ("/a,b;c", "/a%2Cb;c"),
        ("/@name", "/%40name"),
        ("/?q=a+b", "/?q=a%20b"),
        ("/?t=12:30", "/?t=12%3A30"),
        ("/a//b///c", "/a/b/c"),
        ("/#!/a(b)", "/#!/a%28b%29"),
    ],
)
def test_a_sign_with_and_without_its_percent_is_one(one: str, other: str) -> None:
    assert story_of(check_link(f"https://a.example{one}")) == story_of(check_link(f"https://a.example{other}"))


def test_what_is_repeated_or_escaped_on_purpose_stays_apart() -> None:
    assert story_of("https://a.example/x?a=1&a=2") != story_of("https://a.example/x?a=2&a=1")
    assert story_of("https://a.example/a%2Fb") != story_of("https://a.example/a/b")
    assert story_of("https://a.example/?q=a%2Bb") != story_of("https://a.example/?q=a+b")
    assert story_of("https://www.com/x") != story_of("https://com/x")


@given(st.text(alphabet="/?#&=%.aB1:;+~!utm_@", max_size=40))
def test_a_story_is_settled_after_one_look(rest: str) -> None:
    try:
        kept = check_link(f"https://news.example/{rest}")
    except Invalid:
        return
    assert check_link(kept) == kept
    assert story_of(without_trackers(kept)) == story_of(kept)


@pytest.mark.parametrize(
    ("canonical", "url", "believed"),
    [
        ("https://news.example/story", "https://news.example/amp/story", True),
        ("https://news.example/?p=7", "https://news.example/story", True),
        ("https://news.example/", "https://news.example/story", False),
        ("https://news.example", "https://news.example/a?b", False),
        ("https://news.example/", "https://news.example/?utm_source=x", True),
    ],
)
def test_a_page_is_believed_where_it_stands_but_not_that_it_is_the_front_page(canonical: str, url: str, believed: bool) -> None:
    assert is_canonical_of(canonical, url, same_site=True) is believed
    assert not is_canonical_of(canonical, url, same_site=False)
