"""A link that was published before its page was read is known to the source memory when it is read."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.gateways import link_previews as outside
from wtsocial.gateways import rate_limits
from wtsocial.gateways.link_previews import Preview
from wtsocial.models import Post, PublisherHeadline, Source, now
from wtsocial.moderation.decisions import decide
from wtsocial.posts import previews, publishing
from wtsocial.text.reasons import CorrectionReason

LINK, SAID = "https://news.daily.example/1", "All ice gone"


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The web, as far as these tests go: one page."""
    rate_limits.forget()

    async def page_of(_url: str) -> Preview:
        return Preview(LINK, f"{SAID} | The Daily", "", "The Daily", "", "en", digest="f" * 64)

    monkeypatch.setattr(outside, "fetch_preview", page_of)


async def _ana() -> Viewer:
    ana = await join(await make_member("ana"), await make_subwiki())
    return await join(ana, await make_subwiki("rivers"))


async def _published(ana: Viewer, headline: str = SAID, *, subwiki: str = "climate") -> int:
    return await publishing.publish_news(ana, subwiki=subwiki, headline=headline, link=LINK)


async def _corrected(ana: Viewer, post_id: int, reason: CorrectionReason) -> None:
    await correct_headline(ana, post_id=post_id, headline="Some ice gone", reason=reason, source="https://ice.example/", based_on=1)


async def _known(post_id: int) -> tuple[str, str]:
    async with db.reading() as session:
        kept = await session.get(PublisherHeadline, post_id)
        post = (await session.exec(select(Post).where(Post.id == post_id))).one()
    return post.worded_by, kept.headline if kept else ""


async def _counts() -> tuple[int, int, int, int]:
    async with db.reading() as session:
        row = (await session.exec(select(Source).where(Source.domain == "daily.example"))).one()
    return row.posts_count, row.own_count, row.corrected_count, row.other_count


async def test_a_preview_that_comes_after_the_post_is_kept_with_it_and_counted() -> None:
    ana = await _ana()
    own, retold = await _published(ana), await _published(ana, "Ice is over", subwiki="rivers")
    assert (await _known(own), await _counts()) == (("", ""), (2, 0, 0, 0))
    await previews.preview_link(ana, link=LINK)
    assert [await _known(one) for one in (own, retold)] == [("source", SAID), ("member", SAID)]
    assert await _counts() == (2, 1, 0, 0)
    await previews.preview_link(ana, link=LINK)
    assert await _counts() == (2, 1, 0, 0)


async def test_what_was_corrected_meanwhile_counts_as_what_it_is_known_to_be() -> None:
    ana = await _ana()
    own, retold = await _published(ana), await _published(ana, "Ice is over", subwiki="rivers")
    for post_id in (own, retold):
        await _corrected(ana, post_id, "false")
    assert await _counts() == (2, 0, 0, 2)
    await previews.preview_link(ana, link=LINK)
    assert await _counts() == (2, 1, 1, 1)


async def test_hidden_and_old_posts_are_not_counted_by_it() -> None:
    ana = await _ana()
    hidden, old = await _published(ana), await _published(ana, subwiki="rivers")
    await decide(await make_member("root", admin=True), subject_kind="post", subject_id=hidden, action="hide", reason="Not here.")
    async with db.transaction() as change:
        await change.session.exec(update(Post).where(col(Post.id) == old).values(published_at=now() - timedelta(days=3)))
    await previews.preview_link(ana, link=LINK)
    assert [await _known(one) for one in (hidden, old)] == [("source", SAID), ("", "")]
    assert await _counts() == (1, 0, 0, 0)
