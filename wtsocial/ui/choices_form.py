"""Choosing what one is shown: the draft's effect while it is changed, saving it, and every way back."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as changes
from wtsocial.choices import preset_queries as shared
from wtsocial.choices import presets
from wtsocial.choices import queries as choices
from wtsocial.choices.document import SHARED
from wtsocial.choices.views import Choices, MineView, PresetView, VersionView
from wtsocial.core.errors import Invalid
from wtsocial.feeds import what_if
from wtsocial.feeds.views import EffectView, OffersView
from wtsocial.gateways import rate_limits
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.views import ChoicesView
from wtsocial.text import limits
from wtsocial.ui.call import call, handling
from wtsocial.ui.connection import address_of
from wtsocial.ui.dialogs import Submitting, submitting, text_field
from wtsocial.ui.live import watch
from wtsocial.ui.session import SessionState

NO_VERSION = -1
CHANGED_ELSEWHERE = "choices.changed_elsewhere"


async def ensure_pace(state: rx.State, viewer: Viewer) -> None:
    """Go on while effects are asked for no more often than a person changes what they choose. Raises TooMany."""
    who = str(viewer.id) if viewer.known else rate_limits.client_address(address_of(state), "")
    await rate_limits.count_try("effect", who, per_minute=limits.EFFECTS_PER_MINUTE)


@dataclass(frozen=True)
class Brought:
    """Choices that came from elsewhere to take the draft's place; `turn` makes two equal ones differ."""

    choices: Choices = field(default_factory=Choices)
    turn: int = 0


class ChoicesState(Submitting, rx.State):
    """What is chosen, and what may be. The draft is the browser's own until it is saved; `done` counts what was saved or undone."""

    mine: MineView = MineView()
    effect: EffectView = EffectView()
    offer: ChoicesView = ChoicesView()
    offers: OffersView = OffersView()
    versions: list[VersionView] = []
    presets: list[PresetView] = []
    ready: bool = False
    before: int = NO_VERSION
    """The version to which one press goes back."""
    brought: Brought = Brought()
    file: str = ""
    files: int = 0

    @rx.event
    async def open(self):
        """What stands, with its effect on today's posts."""
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.before = NO_VERSION
            self.offer, self.offers = await subwikis.of_subwikis(viewer), await what_if.offers(viewer)
            await self._read(viewer)
            self.ready = True

    @rx.event
    async def try_out(self, document: dict[str, Any]):
        """What these choices would do; nothing is saved. That others were saved elsewhere stays said until the next save."""
        said = {place: error for place, error in self.errors.items() if error["key"] == CHANGED_ELSEWHERE}
        async with handling(self) as viewer:
            await ensure_pace(self, viewer)
            self.effect = await call(what_if.effect, viewer, document=document)
        self.errors = said | self.errors

    @rx.event
    async def save(self, document: dict[str, Any], version: int, via: str):
        """Save them. Others that were saved since they were read are read first; what was ticked stays."""
        async with submitting(self) as viewer:
            try:
                await call(changes.save, viewer, document=document, based_on=version, via=via)
            except Invalid as refused:
                await self._catch_up(viewer, refused)
                raise
            await self._settle(viewer, version, "choices.saved")
        return SessionState.regroup

    @rx.event
    async def undo(self, version: int):
        """Go back to how it was at a version; that can be undone, too."""
        async with submitting(self) as viewer:
            before = self.mine.version
            await call(changes.undo, viewer, version=version, based_on=before)
            await self._settle(viewer, before, "choices.undone")
        return SessionState.regroup

    @rx.event
    async def search(self, words: str):
        """Offer subwikis, too, that are not among those on the page."""
        async with handling(self) as viewer:
            found = await call(subwikis.of_subwikis, viewer, search=words)
            known = {one.slug for one in self.offer.choices}
            self.offer = replace(self.offer, choices=[*self.offer.choices, *(one for one in found.choices if one.slug not in known)])

    @rx.event
    async def show_all(self):
        """Offer the subwikis, too, that no admin has looked at."""
        async with handling(self) as viewer:
            known = {one.slug for one in self.offer.choices}
            found = await call(subwikis.of_subwikis, viewer, whole=True)
            self.offer = replace(found, choices=[*self.offer.choices, *(one for one in found.choices if one.slug not in known)])

    @rx.event
    async def answer(self, number: int, accepted: bool):
        """Answer the question about a default that was added."""
        async with submitting(self) as viewer:
            before = self.mine.version
            await call(changes.answer_default, viewer, number=number, accepted=accepted is True)
            await self._settle(viewer, before, "choices.answered")

    @rx.event
    async def hand_out(self):
        """Give the saved choices to the browser, as a file."""
        async with handling(self) as viewer:
            self.file = json.dumps(await choices.exported(viewer), ensure_ascii=False, indent=2)
            self.files += 1

    @rx.event
    async def bring(self, text: str):
        """Read a file of choices into the draft; nothing is saved."""
        async with handling(self) as viewer:
            read = await call(choices.read_file, viewer, text=text)
            self.brought = Brought(read, self.brought.turn + 1)
            self.notice = {"key": "choices.imported", "params": {}}

    async def _read(self, viewer: Viewer) -> None:
        self.mine = await choices.mine(viewer)
        self.effect = await what_if.effect(viewer, asdict(self.mine.choices))
        self.versions = await choices.versions(viewer) if viewer.known else []
        self.presets = await shared.presets(viewer) if viewer.known else []

    async def _settle(self, viewer: Viewer, before: int, key: str) -> None:
        await self._read(viewer)
        self.before = before
        self.notice = {"key": key, "params": {}}

    async def _catch_up(self, viewer: Viewer, refused: Invalid) -> None:
        if refused.key == CHANGED_ELSEWHERE:
            self.mine, self.versions = await choices.mine(viewer), await choices.versions(viewer)


class ShareState(Submitting, rx.State):
    """The sheet that shares one's choices as a preset, and taking one back."""

    code: str = ""
    """Of what was shared last."""

    @rx.event
    async def share(self, form: dict[str, Any]):
        """Share the ticked parts under a name."""
        async with submitting(self, form) as viewer:
            parts = [part for part in SHARED if text_field(form, part) == "on"]
            self.code = await call(presets.share, viewer, name=text_field(form, "name"), about=text_field(form, "about"), parts=parts)
            self.notice = {"key": "choices.shared", "params": {}}
            yield ChoicesState.open

    @rx.event
    async def withdraw(self, code: str):
        """Take a preset back; who took it over keeps what they took."""
        async with submitting(self) as viewer:
            await call(presets.withdraw, viewer, code=code)
            self.notice = {"key": "choices.withdrawn", "params": {}}
            yield ChoicesState.open
