"""The vote about an edit war and the protection of a post and a subwiki, on the screen."""

from typing import Any

from sqlmodel import update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import edits
from wtsocial.models import Dispute, now
from wtsocial.moderation.queries import log
from wtsocial.pages.post.dispute_state import DisputeState, ProtectState
from wtsocial.pages.post.state import PostState
from wtsocial.pages.subwikis.state import AboutState, GuardState
from wtsocial.posts import queries as posts


async def _war() -> tuple[Viewer, Viewer, int]:
    """Who fought for the version that stands, who did not fight, and the post."""
    place = await make_subwiki()
    ana, ben, cy = [await join(await make_member(name), place) for name in ("ana", "ben", "cy")]
    post_id = await make_post(ana, place, text="Hers.")
    for base, (by, text) in enumerate([(ben, "His."), (ana, "Hers."), (ben, "His."), (ana, "Hers.")], 1):
        await edits.edit_text(by, post_id=post_id, text=text, based_on=base)
    return ana, cy, post_id


async def _looked(by: Viewer | None, post_id: int) -> DisputeState:
    state = await screen(DisputeState, by, path=f"/post/{post_id}")
    await fire(state, "open")
    return state


async def test_the_page_of_a_disputed_post_reads_the_dispute() -> None:
    _, cy, post_id = await _war()
    page = await screen(PostState, cy, path=f"/post/{post_id}")
    events = [event async for event in PostState.open.fn(page)]
    assert page.post is not None
    assert page.post.disputed
    assert events[-1] is DisputeState.open
    state = await _looked(cy, post_id)
    assert ([option.text for option in state.dispute.options], state.dispute.may_vote, state.stands) == (["Hers.", "His."], True, 1)
    assert not (await _looked(None, post_id)).dispute.may_vote


async def test_a_vote_counts_at_once_and_a_party_is_refused() -> None:
    ana, cy, post_id = await _war()
    state = await _looked(cy, post_id)
    await fire(state, "vote", post_id, 2)
    assert (state.dispute.mine, [option.votes for option in state.dispute.options]) == (2, [0, 1])
    party = await _looked(ana, post_id)
    await fire(party, "vote", post_id, 1)
    assert party.errors[""]["key"] == "error.not_allowed"
    assert (party.dispute.mine, [option.votes for option in party.dispute.options]) == (0, [0, 1])


async def test_whoever_comes_by_after_the_end_sees_it_settled() -> None:
    _, cy, post_id = await _war()
    await fire(await _looked(cy, post_id), "vote", post_id, 2)
    async with db.transaction() as change:
        await change.session.exec(update(Dispute).values(ends_at=now()))
    assert (await _looked(None, post_id)).dispute.post_id == 0
    post = await posts.one(Viewer(), post_id)
    assert (post.disputed, post.excerpt) == (False, "His.")
    entries = {entry.action: entry for entry in await log()}
    assert (entries["settle"].detail, entries["brake"].detail) == ("1:0", "text")
    assert entries["brake"].until > 0


def _form(kind: str, number: int, level: str = "trusted") -> dict[str, Any]:
    return {"subject_kind": kind, "subject_id": str(number), "level": level, "hours": "24", "reason": "Raid"}


async def test_a_moderator_protects_a_post_and_lifts_it_again() -> None:
    place = await make_subwiki()
    mod = await join(await make_member("mod"), place, role="moderator")
    ana = await join(await make_member("ana"), place)
    post_id = await make_post(ana, place)
    state = await screen(ProtectState, mod, path=f"/post/{post_id}")
    assert await _sent(state, _form("post", post_id)) == []
    assert (await posts.one(ana, post_id)).protection == "trusted"
    await _sent(state, _form("post", post_id, "none"))
    assert ((await posts.one(ana, post_id)).protection, state.done) == ("", 2)
    refused = await screen(ProtectState, ana, path=f"/post/{post_id}")
    await _sent(refused, _form("post", post_id))
    assert (refused.errors[""]["key"], refused.done) == ("error.not_allowed", 0)
    await _sent(state, _form("post", post_id, ""))
    assert state.errors["level"]["key"] == "error.required"


async def test_a_subwikis_page_says_that_it_is_protected() -> None:
    place = await make_subwiki()
    mod = await join(await make_member("mod"), place, role="moderator")
    state = await screen(GuardState, mod, path="/w/climate/about")
    assert await _sent(state, _form("subwiki", place)) == [AboutState.open]
    about = await screen(AboutState, None, path="/w/climate/about")
    await fire(about, "open")
    assert (about.subwiki.protection, about.subwiki.protected_until > 0, about.subwiki.may_protect) == ("trusted", True, False)


async def _sent(state: Any, form: dict[str, Any]) -> list[Any]:
    return [event async for event in type(state).protect.fn(state, form)]
