"""The same story again in a subwiki within a week leads to the discussion that is there, however its address is spelled."""

from datetime import timedelta

import pytest
from sqlmodel import col, update

from tests.factories import join, make_member, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.feeds import queries as feeds
from wtsocial.models import Post, now
from wtsocial.posts.places import SAME_LINK_WITHIN
from wtsocial.posts.publishing import open_discussion, publish_news

STORY = "https://www.gauge.example/low?id=7"


@pytest.fixture
async def ana(database: str) -> Viewer:
    """Who is in two subwikis."""
    ana = await join(await make_member("ana"), await make_subwiki("climate"))
    return await join(ana, await make_subwiki("rivers"))


async def post(by: Viewer, link: str, *, subwiki: str = "climate", canonical: str = "") -> int:
    return await publish_news(by, subwiki=subwiki, headline="Rivers run low", link=link, canonical=canonical)


@pytest.mark.parametrize(
    "link",
    [STORY, "http://gauge.example/low?id=7", f"{STORY}&utm_source=mail&fbclid=x", f"{STORY}#top", "https://WWW.GAUGE.example:443/low?id=7"],
)
async def test_another_spelling_of_a_link_leads_to_the_post_that_is_there(ana: Viewer, link: str) -> None:
    first = await post(ana, STORY)
    with pytest.raises(Invalid, match=r"post\.same_link") as refused:
        await post(await viewer(ana), link)
    assert (refused.value.field, refused.value.params) == ("link", {"post": first})
    assert [one.id for one in (await feeds.everything(ana)).posts] == [first]


async def test_what_the_page_says_of_its_address_counts_on_either_side(ana: Viewer) -> None:
    first = await post(ana, "https://short.example/1", canonical=STORY)
    for link, canonical in ((STORY, ""), ("https://short.example/2", STORY)):
        with pytest.raises(Invalid) as refused:
            await post(ana, link, canonical=canonical)
        assert refused.value.params == {"post": first}
    second = await post(ana, "https://gauge.example/other")
    with pytest.raises(Invalid) as refused:
        await post(ana, "https://gauge.example/other", canonical="https://gauge.example/elsewhere")
    assert refused.value.params == {"post": second}


async def test_another_story_another_subwiki_and_after_a_week_it_is_a_post_of_its_own(ana: Viewer) -> None:
    first = await post(ana, STORY)
    assert await post(ana, "https://gauge.example/low?id=8")
    assert await post(ana, STORY, subwiki="rivers")
    for _ in range(2):
        assert await open_discussion(ana, subwiki="climate", headline="No link", text="At all")
    async with db.transaction() as change:
        then = now() - SAME_LINK_WITHIN - timedelta(minutes=1)
        await change.session.exec(update(Post).where(col(Post.id) == first).values(published_at=then))
    assert await post(ana, STORY) > first


async def test_what_is_hidden_or_waits_stands_in_nobodys_way(ana: Viewer) -> None:
    first = await post(ana, STORY)
    async with db.transaction() as change:
        await change.session.exec(update(Post).where(col(Post.id) == first).values(hidden_at=now()))
    assert await post(ana, STORY) > first
