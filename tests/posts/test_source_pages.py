"""What a publisher said is kept with a post, and only what the source itself said counts against it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.gateways import link_previews as outside
from wtsocial.gateways import rate_limits
from wtsocial.gateways.link_previews import Preview
from wtsocial.models import Post, PublisherHeadline, Source, SourceReading, now
from wtsocial.moderation.erasure import erase_revision
from wtsocial.posts import previews, publishing, source_pages
from wtsocial.posts import queries as posts
from wtsocial.sources import queries as sources
from wtsocial.sources.actions import contest
from wtsocial.text.reasons import CorrectionReason

PASTED, MOVED = "https://short.example/1", "https://news.daily.example/1"
SAID = "All ice gone"


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The web, as far as these tests go: one page, to which another address leads."""
    rate_limits.forget()

    async def page_of(url: str) -> Preview:
        if "away" in url:
            raise Invalid("preview.unreachable", field="link")
        return Preview(MOVED, f"{SAID} | The Daily", "", "The Daily", "", "en", digest="f" * 64)

    monkeypatch.setattr(outside, "fetch_preview", page_of)


async def _ana() -> Viewer:
    return await join(await make_member("ana"), await make_subwiki())


async def _published(ana: Viewer, headline: str, link: str = MOVED, *, read: bool = True) -> int:
    if read:
        await previews.preview_link(ana, link=PASTED)
    return await publishing.publish_news(ana, subwiki="climate", headline=headline, link=link)


async def _correct(by: Viewer, post_id: int, reason: CorrectionReason = "false", **more: Any) -> None:
    about: dict[str, Any] = {"reason": reason, "source": "https://ice.example/2026", "based_on": 1} | more
    await correct_headline(by, post_id=post_id, headline="Some ice gone", **about)


async def _counts(domain: str = "daily.example") -> tuple[int, int, int, int]:
    async with db.reading() as session:
        row = (await session.exec(select(Source).where(Source.domain == domain))).one()
    return row.posts_count, row.own_count, row.corrected_count, row.other_count


async def _kept(post_id: int) -> PublisherHeadline | None:
    async with db.reading() as session:
        return await session.get(PublisherHeadline, post_id)


async def test_a_post_keeps_what_the_publisher_said_when_it_was_seen_and_a_digest_of_the_page() -> None:
    post_id = await _published(await _ana(), "Nothing left of the ice!")
    kept = await _kept(post_id)
    assert kept is not None
    assert (kept.headline, kept.digest) == (SAID, "f" * 64)
    assert now() - kept.seen_at < timedelta(minutes=1)
    post = await posts.one(Viewer(), post_id)
    assert (post.source_says, post.source_seen_at > 0) == (SAID, True)


@pytest.mark.parametrize("headline", [SAID, "all ICE gone!", "“All ice gone”"])
async def test_nothing_is_said_of_the_source_where_the_post_says_the_same(headline: str) -> None:
    post = await posts.one(Viewer(), await _published(await _ana(), headline))
    assert (post.source_says, post.source_seen_at) == ("", 0)
    assert await _counts() == (1, 1, 0, 0)


@pytest.mark.parametrize("link", [PASTED, MOVED])
async def test_it_is_known_under_the_address_that_was_pasted_and_the_one_it_leads_to(link: str) -> None:
    assert await _kept(await _published(await _ana(), SAID, link)) is not None


async def test_what_nobody_read_is_unknown_and_counts_against_nobody() -> None:
    ana = await _ana()
    post_id = await _published(ana, SAID, read=False)
    assert await _kept(post_id) is None
    await _correct(ana, post_id)
    assert await _counts() == (1, 0, 0, 1)
    with pytest.raises(Invalid, match="source_dispute.nothing"):
        await contest(ana, post_id=post_id, text="It is not the source's.")


async def test_a_page_that_could_not_be_read_is_unknown() -> None:
    ana = await _ana()
    away = "https://away.daily.example/1"
    await previews.preview_link(ana, link=away)
    assert await _kept(await publishing.publish_news(ana, subwiki="climate", headline=SAID, link=away)) is None


async def test_what_was_read_days_ago_is_not_what_the_page_says_now_and_is_forgotten() -> None:
    ana = await _ana()
    await previews.preview_link(ana, link=PASTED)
    async with db.transaction() as change:
        await change.session.exec(update(SourceReading).values(seen_at=now() - timedelta(days=3)))
    assert await _kept(await _published(ana, SAID, read=False)) is None
    await previews.preview_link(ana, link="https://other.example/")
    async with db.reading() as session:
        assert (await session.exec(select(SourceReading.link_key).where(SourceReading.link_key == posts.link_key(PASTED)))).all() == []


async def test_the_sources_own_words_count_against_it_and_a_members_do_not() -> None:
    ana = await _ana()
    own, told = await _published(ana, SAID), await _published(ana, "Nothing left of the ice!", f"{MOVED}?2", read=False)
    await _correct(ana, own)
    await _correct(ana, told)
    assert await _counts() == (2, 1, 1, 1)
    found = await sources.of_domain(ana, "daily.example")
    assert (found.posts, found.own, found.corrected, found.other) == (2, 1, 1, 1)
    assert [(entry.post_id, entry.worded_by, entry.counts, entry.may_contest) for entry in found.entries] == [
        (told, "", False, False),
        (own, "source", True, True),
    ]
    assert [(one.reason, one.count) for one in found.reasons] == [("false", 1)]


@pytest.mark.parametrize(("reason", "own_error"), [("retold", False), ("false", True)])
async def test_neither_a_retold_headline_nor_an_authors_own_error_counts_against_the_source(reason: Any, own_error: bool) -> None:
    ana = await _ana()
    await _correct(ana, await _published(ana, SAID), reason, own_error=own_error)
    assert await _counts() == (1, 1, 0, 1)
    assert (await sources.of_domain(ana, "daily.example")).reasons == []


async def test_another_correction_moves_it_from_one_figure_to_the_other_and_back_takes_it_out() -> None:
    ana = await _ana()
    post_id = await _published(ana, SAID)
    await _correct(ana, post_id, "retold")
    await correct_headline(ana, post_id=post_id, headline="Little ice", reason="false", source="https://ice.example/1", based_on=2)
    assert await _counts() == (1, 1, 1, 0)
    await correct_headline(ana, post_id=post_id, headline=SAID, reason="false", source="https://ice.example/1", based_on=3)
    assert await _counts() == (1, 1, 0, 0)


async def test_an_erased_first_headline_takes_what_the_source_said_with_it() -> None:
    ana = await _ana()
    mo = await join(await make_member("mo", admin=True), (await posts.one(ana, await _published(ana, "No ice"))).subwiki_id)
    async with db.reading() as session:
        post_id = (await session.exec(select(Post.id).order_by(col(Post.id).desc()).limit(1))).one() or 0
    await _correct(ana, post_id)
    await erase_revision(mo, subject_kind="post", subject_id=post_id, number=1, reason="an address")
    assert (await posts.one(ana, post_id)).source_says == ""
    async with db.reading() as session:
        assert (await session.exec(select(PublisherHeadline.headline))).all() == [""]


async def test_a_post_without_a_link_keeps_nothing() -> None:
    ana = await _ana()
    post_id = await make_post(ana, (await posts.one(ana, await _published(ana, SAID))).subwiki_id)
    assert (await posts.one(ana, post_id)).source_says == ""
    assert await _kept(post_id) is None


@pytest.mark.parametrize(("headline", "site", "own"), [
    ("Ice gone | The Daily", "The Daily", "Ice gone"),
    ("Ice gone - the daily", "The Daily", "Ice gone"),
    ("Ice gone says The Daily", "The Daily", "Ice gone says The Daily"),
    ("The Daily", "The Daily", "The Daily"),
    ("Ice gone", "", "Ice gone"),
])  # fmt: skip
def test_the_name_of_the_site_is_no_part_of_its_headline(headline: str, site: str, own: str) -> None:
    assert source_pages.own_headline(headline, site) == own


def test_other_words_are_a_members_and_no_words_are_unknown() -> None:
    assert [source_pages.worded_by("Ice gone", said) for said in ("ice GONE.", "Ice melts", "")] == ["source", "member", ""]
