"""Rows for tests, made directly and cheaply: who acts, where, and on what."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select, update

from wtsocial import db
from wtsocial.accounts.viewers import viewer_view
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import new_token, token_hash
from wtsocial.models import Comment, LoginSession, Member, Membership, Post, Subwiki
from wtsocial.posts import source_counts, tagging
from wtsocial.revisions import record
from wtsocial.text.domains import registrable
from wtsocial.text.names import skeleton

FAKE_HASH = "not a hash: nobody can log in with a password"


async def make_member(
    name: str = "ana",
    *,
    state: str = "active",
    admin: bool = False,
    trusted: bool = False,
    new: bool = False,
    password_hash: str = FAKE_HASH,
    language: str = "en",
    confirmed: bool | None = None,
) -> Viewer:
    """A member with a confirmed address NAME@example.org (unless waiting, or as told), and how the session sees them; of ten days (or `new`)."""
    async with db.transaction() as change:
        member = Member(
            name=name,
            skeleton=skeleton(name),
            email=f"{name.casefold()}@example.org",
            email_key=f"{name.casefold()}@example.org",
            created_at=datetime.now(UTC) - timedelta(days=0 if new else 10),
            contributions=0 if new else 10,
            email_confirmed_at=datetime.now(UTC) if (state != "waiting" if confirmed is None else confirmed) else None,
            password_hash=password_hash,
            state=state,
            is_admin=admin,
            is_trusted=trusted,
            language=language,
        )
        change.session.add(member)
    assert member.id is not None
    return viewer_view(member)


async def viewer(member: Viewer) -> Viewer:
    """The member as a new look at the database sees them: with what they moderate by now."""
    async with db.reading() as session:
        row = (await session.exec(select(Member).where(Member.id == member.id))).one()
        moderated = select(Membership.subwiki_id).where(Membership.member_id == member.id, Membership.role == "moderator")
        subwikis = frozenset((await session.exec(moderated)).all())
    return viewer_view(row, subwikis)


async def make_subwiki(slug: str = "climate", *, by: Viewer | None = None, name: str = "", description: str = "", rules: str = "") -> int:
    """A subwiki with its first revision, and nobody in it; by a new admin called `founder-SLUG` unless told. Its id."""
    founder = by or await make_member(f"founder-{slug}", admin=True)
    async with db.transaction() as change:
        subwiki = Subwiki(slug=slug, name=name or slug.capitalize(), description=description, rules=rules, created_by_id=founder.id)
        change.session.add(subwiki)
        await change.session.flush()
        await record.revise(change.session, founder, subwiki, change="created")
    assert subwiki.id is not None
    return subwiki.id


async def join(member: Viewer, subwiki_id: int, *, role: str = "member") -> Viewer:
    """Put a member into a subwiki (`role="moderator"` to moderate it); how the session sees them from now on."""
    async with db.transaction() as change:
        change.session.add(Membership(member_id=member.id, subwiki_id=subwiki_id, role=role))
        grown = update(Subwiki).where(col(Subwiki.id) == subwiki_id).values(members_count=Subwiki.members_count + 1)
        await change.session.exec(grown)
    return await viewer(member)


async def make_post(
    by: Viewer,
    subwiki_id: int,
    *,
    kind: str = "discussion",
    mode: str = "collaborative",
    headline: str = "Sea ice at its lowest since records began",
    link: str = "",
    host: str = "",
    text: str = "",
    published_at: datetime | None = None,
    hidden: bool = False,
    language: str = "",
    sensitive: bool = False,
    worded_by: str = "",
) -> int:
    """A post with its first revision; published now unless told. Its id."""
    moment = published_at or datetime.now(UTC)
    async with db.transaction() as change:
        post = Post(
            kind=kind, mode=mode, subwiki_id=subwiki_id, author_id=by.id, headline=headline, first_headline=headline,
            link=link, host=host, domain=registrable(host), text=text, published_at=moment, hidden_at=moment if hidden else None,
            language=language, sensitive=sensitive, worded_by=worded_by,
        )  # fmt: skip
        change.session.add(post)
        await change.session.flush()
        await tagging.retag(change, post)
        await record.revise(change.session, by, post, change="created", at=moment)
        if not hidden:
            await source_counts.count_published(change.session, {post.domain: 1}, own=int(worded_by == "source"))
        grown = update(Subwiki).where(col(Subwiki.id) == subwiki_id).values(posts_count=Subwiki.posts_count + 1)
        await change.session.exec(grown)
    assert post.id is not None
    return post.id


async def make_comment(by: Viewer, post_id: int, *, text: str = "Here is the source.", parent_id: int | None = None) -> int:
    """A comment with its first revision, under the post's newest one. Its id."""
    async with db.transaction() as change:
        post = (await change.session.exec(select(Post).where(Post.id == post_id))).one()
        comment = Comment(post_id=post_id, parent_id=parent_id, author_id=by.id, text=text, post_revision=post.revision)
        change.session.add(comment)
        post.comments_count += 1
        await change.session.flush()
        await record.revise(change.session, by, comment, change="created")
    assert comment.id is not None
    return comment.id


async def login(member: Viewer, *, expires_in: timedelta = timedelta(days=30)) -> str:
    """Log a member in; the token that the cookie carries (the table holds its SHA-256, in hexadecimal)."""
    token = new_token()
    async with db.transaction() as change:
        change.session.add(LoginSession(token_hash=token_hash(token), member_id=member.id, expires_at=datetime.now(UTC) + expires_in))
    return token
