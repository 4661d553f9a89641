"""Who may what: each permission beside its refusals."""

from collections.abc import Callable

import pytest

from wtsocial import policy
from wtsocial.errors import LoginNeeded, NotAllowed
from wtsocial.models import Member, Post, Subwiki, now
from wtsocial.views import Viewer

READER = Viewer()
ANA = Viewer(id=1, name="ana", state="active")
BEN = Viewer(id=2, name="ben", state="active")
MODERATOR = Viewer(id=3, name="mo", state="active", moderates=frozenset({7}))
ELSEWHERE = Viewer(id=4, name="el", state="active", moderates=frozenset({8}))
ADMIN = Viewer(id=5, name="ad", state="active", is_admin=True)
WAITING = Viewer(id=6, name="wa", state="waiting")
SUSPENDED = Viewer(id=7, name="su", state="suspended", is_admin=True, moderates=frozenset({7}))
EVERYBODY = (READER, ANA, BEN, MODERATOR, ELSEWHERE, ADMIN, WAITING, SUSPENDED)


def _post(*, mode: str = "collaborative", hidden: bool = False) -> Post:
    """A post of Ana's in subwiki 7."""
    return Post(
        id=1, kind="news", mode=mode, subwiki_id=7, author_id=1, headline="H", first_headline="H", hidden_at=now() if hidden else None
    )


def _allowed(may: Callable[[Viewer], bool]) -> set[str]:
    return {viewer.name for viewer in EVERYBODY if may(viewer)}


ACTIVE = {"ana", "ben", "mo", "el", "ad"}


def test_every_active_member_takes_part_and_nobody_else() -> None:
    assert _allowed(policy.may_take_part) == ACTIVE


def test_a_shown_post_is_for_all_and_a_hidden_one_for_its_author_and_moderators() -> None:
    assert _allowed(lambda viewer: policy.may_see_post(viewer, _post())) == {viewer.name for viewer in EVERYBODY}
    assert _allowed(lambda viewer: policy.may_see_post(viewer, _post(hidden=True))) == {"ana", "mo", "ad"}


@pytest.mark.parametrize("may", [policy.may_correct_headline, policy.may_edit_text])
def test_a_collaborative_post_is_changed_by_all_an_individual_one_by_its_author_a_hidden_one_by_nobody(
    may: Callable[[Viewer, Post], bool],
) -> None:
    assert _allowed(lambda viewer: may(viewer, _post())) == ACTIVE
    assert _allowed(lambda viewer: may(viewer, _post(mode="individual"))) == {"ana"}
    assert _allowed(lambda viewer: may(viewer, _post(hidden=True))) == set()


def test_all_but_its_author_vote_for_a_shown_post() -> None:
    assert _allowed(lambda viewer: policy.may_vote(viewer, _post())) == ACTIVE - {"ana"}
    assert _allowed(lambda viewer: policy.may_vote(viewer, _post(hidden=True))) == set()


def test_all_active_members_comment_on_a_shown_post() -> None:
    assert _allowed(lambda viewer: policy.may_comment(viewer, _post())) == ACTIVE
    assert _allowed(lambda viewer: policy.may_comment(viewer, _post(hidden=True))) == set()


def test_nobody_flags_their_own() -> None:
    assert _allowed(lambda viewer: policy.may_flag(viewer, author_id=1)) == ACTIVE - {"ana"}


def test_all_active_members_edit_a_subwikis_page() -> None:
    subwiki = Subwiki(id=7, slug="climate", name="Climate", created_by_id=1)
    assert _allowed(lambda viewer: policy.may_edit_subwiki(viewer, subwiki)) == ACTIVE


def test_a_subwiki_is_moderated_by_its_moderators_and_admins() -> None:
    assert _allowed(lambda viewer: policy.may_moderate(viewer, 7)) == {"mo", "ad"}
    assert _allowed(lambda viewer: policy.may_moderate(viewer, 8)) == {"el", "ad"}


def test_nobody_decides_on_their_own_and_only_admins_on_admins() -> None:
    def deciding(author_id: int, *, author_is_admin: bool = False) -> set[str]:
        return _allowed(lambda viewer: policy.may_decide(viewer, subwiki_id=7, author_id=author_id, author_is_admin=author_is_admin))

    assert deciding(1) == {"mo", "ad"}
    assert deciding(3) == {"ad"}
    assert deciding(9, author_is_admin=True) == {"ad"}
    assert deciding(5, author_is_admin=True) == set()


def test_the_queue_is_for_who_moderates_anything() -> None:
    assert _allowed(policy.may_see_queue) == {"mo", "el", "ad"}


def test_admins_alone_administer_and_suspend_but_neither_themselves_nor_each_other() -> None:
    def member(number: int, *, admin: bool = False) -> Member:
        return Member(id=number, name="x", skeleton="x", email="x@example.org", password_hash="", is_admin=admin)

    assert _allowed(policy.may_administer) == {"ad"}
    assert _allowed(lambda viewer: policy.may_suspend(viewer, member(1))) == {"ad"}
    assert _allowed(lambda viewer: policy.may_suspend(viewer, member(5))) == set()
    assert _allowed(lambda viewer: policy.may_suspend(viewer, member(9, admin=True))) == set()


def test_standing_is_the_highest_that_was_earned() -> None:
    def standing(*, confirmed: bool = False, trusted: bool = False, admin: bool = False) -> str:
        member = Member(id=1, name="x", skeleton="x", email="x@example.org", password_hash="", is_trusted=trusted, is_admin=admin)
        member.email_confirmed_at = now() if confirmed else None
        return policy.standing(member)

    assert standing() == "new"
    assert standing(confirmed=True) == "member"
    assert standing(confirmed=True, trusted=True) == "trusted"
    assert standing(confirmed=True, trusted=True, admin=True) == "admin"


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
        policy.ensure(viewer, False)  # what was asked was answered no
    assert refused.value.key == key
    policy.ensure(viewer, allowed=True)
