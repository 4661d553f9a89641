"""What a browser would send to each handler, made up from the names of what the handler takes."""

import inspect
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from reflex_base.registry import RegistrationContext

from tests.server.world import World
from wtsocial.choices.views import Choices
from wtsocial.pages.routes import ROUTES

SCREENS = ROUTES
"""Imported, so that the states of all screens are registered."""


DOCUMENT = asdict(Choices(subwikis=["climate"], people=["ana"], tags=["rivers"]))
"""What somebody may choose."""


def own_handlers() -> dict[str, list[str]]:
    """Every event that a browser can call of ours: full name → the names of what it takes."""
    known = RegistrationContext.get().event_handlers.items()
    return {name: _takes(found.handler.fn) for name, found in known if "wtsocial___" in name and not name.endswith(".setvar")}


def all_handlers() -> dict[str, list[str]]:
    """Those, and Reflex's own."""
    return {name: _takes(found.handler.fn) for name, found in RegistrationContext.get().event_handlers.items()}


def _takes(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def payloads(name: str, takes: list[str], world: World) -> Iterator[dict[str, Any]]:
    """Plausible payloads of one handler: presses of both kinds, and forms that ask for each kind of thing."""
    if not takes:
        yield {}
        return
    for wanted in (False, True):
        for kind, subject, action in (
            ("post", world.post, "hide"),
            ("comment", world.comment, "dismiss"),
            ("post", world.hidden, "restore"),
            ("member", world.ben.id, "warn"),
            ("revision", 2, "hide"),
        ):
            yield {taken: _value(taken, world, wanted=wanted, kind=kind, subject=subject, action=action) for taken in takes}
            if not {"form", "typed"} & set(takes):
                break


def _value(taken: str, world: World, *, wanted: bool, kind: str, subject: int, action: str) -> Any:
    form = {
        "post_id": str(world.post), "parent_id": "0", "comment_id": str(world.comment), "based_on": "3" if wanted else "1", "place": f"edit:{world.post}",
        "headline": f"Rivers run low {wanted}", "text": f"The gauges say so {wanted} {kind} {action}", "note": "See the gauge",
        "source": "https://gauge.example/2", "subject_kind": kind, "subject_id": str(subject), "subject": f"{kind}:{subject}",
        "action": action, "reason": "exaggerated" if wanted else "spam", "member_name": "mo", "accepted": "yes" if wanted else "no", "name": "ben" if wanted else "sus", "about": "I read gauges",
        "kind": "discussion", "link": "https://news.example/2", "subwiki": "climate", "mode": "collaborative", "climate": "on",
        "slug": "rivers", "description": f"All rivers {wanted}", "rules": "Be kinder.", "search": "clim", "old": "1", "new": "3",
        "restriction": "hold" if wanted else "limit", "ends": "7", "number": "1", "level": "trusted" if wanted else "none", "hours": "24",
        "count": "2", "places_per_day": "5", "friend_moves_up": "2", "amount": "5", "uses": "3", "days": "3", "label": "A class", "at_once": "on",
        "revision_id": "3", "contest_id": "1", "outcome": "struck" if wanted else "kept", "answer": "So be it.", "for_source": "1",
        "language": "he", "sensitive": "on", "cover": "on", "entry_id": "1", "rule": "site:people", "law": "StGB 130", "subwikis": "on", "tags": "on", "verdict": "overturn", "words": "2 6 1", "title": "Of rivers", "to": "climate", "what": "word_flag" if wanted else "source_block", "pattern": "gauge.example",
        "hold_new_sources": "on", "brake_hours": "12" if wanted else "9", "logins_per_minute": "20", "pages_per_minute": "700", "tone": "news",
    }  # fmt: skip
    values: dict[str, Any] = {
        "form": form, "typed": form, "post_id": world.post, "parent_id": world.comment, "comment_id": world.comment, "wanted": wanted, "slug": "climate",
        "text": "What I am writing", "older": "0-0", "newest": "0-0", "link": "https://news.example/3", "subject": f"post:{world.post}",
        "language": "he", "var_name": "is_hydrated", "value": True, "vars": {}, "hashes": [], "info": "x", "component_stack": "x",
        "place": f"edit:{world.post}", "key": "x", "name": "x", "suggestion_id": 1, "voted_on": world.own, "agrees": wanted,
        "revision_id": 3, "number": 1, "shown": 30, "document": DOCUMENT | {"languages": ["en"] if wanted else []}, "version": 0, "via": "saved",
        "subject_kind": kind, "subject_id": subject, "case_id": 1, "entry_id": 1, "mark": "1", "words": "clim", "before": 2, "accepted": wanted, "after": 0, "code": "x", "offered": "source", "what": "news.example",
    }  # fmt: skip
    return values[taken]
