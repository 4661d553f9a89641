"""The world that the table of permissions is asked in: one of each standing, and one of each thing, somebody else's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlmodel import col, select, update

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.jobs.dead import give_up_mail
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices.actions import follow
from wtsocial.choices.presets import share
from wtsocial.core import passwords
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound, Refusal
from wtsocial.db import Transaction
from wtsocial.db.session import in_next_transaction
from wtsocial.donations.expenses import enter_expense
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.joining import waiting_list
from wtsocial.joining.invitations import invite
from wtsocial.models import (
    Comment,
    Flag,
    Invitation,
    Member,
    ModerationAction,
    ModerationCase,
    Notice,
    Post,
    Preset,
    Revision,
    SavedPost,
    SourceDispute,
    Suggestion,
    now,
)
from wtsocial.moderation.content_rules import add_rule
from wtsocial.moderation.flags import flag
from wtsocial.moderation.prepared_texts import add_text
from wtsocial.subwikis.actions import edit_page
from wtsocial.text.links import host_of

READER, WAITING, NEW, MEMBER, TRUSTED, OTHER, MODERATOR, ADMIN, SUSPENDED = STANDINGS = "rwnmtopas"
"""A letter for each standing: signed out, waiting, new, member, trusted, moderator of another subwiki, of this one, admin, suspended."""
ALL: Final = STANDINGS
KNOWN: Final = "wnmtopas"
ACTIVE: Final = "nmtopa"
SETTLED: Final = "mtopa"
"""Who takes part and is new no longer."""
MODERATING: Final = "pa"
NOBODY: Final = ""
PASSWORD: Final = "seven herons over the weir"
LINK: Final = "https://gauge.example/low"

OWNED: Final[dict[str, tuple[Any, str]]] = {
    "post": (Post, "author_id"),
    "other": (Post, "author_id"),
    "comment": (Comment, "author_id"),
    "revision": (Revision, "editor_id"),
    "suggestion": (Suggestion, "suggester_id"),
    "entry": (ModerationAction, "member_id"),
    "preset": (Preset, "member_id"),
    "invitation": (Invitation, "member_id"),
    "case": (ModerationCase, "author_id"),
}
"""Things by their name in the table, with the column that says whose they are."""


@dataclass(frozen=True)
class At:
    """What an action is asked about: ids of things, the name of a member, and who asks."""

    ids: dict[str, int]
    who: Viewer
    whom: str = "fay"
    """The member it is done to: fay, whose everything is, or whoever asks."""
    code: str = ""

    def __getitem__(self, thing: str) -> int:
        """The id of a thing."""
        return self.ids[thing]


Stage = Callable[[Transaction, At], Awaitable[None]]
"""What has to be so for an action to make sense; it is set up in the action's own transaction, and gone with it."""


@dataclass(frozen=True)
class Row:
    """An action, what it is asked to do, and who may: on what is another's, and on what is one's own (None where nothing is anybody's)."""

    act: Callable[..., Awaitable[Any]]
    given: Callable[[At], dict[str, Any]]
    others: str
    own: str | None = None
    owned: tuple[str, ...] = ()
    """The things that are the viewer's own in the second case."""
    before: tuple[Stage, ...] = ()
    of: str = ""
    """Whose it is or how it is, where that is said."""
    says: str = "yes"
    """What whoever may is answered: the key of a refusal that is none of permission, where there is nothing to do."""


@dataclass
class World:
    """Who is there, and what."""

    people: dict[str, Viewer] = field(default_factory=dict[str, Viewer])
    ids: dict[str, int] = field(default_factory=dict[str, int])
    code: str = ""


class _Done(Exception):
    """An action did all that it does, and is taken back before it is committed."""


async def outcome(world: World, row: Row, standing: str, *, own: bool) -> str:
    """`yes`, `no`, or the key of a refusal that is none of permission; nothing of it stays."""
    who = world.people[standing]
    at = At(world.ids, who, who.name if own else "fay", world.code)

    async def begin(change: Transaction) -> None:
        change.at_commit.append(_take_back)
        for thing in row.owned if own else ():
            table, column = OWNED[thing]
            await change.session.exec(update(table).where(col(table.id) == world.ids[thing]).values({column: who.id}))
        for stage in row.before:
            await stage(change, at)

    try:
        with in_next_transaction(begin):
            await row.act(who, **row.given(at))
    except (_Done, LoginNeeded, NotAllowed, NotFound) as said:
        return "yes" if isinstance(said, _Done) else "no"
    except Refusal as refused:
        return refused.key
    return "yes"


async def _take_back() -> None:
    raise _Done


def put(thing: str, **values: Any) -> Stage:
    """A stage that gives a thing's row these values."""
    table = OWNED[thing][0]

    async def stage(change: Transaction, at: At) -> None:
        await change.session.exec(update(table).where(col(table.id) == at[thing]).values(**values))

    return stage


async def make_world() -> World:
    """Build it: everybody is in the subwiki `climate`; what is anybody's there is fay's."""
    world = World()
    fay, boss = await make_member("fay"), await make_member("boss", admin=True)
    # Somebody is left to hear an appeal against what boss decided.
    await make_member("chief", admin=True)
    await make_member("mira")
    await make_member("unseen", state="waiting", confirmed=False)
    hashed = await passwords.hash_password(PASSWORD)
    kinds: dict[str, dict[str, Any]] = {
        WAITING: {"state": "waiting", "confirmed": True},
        NEW: {"new": True},
        TRUSTED: {"trusted": True},
        ADMIN: {"admin": True},
        SUSPENDED: {"state": "suspended"},
    }
    place, elsewhere = await make_subwiki("climate", by=boss, rules="1. Be kind."), await make_subwiki("rivers", by=boss)
    fay = await join(fay, place)
    world.people[READER] = Viewer()
    for standing in STANDINGS[1:]:
        member = await make_member(f"member-{standing}", password_hash=hashed, **kinds.get(standing, {}))
        member = await join(member, place, role="moderator" if standing == MODERATOR else "member")
        world.people[standing] = await join(member, elsewhere, role="moderator") if standing == OTHER else member
    world.ids |= {"place": place, "elsewhere": elsewhere}
    await _make_things(world, fay, boss)
    return world


async def _make_things(world: World, fay: Viewer, boss: Viewer) -> None:
    ids, place = world.ids, world.ids["place"]
    ids["fay"] = fay.id
    ids["post"] = await make_post(fay, place, kind="news", link=LINK, host=host_of(LINK), worded_by="source", text="As the gauge says.")
    ids["other"] = await make_post(fay, place, headline="Something else")
    ids["waits"] = await make_post(fay, place, headline="Waits for a moderator", hidden=True)
    ids["hidden"] = await make_post(fay, place, headline="Hidden by a moderator", hidden=True)
    ids["comment"] = await make_comment(fay, ids["post"])
    correction: dict[str, Any] = {"reason": "exaggerated", "source": "https://gauge.example/1"}
    await correct_headline(boss, post_id=ids["post"], headline="Sea ice is low", based_on=1, **correction)
    await edit_page(boss, slug="rivers", description="Where they flow.", rules="", based_on=1)
    ids["expense"] = await enter_expense(
        boss, category="servers", payee="A host", amount="5", currency="USD", day=f"{now():%Y-%m-%d}", note="", receipt="1"
    )
    ids["rule"] = await add_rule(boss, kind="word", pattern="hurricane", effect="flag", reason="So that we look", subwiki="climate")
    ids["site_rule"] = await add_rule(boss, kind="word", pattern="typhoon", effect="flag", reason="So that we look")
    ids["text"] = await add_text(boss, title="Rude", text="It calls them names.", subwiki="climate")
    ids["site_text"] = await add_text(boss, title="Spam", text="It sells something.")
    ids["job"] = await give_up_mail(fay.id)
    for member in world.people.values():
        if member.known:
            await follow(member, kind="tag", name="ice", wanted=True)
    await follow(fay, kind="tag", name="ice", wanted=True)
    world.code = await share(fay, name="Mine", parts=["tags"])
    await invite(fay, uses=2, days=2)
    await flag(boss, subject_kind="post", subject_id=ids["post"], reason="spam")
    await _add_rows(ids, fay, boss)
    for person in world.people.values():
        await _give_their_own(ids, person)


async def _add_rows(ids: dict[str, int], fay: Viewer, boss: Viewer) -> None:
    suggestion = Suggestion(post_id=ids["other"], suggester_id=fay.id, based_on=1, headline="Another", reason="false", source=LINK)
    made = {"subject_kind": "post", "subject_id": ids["post"], "subwiki_id": ids["place"], "post_id": ids["post"], "member_id": fay.id}
    entry = ModerationAction(actor_id=boss.id, action="warn", reason="Because", office="admin", **made)
    async with db.transaction() as change:
        change.session.add_all([suggestion, entry])
        await change.session.flush()
        ids |= {"suggestion": suggestion.id or 0, "entry": entry.id or 0}
        for name, table in (("preset", Preset), ("invitation", Invitation), ("case", ModerationCase)):
            ids[name] = (await change.session.exec(select(table.id))).one() or 0
        first = select(Revision.id).where(Revision.post_id == ids["other"], Revision.number == 1)
        ids["revision"] = (await change.session.exec(first)).one() or 0
        await change.session.exec(update(Post).where(col(Post.id) == ids["waits"]).values(awaits_review=True))
        change.session.add(
            SourceDispute(domain="gauge.example", post_id=ids["other"], revision=1, subwiki_id=ids["place"], member_id=fay.id, text="No")
        )
        newest = select(Revision.id).where(Revision.post_id == ids["post"], Revision.number == 2)
        ids["correction"] = (await change.session.exec(newest)).one() or 0


async def _give_their_own(ids: dict[str, int], person: Viewer) -> None:
    """What each has who is anybody: a saved post, a flag, a notice; and why, if they are suspended."""
    if not person.known:
        return
    about = {"flagger_id": person.id, "subject_kind": "post", "subject_id": ids["other"], "post_id": ids["other"]}
    async with db.transaction() as change:
        change.session.add(SavedPost(member_id=person.id, post_id=ids["other"]))
        change.session.add(Flag(**about, subwiki_id=ids["place"], reason="spam", withdrawn_at=now()))
        change.session.add(Notice(member_id=person.id, kind="trusted", path="/"))
        if person.state == "suspended":
            await change.session.exec(update(Member).where(col(Member.id) == person.id).values(suspended_reason="Spam"))
        if person.state == "waiting":
            await waiting_list.enqueue(change, person.id)


def later(days: int) -> Any:
    """A moment in so many days."""
    return now() + timedelta(days=days)
