"""Link previews: what is read for whom, what becomes of the picture, and that a page in trouble stops nobody."""

from io import BytesIO

import pytest
from PIL import Image

from tests.factories import join, make_member, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, TooMany
from wtsocial.gateways import link_previews as outside
from wtsocial.gateways import pictures, rate_limits
from wtsocial.gateways.link_previews import Preview
from wtsocial.posts import previews, publishing
from wtsocial.text import limits

LINK = "https://news.example/ice"


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The web, as far as these tests go: one page with a picture; answers what was asked of it."""
    asked: list[str] = []
    rate_limits.forget()

    async def page_of(url: str) -> Preview:
        asked.append(url)
        if "slow" in url:
            raise Invalid("preview.too_slow", field="link")
        return Preview("https://news.example/moved", "Ice " * 200, "Less of it", "The News", "https://news.example/ice.png", "en")

    async def picture_of(url: str) -> bytes:
        asked.append(url)
        return _picture()

    monkeypatch.setattr(outside, "fetch_preview", page_of)
    monkeypatch.setattr(outside, "fetch_picture", picture_of)
    return asked


async def test_a_page_fills_in_headline_source_and_a_picture_of_our_own() -> None:
    found = await previews.preview_link(await make_member(), link=LINK)
    assert (found.link, found.site, found.description, found.posted, found.trouble) == (
        "https://news.example/moved", "The News", "Less of it", 0, "",
    )  # fmt: skip
    assert found.headline.startswith("Ice Ice")
    assert len(found.headline) <= limits.HEADLINE
    assert pictures.path_of(found.picture) is not None


async def test_a_link_that_stands_here_already_is_found_under_its_own_and_its_new_address() -> None:
    ana: Viewer = await join(await make_member(), await make_subwiki())
    post_id = await publishing.publish_news(ana, subwiki="climate", headline="Ice", link="https://news.example/moved")
    assert (await previews.preview_link(ana, link=LINK)).posted == post_id
    assert (await previews.preview_link(ana, link="https://news.example/moved")).posted == post_id


async def test_a_page_in_trouble_says_why_and_the_link_stays_good() -> None:
    found = await previews.preview_link(await make_member(), link="https://www.news.example/slow")
    assert (found.trouble, found.link, found.site, found.picture) == (
        "preview.too_slow", "https://www.news.example/slow", "news.example", "",
    )  # fmt: skip


async def test_a_picture_that_is_none_costs_the_picture_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_picture(url: str) -> bytes:
        return b"<svg onload=alert(1)>"

    monkeypatch.setattr(outside, "fetch_picture", no_picture)
    found = await previews.preview_link(await make_member(), link=LINK)
    assert found.site == "The News"
    assert found.picture == ""


async def test_only_those_who_may_take_part_have_pages_looked_at(page: list[str]) -> None:
    with pytest.raises(LoginNeeded):
        await previews.preview_link(Viewer(), link=LINK)
    for state in ("waiting", "suspended"):
        with pytest.raises(NotAllowed):
            await previews.preview_link(await make_member(state, state=state), link=LINK)
    assert page == []


async def test_what_is_no_link_is_refused_before_anything_is_asked(page: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        await previews.preview_link(await make_member(), link="javascript:alert(1)")
    assert (refused.value.key, refused.value.field) == ("link.scheme", "link")
    assert page == []


async def test_nobody_makes_this_site_ask_others_without_end() -> None:
    ana = await make_member()
    for number in range(limits.PREVIEWS_PER_MINUTE):
        await previews.preview_link(ana, link=f"https://news.example/slow/{number}")
    with pytest.raises(TooMany):
        await previews.preview_link(ana, link=LINK)
    assert (await previews.preview_link(await make_member("ben"), link=LINK)).trouble == ""


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/moved?utm_source=x", "http://www.news.example/moved/", "news.example/moved#part", "https://NEWS.example:443/%6Doved?fbclid=1",
    ],
)  # fmt: skip
async def test_one_story_is_found_under_all_its_addresses(other: str) -> None:
    ana: Viewer = await join(await make_member(), await make_subwiki())
    post_id = await publishing.publish_news(ana, subwiki="climate", headline="Ice", link="https://news.example/moved")
    assert (await previews.preview_link(ana, link=f"{other}")).posted == post_id
    ana = await join(ana, await make_subwiki("rivers"))
    again = await publishing.publish_news(ana, subwiki="rivers", headline="Ice", link=other)
    assert (await previews.preview_link(ana, link="https://news.example/moved")).posted == again


async def test_two_stories_of_one_address_but_another_parameter_are_two() -> None:
    ana: Viewer = await join(await make_member(), await make_subwiki())
    await publishing.publish_news(ana, subwiki="climate", headline="Ice", link="https://other.example/slow?id=1")
    assert (await previews.preview_link(ana, link="https://other.example/slow?id=2")).posted == 0


async def test_a_post_is_known_by_where_its_page_says_that_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    async def page_of(url: str) -> Preview:
        return Preview(url, "Ice", "", "The News", "", "he-IL", "https://news.example/story?utm_source=self")

    monkeypatch.setattr(outside, "fetch_preview", page_of)
    ana: Viewer = await join(await make_member(), await make_subwiki())
    found = await previews.preview_link(ana, link="https://news.example/amp/story")
    assert (found.canonical, found.language, found.posted) == ("https://news.example/story", "he", 0)
    post_id = await publishing.publish_news(ana, subwiki="climate", headline="Ice", link=found.link, canonical=found.canonical)
    for link in ("https://news.example/story", "https://news.example/print/story", "https://m.news.example/story"):
        assert (await previews.preview_link(ana, link=link)).posted == post_id


@pytest.mark.parametrize(
    ("tag", "code"), [("he", "he"), ("iw", "he"), ("pt-BR", "pt"), ("nb-NO", "no"), ("zh-Hans", "zh"), ("xx", ""), ("", ""), ("tlh", "")]
)
async def test_a_pages_language_is_proposed_when_it_is_in_the_list(monkeypatch: pytest.MonkeyPatch, tag: str, code: str) -> None:
    async def page_of(url: str) -> Preview:
        return Preview(url, "Ice", "", "The News", "", tag)

    monkeypatch.setattr(outside, "fetch_preview", page_of)
    assert (await previews.preview_link(await make_member(), link=LINK)).language == code
