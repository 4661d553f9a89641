"""Decisions on revisions, subwikis and members: what they do, who hears of it, and how they are taken back."""

import pytest
from sqlmodel import select

from tests.factories import make_member, viewer
from tests.moderation.appealing import counters
from tests.moderation.conftest import World
from tests.moderation.kinds import WHY, Wide, make_wide, revision_id, told
from tests.moderation.test_decisions import Announcements
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotAllowed, NotFound
from wtsocial.editing.actions import edits
from wtsocial.models import Member, Revision
from wtsocial.moderation import appeals, claims, duties, members
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.decisions import decide, undo_decision
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.moderation.queue import queue
from wtsocial.moderation.statement_queries import statement
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.revisions import queries as histories


@pytest.fixture
async def wide(world: World) -> Wide:
    return await make_wide(world)


async def test_a_hidden_revision_is_read_by_nobody_until_it_is_restored(wide: Wide, announcements: Announcements) -> None:
    world, about = wide.world, wide.about("revision")
    await flag(world.ben, **about, reason="hate")
    announcements.clear()
    await decide(world.mo, **about, action="hide", reason=WHY, rule="site:people")
    assert any(message["kind"] == "erased" for _, message in announcements)
    shown = {one.number: one for one in (await histories.of_post(world.ben, world.post)).revisions}
    assert (shown[2].hidden, shown[2].headline, shown[3].hidden) == (True, "", False)
    with pytest.raises(NotFound):
        await histories.difference(world.ben, world.post, 1, 2)
    async with db.reading() as session:
        assert (await session.exec(select(Revision.stands).where(Revision.id == wide.revision))).one() is False
    assert ((await told(world.cem))[0], (await told(world.ben))[0]) == ("revision_hidden", "flag_upheld")
    with pytest.raises(Invalid, match="already_hidden"):
        await decide(world.mo, **about, action="hide", reason=WHY)
    with pytest.raises(NotAllowed):
        await flag(world.ana, **about, reason="hate")
    await decide(world.mo, **about, action="restore", reason="A quotation")
    shown = {one.number: one for one in (await histories.of_post(world.ben, world.post)).revisions}
    assert (shown[2].hidden, shown[2].headline) == (False, "Vermin")
    with pytest.raises(Invalid, match="not_hidden"):
        await decide(world.mo, **about, action="restore", reason="A quotation")


async def test_what_everybody_reads_now_is_not_hidden_in_the_history_alone(wide: Wide) -> None:
    world = wide.world
    await edits.edit_text(world.ana, post_id=world.post, text="Another text", based_on=3)
    for number in (3, 4):
        with pytest.raises(Invalid, match="on_show"):
            await decide(world.mo, subject_kind="revision", subject_id=await revision_id(world.post, number), action="hide", reason=WHY)
    first = await revision_id(world.post, 1)
    await decide(wide.root, subject_kind="revision", subject_id=first, action="hide", reason=WHY)
    assert (await posts.one(world.ben, world.post)).first_headline == ""
    await decide(wide.root, subject_kind="revision", subject_id=first, action="restore", reason=WHY)
    assert (await posts.one(world.ben, world.post)).first_headline == "Hateful"


async def test_hiding_is_undone_and_counted_as_it_was(wide: Wide) -> None:
    world, about = wide.world, wide.about("revision")

    async def contributions() -> int:
        async with db.reading() as session:
            return (await session.exec(select(Member.contributions).where(Member.id == world.cem.id))).one()

    before = await contributions()
    await flag(world.ben, **about, reason="hate")
    entry = await decide(world.mo, **about, action="hide", reason=WHY)
    assert (await contributions(), await counters()) == (before - 1, {"ben": [1, 0, 0, 0], "cem": [0, 0, 1, 0]})
    await undo_decision(world.mo, entry_id=entry, reason="A mistake")
    assert (await contributions(), await counters()) == (before, {})
    assert [one.subject_kind for one in (await queue(world.mo)).cases] == ["revision"]
    assert (await told(world.cem))[0] == "decision_undone"


async def test_a_warned_member_is_told_and_the_log_names_no_flagger(wide: Wide) -> None:
    world, about = wide.world, wide.about("member")
    await flag(world.ben, **about, reason="impersonation", note="This is not the mayor")
    entry = await decide(wide.root, **about, action="warn", reason=WHY, rule="site:names")
    (line,) = await moderation.log()
    assert (line.action, line.subject_kind, line.member, line.flags, line.actor) == ("warn", "member", "ana", 1, "root")
    said = await statement(Viewer(), entry)
    assert "ben" not in repr((line, said))
    assert (said.rule, said.rule_path, said.appeal.may_appeal) == ("site:names", "/rules#names", False)
    assert (await statement(world.ana, entry)).appeal.may_appeal
    assert ((await told(world.ana))[0], (await told(world.ben))[0]) == ("member_warned", "flag_upheld_named")
    assert (await notifications.inbox(world.ben))[0].params["name"] == "ana"
    (mine,) = await own_flags(world.ben)
    assert (mine.state, mine.upheld, mine.answer) == ("decided", True, WHY)
    assert await counters() == {"ben": [1, 0, 0, 0], "ana": [0, 0, 1, 0]}
    await undo_decision(wide.root, entry_id=entry, reason="A mistake")
    assert ((await told(world.ana))[0], await counters()) == ("member_decision_undone", {})


async def test_a_suspension_upholds_the_flags_of_a_member(wide: Wide) -> None:
    world = wide.world
    await flag(world.ben, **wide.about("member"), reason="spam")
    (case,) = (await queue(wide.root)).cases
    other = await make_member("other", admin=True)
    await claims.claim_case(other, case_id=case.id)
    with pytest.raises(NotAllowed, match="claimed"):
        await members.suspend_member(wide.root, member_name="ana", reason=WHY, rule="site:spam")
    with pytest.raises(Invalid) as refused:
        await members.suspend_member(other, member_name="ana", reason=WHY, rule="site:nothing")
    assert refused.value.field == "rule"
    with pytest.raises(NotAllowed):
        await members.suspend_member(world.mo, member_name="ana", reason=WHY, rule="site:spam")
    assert (await viewer(world.ana)).state == "active"
    await members.suspend_member(other, member_name="ana", reason=WHY, rule="site:spam")
    assert ((await viewer(world.ana)).state, (await queue(wide.root)).cases) == ("suspended", [])
    (mine,) = await own_flags(world.ben)
    assert (mine.action, mine.upheld) == ("suspend", True)
    assert ((await told(world.ana))[0], (await told(world.ben))[0]) == ("suspended", "flag_upheld_named")
    said = await statement(world.ben, mine.decision_id)
    assert (said.entry.action, said.entry.flags, said.rule, said.may_undo) == ("suspend", 1, "site:spam", False)
    assert await counters() == {"ben": [1, 0, 0, 0], "ana": [0, 0, 1, 0]}


async def test_those_who_moderate_a_subwiki_are_told_of_its_warning(wide: Wide) -> None:
    world, about = wide.world, wide.about("subwiki")
    await flag(world.ben, **about, reason="spam")
    entry = await decide(wide.root, **about, action="warn", reason=WHY, rule="site:spam")
    assert await told(world.mo) == ["subwiki_warned"]
    assert "subwiki_warned" not in await told(world.ana)
    (line,) = await moderation.log(subwiki="climate")
    assert (line.id, line.subject_kind, line.subwiki_slug, line.member) == (entry, "subwiki", "climate", "")
    assert await counters() == {"ben": [1, 0, 0, 0]}
    await undo_decision(wide.root, entry_id=entry, reason="A mistake")
    assert (await told(world.mo))[0] == "subwiki_decision_undone"
    await decide(wide.root, **about, action="dismiss", reason="It is fine")
    assert ((await told(world.ben))[0], await told(world.mo)) == ("flag_dismissed_named", ["subwiki_decision_undone", "subwiki_warned"])


async def test_a_hidden_revision_is_appealed_and_its_judge_reads_it(wide: Wide) -> None:
    world, about = wide.world, wide.about("revision")
    await flag(world.ana, **about, reason="hate")
    entry = await decide(world.mo, **about, action="hide", reason=WHY, rule="site:people")
    with pytest.raises(NotAllowed):
        await appeals.begin_appeal(world.ana, entry_id=entry)
    cem = await viewer(world.cem)
    await appeals.begin_appeal(cem, entry_id=entry)
    await appeals.appeal(cem, entry_id=entry, reason="It quotes them", words="2 6 1")
    (duty,) = await duties.duties(wide.root)
    assert (duty.subject_kind, duty.headline) == ("revision", "Vermin")
    assert [piece.text.strip() for piece in duty.pieces if piece.kind == "ins"] == ["Vermin"]
    await appeals.judge_appeal(wide.root, entry_id=entry, verdict="overturn", text="A quotation")
    shown = {one.number: one for one in (await histories.of_post(world.ben, world.post)).revisions}
    assert (shown[2].hidden, shown[2].headline) == (False, "Vermin")
    with pytest.raises(Invalid, match="overturned"):
        await decide(world.mo, **about, action="hide", reason=WHY)
