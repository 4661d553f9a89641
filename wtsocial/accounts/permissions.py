"""May I: every permission of the house, as pure functions that the guard, the filter and the button share."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed
from wtsocial.models import Comment, Member, Post, now

NEW_FOR: Final = timedelta(days=3)
NEW_UNTIL_CONTRIBUTIONS: Final = 3
RANKS: Final = ("new", "member", "trusted", "moderator", "admin")
"""Standings, the least first; a moderator is one where they moderate."""


class Protected(Protocol):
    """What moderators can protect: a post, a subwiki, or a row with these two columns of one."""

    protection: str
    protected_until: datetime | None


def may_take_part(viewer: Viewer) -> bool:
    """Post, comment, vote, join, flag, correct: every active member."""
    return viewer.active


def may_choose(viewer: Viewer) -> bool:
    """Join, follow, and say what not to see: whoever has confirmed their address, also while waiting or suspended."""
    return viewer.known and viewer.confirmed


def may_follow(viewer: Viewer, member_id: int) -> bool:
    """Whoever may choose, but not themselves."""
    return may_choose(viewer) and viewer.id != member_id


def may_label(viewer: Viewer, author_id: int) -> bool:
    """Say in which language a post is, and whether it is sensitive: its author."""
    return viewer.active and viewer.id == author_id


def may_see_post(viewer: Viewer, post: Post) -> bool:
    """A hidden post is for its author and for those who moderate it."""
    return post.hidden_at is None or (viewer.known and post.author_id == viewer.id) or may_moderate(viewer, post.subwiki_id)


def may_correct_headline(viewer: Viewer, post: Post, wiki: Protected) -> bool:
    """Live at once: members who are new no longer on a collaborative post, and the author on every post of theirs."""
    trusted_with = post.author_id == viewer.id or (post.mode == "collaborative" and has_standing(viewer, "member", post.subwiki_id))
    return trusted_with and _may_change(viewer, post, wiki)


def may_suggest_headline(viewer: Viewer, post: Post, wiki: Protected) -> bool:
    """Any active member whose correction would not be live at once, while the headline is not put to the vote."""
    open_to_change = viewer.active and post.hidden_at is None and post.disputed_at is None
    return open_to_change and not may_correct_headline(viewer, post, wiki)


def may_judge_suggestion(viewer: Viewer, post: Post, wiki: Protected, suggester_id: int) -> bool:
    """Agree or disagree: whoever is new no longer, but neither who suggests it nor the author, who answers it.

    Agreeing changes a headline as correcting does, so it takes the standing that protections ask for, too.
    """
    trusted_with = has_standing(viewer, "member", post.subwiki_id) and viewer.id not in (suggester_id, post.author_id)
    return trusted_with and _may_change(viewer, post, wiki)


def may_answer_suggestion(viewer: Viewer, post: Post) -> bool:
    """Answer or decline, and accept if they may correct it: the author of an individual post."""
    return viewer.active and post.hidden_at is None and post.mode == "individual" and post.author_id == viewer.id


def may_edit_text(viewer: Viewer, post: Post, wiki: Protected) -> bool:
    """Any active member on a collaborative post; the author alone on an individual one."""
    return (post.mode == "collaborative" or post.author_id == viewer.id) and _may_change(viewer, post, wiki)


def _may_change(viewer: Viewer, post: Post, wiki: Protected) -> bool:
    """While it is neither hidden nor put to the vote, by whoever has the standing that its protections ask for."""
    if not viewer.active or post.hidden_at is not None or post.disputed_at is not None:
        return False
    return all(has_standing(viewer, level, post.subwiki_id) for level in (protection(post), protection(wiki)))


def protection(thing: Protected) -> str:
    """The standing that changing a post or a subwiki takes by its moderators' word, while that holds; empty for none."""
    return thing.protection if thing.protected_until is None or thing.protected_until > now() else ""


def strictest(*things: Protected) -> Protected:
    """Which of them asks for the highest standing now, so that it is the one to tell of."""
    return max(things, key=lambda thing: RANKS.index(protection(thing) or "new"))


def has_standing(viewer: Viewer, level: str, subwiki_id: int) -> bool:
    """Whether an active member has at least this standing in a subwiki; every active member has an empty one."""
    if not viewer.active:
        return False
    return RANKS.index(level or "new") <= RANKS.index("moderator" if may_moderate(viewer, subwiki_id) else viewer.standing)


def may_edit_comment(viewer: Viewer, comment: Comment) -> bool:
    """Its author, while it is shown and not erased."""
    return viewer.active and comment.author_id == viewer.id and comment.hidden_at is None and comment.text != ""


def may_vote(viewer: Viewer, post: Post) -> bool:
    """Any active member, on what is shown, but not on their own post."""
    return viewer.active and post.hidden_at is None and post.author_id != viewer.id


def may_comment(viewer: Viewer, post: Post) -> bool:
    """Any active member, under what is shown."""
    return viewer.active and post.hidden_at is None


def may_flag(viewer: Viewer, author_id: int) -> bool:
    """Any active member, but not what is their own."""
    return viewer.active and author_id != viewer.id


def may_moderate(viewer: Viewer, subwiki_id: int) -> bool:
    """The subwiki's moderators, and admins."""
    return viewer.active and (viewer.is_admin or subwiki_id in viewer.moderates)


def may_decide(viewer: Viewer, *, subwiki_id: int, author_id: int, author_is_admin: bool) -> bool:
    """Whoever moderates there, but never on their own things, and on an admin's only an admin."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id and (viewer.is_admin or not author_is_admin)


def may_vote_in_dispute(viewer: Viewer, post: Post, *, joined: bool, party: bool) -> bool:
    """The members of the subwiki who are new no longer, but nobody who took part in the war."""
    return joined and not party and post.hidden_at is None and has_standing(viewer, "member", post.subwiki_id)


def may_protect(viewer: Viewer, subwiki_id: int) -> bool:
    """Whoever moderates there."""
    return may_moderate(viewer, subwiki_id)


def may_erase(viewer: Viewer, subwiki_id: int) -> bool:
    """Whoever moderates there."""
    return may_moderate(viewer, subwiki_id)


def may_review(viewer: Viewer, subwiki_id: int, editor_id: int) -> bool:
    """Trusted members and moderators, but not their own changes."""
    return has_standing(viewer, "trusted", subwiki_id) and editor_id != viewer.id


def may_thank(viewer: Viewer, editor_id: int) -> bool:
    """Any active member, but not themselves."""
    return viewer.active and editor_id != viewer.id


def may_answer_contest(viewer: Viewer, subwiki_id: int, member_id: int) -> bool:
    """Whoever moderates there, but not what they contested themselves."""
    return may_moderate(viewer, subwiki_id) and member_id != viewer.id


def may_see_queue(viewer: Viewer) -> bool:
    """Admins, and whoever moderates anything."""
    return viewer.active and (viewer.is_admin or bool(viewer.moderates))


def may_administer(viewer: Viewer) -> bool:
    """Admins alone."""
    return viewer.active and viewer.is_admin


def may_trust(viewer: Viewer, member: Member) -> bool:
    """Admins, members who take part and are neither trusted nor admins yet."""
    return may_administer(viewer) and member.state == "active" and not (member.is_trusted or member.is_admin)


def may_suspend(viewer: Viewer, member: Member) -> bool:
    """Admins, but neither themselves nor another admin."""
    return may_administer(viewer) and member.id != viewer.id and not member.is_admin


def standing(member: Member) -> str:
    """What a member has earned: `new`, `member`, `trusted` or `admin` (a moderator is one of a subwiki, not of the site).

    The rule that is published at /rules: new until the address is confirmed, three days have passed since registering and
    three contributions have stood; trusted by an admin's word.
    """
    if member.is_admin:
        return "admin"
    if member.is_trusted:
        return "trusted"
    known = member.email_confirmed_at is not None and now() - member.created_at >= NEW_FOR
    return "member" if known and member.contributions >= NEW_UNTIL_CONTRIBUTIONS else "new"


def ensure(viewer: Viewer, allowed: bool) -> None:
    """Go on when `allowed`; else say why not.

    Raises LoginNeeded for a reader without a login, NotAllowed("error.unconfirmed", "error.waiting" or
    "error.suspended") for a member who cannot take part at all, and NotAllowed for one who may not do this.
    """
    if allowed:
        return
    if not viewer.known:
        raise LoginNeeded
    if viewer.state == "waiting":
        raise NotAllowed("error.waiting" if viewer.confirmed else "error.unconfirmed")
    if viewer.state == "suspended":
        raise NotAllowed("error.suspended")
    raise NotAllowed


def ensure_change(viewer: Viewer, allowed: bool, post: Post, wiki: Protected) -> None:
    """Go on when the headline or text of `post` may be changed; else say why not, in particular where it is held or protected.

    Raises what `ensure` raises, NotAllowed("dispute.held") or NotAllowed("protect.held").
    """
    if viewer.active and not allowed and post.hidden_at is None:
        if post.disputed_at is not None:
            raise NotAllowed("dispute.held")
        if not all(has_standing(viewer, level, post.subwiki_id) for level in (protection(post), protection(wiki))):
            raise NotAllowed("protect.held")
    ensure(viewer, allowed)
