"""Adoption: a subwiki whose moderators are away is asked for, announced, given back to who comes back, or taken over."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, login, make_member, make_post, make_subwiki, viewer
from tests.joining.arriving import letters
from tests.plans import noting, plan
from tests.subwikis.test_confidence import told
from wtsocial import db
from wtsocial.accounts.logins import note_seen, open_session
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound
from wtsocial.core.tokens import token_hash
from wtsocial.models import Adoption, LoginSession, Member, Membership, Post, now
from wtsocial.moderation import queries as moderation
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.actions import leave
from wtsocial.subwikis.adoption import ask_to_adopt, decide_adoption, settle_adoptions, withdraw_adoption
from wtsocial.subwikis.leadership_queries import leadership


class Town:
    """Mo moderates a subwiki and was away for 40 days; tara is trusted and posted there; ed is an admin."""

    def __init__(self, mo: Viewer, tara: Viewer, ed: Viewer, place: int) -> None:
        self.mo, self.tara, self.ed, self.place = mo, tara, ed, place


async def seen(member: Viewer, *, days_ago: float) -> None:
    """They were here last then."""
    async with db.transaction() as change:
        then = now() - timedelta(days=days_ago)
        await change.session.exec(update(Member).where(col(Member.id) == member.id).values(seen_at=then))


async def pass_days(days: float) -> None:
    """So much time passes."""
    since = timedelta(days=days)
    async with db.transaction() as change:
        for table, names in (
            (Membership, ("joined_at",)),
            (Post, ("published_at",)),
            (Adoption, ("at", "ends_at")),
            (Member, ("seen_at",)),
        ):
            for row in (await change.session.exec(select(table))).all():
                for name in names:
                    if getattr(row, name):
                        setattr(row, name, getattr(row, name) - since)


@pytest.fixture
async def town(database: str) -> Town:
    place = await make_subwiki()
    mo = await join(await make_member("mo"), place, role="moderator")
    tara = await join(await make_member("tara", trusted=True), place)
    await make_post(tara, place)
    await pass_days(10)
    await seen(mo, days_ago=40)
    return Town(mo, tara, await make_member("ed", admin=True), place)


async def asked(town: Town) -> int:
    """Tara asks; the id of that."""
    await ask_to_adopt(town.tara, slug="climate", reason="Nobody answers")
    async with db.reading() as session:
        return (await session.exec(select(Adoption.id).order_by(col(Adoption.id).desc()))).first() or 0


async def moderating() -> list[str]:
    return (await subwikis.one(Viewer(), "climate")).moderators


async def test_who_asks_moderates_it_after_a_week_and_the_old_moderator_was_told_by_mail(town: Town) -> None:
    assert (await leadership(town.tara, "climate")).may_adopt
    await asked(town)
    view = (await leadership(Viewer(), "climate")).adoption
    assert (view.by, view.reason, view.may_decide, view.may_withdraw) == ("tara", "Nobody answers", False, False)
    (letter,) = [one for one in await letters() if one["To"] == "mo@example.org"]
    assert "tara" in letter.get_content()
    assert "/w/climate/about" in letter.get_content()
    assert await settle_adoptions() == 0
    await pass_days(6.9)
    assert (await settle_adoptions(), await moderating()) == (0, ["mo"])
    await pass_days(0.2)
    assert (await settle_adoptions(), await settle_adoptions()) == (1, 0)
    assert await moderating() == ["mo", "tara"]
    assert town.place in (await viewer(town.tara)).moderates
    assert (await told(town.mo), await told(town.tara)) == (["adoption_asked", "adoption_adopted_colleague"], ["adoption_adopted"])
    ended, begun = (await moderation.log())[:2]
    assert (ended.action, ended.actor, ended.member, ended.detail) == ("adopt", "", "tara", "adopted")
    assert (begun.action, begun.actor, begun.reason, begun.until > 0) == ("ask_adoption", "tara", "Nobody answers", True)
    await open_session(town.tara.id)
    assert not (await leadership(await viewer(town.tara), "climate")).may_adopt
    tim = await join(await make_member("tim", trusted=True), town.place)
    await make_post(tim, town.place)
    await pass_days(8)
    assert not (await leadership(tim, "climate")).may_adopt, "tara is there"


@pytest.mark.parametrize("way", ["a page", "a login"])
async def test_the_old_moderator_ends_it_by_coming_back(town: Town, way: str) -> None:
    token = await login(town.mo)
    async with db.transaction() as change:
        await change.session.exec(update(LoginSession).values(seen_at=now() - timedelta(days=20)))
    await asked(town)
    await (note_seen(token_hash(token)) if way == "a page" else open_session(town.mo.id))
    assert await settle_adoptions() == 1
    assert await moderating() == ["mo"]
    assert (await told(town.tara), (await moderation.log())[0].detail) == (["adoption_returned"], "returned")
    await pass_days(8)
    assert (await settle_adoptions(), await moderating()) == (0, ["mo"])
    with pytest.raises(Invalid, match=r"adoption\.moderated"):
        await ask_to_adopt(town.tara, slug="climate", reason="Again")


async def test_where_a_moderator_was_here_lately_nobody_asks(town: Town) -> None:
    await seen(town.mo, days_ago=29)
    assert not (await leadership(town.tara, "climate")).may_adopt
    with pytest.raises(Invalid, match=r"adoption\.moderated"):
        await ask_to_adopt(town.tara, slug="climate", reason="Nobody answers")
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == town.mo.id).values(state="suspended"))
    assert (await leadership(town.tara, "climate")).may_adopt, "who is suspended cannot moderate"


async def test_a_subwiki_without_moderators_can_be_adopted(town: Town) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Membership).values(role="member"))
    await asked(town)
    await pass_days(7.1)
    await settle_adoptions()
    assert await moderating() == ["tara"]


async def test_trusted_members_who_took_part_ask_and_nobody_else(town: Town) -> None:
    plain = await join(await make_member("plain"), town.place)
    await make_post(plain, town.place)
    idle = await join(await make_member("idle", trusted=True), town.place)
    stranger = await make_member("stranger", trusted=True)
    await pass_days(8)
    late = await join(await make_member("late", trusted=True), town.place)
    await make_post(late, town.place)
    suspended = Viewer(**{**vars(town.tara), "state": "suspended"})
    for who in (plain, idle, stranger, late, suspended, town.mo):
        with pytest.raises(NotAllowed):
            await ask_to_adopt(who, slug="climate", reason="Mine")
        assert not (await leadership(who, "climate")).may_adopt
    with pytest.raises(LoginNeeded):
        await ask_to_adopt(Viewer(), slug="climate", reason="Mine")
    with pytest.raises(NotFound):
        await ask_to_adopt(town.tara, slug="nothing", reason="Mine")
    with pytest.raises(Invalid) as refused:
        await ask_to_adopt(town.tara, slug="climate", reason=" ")
    assert refused.value.field == "reason"
    await asked(town)
    with pytest.raises(Invalid, match=r"adoption\.running"):
        await ask_to_adopt(town.tara, slug="climate", reason="Mine")


@pytest.mark.parametrize(("accepted", "there"), [(True, ["mo", "tara"]), (False, ["mo"])])
async def test_an_admin_decides_earlier_with_a_reason(town: Town, accepted: bool, there: list[str]) -> None:
    number = await asked(town)
    for who in (town.tara, town.mo, Viewer()):
        with pytest.raises(NotAllowed):
            await decide_adoption(who, adoption_id=number, accepted=True, reason="Because")
    with pytest.raises(NotFound):
        await decide_adoption(town.ed, adoption_id=number + 1, accepted=True, reason="Because")
    await decide_adoption(town.ed, adoption_id=number, accepted=accepted, reason="I know them")
    assert await moderating() == there
    line = (await moderation.log())[0]
    wanted = ("adopt", "adopted") if accepted else ("end_adoption", "refused")
    assert (line.action, line.detail, line.actor, line.reason) == (*wanted, "ed", "I know them")
    assert await told(town.tara) == [f"adoption_{wanted[1]}"]
    with pytest.raises(Invalid, match=r"adoption\.over"):
        await decide_adoption(town.ed, adoption_id=number, accepted=True, reason="Again")


async def test_an_admin_who_asks_does_not_decide_that(town: Town) -> None:
    ed = await join(town.ed, town.place)
    await make_post(ed, town.place)
    await pass_days(8)
    await ask_to_adopt(ed, slug="climate", reason="Nobody answers")
    number = (await leadership(ed, "climate")).adoption.id
    with pytest.raises(NotAllowed):
        await decide_adoption(ed, adoption_id=number, accepted=True, reason="I know me")


async def test_who_asked_takes_it_back_and_who_left_or_was_suspended_takes_nothing_over(town: Town) -> None:
    number = await asked(town)
    with pytest.raises(NotAllowed):
        await withdraw_adoption(town.ed, adoption_id=number)
    await withdraw_adoption(town.tara, adoption_id=number)
    with pytest.raises(Invalid, match=r"adoption\.over"):
        await withdraw_adoption(town.tara, adoption_id=number)
    await asked(town)
    await leave(town.tara, slug="climate")
    await pass_days(7.1)
    assert (await settle_adoptions(), await moderating()) == (1, ["mo"])
    assert (await moderation.log())[0].detail == "refused"


async def test_the_page_of_a_subwiki_asks_for_its_leadership_in_few_statements(town: Town, count_statements: Any) -> None:
    await asked(town)
    with count_statements() as sent:
        await leadership(town.tara, "climate")
    assert len(sent) == 3


async def test_who_took_part_and_what_is_under_way_is_found_by_indexes(town: Town) -> None:
    await asked(town)
    with noting() as sent:
        await leadership(town.tara, "climate")
    running, moderators, took_part = [await plan(*one, may_sort=True) for one in sent if one[0].startswith("SELECT")]
    assert "uq_adoption_open" in running or "ix_adoption_subwiki_id" in running
    assert "uq_confidencevote_running" in running or "ix_confidencevote" in running
    assert "ix_membership_moderators" in moderators
    # Of so few posts PostgreSQL takes any index.
    assert "ix_post_author_place" in took_part or db.engine().dialect.name != "sqlite"
    assert "SCAN post" not in took_part
    assert "Seq Scan on post" not in took_part
