"""The list of invitations: open ones, who invited whom, page by page; one taken back is in the log; for admins alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin.invitations import KINDS, invitations, take_back
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, NotFound, Refusal
from wtsocial.joining.invitations import invite, invite_group
from wtsocial.models import Invitation, InvitationUse, now
from wtsocial.moderation import queries as moderation

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _id(code: str) -> int:
    async with db.reading() as session:
        return (await session.exec(select(Invitation.id).where(Invitation.code == code))).one() or 0


async def _alter(code: str, **values: object) -> None:
    async with db.transaction() as change:
        await change.session.exec(update(Invitation).where(col(Invitation.code) == code).values(**values))


@pytest.fixture
async def codes(database: str) -> dict[str, str]:
    """Ana's that ends later, Ben's that is used up and Ben's that has ended, the admin's for a class, which ends first, and one taken back."""
    admin = await make_member("root", admin=True)
    ana, ben = await make_member("ana"), await make_member("ben")
    made = {
        "later": await invite(ana, uses=3, days=20),
        "used": await invite(ben, uses=1, days=9),
        "ended": await invite(ben, uses=1, days=9),
        "class": await invite_group(admin, label="A class", uses=30, days=5, at_once=True),
        "back": await invite(ana, uses=3, days=20),
    }
    await _alter(made["used"], used=1)
    await _alter(made["ended"], ends_at=now() - timedelta(days=1))
    await _alter(made["back"], revoked_at=now())
    cleo, number = await make_member("cleo"), await _id(made["later"])
    async with db.transaction() as change:
        change.session.add(InvitationUse(member_id=cleo.id, invitation_id=number, at=now(), counted_at=now()))
    return made


@pytest.fixture
async def admin(codes: dict[str, str]) -> Viewer:
    return await make_member("rita", admin=True)


async def _names(admin: Viewer, codes: dict[str, str], *, most: int, **wanted: str) -> list[str]:
    names = {await _id(code): name for name, code in codes.items()}
    found, older = list[str](), ""
    while True:
        page = await invitations(admin, older=older, most=most, **wanted)
        found += [names[one.id] for one in page.invitations]
        older = page.older
        if not older:
            return found


@pytest.mark.parametrize("most", [1, 50])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["class", "later"]),
        ({"kind": "all"}, ["back", "class", "ended", "used", "later"]),
        ({"kind": "group"}, ["class"]),
        ({"kind": "nonsense"}, ["class", "later"]),
        ({"name": "Ana"}, ["back", "later"]),
        ({"name": "an"}, []),
        ({"name": "a\x00"}, []),
    ],
)
async def test_invitations_of_a_kind_or_of_a_member(
    admin: Viewer, codes: dict[str, str], wanted: dict[str, str], found: list[str], most: int
) -> None:
    assert await _names(admin, codes, most=most, **wanted) == found


async def test_who_invited_whom_and_no_link(admin: Viewer, codes: dict[str, str]) -> None:
    page = await invitations(admin, kind="all")
    assert [(one.by, one.state, one.came) for one in page.invitations] == [
        ("ana", "revoked", []), ("root", "open", []), ("ben", "ended", []), ("ben", "used_up", []), ("ana", "open", ["cleo"]),
    ]  # fmt: skip
    assert [code for code in codes.values() if code in repr(page)] == []


async def test_one_taken_back_opens_nothing_and_is_in_the_log(admin: Viewer, codes: dict[str, str]) -> None:
    await take_back(admin, invitation_id=await _id(codes["later"]), reason="Sold on a market")
    assert await _names(admin, codes, most=50) == ["class"]
    (entry,) = await moderation.log()
    assert (entry.action, entry.subject_kind, entry.actor, entry.member, entry.reason) == (
        "revoke", "invitation", "rita", "ana", "Sold on a market",
    )  # fmt: skip
    with pytest.raises(Invalid, match=r"invitation\.back_already"):
        await take_back(admin, invitation_id=await _id(codes["later"]), reason="Once more")
    with pytest.raises(NotFound):
        await take_back(admin, invitation_id=999_999, reason="Never was")
    with pytest.raises(Refusal, match=r"error\.required"):
        await take_back(admin, invitation_id=await _id(codes["class"]), reason=" ")
    assert len(await moderation.log()) == 1


async def test_nobody_but_an_admin_reads_the_list_or_takes_one_back(admin: Viewer, codes: dict[str, str]) -> None:
    moderator = await join(await make_member("mo"), await make_subwiki(by=admin), role="moderator")
    for viewer, refused in ((moderator, NotAllowed), (Viewer(), LoginNeeded)):
        with pytest.raises(refused):
            await invitations(viewer)
        with pytest.raises(refused):
            await take_back(viewer, invitation_id=await _id(codes["later"]), reason="I say so")
    assert await _names(admin, codes, most=50) == ["class", "later"]


@pytest.mark.parametrize(("kind", "older"), [("open", "nonsense"), ("open", "7"), ("all", "0-0"), ("group", "9999999999")])
async def test_a_place_that_no_page_named_is_refused(admin: Viewer, kind: str, older: str) -> None:
    with pytest.raises(Invalid, match=r"error\.cursor"):
        await invitations(admin, kind=kind, older=older)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_of_invitations_is_two_statements(admin: Viewer, count_statements: Counting, kind: str) -> None:
    with count_statements() as statements:
        await invitations(admin, kind=kind)
    assert len(statements) == 2
