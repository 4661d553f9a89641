"""What members do about their choices: save a document, undo, follow, see less of something, answer a new default."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document as choices
from wtsocial.choices import parsing, versions
from wtsocial.choices.versions import Wanted
from wtsocial.choices.views import Choices
from wtsocial.core.errors import NotFound
from wtsocial.db.statements import table
from wtsocial.models import ChoiceVersion
from wtsocial.text.languages import SPOKEN, check_language

Version = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
"""The number of a version of somebody's choices; 0 is how it was before the first change."""

LessKind = Literal["subwiki", "member", "followed_tag", "word", "source", "person", "tag", "language", "sensitive"]

LEFT = {"subwiki": "subwikis", "member": "people", "followed_tag": "tags"}
"""Less of it is to leave it."""
HIDDEN = {"word": "words", "source": "sources", "person": "hidden_people", "tag": "hidden_tags"}
"""Less of it is to hide it."""


async def save(viewer: Viewer, *, document: dict[str, Any], based_on: Version, via: Literal["saved", "import"] = "saved") -> int:
    """Replace the viewer's choices by a document; returns the number of the new version.

    Raises LoginNeeded, NotAllowed, TooMany, Invalid("choices.changed_elsewhere") when version `based_on` is not the newest any more,
    Invalid("choices.unknown", `value`) at the part that names what is not there, and Invalid for what is no document.
    """
    wanted = parsing.parse(document)

    def saved(before: Choices) -> Choices:
        # Only its own question answers a new default.
        sensitive = wanted.sensitive if "sensitive" in document else before.sensitive
        return replace(wanted, sensitive=sensitive, defaults=before.defaults)

    return await _apply(viewer, saved, via, based_on=based_on)


async def less(viewer: Viewer, *, kind: LessKind, value: str, wanted: bool) -> int:
    """See less of something, or take that back (`wanted` False); returns the number of the new version.

    `subwiki`, `member` and `followed_tag` are left, the others hidden; of a language all others are left to be shown. Raises like
    `save`, and TooMany("error.quota").
    """
    if kind in LEFT:
        part = LEFT[kind]
        return await _apply(viewer, _one(part, parsing.spell(part, value), wanted=not wanted), "less")
    if kind in HIDDEN:
        part = HIDDEN[kind]
        return await _apply(viewer, _one(part, parsing.spell(part, value), wanted=wanted), "less")
    if kind == "language":
        code = check_language(value)
        return await _apply(viewer, lambda before: _without(before, code, wanted=wanted), "less")
    sensitive = "hide" if wanted else choices.current_defaults().sensitive
    return await _apply(viewer, lambda before: replace(before, sensitive=sensitive), "less")


async def follow(viewer: Viewer, *, kind: Literal["person", "tag"], name: str, wanted: bool) -> int:
    """Follow a member or a tag, or unfollow it; returns the number of the new version. Raises like `less`."""
    part = "people" if kind == "person" else "tags"
    return await _apply(viewer, _one(part, parsing.spell(part, name), wanted=wanted), "followed" if wanted else "unfollowed")


async def undo(viewer: Viewer, *, version: Version, based_on: Version) -> int:
    """Restore all choices of an earlier version; returns the number of the new version.

    Subwikis, members and tags that no longer exist are left out. Raises NotFound for a version that is not stored, and like `save`.
    """
    stored = table(ChoiceVersion)
    document = select(stored.c.document).where(stored.c.member_id == viewer.id, stored.c.number == version)
    async with db.reading() as session:
        found = (await (await session.connection()).execute(document)).scalar()
    if found is None:
        raise NotFound
    wanted = choices.from_json(found)
    return await _apply(viewer, lambda before: replace(wanted, defaults=before.defaults), "undo", based_on=based_on, leaving_out=True)


async def answer_default(viewer: Viewer, *, number: Version, accepted: bool) -> int:
    """Answer the oldest default added since the member chose: adopt it, or keep everything; returns the number of the new version.

    Raises Invalid("choices.not_asked") for another one, LoginNeeded, NotAllowed or TooMany.
    """
    return await _apply(viewer, lambda before: choices.answered(before, number, accepted=accepted), "asked")


async def _apply(viewer: Viewer, wanted: Wanted, via: str, *, based_on: int | None = None, leaving_out: bool = False) -> int:
    await versions.ensure_pace(viewer)
    async with db.transaction() as change:
        return await versions.apply_choices(change, viewer, wanted, via=via, based_on=based_on, leaving_out=leaving_out)


def _one(part: str, value: str, *, wanted: bool) -> Wanted:
    return lambda before: choices.put_one(before, part, value, wanted=wanted)


def _without(before: Choices, code: str, *, wanted: bool) -> Choices:
    """The choices without one of the languages, or with it again. All languages chosen is stored as none chosen."""
    shown = set(before.languages or SPOKEN)
    shown = shown - {code} if wanted else shown | {code}
    return replace(before, languages=[] if shown >= set(SPOKEN) else sorted(shown))
