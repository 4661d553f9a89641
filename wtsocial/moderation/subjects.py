"""Subjects: what is flagged and decided on, whatever its kind: whom it concerns, whose moderators decide, and where it stands."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.paths import comment_path
from wtsocial.db import locks
from wtsocial.db.locks import Lock
from wtsocial.db.statements import id_of
from wtsocial.models import Comment, Member, Post, Revision, Subwiki
from wtsocial.posts import access

SubjectKind = Literal["post", "comment", "revision", "subwiki", "member"]
KINDS: Final[tuple[SubjectKind, ...]] = get_args(SubjectKind)
Thing = Post | Comment | Revision | Subwiki | Member


@dataclass(frozen=True)
class Subject:
    """What is flagged or decided on: a post, a comment, a revision of a post, a subwiki or a member."""

    kind: SubjectKind
    thing: Thing
    post: Post | None = None
    """The post that it is, stands under or is a revision of."""

    @property
    def id(self) -> int:
        """Its number among those of its kind."""
        return id_of(self.thing)

    @property
    def post_id(self) -> int | None:
        """The post's number, if there is one."""
        return id_of(self.post) if self.post else None

    @property
    def author_id(self) -> int | None:
        """Whom it concerns: who wrote it, or the member; of a subwiki, which many write, nobody alone."""
        if isinstance(self.thing, Post | Comment):
            return self.thing.author_id
        if isinstance(self.thing, Revision):
            return self.thing.editor_id
        return self.id if isinstance(self.thing, Member) else None

    @property
    def place_id(self) -> int | None:
        """The subwiki whose moderators decide; None where admins alone do, since it concerns those moderators or none."""
        return self.post.subwiki_id if self.post else None

    @property
    def subwiki_id(self) -> int | None:
        """The subwiki that it stands in, or is."""
        return self.id if isinstance(self.thing, Subwiki) else self.place_id

    @property
    def revision(self) -> int:
        """The number of the revision that it is now, or that it is; 0 for a member, of whom there are none."""
        if isinstance(self.thing, Revision):
            return self.thing.number
        return 0 if isinstance(self.thing, Member) else self.thing.revision

    @property
    def hidden(self) -> bool:
        """Whether a moderator hid it."""
        return isinstance(self.thing, Post | Comment | Revision) and self.thing.hidden_at is not None

    @property
    def cover(self) -> str:
        """By whose word it is folded away; empty for nobody's."""
        return self.thing.cover if isinstance(self.thing, Post | Comment) else ""

    @property
    def name(self) -> str:
        """What a subwiki or a member is called; the others stand under a post, whose headline is looked up when it is read."""
        return self.thing.name if isinstance(self.thing, Subwiki | Member) else ""

    @property
    def path(self) -> str:
        """Where it stands."""
        slug = self.thing.slug if isinstance(self.thing, Subwiki) else ""
        return subject_path(self.kind, self.id, post_id=self.post_id or 0, number=self.revision, slug=slug, name=self.name)


def subject_path(kind: str, subject_id: int, *, post_id: int = 0, number: int = 0, slug: str = "", name: str = "") -> str:
    """Where a thing of this kind stands: a revision at the head of a page of the history, a comment in its thread."""
    return {
        "comment": comment_path(post_id, subject_id),
        "revision": f"/post/{post_id}/history?before={number + 1}",
        "subwiki": f"/w/{slug}",
        "member": f"/u/{name}",
    }.get(kind, f"/post/{post_id}")


def flaggable_kind(kind: str) -> SubjectKind:
    """The kind of an entry of the log, where it is one that can be flagged. Raises NotFound for another one."""
    if kind not in KINDS:
        raise NotFound
    return kind


async def visible_subject(session: AsyncSession, viewer: Viewer, kind: SubjectKind, subject_id: int, *, lock: bool = False) -> Subject:
    """The thing, locked against other writers if asked. Raises NotFound, also for what the viewer may not see."""
    subject = await any_subject(session, kind, subject_id, lock=lock)
    if subject is None or not _may_see(viewer, subject):
        raise NotFound
    return subject


def _may_see(viewer: Viewer, subject: Subject) -> bool:
    if isinstance(subject.thing, Member):
        return permissions.may_see_member(viewer, subject.thing)
    return subject.post is None or permissions.may_see_post(viewer, subject.post)


async def any_subject(session: AsyncSession, kind: SubjectKind, subject_id: int, *, lock: bool = False) -> Subject | None:
    """The same, whoever may see it; None for what is not there.

    Of a revision its post is locked. For a subwiki and a member there is a lock of flags and decisions alone: their rows are counted in
    from many sides, in an order of their own.
    """
    if kind in ("subwiki", "member"):
        return await _named(session, kind, subject_id, lock_it=lock)
    if kind == "comment":
        found = await access.any_comment(session, subject_id, lock=lock)
        return Subject(kind, *found) if found else None
    if kind == "post":
        post = await access.any_post(session, subject_id, lock=lock)
        return Subject(kind, post, post) if post else None
    wanted = select(Revision).where(Revision.id == subject_id, col(Revision.post_id).is_not(None))
    revision = (await session.exec(wanted)).first()
    post = await access.any_post(session, revision.post_id or 0, lock=lock) if revision else None
    if revision and lock:
        await session.refresh(revision)
    return Subject(kind, revision, post) if revision and post else None


async def _named(session: AsyncSession, kind: SubjectKind, subject_id: int, *, lock_it: bool) -> Subject | None:
    if lock_it:
        key = Lock.FLAGGED_SUBWIKI if kind == "subwiki" else Lock.FLAGGED_MEMBER
        await locks.lock(await session.connection(), key, subject_id)
    if kind == "subwiki":
        wiki = (await session.exec(select(Subwiki).where(Subwiki.id == subject_id))).first()
        return Subject(kind, wiki) if wiki else None
    member = (await session.exec(select(Member).where(Member.id == subject_id, Member.state != "deleted"))).first()
    return Subject(kind, member) if member else None
