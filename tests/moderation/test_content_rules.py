"""Content rules: what they refuse, warn about and flag; who may set them; and that a preview says what they do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select, update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.feeds import queries as feeds
from wtsocial.jobs import Worker
from wtsocial.models import Flag, Post, Revision, now
from wtsocial.moderation import case_queries, queries, queue, rule_previews, rule_queries, statement_queries
from wtsocial.moderation.content_rules import add_rule, remove_rule
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.rule_previews import preview_rule
from wtsocial.posts import queries as posts
from wtsocial.posts.publishing import open_discussion, publish_news
from wtsocial.text import limits

WHY = "It made up interviews, again and again."


async def _news(by: Viewer, link: str, headline: str = "Ice melts", subwiki: str = "climate") -> int:
    return await publish_news(by, subwiki=subwiki, headline=headline, link=link)


async def test_a_blocked_source_is_refused_at_the_link_with_the_reason_on_every_host_of_it(world: World) -> None:
    await add_rule(world.mo, subwiki="climate", kind="source", pattern="https://www.Liar.example/about", effect="block", reason=WHY)
    for link in ("https://liar.example/1", "https://news.liar.example/2", "liar.example/3"):
        with pytest.raises(NotAllowed) as refused:
            await _news(world.ana, link)
        assert (refused.value.key, refused.value.field) == ("content_rule.blocked", "link")
        assert dict(refused.value.params) == {"source": "liar.example", "reason": WHY}
    await _news(world.ana, "https://notliar.example/1")
    elsewhere = await make_subwiki("cooking")
    await _news(await join(world.ana, elsewhere), "https://liar.example/1", subwiki="cooking")


async def test_a_rule_of_the_site_holds_in_every_subwiki(world: World) -> None:
    root = await make_member("root", admin=True)
    await add_rule(root, kind="source", pattern="liar.example", effect="block", reason=WHY)
    with pytest.raises(NotAllowed):
        await _news(world.ana, "https://liar.example/1")


async def test_what_is_warned_about_carries_the_reason_in_lists_and_on_its_page_until_the_rule_goes(world: World) -> None:
    before = await _news(world.ana, "https://rumour.example/0")
    rule = await add_rule(world.mo, subwiki="climate", kind="source", pattern="rumour.example", effect="warn", reason=WHY)
    post = await _news(world.ana, "https://rumour.example/1")
    reader = Viewer()

    async def warnings() -> list[str]:
        listed = {one.id: one.warning for one in (await feeds.everything(reader)).posts}
        return [listed[post], (await posts.one(reader, post)).warning, listed[before]]

    assert await warnings() == [WHY, WHY, ""]
    assert [one.id for one in await rule_queries.caught_posts(world.mo, rule)] == [post]
    await remove_rule(world.mo, rule_id=rule, reason="It is better now.")
    assert await warnings() == ["", "", ""]


async def test_a_flagged_word_opens_a_case_that_says_that_a_rule_did_it_and_nobody_is_told_of_a_flagger(world: World) -> None:
    await add_rule(world.mo, subwiki="climate", kind="word", pattern="Free  Money", effect="flag", reason=WHY)
    caught = await open_discussion(world.ana, subwiki="climate", headline="FREE MONEY!", text="Here")
    await open_discussion(world.ana, subwiki="climate", headline="Carefree moneylenders", text="free of money")
    await Worker().run_due()
    (waiting,) = (await queue.queue(world.mo)).cases
    assert (waiting.post_id, waiting.flags, waiting.reasons[0].reason, waiting.cover) == (caught, 1, "rule", "")
    (flag,) = (await case_queries.case(world.mo, waiting.id)).flags
    assert (flag.flagger, flag.label, flag.note) == ("", "Free Money", WHY)
    entry = (await queries.log(action="flag"))[0]
    assert (entry.actor, entry.detail, entry.label, entry.reason, entry.post_id) == ("", "rule", "Free Money", WHY, caught)
    decision = await decide(world.mo, subject_kind="post", subject_id=caught, action="hide", reason="Spam", rule="site:spam")
    stated = await statement_queries.statement(Viewer(), decision)
    assert (stated.noticed_by_rule, stated.automated) == (True, False)
    assert (await queue.queue(world.mo)).cases == []
    await undo_decision(world.mo, entry_id=decision, reason="Not at all.")
    assert [(one.post_id, one.flags) for one in (await queue.queue(world.mo)).cases] == [(caught, 1)]


async def test_a_rule_flags_once_also_when_its_job_runs_twice_and_not_what_is_hidden_by_then(world: World) -> None:
    await add_rule(world.mo, subwiki="climate", kind="word", pattern="spam", effect="flag", reason=WHY)
    first = await open_discussion(world.ana, subwiki="climate", headline="Spam", text="Here")
    second = await open_discussion(world.ana, subwiki="climate", headline="More spam", text="Here")
    await decide(world.mo, subject_kind="post", subject_id=second, action="hide", reason="Spam")
    for _ in range(2):
        await Worker().run_due()
    async with db.reading() as session:
        assert (await session.exec(select(Flag.subject_id))).all() == [first]


async def test_those_alone_who_moderate_a_place_set_rules_there_and_see_them(world: World) -> None:
    root = await make_member("root", admin=True)
    await make_subwiki("cooking")
    rule: dict[str, Any] = {"kind": "word", "pattern": "spam", "effect": "flag", "reason": WHY}
    tried: dict[str, Any] = {name: rule[name] for name in ("kind", "pattern", "effect")}
    ours = await add_rule(root, subwiki="climate", **rule)
    sites = await add_rule(root, **rule)
    for who, place, error in (
        (Viewer(), "climate", LoginNeeded), (world.ana, "climate", NotAllowed), (world.mo, "", NotAllowed),
        (world.mo, "cooking", NotAllowed), (root, "nowhere", NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            await add_rule(who, subwiki=place, **rule)
        with pytest.raises(error):
            await preview_rule(who, subwiki=place, **tried)
        with pytest.raises(error):
            await rule_queries.content_rules(who, subwiki=place)
    for who, number, error in ((world.ana, ours, NotAllowed), (world.mo, sites, NotAllowed), (root, 99, NotFound)):
        with pytest.raises(error):
            await remove_rule(who, rule_id=number, reason="No")
        with pytest.raises(error):
            await rule_queries.caught_posts(who, number)
    assert [one.id for one in await rule_queries.content_rules(world.mo, subwiki="climate")] == [ours]
    assert [one.id for one in await rule_queries.content_rules(root)] == [sites]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("pattern", {"pattern": ""}), ("pattern", {"pattern": "?!"}), ("pattern", {"pattern": "x" * 101}), ("effect", {"effect": "block"}),
        ("effect", {"effect": "warn"}), ("reason", {"reason": " "}), ("reason", {"reason": "x" * 301}),
        ("pattern", {"kind": "source", "pattern": "nonsense", "effect": "block"}), ("effect", {"kind": "source", "pattern": "a.example"}),
    ],
)  # fmt: skip
async def test_what_is_no_rule_is_refused_at_its_field(world: World, field: str, wrong: dict[str, Any]) -> None:
    typed: dict[str, Any] = {"kind": "word", "pattern": "spam", "effect": "flag", "reason": WHY}
    with pytest.raises(Invalid) as refused:
        await add_rule(world.mo, subwiki="climate", **(typed | wrong))
    assert refused.value.field == field
    assert await rule_queries.content_rules(world.mo, subwiki="climate") == []


async def test_there_is_one_rule_of_each_at_a_place_and_no_end_of_them_neither(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORD_RULES", 2)
    rule: dict[str, Any] = {"subwiki": "climate", "kind": "word", "effect": "flag", "reason": WHY}
    first = await add_rule(world.mo, **rule, pattern="spam")
    with pytest.raises(Invalid) as refused:
        await add_rule(world.mo, **rule, pattern="SPAM!")
    assert (refused.value.key, refused.value.field) == ("content_rule.there_already", "pattern")
    await add_rule(world.mo, **rule, pattern="scam")
    with pytest.raises(TooMany):
        await add_rule(world.mo, **rule, pattern="more")
    await remove_rule(world.mo, rule_id=first, reason="No")
    with pytest.raises(NotFound):
        await remove_rule(world.mo, rule_id=first, reason="No")
    await add_rule(world.mo, **rule, pattern="Spam")


async def test_each_change_stands_in_the_public_log(world: World) -> None:
    rule = await add_rule(world.mo, subwiki="climate", kind="source", pattern="liar.example", effect="block", reason=WHY)
    await remove_rule(world.mo, rule_id=rule, reason="They apologised.")
    removed, added = (await queries.log(subwiki="climate"))[:2]
    assert (added.action, added.detail, added.label, added.reason, added.actor) == ("add_rule", "source_block", "liar.example", WHY, "mo")
    assert (removed.action, removed.label, removed.reason, removed.subject_kind) == (
        "remove_rule",
        "liar.example",
        "They apologised.",
        "rule",
    )


async def test_a_preview_says_how_many_whose_and_of_which_days_at_that_place_alone(world: World) -> None:
    elsewhere = await make_subwiki("cooking")
    old = now() - timedelta(days=31)
    await make_post(world.ana, world.place, headline="Old spam", published_at=old)
    await make_post(world.ana, world.place, headline="Hidden spam", hidden=True)
    mine = [await make_post(world.ana, world.place, headline=f"Spam {number}") for number in range(3)]
    bens = await make_post(world.ben, world.place, text="So much spam")
    there = await make_post(world.ben, elsewhere, headline="Spam, spam, spam")
    found = await preview_rule(world.mo, subwiki="climate", kind="word", pattern="SPAM", effect="flag")
    assert (found.caught, found.looked, found.whole, found.days, found.older) == (4, 5, True, 30, "")
    assert [(one.name, one.count) for one in found.authors] == [("ana", 3), ("ben", 1)]
    assert [one.id for one in found.posts] == [bens, *reversed(mine)]
    root = await make_member("root", admin=True)
    everywhere = await preview_rule(root, kind="word", pattern="SPAM", effect="flag")
    assert {one.id for one in everywhere.posts} == {*mine, bens, there}


async def test_a_preview_goes_on_page_by_page_and_says_when_it_did_not_look_at_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RULE_PAGE", 3)
    monkeypatch.setattr(rule_previews, "BATCH", 4)
    made = [await make_post(world.ana, world.place, headline=f"Spam {n}" if n % 2 else f"News {n}") for n in range(20)]
    tried: dict[str, Any] = {"subwiki": "climate", "kind": "word", "pattern": "spam", "effect": "flag"}

    async def pages() -> list[int]:
        page = await preview_rule(world.mo, **tried)
        found = [one.id for one in page.posts]
        while page.older:
            page = await preview_rule(world.mo, **tried, older=page.older)
            found += [one.id for one in page.posts]
        return found

    spam = [post for n, post in enumerate(made) if n % 2][::-1]
    assert await pages() == spam
    monkeypatch.setattr(rule_previews, "LOOKED", 5)
    first = await preview_rule(world.mo, **tried)
    assert (first.looked, first.whole) == (5, False)
    assert await pages() == spam
    monkeypatch.setattr(rule_previews, "READ", 0)
    assert (await preview_rule(world.mo, **tried)).looked == 1
    with pytest.raises(Invalid):
        await preview_rule(world.mo, **tried, older="nonsense")


async def test_lists_and_previews_take_as_many_statements_however_much_there_is(
    world: World, count_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    tried: dict[str, Any] = {"subwiki": "climate", "kind": "word", "pattern": "spam", "effect": "flag"}
    first = await add_rule(world.mo, **tried, reason=WHY)
    costs: list[list[int]] = []
    for number in range(3):
        another: dict[str, Any] = {**tried, "pattern": f"word{number}"}
        await add_rule(world.mo, **another, reason=WHY)
        await open_discussion(world.ana, subwiki="climate", headline=f"Spam {number}", text="Spam")
        costs.append([])
        for read in (
            lambda: rule_queries.content_rules(world.mo, subwiki="climate"),
            lambda: rule_queries.caught_posts(world.mo, first),
            lambda: preview_rule(world.mo, **tried),
        ):
            with count_statements() as sent:
                await read()
            costs[-1].append(len(sent))
    assert costs[0] == costs[1] == costs[2]
    assert max(costs[0]) < 5


async def test_whoever_publishes_looks_rules_up_in_their_index_and_a_preview_posts_in_theirs(world: World) -> None:
    tried: dict[str, Any] = {"subwiki": "climate", "kind": "source", "pattern": "liar.example", "effect": "warn"}
    await add_rule(world.mo, **tried, reason=WHY)
    with noting() as sent:
        await _news(world.ana, "https://liar.example/1")
        await preview_rule(world.mo, **tried)
        await preview_rule(world.mo, subwiki="climate", kind="word", pattern="spam", effect="flag")
    looked = [one for one in sent if "contentrule" in one[0].lower() and "membership" in one[0].lower()]
    assert len(looked) == 1
    assert "uq_contentrule_on" in await plan(*looked[0], may_sort=True) or "ix_contentrule" in await plan(*looked[0], may_sort=True)
    by_source, by_word = [await plan(*one, may_sort=True) for one in sent if "post.published_at >=" in one[0]]
    assert "ix_post_" in by_source, "of few posts one index is as good as another"
    assert "ix_post_" in by_word
    assert "SCAN post" not in by_source + by_word


SAID = st.lists(
    st.sampled_from(["spam", "SPAM", "Spam!", "spammer", "ham", "free", "money", "free-money", "ﬁne", "straße", "STRASSE"]),
    min_size=1,
    max_size=5,
)
HOSTS = st.sampled_from(["liar.example", "news.liar.example", "liar.co.uk", "a.co.uk", "blog.github.io", "other.github.io", "example.org"])
STORIES = count(1)
"""The same story again would lead to the post that is there."""
RULES = st.one_of(
    st.tuples(st.just("source"), HOSTS, st.sampled_from(["warn", "hold"])),
    st.tuples(st.just("word"), SAID.map(" ".join), st.sampled_from(["flag", "hold"])),
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES, written=st.lists(st.tuples(SAID, HOSTS), min_size=1, max_size=6))
async def test_what_a_rule_catches_is_what_its_preview_said(
    world: World, rule: tuple[str, str, str], written: list[tuple[list[str], str]]
) -> None:
    await _forget_posts()
    kind, pattern, effect = rule
    tried: dict[str, Any] = {"subwiki": "climate", "kind": kind, "pattern": pattern, "effect": effect}

    async def publish_all() -> list[int]:
        return [await _news(world.ana, f"https://{host}/{next(STORIES)}", " ".join(said)) for said, host in written]

    before = await publish_all()
    foretold = {before.index(one.id) for one in (await preview_rule(world.mo, **tried)).posts}
    number = await add_rule(world.mo, **tried, reason=WHY)
    after = await publish_all()
    caught = {after.index(one.id) for one in await rule_queries.caught_posts(world.mo, number)}
    assert caught == foretold
    await remove_rule(world.mo, rule_id=number, reason="Tried")


async def _forget_posts() -> None:
    """Nothing that was published before is looked at, or counts for how many may be published in an hour."""
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(hidden_at=now()))
        await change.session.exec(update(Revision).values(at=now() - timedelta(hours=2)))
