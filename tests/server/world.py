"""A small world with something of everything, and with a secret wherever one may be kept."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select, update

from tests.factories import join, login, make_comment, make_member, make_post, make_subwiki, viewer
from tests.jobs.dead import give_up_mail
from tests.joining.arriving import set_door, stand_in_line
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.joining.invitations import invite
from wtsocial.models import Comment, EmailToken, LoginSession, Member, Revision, now
from wtsocial.moderation.flags import flag
from wtsocial.posts.drafts import keep_draft
from wtsocial.posts.votes import save_post, upvote
from wtsocial.sources.actions import contest

HIDDEN_HEADLINE = "Umbrellahidden headline of a post"
HIDDEN_TEXT = "Umbrellahidden text of a post"
HIDDEN_COMMENT = "Umbrellahidden words of a comment"
HIDDEN_REVISION = "Umbrellahidden words of a revision"
FLAG_NOTE = "Umbrellanote that goes with a flag"
DRAFT = "Umbrelladraft that nobody else reads"


@dataclass(frozen=True)
class World:
    """Who is there, and the ids of what is. Every member has `sessions[name]`, the token of a login."""

    admin: Viewer
    moderator: Viewer
    ana: Viewer
    ben: Viewer
    eva: Viewer
    """Who has done nothing yet."""
    waiting: Viewer
    suspended: Viewer
    lin: Viewer
    """Who has confirmed and stands in line, behind one more; she has an invitation."""
    sessions: dict[str, str]
    subwiki: int
    post: int
    """Ana's, collaborative; Ben voted for it and commented on it."""
    own: int
    """Ana's, individual."""
    hidden: int
    """Ana's, hidden."""
    comment: int
    """Ben's, on `post`."""
    hidden_comment: int
    """Ben's, hidden, on `post`."""


async def make_world() -> World:
    """Build it in the database of this process."""
    admin = await make_member("root", admin=True)
    ana, ben, eva = await make_member("ana"), await make_member("ben"), await make_member("eva")
    waiting, suspended = await make_member("wen", state="waiting"), await make_member("sus", state="suspended")
    climate = await make_subwiki("climate", by=admin, description="What the *weather* becomes.", rules="Be kind.")
    await set_door("waiting")
    _, lin = await stand_in_line("first", "lin")
    await invite(lin, uses=5, days=5)
    moderator = await join(await make_member("mo"), climate, role="moderator")
    for member in (ana, ben):
        await join(member, climate)
    post = await make_post(
        ana, climate, headline="Rivers run dry", link="https://news.example/rivers", host="news.example", kind="news", worded_by="source"
    )
    own = await make_post(ana, climate, mode="individual", headline="What I saw", text="Only *mine* to edit.")
    hidden = await make_post(ana, climate, headline=HIDDEN_HEADLINE, text=HIDDEN_TEXT, hidden=True)
    comment = await make_comment(ben, post)
    hidden_comment = await make_comment(ben, post, text=HIDDEN_COMMENT)
    async with db.transaction() as change:
        await change.session.exec(update(Comment).where(col(Comment.id) == hidden_comment).values(hidden_at=now()))
    world = World(
        admin, moderator, await viewer(ana), await viewer(ben), eva, waiting, suspended, lin,
        {member.name: await login(member) for member in (admin, moderator, ana, ben, eva, waiting, suspended, lin)},
        climate, post, own, hidden, comment, hidden_comment,
    )  # fmt: skip
    await _live_in(world)
    return world


async def _live_in(world: World) -> None:
    await upvote(world.ben, post_id=world.post)
    await save_post(world.ben, post_id=world.post)
    await keep_draft(world.ben, place=f"comment:{world.post}", fields={"text": DRAFT})
    await keep_draft(world.ben, place="submit", fields={"headline": DRAFT})
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="fake", note=f"{FLAG_NOTE} of ben's")
    await flag(world.ana, subject_kind="comment", subject_id=world.comment, reason="spam", note=f"{FLAG_NOTE} of ana's")
    for headline in (HIDDEN_REVISION, "Some rivers run dry"):
        base = 1 if headline == HIDDEN_REVISION else 2
        await correct_headline(
            world.ben, post_id=world.post, headline=headline, reason="exaggerated", source="https://gauge.example/", based_on=base
        )
    await contest(world.ana, post_id=world.post, text="The gauge was broken.")
    await give_up_mail(world.eva.id)
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.headline) == HIDDEN_REVISION).values(hidden_at=now()))
        link = {"member_id": world.waiting.id, "purpose": "confirm", "expires_at": now() + timedelta(hours=1)}
        change.session.add(EmailToken(token_hash=token_hash(new_token()), **link))


async def secrets() -> set[str]:
    """Every string of the database that no browser but its owner's may ever be sent."""
    async with db.reading() as session:
        members = (await session.exec(select(Member))).all()
        hashes = [*(await session.exec(select(LoginSession.token_hash))).all(), *(await session.exec(select(EmailToken.token_hash))).all()]
    return {member.email for member in members} | {member.password_hash for member in members} | set(hashes)
