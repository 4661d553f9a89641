"""Choices: whom and what a member follows, how their choices were before, what they share; and the tags of posts."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from wtsocial.models.columns import moment, refers


class Follow(SQLModel, table=True):
    """A member follows another: that one's posts stand in their feed."""

    follower_id: int = refers("member.id", key=True)
    followed_id: int = refers("member.id", key=True, index=True)
    at: datetime = moment()


class TagFollow(SQLModel, table=True):
    """A member follows a tag."""

    member_id: int = refers("member.id", key=True)
    tag: str = Field(primary_key=True)
    at: datetime = moment()


class PostTag(SQLModel, table=True):
    """A tag of a post that is shown; a hidden post has none here, so that a tag's feed reads one index (`wtsocial.tagging`)."""

    __table_args__ = (Index("ix_posttag_feed", "tag", "published_at", "post_id"),)

    post_id: int = refers("post.id", key=True)
    tag: str = Field(primary_key=True)
    published_at: datetime = moment()


class NotificationPreference(SQLModel, table=True):
    """By which ways a member wants a kind of notice (`choices.NOTICES`), where that differs from the usual one."""

    member_id: int = refers("member.id", key=True)
    kind: str = Field(primary_key=True)
    site: bool = True
    mail: bool = False


class ChoiceVersion(SQLModel, table=True):
    """Everything that a member chose, as it was from some moment on. Number 0 is how it was before the first change."""

    member_id: int = refers("member.id", key=True)
    number: int = Field(primary_key=True)
    at: datetime = moment()
    via: str = ""
    """How it came about: a key of the catalogue, `via.VIA`."""
    document: str


class Preset(SQLModel, table=True):
    """Choices that a member shares; whoever has the link can look at them. One that was withdrawn holds nothing any more."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    member_id: int = refers("member.id", index=True)
    name: str
    about: str = ""
    parts: str = ""
    """The names of what it holds, with a space between."""
    document: str
    at: datetime = moment()
    withdrawn_at: datetime | None = moment(default=None, nullable=True)
