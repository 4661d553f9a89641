"""Subwikis and who is in them."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Connection, Index, String, Table, bindparam, delete, event, insert, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers
from wtsocial.text.ngrams import ngrams
from wtsocial.text.subwiki_names import subwiki_skeleton
from wtsocial.text.words import searchable


def _skeleton(context: DefaultExecutionContext) -> str:
    return subwiki_skeleton(context.get_current_parameters()["name"])


def folded_subwiki(slug: str, name: str, description: str) -> str:
    """What a search looks through."""
    return searchable(f"{slug}\n{name}\n{description}")


MODERATING = text("role = 'moderator'")
RESTRICTED = text("protection != ''")


class Subwiki(SQLModel, table=True):
    """A community: what it is about and its rules are edited by its members."""

    __table_args__ = (
        CheckConstraint("protection in ('', 'member', 'trusted', 'moderator')", name="protection"),
        # Those of a kind, the newest first.
        Index("ix_subwiki_vetted", "vetted", "id"),
        Index("ix_subwiki_restricted", "id", sqlite_where=RESTRICTED, postgresql_where=RESTRICTED),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    skeleton: str = Field(
        default="",
        unique=True,
        sa_type=String().with_variant(String(collation="C"), "postgresql"),
        sa_column_kwargs={"default": _skeleton},
    )
    """The name as it looks: names that look alike share one (`text.subwiki_names.subwiki_skeleton`). In the order of code points, so that
    those that begin alike stand together."""
    folded: str = ""
    """Slug, name and description as they are searched (`text.words.searchable`); `SubwikiNgram` has its stretches."""
    description: str = ""
    rules: str = ""
    colour: str = "#4b8b5f"
    """Its mark beside its name, #rrggbb."""
    created_by_id: int = refers("member.id", index=True)
    created_at: datetime = moment()
    revision: int = 1
    head: str = ""
    """The seal of the newest revision (`text.chain`)."""
    agreements: int = 2
    """How many members have to agree until a suggested headline goes live, or disagree until it falls."""
    vetted: bool = False
    """Whether an admin looked at it and found that it can be offered to newcomers."""
    protection: str = ""
    """The standing that correcting and editing take here and on all its posts; empty for no other than usual."""
    protected_until: datetime | None = moment(default=None, nullable=True)
    members_count: int = 0
    posts_count: int = 0


_subwiki: Table = vars(Subwiki)["__table__"]
# The directory's order, so that its beginning is read alone.
Index("ix_subwiki_directory", _subwiki.c.vetted.desc(), _subwiki.c.members_count.desc(), _subwiki.c.slug)


@event.listens_for(Subwiki, "before_insert")
@event.listens_for(Subwiki, "before_update")
def _derive(_mapper: object, _connection: object, subwiki: Subwiki) -> None:
    """Whoever changes a name or a description: what is derived of them follows."""
    subwiki.skeleton = subwiki.skeleton or subwiki_skeleton(subwiki.name)
    folded = folded_subwiki(subwiki.slug, subwiki.name, subwiki.description)
    # What was there is read before it is written over, so that `_index` knows of it.
    if subwiki.folded != folded:
        subwiki.folded = folded


class SubwikiNgram(SQLModel, table=True):
    """A stretch of letters (`text.ngrams`) in `Subwiki.folded`, so that a search looks through those subwikis alone that have its own."""

    __table_args__ = {"sqlite_with_rowid": False}

    # In the order of code points, whatever language the database speaks: what begins alike stands together.
    ngram: str = Field(primary_key=True, sa_type=String().with_variant(String(collation="C"), "postgresql"))
    subwiki_id: int = refers("subwiki.id", key=True)


_ngram: Table = vars(SubwikiNgram)["__table__"]
_ADD: Final = insert(_ngram).inline()
_FORGET: Final = delete(_ngram).where(_ngram.c.ngram == bindparam("gone"), _ngram.c.subwiki_id == bindparam("of"))


@event.listens_for(Subwiki, "after_insert")
@event.listens_for(Subwiki, "after_update")
def _index(_mapper: object, connection: Connection, subwiki: Subwiki) -> None:
    """The stretches that went are deleted, and those that came are added, with the change itself."""
    folded = get_history(subwiki, "folded")
    before, after = (ngrams("".join(texts)) for texts in (folded.deleted, folded.added))
    if gone := sorted(before - after):
        connection.execute(_FORGET, [{"gone": one, "of": subwiki.id} for one in gone])
    if come := sorted(after - before):
        connection.execute(_ADD, [{"ngram": one, "subwiki_id": subwiki.id} for one in come])


class Membership(SQLModel, table=True):
    """A member is in a subwiki, perhaps as its moderator."""

    __table_args__ = (
        CheckConstraint("role in ('member', 'moderator')", name="role"),
        # Who moderates a subwiki, and which ones nobody does.
        Index("ix_membership_moderators", "subwiki_id", sqlite_where=MODERATING, postgresql_where=MODERATING),
    )

    member_id: int = refers("member.id", key=True)
    subwiki_id: int = refers("subwiki.id", key=True, index=True)
    role: str = "member"
    joined_at: datetime = moment()
