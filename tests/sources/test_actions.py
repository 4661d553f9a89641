"""Source memory: counters that stay true whatever happens, and entries that can be contested in public."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.edits import edit_text
from wtsocial.models import ModerationAction, Source, SourceDispute
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.erasure import erase_revision
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import source_counts
from wtsocial.posts.imported_posts import OldPost, import_posts
from wtsocial.posts.publishing import publish_news
from wtsocial.posts.queries import link_key
from wtsocial.posts.source_pages import remember_reading
from wtsocial.posts.views import LinkPreviewView
from wtsocial.sources import queries as sources
from wtsocial.sources.actions import answer_contest, contest
from wtsocial.text import limits
from wtsocial.text.reasons import CorrectionReason

SOURCE = "https://ice.example/2026"
LINK = "https://news.daily.example/1"


async def _counts(domain: str = "daily.example") -> tuple[int, int]:
    async with db.reading() as session:
        row = (await session.exec(select(Source).where(Source.domain == domain))).first()
    return (row.posts_count, row.corrected_count) if row else (0, 0)


async def _posted() -> tuple[Viewer, Viewer, int]:
    """Who moderates there, who posted, and the news of daily.example."""
    place = await make_subwiki("climate")
    ana, mo = await join(await make_member("ana"), place), await join(await make_member("mo"), place, role="moderator")
    # As the preview read it: the headline is the source's own.
    async with db.transaction() as change:
        await remember_reading(change.session, [link_key(LINK)], headline="All ice gone", site="Daily", digest="d" * 64)
    return mo, ana, await publish_news(ana, subwiki="climate", headline="All ice gone", link=LINK)


async def _correct(by: Viewer, post_id: int, headline: str, based_on: int = 1, reason: CorrectionReason = "false") -> None:
    await correct_headline(by, post_id=post_id, headline=headline, reason=reason, source=SOURCE, based_on=based_on)


async def test_what_is_published_and_imported_counts_for_its_source() -> None:
    _, ana, _ = await _posted()
    assert await _counts() == (1, 0)
    await publish_news(ana, subwiki="climate", headline="More", link="https://www.daily.example/2")
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    old = [OldPost(ana, "climate", f"Old {number}", link, "Text", moment) for number, link in enumerate(["http://daily.example/3", ""])]
    await import_posts(old)
    assert await _counts() == (3, 0)
    assert await _counts("") == (0, 0)


async def test_a_headline_counts_once_however_often_it_is_corrected_and_not_for_spelling() -> None:
    mo, ana, post_id = await _posted()
    await _correct(mo, post_id, "All ice gonne", reason="spelling")
    assert await _counts() == (1, 0)
    await _correct(mo, post_id, "Some ice gone", 2)
    await _correct(ana, post_id, "A little ice gone", 3)
    await _correct(ana, post_id, "A Little Ice Gone", 4, "spelling")
    assert await _counts() == (1, 1)


async def test_going_back_to_the_first_headline_takes_it_out_again() -> None:
    mo, _, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone")
    await _correct(mo, post_id, "All ice gone", 2)
    assert await _counts() == (1, 0)


async def test_what_is_hidden_counts_for_nothing_until_it_is_restored() -> None:
    mo, _, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone")
    await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    assert await _counts() == (0, 0)
    assert (await sources.of_domain(mo, "daily.example")).entries == []
    await decide(mo, subject_kind="post", subject_id=post_id, action="restore", reason="No spam")
    assert await _counts() == (1, 1)


@pytest.mark.parametrize("number", [1, 2])
async def test_what_is_erased_is_neither_listed_nor_counted(number: int) -> None:
    mo, ana, post_id = await _posted()
    await _correct(ana, post_id, "Some ice gone")
    await edit_text(ana, post_id=post_id, text="In the north.", based_on=2)
    await _correct(ana, post_id, "Some ice gone!", 3, reason="spelling")
    assert await _counts() == (1, 1)
    await erase_revision(mo, subject_kind="post", subject_id=post_id, number=number, reason="an address")
    assert (await sources.of_domain(ana, "daily.example")).entries == []
    assert await _counts() == (1, 0)
    await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="asked to")
    await decide(mo, subject_kind="post", subject_id=post_id, action="restore", reason="asked to")
    assert await _counts() == (1, 0)
    with pytest.raises(Invalid, match="source_dispute.nothing"):
        await contest(ana, post_id=post_id, text="No.")


async def test_what_is_erased_while_hidden_counts_for_nothing_when_it_is_shown_again() -> None:
    mo, ana, post_id = await _posted()
    await _correct(ana, post_id, "Some ice gone")
    await edit_text(ana, post_id=post_id, text="In the north.", based_on=2)
    await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="an address")
    await erase_revision(mo, subject_kind="post", subject_id=post_id, number=2, reason="an address")
    assert await _counts() == (0, 0)
    await decide(mo, subject_kind="post", subject_id=post_id, action="restore", reason="clean now")
    assert await _counts() == (1, 0)


async def test_the_card_the_composer_and_the_page_show_the_record() -> None:
    mo, ana, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone", reason="exaggerated")
    post = await posts.one(Viewer(), post_id)
    assert (post.domain, post.source_posts, post.source_corrected) == ("daily.example", 1, 1)
    pasted = await source_counts.with_source_counts(LinkPreviewView(link="https://blog.daily.example/7"))
    assert (pasted.domain, pasted.source_posts, pasted.source_corrected) == ("daily.example", 1, 1)
    assert await source_counts.with_source_counts(LinkPreviewView(link="https://new.example/")) == LinkPreviewView(
        link="https://new.example/"
    )
    found = await sources.of_domain(ana, "WWW.news.daily.example")
    assert (found.domain, found.posts, found.corrected) == ("daily.example", 1, 1)
    assert [(one.reason, one.count) for one in found.reasons] == [("exaggerated", 1)]
    [entry] = found.entries
    assert (entry.before, entry.after, entry.by, entry.number) == ("All ice gone", "Some ice gone", "mo", 2)
    assert (entry.struck, entry.may_contest) == (False, True)
    assert (await sources.of_domain(Viewer(), "daily.example")).entries[0].may_contest is False
    with pytest.raises(NotFound):
        await sources.of_domain(ana, "nowhere.example")


async def test_an_entry_is_contested_struck_and_counted_no_longer() -> None:
    mo, ana, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone")
    number = await contest(ana, post_id=post_id, text="We wrote it otherwise.", for_source=True)
    [waiting] = await sources.waiting(mo)
    assert (waiting.member, waiting.for_source, waiting.text, waiting.may_answer) == ("ana", True, "We wrote it otherwise.", True)
    assert await sources.waiting(ana) == []
    await answer_contest(mo, contest_id=number, outcome="struck", answer="The poster's own words.")
    assert await _counts() == (1, 0)
    found = await sources.of_domain(Viewer(), "daily.example")
    assert found.reasons == []
    assert (found.entries[0].struck, found.entries[0].contests[0].answer) == (True, "The poster's own words.")
    async with db.reading() as session:
        logged = (await session.exec(select(ModerationAction))).one()
    assert (logged.action, logged.detail, logged.actor_id, logged.post_id, logged.reason) == (
        "answer", "struck", mo.id, post_id, "The poster's own words.",
    )  # fmt: skip
    told = [one for one in await notifications.inbox(ana) if one.kind == "contest_struck"]
    assert [(one.path, one.params["source"]) for one in told] == [("/source/daily.example", "daily.example")]
    await decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    assert await _counts() == (0, 0)


async def test_a_kept_entry_stays_and_the_same_member_cannot_ask_again() -> None:
    mo, ana, post_id = await _posted()
    ben = await make_member("ben")
    await _correct(mo, post_id, "Some ice gone")
    number = await contest(ana, post_id=post_id, text="Why?")
    for viewer in (ana, ben):
        with pytest.raises(Invalid, match=r"source_dispute\.open"):
            await contest(viewer, post_id=post_id, text="Why?")
    await answer_contest(mo, contest_id=number, outcome="kept", answer="It said so.")
    assert await _counts() == (1, 1)
    with pytest.raises(Invalid, match=r"source_dispute\.decided"):
        await answer_contest(mo, contest_id=number, outcome="struck", answer="Or not.")
    with pytest.raises(Invalid, match=r"source_dispute\.answered"):
        await contest(ana, post_id=post_id, text="But why?")
    assert await contest(ben, post_id=post_id, text="I ask, too.")


async def test_a_new_correction_after_a_strike_counts_again() -> None:
    mo, ana, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone")
    number = await contest(ana, post_id=post_id, text="Why?")
    await answer_contest(mo, contest_id=number, outcome="struck", answer="Right.")
    with pytest.raises(Invalid, match=r"source_dispute\.nothing"):
        await contest(ana, post_id=post_id, text="Why?")
    await _correct(mo, post_id, "Hardly any ice gone", 2)
    assert await _counts() == (1, 1)


async def test_striking_what_was_corrected_anew_meanwhile_takes_nothing_away() -> None:
    mo, ana, post_id = await _posted()
    await _correct(mo, post_id, "Some ice gone")
    number = await contest(ana, post_id=post_id, text="Why?")
    await _correct(mo, post_id, "Hardly any ice gone", 2)
    await answer_contest(mo, contest_id=number, outcome="struck", answer="Right.")
    assert await _counts() == (1, 1)


async def test_who_may_neither_contest_nor_answer_is_refused() -> None:
    mo, ana, post_id = await _posted()
    with pytest.raises(Invalid, match=r"source_dispute\.nothing"):
        await contest(ana, post_id=post_id, text="Nothing was corrected.")
    await _correct(mo, post_id, "Some ice gone")
    with pytest.raises(LoginNeeded):
        await contest(Viewer(), post_id=post_id, text="Why?")
    with pytest.raises(NotAllowed):
        await contest(await make_member("sus", state="suspended"), post_id=post_id, text="Why?")
    with pytest.raises(Invalid):
        await contest(ana, post_id=post_id, text="   ")
    with pytest.raises(NotFound):
        await contest(ana, post_id=999, text="Why?")
    own = await contest(mo, post_id=post_id, text="I doubt it myself.")
    elsewhere = await join(await make_member("eli"), await make_subwiki("cooking"), role="moderator")
    for viewer in (ana, mo, elsewhere):
        with pytest.raises(NotAllowed):
            await answer_contest(viewer, contest_id=own, outcome="struck", answer="Yes.")
    with pytest.raises(LoginNeeded):
        await answer_contest(Viewer(), contest_id=own, outcome="struck", answer="Yes.")
    with pytest.raises(NotFound):
        await answer_contest(mo, contest_id=999, outcome="struck", answer="Yes.")
    with pytest.raises(Invalid):
        await answer_contest(await make_member("root", admin=True), contest_id=own, outcome="struck", answer=" ")
    async with db.reading() as session:
        assert (await session.exec(select(SourceDispute.outcome))).one() == ""
    assert await _counts() == (1, 1)


async def test_contests_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    mo, ana, post_id = await _posted()
    monkeypatch.setattr(limits, "CONTESTS_PER_HOUR", 1)
    place = (await posts.one(ana, post_id)).subwiki_id
    other = await make_post(
        ana, place, kind="news", link="https://daily.example/9", host="daily.example", headline="Nine", worded_by="source"
    )
    for number in (post_id, other):
        await _correct(mo, number, "Some ice gone")
    await contest(ana, post_id=post_id, text="Why?")
    with pytest.raises(TooMany):
        await contest(ana, post_id=other, text="Why?")
