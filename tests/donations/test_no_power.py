"""Donors get thanks and no power: nothing that decides about content, standing, reach or weight knows of money."""

import re
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, login, make_comment, make_member, make_post, make_subwiki
from tests.money import Stripe, make_order, receive
from wtsocial import db
from wtsocial.accounts import permissions, sessions
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.viewers import viewer_view
from wtsocial.accounts.views import MemberView, Viewer
from wtsocial.core.tokens import token_hash
from wtsocial.db.migrations import HOME
from wtsocial.feeds import queries as feeds
from wtsocial.models import Member, now
from wtsocial.posts import votes

MONEY = re.compile(r"\b(Donation|DonationMail|Payment|PendingFee|Stripe\w+|Ledger\w+|Expense|donor|donations|ledger)\b")
MAY_KNOW = {
    "models/__init__.py", "models/books.py", "models/donations.py", "ops/cli.py", "ops/doctor.py", "ops/task_modules.py", "wtsocial.py",
    "endpoints/books.py", "endpoints/documents.py", "endpoints/ledgers.py", "endpoints/webhooks.py",
    # That something could not be worked on, for admins.
    "admin/dashboard.py",
    # The mark on the profile, for who wants it.
    "accounts/queries.py", "accounts/views.py",
}  # fmt: skip
"""All that knows of money. Screens show it; nothing here decides anything about content."""
ELSEWHERE = ("donations/", "pages/", "ui/", "gateways/", "seeds/", "i18n/")


def _knowing() -> set[str]:
    root = HOME / "wtsocial"
    sources = {str(path.relative_to(root)): _imports_and_names(path) for path in root.rglob("*.py")}
    return {name for name, source in sources.items() if MONEY.search(source)}


def _imports_and_names(path: Path) -> str:
    """The code without its comments and texts."""
    without_texts = re.sub(r'""".*?"""|"[^"\n]*"', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"#.*", "", without_texts)


def test_what_decides_about_content_does_not_know_of_money() -> None:
    knowing = _knowing()
    assert {name for name in knowing if not name.startswith(ELSEWHERE)} <= MAY_KNOW
    assert "donations/crediting.py" in knowing, "nothing was found: the check would say nothing"
    deciding = {
        "accounts/permissions.py",
        "posts/rows.py",
        "editing/headlines.py",
        "editing/texts.py",
        "feeds/queries.py",
        "posts/votes.py",
        "moderation/decisions.py",
    }
    assert not deciding & MAY_KNOW


@pytest.fixture
async def two(database: str) -> tuple[Viewer, Viewer, int]:
    """Two members who are alike in everything, one of whom gave a fortune, with the mark; and a subwiki they are in."""
    place = await make_subwiki()
    giver, other = [await join(await make_member(name), place) for name in ("giver", "other")]
    await make_order(giver, kind="once", amount=1_000_000, mark=True, show_name=True)
    stripe = Stripe(amount=1_000_000)
    await receive(stripe.pay_once())
    async with db.transaction() as change:
        same = update(Member).values(created_at=now() - timedelta(days=10))
        await change.session.exec(same)
    return giver, other, place


async def _row(member: Viewer) -> Member:
    async with db.reading() as session:
        return (await session.exec(select(Member).where(col(Member.id) == member.id))).one()


async def test_a_gift_changes_the_mark_on_the_profile_and_nothing_else(two: tuple[Viewer, Viewer, int]) -> None:
    giver, other, _ = two
    seen = [await accounts.profile(Viewer(), who.name) for who in (giver, other)]
    assert (seen[0].donor, seen[1].donor) == (True, False)

    def alike(profile: MemberView) -> dict[str, Any]:
        return asdict(replace(profile, id=0, name="", donor=False))

    assert alike(seen[0]) == alike(seen[1])


async def test_a_gift_gives_no_standing_and_no_permission(two: tuple[Viewer, Viewer, int]) -> None:
    giver, other, place = two
    rows = [await _row(who) for who in (giver, other)]
    assert permissions.standing(rows[0]) == permissions.standing(rows[1])
    viewers = [replace(viewer_view(row), id=0, name="") for row in rows]
    assert viewers[0] == viewers[1], "what permissions are asked of is the same"
    assert all(
        permissions.has_standing(who, level, place) == permissions.has_standing(other, level, place)
        for who in (giver,)
        for level in permissions.RANKS
    )
    assert not permissions.may_administer(giver)


async def test_a_gift_moves_no_post_and_weighs_no_vote(two: tuple[Viewer, Viewer, int]) -> None:
    giver, other, place = two
    reader = await make_member("reader")
    start = now() - timedelta(minutes=10)
    posts = [await make_post(who, place, published_at=start + timedelta(minutes=step)) for step, who in enumerate((giver, other, giver))]
    await make_comment(giver, posts[1])
    for voter, post in ((giver, posts[1]), (other, posts[0])):
        assert await votes.upvote(voter, post_id=post) == (True, 1)
    shown = (await feeds.everything(reader)).posts
    assert [post.id for post in shown] == posts[::-1]
    assert "donor" not in repr(shown)


async def test_who_gave_is_no_other_viewer_than_who_did_not(two: tuple[Viewer, Viewer, int]) -> None:
    giver, other, _ = two
    seen = [await sessions.viewer_of(token_hash(await login(who))) for who in (giver, other)]
    assert [one.name for one in seen] == ["giver", "other"]
    assert replace(seen[0], id=0, name="") == replace(seen[1], id=0, name="")
