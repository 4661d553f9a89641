"""Rows: what queries select of a post or a comment, and how such a row becomes a view."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, bindparam, func, or_, select

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices.filtering import PostFacts, filter_rule_of, is_covered
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.models import ContentRule, Member, Post, PublisherHeadline, SavedPost, Source, Subwiki, Vote
from wtsocial.posts import policy
from wtsocial.posts.policy import PolicyComment, PolicyPost
from wtsocial.posts.rights import PostRights, Rights
from wtsocial.posts.views import CommentView, PostView
from wtsocial.text import limits
from wtsocial.text.rendered import EXCERPT_SOURCE, excerpt_cached
from wtsocial.text.words import spread


class FilteredPost(Protocol):
    """What choices filter a post by: a Post, or a row with these columns of one (of the text, its beginning is enough)."""

    headline: str
    agreed_headline: str
    text: str
    domain: str
    tags: str
    language: str
    sensitive: bool


class WikiProtection(Protocol):
    """What a row beside a post's columns has of its subwiki's protection."""

    wiki_protection: str
    wiki_protected_until: datetime | None


class PostRow(PolicyPost, FilteredPost, WikiProtection, Protocol):
    """A row of `post_columns`."""

    id: int
    kind: str
    link: str
    host: str
    picture: str
    published_at: datetime
    revision: int
    stamp: int
    votes_count: int
    comments_count: int
    first_headline: str
    corrected_at: datetime | None
    corrected_by: str
    corrected_reason: str
    corrected_source: str
    corrected_revision: int
    own_error: bool
    worded_by: str
    early_votes: int
    source_says: str | None
    source_seen_at: datetime | None
    """These two only in a row with the whole text."""
    suggestions_count: int
    cover: str
    warning: str | None
    awaits_review: bool
    subwiki_slug: str
    subwiki_name: str
    subwiki_colour: str
    author: str
    source_posts: int
    source_corrected: int
    voted: bool
    saved: bool


class CommentRow(PolicyComment, Protocol):
    """A Comment, or a row with the columns of one."""

    id: int | None
    post_id: int
    parent_id: int | None
    created_at: datetime
    revision: int
    edited_at: datetime | None
    cover: str


def facts_of(post: FilteredPost, author: str) -> PostFacts:
    """What choices filter a post by."""
    shown = "\n".join((post.headline, post.agreed_headline or "", excerpt_cached(post.text)))
    return PostFacts(author, spread(shown), post.domain, post.tags.split(), post.language, post.sensitive)


def post_columns(page: FromClause | None = None, *, whole: bool = False) -> Select[*tuple[Any, ...]]:
    """Everything that `post_view` reads, in one statement with the parameter `viewer`.

    `page` (with a column `id`) narrows it to the posts of a page and keeps their number of lookups small;
    `whole` selects the whole text instead of its beginning.
    """
    post, subwiki, vote, saved = table(Post), table(Subwiki), table(Vote), table(SavedPost)
    source, rule = table(Source), table(ContentRule)
    spoken = or_(post.c.awaits_review, and_(rule.c.effect == "warn", rule.c.removed_at.is_(None)))
    author, corrector = table(Member).alias("author"), table(Member).alias("corrector")
    viewer = bindparam("viewer", type_=Integer())
    said = table(PublisherHeadline)
    of_source = (said.c.headline.label("source_says"), said.c.seen_at.label("source_seen_at"))
    text: ColumnElement[str] = post.c.text if whole else func.substr(post.c.text, 1, EXCERPT_SOURCE)
    copied = [column for column in post.c if column.name not in ("text", "corrected_by_id", "link_key", "warning_id")]
    joined = post if page is None else page.join(post, post.c.id == page.c.id)
    joined = (
        joined.join(subwiki, subwiki.c.id == post.c.subwiki_id)
        .join(author, author.c.id == post.c.author_id)
        .outerjoin(corrector, corrector.c.id == post.c.corrected_by_id)
        .outerjoin(source, source.c.domain == post.c.domain)
        .outerjoin(rule, and_(rule.c.id == post.c.warning_id, spoken))
        .outerjoin(vote, and_(vote.c.post_id == post.c.id, vote.c.member_id == viewer))
        .outerjoin(saved, and_(saved.c.post_id == post.c.id, saved.c.member_id == viewer))
    )
    joined = joined.outerjoin(said, said.c.post_id == post.c.id) if whole else joined
    return select(
        *copied,
        text.label("text"),
        subwiki.c.slug.label("subwiki_slug"),
        subwiki.c.name.label("subwiki_name"),
        subwiki.c.colour.label("subwiki_colour"),
        subwiki.c.protection.label("wiki_protection"),
        subwiki.c.protected_until.label("wiki_protected_until"),
        author.c.name.label("author"),
        func.coalesce(corrector.c.name, "").label("corrected_by"),
        func.coalesce(source.c.own_count, 0).label("source_posts"),
        func.coalesce(source.c.corrected_count, 0).label("source_corrected"),
        rule.c.reason.label("warning"),
        vote.c.member_id.is_not(None).label("voted"),
        saved.c.member_id.is_not(None).label("saved"),
        *([*of_source] if whole else []),
    ).select_from(joined)


class Seen(NamedTuple):
    """What the view of a post says by who looks, and when."""

    own: bool
    covered: bool
    protection: str
    protected_until: int
    may: PostRights


def seen_by(row: PostRow, viewer: Viewer, rights: Rights) -> Seen:
    """How this viewer sees a row of `post_columns` now; `rights` are theirs.

    A row carries the post's columns by name, so `policy` judges it like a Post.
    """
    wiki = subwiki_protection(row)
    # Few are protected, and every post of every list comes by here.
    held = permissions.strictest(row, wiki) if row.protection or row.wiki_protection else row
    protection = permissions.protection(held)
    return Seen(
        own=viewer.known and row.author_id == viewer.id,
        covered=row.sensitive and is_covered(filter_rule_of(viewer), sensitive=row.sensitive, author=row.author),
        protection=protection,
        protected_until=to_millis(held.protected_until) if protection else 0,
        may=rights.on(row, wiki),
    )


def post_view(row: PostRow, viewer: Viewer, *, html: str) -> PostView:
    """The view of a row with the whole text, whose HTML is given."""
    return view_of(row, seen_by(row, viewer, Rights(viewer)), html=html)


def view_of(row: PostRow, seen: Seen, *, why: str = "", why_about: str = "", html: str | None = None) -> PostView:
    """The view of a row of `post_columns` as somebody sees it, with `html` of one with the whole text."""
    return PostView(
        id=row.id,
        kind=row.kind,
        mode=row.mode,
        headline=row.headline,
        link=row.link,
        host=row.host,
        domain=row.domain,
        source_posts=row.source_posts,
        source_corrected=row.source_corrected,
        excerpt=excerpt_cached(row.text),
        picture=row.picture,
        published=to_millis(row.published_at),
        revision=row.revision,
        stamp=row.stamp,
        votes=row.votes_count,
        comments=row.comments_count,
        subwiki_id=row.subwiki_id,
        subwiki_slug=row.subwiki_slug,
        subwiki_name=row.subwiki_name,
        subwiki_colour=row.subwiki_colour,
        author=row.author,
        corrected=row.corrected_at is not None,
        corrected_at=to_millis(row.corrected_at),
        corrected_by=row.corrected_by,
        corrected_reason=row.corrected_reason,
        corrected_source=row.corrected_source,
        first_headline=row.first_headline,
        own_error=row.own_error,
        early_votes=row.early_votes,
        source_says=(row.source_says or "") if html is not None and row.worded_by == "member" else "",
        source_seen_at=to_millis(row.source_seen_at) if html is not None and row.worded_by == "member" else 0,
        suggestions=row.suggestions_count,
        agreed_headline=row.agreed_headline,
        protection=seen.protection,
        protected_until=seen.protected_until,
        disputed=row.disputed_at is not None,
        hidden=row.hidden_at is not None,
        awaits_review=bool(row.awaits_review),
        locked_reason=row.locked_reason,
        tags=row.tags.split(),
        language=row.language,
        sensitive=row.sensitive,
        covered=seen.covered,
        cover=row.cover,
        warning=row.warning or "",
        why=why,
        why_about=why_about,
        voted=bool(row.voted),
        saved=bool(row.saved),
        own=seen.own,
        **seen.may._asdict(),
        html=html or "",
    )


def subwiki_protection(row: WikiProtection) -> permissions.Protected:
    """The subwiki of a row of `post_columns`, as far as `policy` judges it."""
    return _SubwikiProtection(row.wiki_protection, row.wiki_protected_until)


@dataclass
class _SubwikiProtection:
    protection: str
    protected_until: datetime | None


def comment_view(
    row: CommentRow, viewer: Viewer, *, html: str, author: str, depth: int = 0, subwiki_id: int = 0, closed: bool = False
) -> CommentView:
    """The view of a comment, or of a row with its columns; `html` is its text. What is hidden comes without it; what is erased has none.

    Under a `closed` post, which is hidden or locked, nothing is written any more.
    """
    hidden = row.hidden_at is not None
    return CommentView(
        id=id_of(row),
        post_id=row.post_id,
        parent_id=row.parent_id or 0,
        depth=min(depth, limits.COMMENT_DEPTH),
        author=author,
        html="" if hidden else html,
        at=to_millis(row.created_at),
        revision=row.revision,
        hidden=hidden,
        erased=row.text == "",
        cover=row.cover,
        own=viewer.known and row.author_id == viewer.id,
        edited=to_millis(row.edited_at),
        may_edit=policy.may_edit_comment(viewer, row) and not closed,
        may_reply=viewer.active and not hidden and not closed,
        may_flag=permissions.may_flag(viewer, row.author_id) and not hidden,
        may_moderate=permissions.may_moderate(viewer, subwiki_id) and row.author_id != viewer.id,
    )
