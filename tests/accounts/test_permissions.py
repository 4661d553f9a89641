"""Who may what: each permission beside its refusals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed
from wtsocial.editing import policy as editing_policy
from wtsocial.joining import policy as joining_policy
from wtsocial.models import Member, Post, Subwiki, now
from wtsocial.moderation import policy as moderation_policy
from wtsocial.posts import policy as posts_policy
from wtsocial.subwikis import policy as subwikis_policy

READER = Viewer()
ANA = Viewer(id=1, name="ana", state="active", standing="member")
BEN = Viewer(id=2, name="ben", state="active", standing="member")
MODERATOR = Viewer(id=3, name="mo", state="active", standing="member", moderates=frozenset({7}))
ELSEWHERE = Viewer(id=4, name="el", state="active", standing="member", moderates=frozenset({8}))
FRESH = Viewer(id=8, name="fr", state="active")
TRUSTED = Viewer(id=9, name="tr", state="active", standing="trusted")
ADMIN = Viewer(id=5, name="ad", state="active", standing="admin", is_admin=True)
WAITING = Viewer(id=6, name="wa", state="waiting")
SUSPENDED = Viewer(id=7, name="su", state="suspended", is_admin=True, moderates=frozenset({7}))
EVERYBODY = (READER, FRESH, ANA, BEN, TRUSTED, MODERATOR, ELSEWHERE, ADMIN, WAITING, SUSPENDED)


def _post(*, mode: str = "collaborative", hidden: bool = False) -> Post:
    """A post of Ana's in subwiki 7."""
    return Post(
        id=1, kind="news", mode=mode, subwiki_id=7, author_id=1, headline="H", first_headline="H", hidden_at=now() if hidden else None
    )


def _allowed(may: Callable[[Viewer], bool]) -> set[str]:
    return {viewer.name for viewer in EVERYBODY if may(viewer)}


ACTIVE = {"fr", "ana", "ben", "tr", "mo", "el", "ad"}
WIKI = Subwiki(id=7, slug="climate", name="Climate", created_by_id=1)


def test_every_active_member_takes_part_and_nobody_else() -> None:
    assert _allowed(permissions.may_take_part) == ACTIVE


def test_whoever_confirmed_and_takes_part_or_waits_invites() -> None:
    assert _allowed(lambda viewer: joining_policy.may_invite(replace(viewer, confirmed=True))) == ACTIVE | {"wa"}
    assert _allowed(joining_policy.may_invite) == set()


def test_an_invitation_is_taken_back_by_its_maker_and_by_admins() -> None:
    assert _allowed(lambda viewer: joining_policy.may_revoke(viewer, ANA.id)) == {"ana", "ad"}


def test_a_shown_post_is_for_all_and_a_hidden_one_for_its_author_and_moderators() -> None:
    assert _allowed(lambda viewer: permissions.may_see_post(viewer, _post())) == {viewer.name for viewer in EVERYBODY}
    assert _allowed(lambda viewer: permissions.may_see_post(viewer, _post(hidden=True))) == {"ana", "mo", "ad"}


def _correct(viewer: Viewer, post: Post, wiki: Subwiki = WIKI) -> bool:
    return posts_policy.may_correct_headline(viewer, post, wiki)


def _edit(viewer: Viewer, post: Post, wiki: Subwiki = WIKI) -> bool:
    return posts_policy.may_edit_text(viewer, post, wiki)


def test_a_headline_is_corrected_by_all_who_are_new_no_longer_and_by_its_author() -> None:
    assert _allowed(lambda viewer: _correct(viewer, _post())) == ACTIVE - {"fr"}
    assert _allowed(lambda viewer: _correct(viewer, _post(mode="individual"))) == {"ana"}
    assert _allowed(lambda viewer: _correct(viewer, _post(hidden=True))) == set()


def test_a_text_is_edited_by_all_on_a_collaborative_post_by_its_author_on_an_individual_one_and_by_nobody_on_a_hidden_one() -> None:
    assert _allowed(lambda viewer: _edit(viewer, _post())) == ACTIVE
    assert _allowed(lambda viewer: _edit(viewer, _post(mode="individual"))) == {"ana"}
    assert _allowed(lambda viewer: _edit(viewer, _post(hidden=True))) == set()


def test_who_may_not_correct_at_once_may_suggest() -> None:
    def suggesting(post: Post) -> set[str]:
        return _allowed(lambda viewer: posts_policy.may_suggest_headline(viewer, post, WIKI))

    assert suggesting(_post()) == {"fr"}
    assert suggesting(_post(mode="individual")) == ACTIVE - {"ana"}
    assert suggesting(_post(hidden=True)) == set()


def test_a_protection_asks_for_a_standing_as_long_as_it_holds() -> None:
    later, before = now() + timedelta(hours=1), now() - timedelta(hours=1)

    def protected(level: str, until: datetime | None = later) -> Post:
        post = _post()
        post.protection, post.protected_until = level, until
        return post

    assert _allowed(lambda viewer: _edit(viewer, protected("member"))) == ACTIVE - {"fr"}
    assert _allowed(lambda viewer: _edit(viewer, protected("trusted"))) == {"tr", "mo", "ad"}
    assert _allowed(lambda viewer: _edit(viewer, protected("moderator", None))) == {"mo", "ad"}
    assert _allowed(lambda viewer: _edit(viewer, protected("moderator", before))) == ACTIVE
    assert _allowed(lambda viewer: _correct(viewer, protected("moderator"))) == {"mo", "ad"}
    wiki = Subwiki(id=7, slug="climate", name="Climate", created_by_id=1, protection="trusted")
    assert _allowed(lambda viewer: _edit(viewer, _post(), wiki)) == {"tr", "mo", "ad"}
    assert _allowed(lambda viewer: subwikis_policy.may_edit_subwiki(viewer, wiki)) == {"tr", "mo", "ad"}


def test_what_is_put_to_the_vote_is_changed_by_nobody() -> None:
    post = _post()
    post.disputed_at = now()
    assert _allowed(lambda viewer: _edit(viewer, post) or _correct(viewer, post)) == set()
    assert _allowed(lambda viewer: posts_policy.may_suggest_headline(viewer, post, WIKI)) == set()


def test_a_suggestion_is_judged_by_neither_who_made_it_nor_the_author_nor_who_is_new() -> None:
    def judging(post: Post, wiki: Subwiki = WIKI) -> set[str]:
        return _allowed(lambda viewer: editing_policy.may_judge_suggestion(viewer, post, wiki, suggester_id=BEN.id))

    disputed = _post()
    disputed.disputed_at = now()
    assert judging(_post()) == {"tr", "mo", "el", "ad"}
    assert judging(_post(), Subwiki(id=7, slug="climate", name="Climate", created_by_id=1, protection="trusted")) == {"tr", "mo", "ad"}
    assert judging(_post(hidden=True)) == judging(disputed) == set()
    assert _allowed(lambda viewer: editing_policy.may_answer_suggestion(viewer, _post(mode="individual"))) == {"ana"}
    assert _allowed(lambda viewer: editing_policy.may_answer_suggestion(viewer, _post())) == set()


def test_trusted_members_and_moderators_review_but_not_themselves() -> None:
    assert _allowed(lambda viewer: editing_policy.may_review(viewer, 7, editor_id=1)) == {"tr", "mo", "ad"}
    assert _allowed(lambda viewer: editing_policy.may_review(viewer, 7, editor_id=TRUSTED.id)) == {"mo", "ad"}


def test_nobody_thanks_themselves() -> None:
    assert _allowed(lambda viewer: editing_policy.may_thank(viewer, editor_id=1)) == ACTIVE - {"ana"}


def test_protecting_and_erasing_are_for_who_moderates_there() -> None:
    assert _allowed(lambda viewer: moderation_policy.may_erase(viewer, 7)) == {"mo", "ad"}
    assert _allowed(lambda viewer: permissions.may_protect(viewer, 7, None)) == {"mo", "ad"}
    assert _allowed(lambda viewer: permissions.may_protect(viewer, 7, MODERATOR.id)) == {"ad"}


def test_all_but_its_author_vote_for_a_shown_post() -> None:
    assert _allowed(lambda viewer: posts_policy.may_vote(viewer, _post())) == ACTIVE - {"ana"}
    assert _allowed(lambda viewer: posts_policy.may_vote(viewer, _post(hidden=True))) == set()


def test_all_active_members_comment_on_a_shown_post() -> None:
    assert _allowed(lambda viewer: posts_policy.may_comment(viewer, _post())) == ACTIVE
    assert _allowed(lambda viewer: posts_policy.may_comment(viewer, _post(hidden=True))) == set()


def test_nobody_flags_their_own() -> None:
    assert _allowed(lambda viewer: permissions.may_flag(viewer, author_id=1)) == ACTIVE - {"ana"}


def test_all_active_members_edit_a_subwikis_page() -> None:
    subwiki = Subwiki(id=7, slug="climate", name="Climate", created_by_id=1)
    assert _allowed(lambda viewer: subwikis_policy.may_edit_subwiki(viewer, subwiki)) == ACTIVE


def test_a_subwiki_is_moderated_by_its_moderators_and_admins() -> None:
    assert _allowed(lambda viewer: permissions.may_moderate(viewer, 7)) == {"mo", "ad"}
    assert _allowed(lambda viewer: permissions.may_moderate(viewer, 8)) == {"el", "ad"}


def test_nobody_decides_on_their_own_and_only_admins_on_admins() -> None:
    def deciding(author: int | None, *, admins: bool = False, kind: str = "post", place: int | None = 7, number: int = 1) -> set[str]:
        about: dict[str, Any] = {"kind": kind, "place_id": place, "subject_id": number, "author_id": author, "author_is_admin": admins}
        return _allowed(lambda viewer: moderation_policy.may_decide(viewer, **about))

    assert deciding(1) == {"mo", "ad"}
    assert deciding(3) == {"ad"}
    assert deciding(9, admins=True) == {"ad"}
    assert deciding(5, admins=True) == set()
    assert deciding(1, kind="revision") == {"mo", "ad"}
    # Who moderates a subwiki decides neither on it nor on members.
    assert deciding(1, kind="member", place=None) == {"ad"}
    assert deciding(5, kind="member", place=None, admins=True) == set()
    assert deciding(None, kind="subwiki", place=None, number=7) == {"ad"}
    chief = replace(ADMIN, moderates=frozenset({7}))
    about: dict[str, Any] = {"kind": "subwiki", "place_id": None, "author_id": None, "author_is_admin": False}
    assert not moderation_policy.may_decide(chief, **about, subject_id=7)
    assert moderation_policy.may_decide(chief, **about, subject_id=8)


def test_the_queue_is_for_who_moderates_anything() -> None:
    assert _allowed(permissions.may_see_queue) == {"mo", "el", "ad"}


def test_admins_alone_administer_and_suspend_but_neither_themselves_nor_each_other() -> None:
    def member(number: int, *, admin: bool = False) -> Member:
        return Member(id=number, name="x", skeleton="x", email="x@example.org", password_hash="", is_admin=admin)

    assert _allowed(permissions.may_administer) == {"ad"}
    assert _allowed(lambda viewer: permissions.may_suspend(viewer, member(1))) == {"ad"}
    assert _allowed(lambda viewer: permissions.may_suspend(viewer, member(5))) == set()
    assert _allowed(lambda viewer: permissions.may_suspend(viewer, member(9, admin=True))) == set()


def test_standing_is_the_highest_that_was_earned() -> None:
    def standing(*, confirmed: bool = True, days: float = 3.1, contributions: int = 3, trusted: bool = False, admin: bool = False) -> str:
        member = Member(id=1, name="x", skeleton="x", email="x@example.org", password_hash="", is_trusted=trusted, is_admin=admin)
        member.email_confirmed_at = now() if confirmed else None
        member.created_at, member.contributions = now() - timedelta(days=days), contributions
        return permissions.standing(member)

    assert standing() == "member"
    assert standing(confirmed=False) == "new"
    assert standing(days=2.9) == "new"
    assert standing(contributions=2) == "new"
    assert standing(days=0, trusted=True) == "trusted"
    assert standing(trusted=True, admin=True) == "admin"


@pytest.mark.parametrize(
    ("viewer", "refusal", "key"),
    [
        (READER, LoginNeeded, "error.login_needed"),
        (WAITING, NotAllowed, "error.unconfirmed"),
        (SUSPENDED, NotAllowed, "error.suspended"),
        (ANA, NotAllowed, "error.not_allowed"),
    ],
)
def test_a_refusal_says_why(viewer: Viewer, refusal: type[NotAllowed], key: str) -> None:
    with pytest.raises(refusal) as refused:
        permissions.ensure(viewer, False)  # what was asked was answered no
    assert refused.value.key == key
    permissions.ensure(viewer, allowed=True)


def test_admins_make_members_trusted_once() -> None:
    def trusting(*, is_trusted: bool = False, is_admin: bool = False, state: str = "active") -> set[str]:
        member = Member(id=9, name="m", skeleton="m", email="m@example.org", password_hash="-")
        member.is_trusted, member.is_admin, member.state = is_trusted, is_admin, state
        return _allowed(lambda viewer: permissions.may_trust(viewer, member))

    assert trusting() == {"ad"}
    assert trusting(is_trusted=True) == trusting(is_admin=True) == trusting(state="suspended") == set()


def test_a_subwikis_moderators_restrict_members_there_and_only_admins_another_moderator() -> None:
    member, admin = (
        Member(id=1, name="ana", skeleton="ana", email="a", password_hash=""),
        Member(id=5, name="ad", skeleton="ad", email="b", password_hash="", is_admin=True),
    )
    moderator = Member(id=3, name="mo", skeleton="mo", email="c", password_hash="")

    def may(whom: Member, *, there: bool = False) -> set[str]:
        return _allowed(lambda viewer: moderation_policy.may_restrict(viewer, whom, subwiki_id=7, moderates_there=there))

    assert may(member) == {"mo", "ad"}
    assert may(moderator, there=True) == {"ad"}
    assert may(admin) == set()
    assert _allowed(lambda viewer: moderation_policy.may_lift(viewer, subwiki_id=7, member_id=3)) == {"ad"}


def test_a_discussion_is_unlocked_by_who_moderates_there_but_not_under_their_own_post() -> None:
    assert _allowed(lambda viewer: moderation_policy.may_unlock(viewer, subwiki_id=7, author_id=3)) == {"ad"}
    assert _allowed(lambda viewer: moderation_policy.may_unlock(viewer, subwiki_id=7, author_id=1)) == {"mo", "ad"}
