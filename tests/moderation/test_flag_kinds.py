"""Flags of revisions, subwikis and members: who may flag and decide, and what the queue says of them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.moderation.conftest import World
from tests.moderation.kinds import KINDS, WHY, Wide, make_wide, revision_id
from tests.moderation.test_decisions import Counting
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.models import CaseReason, Flag, Member, ModerationCase, Revision, now
from wtsocial.moderation import case_queries, claims
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.flags import flag, withdraw_flag
from wtsocial.moderation.own_flags import open_under, own_flags
from wtsocial.moderation.queue import QueueFilter, queue, queue_count
from wtsocial.moderation.statement_queries import statement
from wtsocial.text.reasons import FLAG_REASONS, FLAG_REASONS_FOR


@pytest.fixture
async def wide(world: World) -> Wide:
    return await make_wide(world)


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_has_its_reasons(wide: Wide, kind: str) -> None:
    for reason in FLAG_REASONS:
        if reason not in FLAG_REASONS_FOR[kind]:
            with pytest.raises(Invalid) as refused:
                await flag(wide.world.mo, **wide.about(kind), reason=reason)
            assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        await flag(wide.world.mo, **wide.about(kind), reason="other")
    assert refused.value.field == "note"
    assert await own_flags(wide.world.mo) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_one_flag_each_until_it_is_withdrawn(wide: Wide, kind: str) -> None:
    world, about = wide.world, wide.about(kind)
    assert await flag(world.mo, **about, reason="hate")
    assert not await flag(world.mo, **about, reason="spam")
    (mine,) = await own_flags(world.mo)
    paths = {"revision": f"/post/{world.post}/history?before=3", "subwiki": "/w/climate", "member": "/u/ana"}
    names = {"revision": "Hateful again", "subwiki": "Climate", "member": "ana"}
    assert (mine.subject_kind, mine.path, mine.headline, mine.state) == (kind, paths[kind], names[kind], "open")
    assert await withdraw_flag(world.mo, **about)
    assert not await withdraw_flag(world.mo, **about)
    assert ((await queue(wide.root)).cases, await queue_count(wide.root)) == ([], 0)
    assert await flag(world.mo, **about, reason="spam")


async def test_who_may_not_flag_is_refused(wide: Wide) -> None:
    world = wide.world
    sus = await make_member("sus", state="suspended")
    for kind in KINDS:
        for who, why in ((Viewer(), LoginNeeded), (sus, NotAllowed)):
            with pytest.raises(why):
                await flag(who, **wide.about(kind), reason="hate")
    for own, kind in ((world.cem, "revision"), (world.ana, "member")):
        with pytest.raises(NotAllowed):
            await flag(own, **wide.about(kind), reason="hate")
    gone, waiting = await make_member("gone", state="deleted"), await make_member("wen", state="waiting")
    hidden = await revision_id(await make_post(world.ana, world.place, hidden=True), 1)
    await make_comment(world.ana, world.post)
    async with db.reading() as session:
        of_comment = (await session.exec(select(Revision.id).where(col(Revision.comment_id).is_not(None)))).one() or 0
    nowhere: tuple[tuple[Any, int], ...] = (
        ("member", gone.id),
        ("member", waiting.id),
        ("member", 10**6),
        ("subwiki", 10**6),
        ("revision", hidden),
        ("revision", of_comment),
    )
    for kind, number in nowhere:
        with pytest.raises(NotFound):
            await flag(world.ben, subject_kind=kind, subject_id=number, reason="hate")
    assert await open_under(world.ben, world.post) == []


@pytest.mark.parametrize(
    ("kind", "may"), [("revision", {"mo", "root", "chief"}), ("subwiki", {"root"}), ("member", {"root", "chief"})], ids=KINDS
)
async def test_who_decides_on_each_kind(wide: Wide, kind: str, may: set[str]) -> None:
    """`chief` is an admin who moderates the subwiki, `el` moderates another one, `cem` wrote the revision."""
    world = wide.world
    el = await join(await make_member("el"), await make_subwiki("rivers"), role="moderator")
    chief = await join(await make_member("chief", admin=True), world.place, role="moderator")
    await flag(world.ben, **wide.about(kind), reason="hate")
    (case,) = (await queue(wide.root)).cases
    for who in (Viewer(), world.ben, world.cem, world.ana, el, world.mo, chief, wide.root):
        if who.name in may:
            assert (await case_queries.case(who, case.id)).flags[0].flagger == "ben"
            assert [one.may_decide for one in (await queue(who)).cases] == [True]
            continue
        with pytest.raises(NotFound):
            await case_queries.case(who, case.id)
        for act in (claims.claim_case(who, case_id=case.id), decide(who, **wide.about(kind), action="warn", reason=WHY)):
            with pytest.raises((LoginNeeded, NotAllowed, NotFound)):
                await act
        assert await queue_count(who) == (1 if who.is_admin else 0)
    by = world.mo if kind == "revision" else wide.root
    entry = await decide(by, **wide.about(kind), action="warn", reason=WHY, rule="site:people")
    for who in (world.ben, el, *([] if kind == "revision" else [world.mo])):
        with pytest.raises(NotAllowed):
            await undo_decision(who, entry_id=entry, reason="No")
        assert not (await statement(who, entry)).may_undo
    assert (await statement(by, entry)).may_undo


async def test_nobody_decides_on_themselves_and_opens_no_case_of_their_own(wide: Wide) -> None:
    about: dict[str, Any] = {"subject_kind": "member", "subject_id": wide.root.id}
    await flag(wide.world.ben, **about, reason="harassment")
    (case,) = (await queue(wide.root)).cases
    assert not case.may_decide
    with pytest.raises(NotAllowed):
        await decide(wide.root, **about, action="dismiss", reason=WHY)
    with pytest.raises(NotFound):
        await case_queries.case(wide.root, case.id)
    other = await make_member("other", admin=True)
    await decide(other, **about, action="dismiss", reason=WHY)
    await flag(wide.world.ben, subject_kind="post", subject_id=wide.world.post, reason="hate")
    (own,) = (await queue(wide.world.mo)).cases
    ana = await join(wide.world.ana, await make_subwiki("rivers"), role="moderator")
    with pytest.raises(NotFound):
        await case_queries.case(ana, own.id)


@pytest.mark.parametrize(
    ("kind", "impossible"), [("revision", ["cover"]), ("subwiki", ["cover", "hide", "restore"]), ("member", ["cover", "hide", "restore"])]
)
async def test_what_makes_no_sense_is_no_decision(wide: Wide, kind: str, impossible: list[Any]) -> None:
    for action in impossible:
        with pytest.raises(Invalid) as refused:
            await decide(wide.root, **wide.about(kind), action=action, reason=WHY)
        assert (refused.value.key, refused.value.field) == ("decision.not_for_this", "action")
    with pytest.raises(Invalid, match="nothing_open"):
        await decide(wide.root, **wide.about(kind), action="dismiss", reason=WHY)
    assert await moderation.log() == []


async def test_a_rule_of_a_subwiki_is_none_for_a_member(wide: Wide) -> None:
    with pytest.raises(Invalid) as refused:
        await decide(wide.root, **wide.about("member"), action="warn", reason=WHY, rule="subwiki:1")
    assert (refused.value.key, refused.value.field) == ("decision.unknown_rule", "rule")


async def test_a_case_says_what_was_flagged_and_what_it_is_now(wide: Wide) -> None:
    world = wide.world
    for kind in KINDS:
        await flag(world.ben, **wide.about(kind), reason="hate", note=f"Look at this {kind}")
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == world.ana.id).values(about="I am the mayor"))
    cases = {one.subject_kind: one for one in (await queue(wide.root)).cases}
    revision, subwiki, member = (cases[kind] for kind in KINDS)
    assert (revision.author, revision.headline, revision.excerpt, revision.revision) == ("cem", "Hateful again", "Vermin", 2)
    assert (subwiki.author, subwiki.headline, subwiki.subwiki_slug, subwiki.path) == ("", "Climate", "climate", "/w/climate")
    assert (member.author, member.headline, member.excerpt, member.subwiki_slug) == ("ana", "ana", "I am the mayor", "")
    whole = await case_queries.case(world.mo, revision.id)
    assert (whole.difference, [piece.text.strip() for piece in whole.pieces if piece.kind == "ins"]) == (
        f"/post/{world.post}/diff/1/2",
        ["Vermin"],
    )
    assert (await case_queries.case(wide.root, subwiki.id)).record.standing == ""
    assert (await case_queries.case(wide.root, member.id)).record.standing == "member"
    assert [one.subject_kind for one in (await queue(world.mo)).cases] == ["revision"]


@pytest.mark.parametrize("kind", ["member", "subwiki"])
async def test_many_flags_at_once_are_one_case(wide: Wide, kind: str) -> None:
    many = [await make_member(f"kim{number}", new=True) for number in range(8)]
    await asyncio.gather(*(flag(one, **wide.about(kind), reason=("spam", "hate")[at % 2]) for at, one in enumerate(many)))
    (case,) = (await queue(wide.root)).cases
    assert (case.flags, [(one.reason, one.count) for one in case.reasons]) == (8, [("hate", 4), ("spam", 4)])
    tried = await asyncio.gather(
        *(decide(wide.root, **wide.about(kind), action="dismiss", reason=WHY) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in tried) == ["Invalid", "Invalid", "Invalid", "int"]
    async with db.reading() as session:
        assert (await session.exec(select(Flag).where(col(Flag.decision_id).is_(None)))).all() == []
        assert (await session.exec(select(CaseReason))).all() == []
        assert all(one.closed_at for one in (await session.exec(select(ModerationCase))).all())


async def test_members_flags_cover_neither_a_subwiki_nor_a_profile(wide: Wide) -> None:
    for name in ("kim", "lee", "max"):
        await flag(await make_member(name, trusted=True), **wide.about("member"), reason="privacy")
    assert await moderation.log() == []


async def test_the_queue_takes_as_many_statements_for_every_kind(wide: Wide, count_statements: Counting) -> None:
    await flag(wide.world.ben, subject_kind="post", subject_id=wide.world.post, reason="hate")
    counts: list[int] = []
    for _ in range(2):
        with count_statements() as sent:
            await queue(wide.root)
        with count_statements() as asked:
            await own_flags(wide.world.ben)
        counts += [len(sent), len(asked)]
        for kind in KINDS:
            await flag(wide.world.ben, **wide.about(kind), reason="spam")
    assert counts == [3, 1, 3, 1]
    assert len((await queue(wide.root)).cases) == 4


async def test_the_filter_of_a_subwiki_finds_the_case_about_itself_for_admins(wide: Wide) -> None:
    world = wide.world
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="spam")
    await flag(world.ben, **wide.about("subwiki"), reason="hate")
    await flag(world.ben, **wide.about("member"), reason="hate")

    async def found(by: Viewer, **wanted: Any) -> list[str]:
        return [one.subject_kind for one in (await queue(by, wanted=QueueFilter(subwiki="climate", **wanted))).cases]

    assert await found(wide.root) == ["post", "subwiki"]
    assert (await found(wide.root, reason="hate"), await found(wide.root, reason="spam")) == (["subwiki"], ["post"])
    assert (await found(wide.root, age="week"), await found(wide.root, mine=True)) == ([], [])
    assert await found(world.mo) == ["post"]
    async with db.transaction() as change:
        await change.session.exec(update(ModerationCase).values(opened_at=now() - timedelta(days=8)))
    assert await found(wide.root, age="week") == ["post", "subwiki"]
    (post, _) = (await queue(wide.root, wanted=QueueFilter(subwiki="climate"))).cases
    assert [one.subject_kind for one in (await queue(wide.root, wanted=QueueFilter(subwiki="climate"), after=post.id)).cases] == ["subwiki"]
