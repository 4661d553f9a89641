"""What this is, its rules, what it knows of you, and what is not there, before any script runs."""

from wtsocial.accounts.permissions import RANKS
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.moderation.standing_table import standing_table
from wtsocial.subwikis import policy as subwikis

PARTS = {
    "about": ("feed", "corrections", "subwikis", "moderation", "choices", "money", "not_yet"),
    "rules": (
        "people",
        "headlines",
        "spelling",
        "edits",
        "wars",
        "standing",
        "flags",
        "content",
        "spam",
        "names",
        "decisions",
        "leadership",
        "joining",
    ),
    "privacy": ("public", "yours", "cookies", "machine", "others", "money", "leave"),
}
"""The chapters of each text, in order."""
NUMBERS: dict[str, dict[str, int]] = {"leadership": subwikis.NUMBERS}
"""What the text of a chapter says in numbers, as the rules have them."""


async def about(request: PageRequest) -> Document:
    """`/about`"""
    return _text(request, "about")


async def rules(request: PageRequest) -> Document:
    """`/rules`"""
    return _text(request, "rules")


async def privacy(request: PageRequest) -> Document:
    """`/privacy`"""
    return _text(request, "privacy")


async def missing(request: PageRequest) -> Document:
    """Any address that is not one."""
    return Document(request.say("missing.title"), request.say("missing.text"), "about/missing.html", status=404)


def _text(request: PageRequest, area: str) -> Document:
    lead = request.say(f"{area}.lead")
    chapters = [
        (part, request.say(f"{area}.{part}_title"), request.say(f"{area}.{part}_text", **NUMBERS.get(part, {}))) for part in PARTS[area]
    ]
    fill = {"area": area, "lead": lead, "chapters": chapters, "ranks": RANKS, "table": standing_table()}
    return Document(request.say(f"{area}.title"), lead, "about/document.html", fill, rooms=())
