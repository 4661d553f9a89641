"""The rows for what members do: their account and choices, posts, edits, suggestions, subwikis, invitations, the site's books."""

from typing import Any, Final

from sqlmodel import col, delete, select, update

from tests.permissions.world import (
    ACTIVE,
    ADMIN,
    ALL,
    KNOWN,
    LINK,
    MODERATING,
    NOBODY,
    PASSWORD,
    SETTLED,
    At,
    Row,
    later,
    put,
)
from wtsocial.accounts import logins, profiles
from wtsocial.admin import announcements, jobs
from wtsocial.admin import invitations as all_invitations
from wtsocial.admin import settings as site_settings
from wtsocial.choices import actions as choosing
from wtsocial.choices import presets
from wtsocial.db import Transaction
from wtsocial.donations import checkout, expenses
from wtsocial.editing.actions import corrections, disputes, edits, reverts, reviews, suggestions, thanks
from wtsocial.joining import actions as joining
from wtsocial.joining import invitations, registration
from wtsocial.models import Adoption, Announcement, ConfidenceVote, Dispute, DisputeOption, Donation, Member, Membership, Post, Subwiki
from wtsocial.notifications import actions as notices
from wtsocial.posts import comments, drafts, labels, previews, publishing, votes
from wtsocial.sources import actions as sources
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis import adoption, confidence, moderators, vetting

INDIVIDUAL = put("post", mode="individual")
NEWS: Final[dict[str, Any]] = {"subwiki": "climate", "headline": "Rivers run low", "link": LINK}
TEXT: Final = "The gauges say so."
CORRECTION: Final[dict[str, Any]] = {"headline": "Sea ice is rather low", "reason": "exaggerated", "source": LINK}


async def out(change: Transaction, at: At) -> None:
    """Nobody but fay is in the subwiki."""
    await change.session.exec(delete(Membership).where(col(Membership.subwiki_id) == at["place"], col(Membership.member_id) == at.who.id))


async def war(change: Transaction, at: At) -> None:
    """An edit war about the post is put to the vote; it began after everybody had joined."""
    dispute = Dispute(post_id=at["post"], field="headline", begun=1, detected=2, stands=1, at=later(1), ends_at=later(2))
    change.session.add(dispute)
    await change.session.flush()
    change.session.add_all([DisputeOption(dispute_id=dispute.id or 0, number=number) for number in (1, 2)])
    await change.session.exec(update(Post).where(col(Post.id) == at["post"]).values(disputed_at=later(0)))


async def unconfirmed(change: Transaction, at: At) -> None:
    """Whoever asks has not confirmed their address."""
    await change.session.exec(update(Member).where(col(Member.id) == at.who.id).values(email_confirmed_at=None))


async def protected(change: Transaction, at: At) -> None:
    """The subwiki is for trusted members to change."""
    await change.session.exec(update(Subwiki).where(col(Subwiki.id) == at["place"]).values(protection="trusted"))


async def given(change: Transaction, at: At) -> None:
    """Whoever asks gave something."""
    if at.who.known:
        change.session.add(Donation(reference="r", member_id=at.who.id, kind="once", amount=500, currency="USD"))
        await change.session.flush()


async def announced(change: Transaction, at: At) -> None:
    """Something stands at the top of every page."""
    change.session.add(Announcement(id=7, text=TEXT, tone="news", made_by_id=at["fay"]))
    await change.session.flush()


async def moderated_by_another(change: Transaction, at: At) -> None:
    """Fay moderates the subwiki, too."""
    here = (col(Membership.subwiki_id) == at["place"], col(Membership.member_id) == at["fay"])
    await change.session.exec(update(Membership).where(*here).values(role="moderator"))


async def long_there(change: Transaction, at: At) -> None:
    """Whoever asks is in the subwiki for a year, and posted there."""
    here = (col(Membership.subwiki_id) == at["place"], col(Membership.member_id) == at.who.id)
    await change.session.exec(update(Membership).where(*here).values(joined_at=later(-365)))
    if at.who.known:
        theirs = update(Post).where(col(Post.id) == at["other"]).values(author_id=at.who.id, published_at=later(-364))
        await change.session.exec(theirs)


async def mira(change: Transaction, at: At) -> None:
    """Mira moderates the subwiki, too."""
    number = (await change.session.exec(select(Member.id).where(Member.name == "mira"))).one() or 0
    change.session.add(Membership(member_id=number, subwiki_id=at["place"], role="moderator"))
    await change.session.flush()


async def in_doubt(change: Transaction, at: At) -> None:
    """Members vote on mira."""
    number = (await change.session.exec(select(Member.id).where(Member.name == "mira"))).one() or 0
    vote = ConfidenceVote(id=7, entry_id=at["entry"], subwiki_id=at["place"], moderator_id=number, at=later(0), ends_at=later(7))
    change.session.add(vote)
    await change.session.flush()


async def nobody_there(change: Transaction, at: At) -> None:
    """Whoever moderates it was not here for a year."""
    await change.session.exec(update(Member).values(seen_at=later(-365)))


async def asked_for(change: Transaction, at: At) -> None:
    """Somebody asks to moderate it."""
    asker = at.who.id if at.whom == at.who.name else at["fay"]
    change.session.add(Adoption(id=7, entry_id=at["entry"], subwiki_id=at["place"], member_id=asker, at=later(0), ends_at=later(7)))
    await change.session.flush()


def post(at: At) -> dict[str, Any]:
    """The post alone."""
    return {"post_id": at["post"]}


def slug(_: At) -> dict[str, Any]:
    """The subwiki alone."""
    return {"slug": "climate"}


def suggestion(at: At) -> dict[str, Any]:
    """The suggestion alone."""
    return {"suggestion_id": at["suggestion"]}


def answer(at: At) -> dict[str, Any]:
    """The suggestion, and what is said to it."""
    return suggestion(at) | {"text": TEXT}


def page(_: At) -> dict[str, Any]:
    """Another text for the subwiki's page."""
    return {"slug": "climate", "description": TEXT, "rules": "", "based_on": 1}


THEIR_OWN = [
    Row(logins.change_password, lambda _: {"current": PASSWORD, "new": "nine herons by the lake", "keep_token_hash": "x"}, KNOWN),
    Row(profiles.set_language, lambda _: {"language": "he"}, KNOWN),
    Row(profiles.set_named_in_log, lambda _: {"named": False}, KNOWN),
    Row(profiles.edit_about, lambda _: {"about": TEXT}, ACTIVE),
    Row(choosing.save, lambda _: {"document": {"subwikis": ["climate", "rivers"], "tags": ["ice"]}, "based_on": 1}, KNOWN),
    Row(choosing.less, lambda _: {"kind": "word", "value": "storm", "wanted": True}, KNOWN),
    Row(choosing.follow, lambda at: {"kind": "person", "name": at.whom, "wanted": True}, KNOWN),
    Row(choosing.undo, lambda _: {"version": 0, "based_on": 1}, KNOWN),
    Row(choosing.answer_default, lambda _: {"number": 1, "accepted": True}, KNOWN, says="choices.not_asked"),
    Row(presets.share, lambda _: {"name": "Mine", "parts": ["tags"]}, ACTIVE),
    Row(presets.withdraw, lambda at: {"code": at.code}, ADMIN, KNOWN, ("preset",)),
    Row(presets.take_over, lambda at: {"code": at.code, "parts": ["tags"]}, KNOWN, KNOWN, ("preset",)),
    Row(notices.mark_all_read, lambda _: {}, KNOWN),
    Row(drafts.keep_draft, lambda _: {"place": "submit", "fields": {"headline": TEXT}}, KNOWN),
    Row(drafts.drop_draft, lambda _: {"place": "submit"}, KNOWN),
    Row(invitations.invite, lambda _: {"uses": 1, "days": 1}, "w" + ACTIVE),
    Row(invitations.revoke, lambda at: {"invitation_id": at["invitation"]}, ADMIN, KNOWN, ("invitation",)),
    Row(registration.resend_confirmation, lambda _: {}, KNOWN, before=(unconfirmed,)),
    Row(checkout.set_thanks, lambda _: {"show_name": True, "mark": True}, KNOWN, before=(given,)),
]
DONATION: Final[dict[str, Any]] = {"kind": "once", "amount": "5", "currency": "USD", "purpose": "places", "show_name": False, "mark": False}
SITE = [
    Row(checkout.start, lambda _: DONATION, ALL),
    Row(jobs.retry_dead, lambda at: {"job_id": at["job"]}, ADMIN),
    Row(jobs.discard_dead, lambda at: {"job_id": at["job"]}, ADMIN),
    Row(site_settings.change_settings, lambda _: {"typed": {"brake_hours": "12"}, "seen": {"brake_hours": "6"}, "reason": TEXT}, ADMIN),
    Row(announcements.announce, lambda _: {"text": TEXT, "tone": "news", "hours": 0}, ADMIN),
    Row(announcements.end_announcement, lambda _: {"announcement_id": 7, "reason": TEXT}, ADMIN, before=(announced,)),
    Row(all_invitations.take_back, lambda at: {"invitation_id": at["invitation"], "reason": TEXT}, ADMIN, ADMIN, ("invitation",)),
    Row(invitations.invite_group, lambda _: {"label": "A class", "uses": 1, "days": 1, "at_once": True}, ADMIN),
    Row(joining.set_rules, lambda _: {"mode": "open", "places_per_day": 1, "friend_moves_up": 1, "place_price": 1}, ADMIN),
    Row(joining.let_in, lambda _: {"count": 1, "batch_number": 0}, ADMIN),
    Row(
        expenses.enter_expense,
        lambda _: {
            "category": "servers", "payee": "A host", "amount": "5", "currency": "USD", "day": f"{later(0):%Y-%m-%d}", "note": "", "receipt": "1"
        },
        ADMIN,
    ),
    Row(expenses.reverse_expense, lambda at: {"expense_id": at["expense"], "reason": TEXT}, ADMIN),
]  # fmt: skip
POSTS = [
    Row(publishing.publish_news, lambda _: NEWS, ACTIVE),
    Row(publishing.publish_news, lambda _: NEWS, NOBODY, before=(out,), of="a subwiki not joined"),
    Row(publishing.open_discussion, lambda _: {"subwiki": "climate", "headline": "Rivers", "text": TEXT}, ACTIVE),
    Row(publishing.publish, lambda _: {"slug": "climate", "draft": publishing.discussion_draft("Rivers", TEXT, "individual")}, ACTIVE),
    Row(previews.preview_link, lambda _: {"link": "https://127.0.0.1/"}, ACTIVE),
    Row(comments.add_comment, lambda at: post(at) | {"text": TEXT}, ACTIVE, ACTIVE, ("post",)),
    Row(comments.add_comment, lambda at: post(at) | {"text": TEXT}, NOBODY, before=(put("post", locked_reason="Enough"),), of="locked"),
    Row(
        comments.edit_comment,
        lambda at: {"comment_id": at["comment"], "text": TEXT, "based_on": 1},
        NOBODY, ACTIVE, ("comment",),
    ),
    Row(votes.upvote, post, ACTIVE, NOBODY, ("post",)),
    Row(votes.take_back_vote, post, ACTIVE, ACTIVE, ("post",)),
    Row(votes.save_post, post, ACTIVE, ACTIVE, ("post",)),
    Row(votes.save_post, post, MODERATING, ACTIVE, ("post",), (put("post", hidden_at=later(0)),), of="hidden"),
    Row(votes.unsave_post, post, ACTIVE, ACTIVE, ("post",)),
    Row(labels.label_post, lambda at: post(at) | {"language": "he", "sensitive": True}, NOBODY, ACTIVE, ("post",)),
    Row(labels.mark_sensitive, lambda at: post(at) | {"sensitive": True, "reason": TEXT}, MODERATING, NOBODY, ("post",)),
    Row(sources.contest, lambda at: post(at) | {"text": TEXT}, ACTIVE, ACTIVE, ("post",)),
]  # fmt: skip
EDITS = [
    Row(corrections.correct_headline, lambda at: post(at) | CORRECTION | {"based_on": 2}, SETTLED, ACTIVE, ("post",)),
    Row(
        corrections.correct_headline, lambda at: post(at) | CORRECTION | {"based_on": 2},
        NOBODY, ACTIVE, ("post",), (INDIVIDUAL,), of="individual",
    ),
    Row(
        corrections.correct_headline, lambda at: post(at) | CORRECTION | {"based_on": 2},
        "tpa", "tpa", ("post",), (protected,), of="protected for trusted members",
    ),
    Row(edits.edit_text, lambda at: post(at) | {"text": TEXT, "based_on": 2}, ACTIVE, ACTIVE, ("post",)),
    Row(
        edits.edit_text, lambda at: post(at) | {"text": TEXT, "based_on": 2},
        NOBODY, ACTIVE, ("post",), (INDIVIDUAL,), of="individual",
    ),
    Row(reverts.revert_post, lambda at: post(at) | {"number": 1, "reason": TEXT, "based_on": 2}, SETTLED, ACTIVE, ("post",)),
    Row(reverts.undo_revision, lambda at: post(at) | {"number": 2, "reason": TEXT}, SETTLED, ACTIVE, ("post",)),
    Row(reverts.undo_change, lambda at: {"revision_id": at["correction"], "reason": TEXT}, SETTLED, ACTIVE, ("post",)),
    Row(reverts.revert_page, lambda _: {"slug": "rivers", "number": 1, "reason": TEXT, "based_on": 2}, ACTIVE),
    Row(reverts.undo_page, lambda _: {"slug": "rivers", "number": 2, "reason": TEXT}, ACTIVE),
    Row(reviews.review, lambda at: {"revision_id": at["revision"]}, "tpa", NOBODY, ("revision",)),
    Row(reviews.unreview, lambda at: {"revision_id": at["revision"]}, "tpa", NOBODY, ("revision",)),
    Row(thanks.thank, lambda at: {"revision_id": at["revision"]}, ACTIVE, NOBODY, ("revision",)),
    Row(disputes.vote_in_dispute, lambda at: post(at) | {"number": 1}, SETTLED, SETTLED, ("post",), (war,)),
    Row(disputes.decide_dispute, lambda at: post(at) | {"number": 1, "reason": TEXT}, MODERATING, NOBODY, ("post",), (war,)),
    Row(
        suggestions.suggest_headline, lambda at: post(at) | CORRECTION | {"based_on": 2},
        "n", NOBODY, ("post",),
    ),
    Row(
        suggestions.suggest_headline, lambda at: post(at) | CORRECTION | {"based_on": 2},
        ACTIVE, NOBODY, ("post",), (INDIVIDUAL,), of="individual",
    ),
    Row(suggestions.judge_suggestion, lambda at: suggestion(at) | {"agrees": True}, SETTLED, NOBODY, ("suggestion",)),
    Row(suggestions.judge_suggestion, lambda at: suggestion(at) | {"agrees": True}, SETTLED, NOBODY, ("other",), of="on one's post"),
    Row(suggestions.withdraw_suggestion, suggestion, NOBODY, ACTIVE, ("suggestion",)),
    Row(suggestions.hide_suggestion, answer, MODERATING, NOBODY, ("suggestion",)),
    Row(suggestions.accept_suggestion, suggestion, NOBODY, ACTIVE, ("other",), (put("other", mode="individual"),)),
    Row(suggestions.answer_suggestion, answer, NOBODY, ACTIVE, ("other",), (put("other", mode="individual"),)),
    Row(
        suggestions.decline_suggestion, answer,
        NOBODY, ACTIVE, ("other",), (put("other", mode="individual"), put("suggestion", state="agreed")),
    ),
    Row(suggestions.set_agreements, lambda _: {"slug": "climate", "agreements": 3}, MODERATING),
]  # fmt: skip
SUBWIKIS = [
    Row(subwikis.create_subwiki, lambda _: {"slug": "glaciers", "name": "Glaciers"}, ACTIVE),
    Row(subwikis.join, lambda _: {"slug": "rivers"}, KNOWN),
    Row(subwikis.leave, slug, KNOWN, before=(moderated_by_another,)),
    Row(subwikis.edit_page, page, ACTIVE),
    Row(subwikis.edit_page, page, "tpa", before=(protected,), of="protected for trusted members"),
    Row(moderators.appoint_moderator, lambda _: {"slug": "climate", "member_name": "fay", "reason": TEXT}, MODERATING),
    Row(confidence.call_vote, lambda _: {"slug": "climate", "member_name": "mira", "reason": TEXT}, "tpa", before=(long_there, mira)),
    Row(
        confidence.call_vote,
        lambda at: {"slug": "climate", "member_name": at.who.name or "mira", "reason": TEXT},
        NOBODY,
        before=(long_there, mira),
        of="themselves",
    ),
    Row(confidence.call_vote, lambda _: {"slug": "climate", "member_name": "mira", "reason": TEXT}, NOBODY, of="where they took no part"),
    Row(confidence.vote_on_moderator, lambda _: {"vote_id": 7, "keeps": True}, SETTLED, before=(long_there, mira, in_doubt)),
    Row(
        confidence.vote_on_moderator, lambda _: {"vote_id": 7, "keeps": True}, NOBODY, before=(mira, in_doubt), of="where they took no part"
    ),
    Row(adoption.ask_to_adopt, lambda _: {"slug": "climate", "reason": TEXT}, "tpa", before=(long_there, nobody_there)),
    Row(adoption.ask_to_adopt, lambda _: {"slug": "climate", "reason": TEXT}, NOBODY, before=(nobody_there,), of="where they took no part"),
    Row(
        adoption.decide_adoption,
        lambda _: {"adoption_id": 7, "accepted": False, "reason": TEXT},
        ADMIN,
        NOBODY,
        before=(asked_for,),
    ),
    Row(adoption.withdraw_adoption, lambda _: {"adoption_id": 7}, NOBODY, ACTIVE, before=(asked_for,)),
    Row(vetting.set_vetted, lambda _: {"slug": "climate", "vetted": True, "reason": TEXT}, ADMIN),
]
ROWS = [*THEIR_OWN, *SITE, *POSTS, *EDITS, *SUBWIKIS]
