"""Presets: members share parts of their choices by a link, and other members take parts over."""

from typing import Any

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document, policy, versions
from wtsocial.choices.queries import current_choices
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.tokens import new_code
from wtsocial.db import statements
from wtsocial.models import Preset, now
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text, is_hostile
from wtsocial.text.graphemes import cut


async def share(viewer: Viewer, *, name: str, parts: list[str], about: str = "") -> str:
    """Share these parts of the viewer's choices as they stand now; the code of the link.

    Hidden members and notices are never shared. Raises Invalid at `name`, `about` or `parts`
    (`preset.nothing` when they hold nothing), LoginNeeded, NotAllowed or TooMany.
    """
    name = clean_line(name, field="name", limit=limits.PRESET_NAME)
    about = clean_text(about, field="about", limit=limits.PRESET_ABOUT, required=False)
    _ensure_parts(parts)
    async with db.transaction() as change:
        permissions.ensure(viewer, policy.may_share_choices(viewer))
        mine = (col(Preset.member_id) == viewer.id, col(Preset.withdrawn_at).is_(None))
        await statements.ensure_fewer(change.session, limits.PRESETS_PER_MEMBER, Preset, *mine)
        shared = document.part_of(await current_choices(await change.session.connection(), viewer.id), parts)
        held = document.parts_in_use(shared, parts)
        if not held:
            raise Invalid("preset.nothing", field="parts")
        code = new_code()
        preset = Preset(code=code, member_id=viewer.id, name=name, about=about, parts=" ".join(held), document=document.to_json(shared))
        change.session.add(preset)
        change.answer = code
    return code


async def withdraw(viewer: Viewer, *, code: str) -> None:
    """Withdraw a preset: its link stops working and its content is deleted. Members who took it over keep what they took.

    Its owner may, and an admin. Raises NotFound, LoginNeeded or NotAllowed.
    """
    async with db.transaction() as change:
        preset = await _found(change.session, code)
        permissions.ensure(viewer, policy.may_withdraw_preset(viewer, preset.member_id))
        preset.withdrawn_at = now()
        preset.name = preset.about = preset.parts = ""
        preset.document = document.to_json(document.part_of(document.current_defaults(), []))


async def take_over(viewer: Viewer, *, code: str, parts: list[str]) -> int:
    """Add these parts of a preset to the viewer's own choices; the number of the version.

    Lists grow by it; languages and sensitive content become as they are there. What is not there any more is left out. Raises
    NotFound, Invalid("choices.too_many"), LoginNeeded, NotAllowed or TooMany.
    """
    _ensure_parts(parts)
    await versions.ensure_pace(viewer)
    async with db.transaction() as change:
        preset = await _found(change.session, code)
        theirs, wanted = document.from_json(preset.document), [part for part in parts if part in preset.parts.split()]
        return await versions.apply_choices(
            change, viewer, lambda mine: document.merge_choices(mine, theirs, wanted), via="preset", leaving_out=True
        )


def _ensure_parts(parts: list[str]) -> None:
    unknown = next((part for part in parts if part not in document.SHARED), None)
    if unknown is not None:
        raise Invalid("preset.not_shared", field="parts", part=cut(unknown, 40))


async def _found(session: Any, code: str) -> Preset:
    there = select(Preset).where(Preset.code == code, col(Preset.withdrawn_at).is_(None))
    preset = None if is_hostile(code) else (await session.exec(there)).first()
    if preset is None:
        raise NotFound
    return preset
