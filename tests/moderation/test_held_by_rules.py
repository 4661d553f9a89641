"""What content rules hold, and new sources of new members, waits for a moderator."""

import pytest

from tests.factories import join, make_member
from tests.moderation.conftest import World
from wtsocial.accounts.views import Viewer
from wtsocial.core import settings as core_settings
from wtsocial.core.errors import NotFound
from wtsocial.feeds import queries as feeds
from wtsocial.jobs import Worker
from wtsocial.moderation import queries
from wtsocial.moderation.content_rules import add_rule
from wtsocial.moderation.held_posts import approve_post, held_posts
from wtsocial.posts import queries as posts
from wtsocial.posts.content_rules import Kind
from wtsocial.posts.publishing import open_discussion, publish_news
from wtsocial.text import limits

WHY = "It made up interviews, again and again."


async def _news(by: Viewer, link: str, headline: str = "Ice melts") -> int:
    return await publish_news(by, subwiki="climate", headline=headline, link=link)


@pytest.mark.parametrize(("kind", "pattern"), [("source", "liar.example"), ("word", "melts")])
async def test_what_is_held_is_seen_by_its_author_and_moderators_with_the_reason_until_one_approves(
    world: World, kind: Kind, pattern: str
) -> None:
    await add_rule(world.mo, subwiki="climate", kind=kind, pattern=pattern, effect="hold", reason=WHY)
    post = await _news(world.ana, "https://liar.example/1")
    other = await _news(world.ana, "https://honest.example/1", "Ice grows")
    await Worker().run_due()
    assert [one.id for one in (await feeds.everything(world.ben)).posts] == [other, world.post]
    for stranger in (world.ben, Viewer()):
        with pytest.raises(NotFound):
            await posts.one(stranger, post)
    for who in (world.ana, world.mo):
        seen = await posts.one(who, post)
        assert (seen.awaits_review, seen.hidden, seen.warning) == (True, True, WHY)
    (waiting,) = (await held_posts(world.mo)).posts
    assert (waiting.id, waiting.why) == (post, WHY)
    assert (await held_posts(world.ben)).posts == []
    entry = (await queries.log(action="hold_post"))[0]
    assert (entry.actor, entry.reason, entry.headline, entry.post_id) == ("", WHY, "", post)
    with pytest.raises(NotFound):
        await approve_post(world.ben, post_id=post)
    await approve_post(world.mo, post_id=post)
    listed = {one.id: one for one in (await feeds.everything(world.ben)).posts}
    assert (listed[post].hidden, listed[post].warning) == (False, "")


async def test_a_new_member_waits_with_a_source_that_nobody_posted_from_unless_that_is_switched_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NEW_POSTS_PER_HOUR", 10)
    fresh = await join(await make_member("fresh", new=True), world.place)
    monkeypatch.setenv("WTSOCIAL_HOLD_NEW_SOURCES", "false")
    core_settings.settings.cache_clear()
    await _news(fresh, "https://first.example/1")
    assert (await held_posts(world.mo)).posts == []
    monkeypatch.setenv("WTSOCIAL_HOLD_NEW_SOURCES", "true")
    core_settings.settings.cache_clear()
    await _news(fresh, "https://www.first.example/2")
    await _news(world.ana, "https://second.example/1")
    await _news(fresh, "https://second.example/2")
    await open_discussion(fresh, subwiki="climate", headline="What of it?", text="Tell us")
    assert (await held_posts(world.mo)).posts == []
    held = await _news(fresh, "https://third.example/1")
    assert [one.id for one in (await held_posts(world.mo)).posts] == [held]
    again = await _news(fresh, "https://third.example/2")
    assert [one.id for one in (await held_posts(world.mo)).posts] == [held, again], "one's own that waits makes no source known"
