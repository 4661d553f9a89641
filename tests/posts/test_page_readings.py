"""A link that nobody looked at has its page read after the post is published, by a job that gives up in time."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.gateways import link_previews as outside
from wtsocial.gateways import rate_limits
from wtsocial.gateways.link_previews import Preview
from wtsocial.jobs import RetryLater
from wtsocial.models import Job, Post, PublisherHeadline, now
from wtsocial.posts import previews, publishing
from wtsocial.posts.page_readings import TRIED, LinkedPage, read_linked_page

LINK, SAID = "https://news.daily.example/1", "All ice gone"


@pytest.fixture(autouse=True)
def trouble(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The web, as far as these tests go: one page, or what is in the way of it."""
    rate_limits.forget()
    in_the_way = list[str]()

    async def page_of(_url: str) -> Preview:
        if in_the_way:
            raise Invalid(in_the_way[0], field="link")
        return Preview(LINK, SAID, "", "The Daily", "", "en", digest="f" * 64)

    monkeypatch.setattr(outside, "fetch_preview", page_of)
    return in_the_way


@pytest.fixture
async def ana() -> Viewer:
    ana = await join(await make_member("ana"), await make_subwiki())
    return await join(ana, await make_subwiki("rivers"))


async def _published(ana: Viewer, *, subwiki: str = "climate") -> int:
    return await publishing.publish_news(ana, subwiki=subwiki, headline=SAID, link=LINK)


async def _waiting() -> list[LinkedPage]:
    async with db.reading() as session:
        found = await session.exec(select(Job).where(Job.task == read_linked_page.name).order_by(col(Job.id)))
        return [read_linked_page.decode(one.args) for one in found.all()]


async def _known(post_id: int) -> tuple[str, str]:
    async with db.reading() as session:
        known = await session.get(PublisherHeadline, post_id)
        post = (await session.exec(select(Post).where(Post.id == post_id))).one()
    return post.worded_by, known.headline if known else ""


async def test_its_page_is_read_after_it_is_published(ana: Viewer) -> None:
    post = await _published(ana)
    assert await _known(post) == ("", "")
    [page] = await _waiting()
    await read_linked_page(page)
    assert await _known(post) == ("source", SAID)
    # It may run twice, and another post needs no other reading.
    await read_linked_page(page)
    assert await _known(await _published(ana, subwiki="rivers")) == ("source", SAID)
    assert await _waiting() == [page]


async def test_a_link_that_was_previewed_a_discussion_and_an_import_have_nothing_read(ana: Viewer) -> None:
    await publishing.open_discussion(ana, subwiki="climate", headline="What now?", text="Ice is over.")
    await publishing.publish(ana, "climate", publishing.news_draft(SAID, LINK, "", "collaborative", ""), published_at=now())
    await previews.preview_link(ana, link=LINK)
    await _published(ana, subwiki="rivers")
    assert await _waiting() == []


async def test_a_page_that_does_not_answer_is_asked_again_for_some_hours(ana: Viewer, trouble: list[str]) -> None:
    post = await _published(ana)
    [page] = await _waiting()
    assert abs(page.until - (now() + TRIED).timestamp()) < timedelta(minutes=5).total_seconds()
    trouble[:] = ["preview.unreachable"]
    with pytest.raises(RetryLater):
        await read_linked_page(page)
    await read_linked_page(LinkedPage(LINK, until=now().timestamp() - 1))
    trouble[:] = ["preview.refused_address"]
    await read_linked_page(page)
    assert await _known(post) == ("", "")
