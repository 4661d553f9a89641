"""The public log before any script runs."""

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.moderation import figure_queries, statement_queries
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.appeal_queries import jury_draw
from wtsocial.pages.moderation.log_pages import log_pages
from wtsocial.subwikis import queries as subwikis
from wtsocial.text.log_actions import ACTIONS, JURY, LIMITED, OFFICES, VOTED


async def statement(request: PageRequest) -> Document:
    """`/log/ID`"""
    found = await statement_queries.statement(request.viewer, request.number("entry_id"))
    site_rule = f"rules.{found.rule.removeprefix('site:')}_title" if found.rule.startswith("site:") else ""
    fill = {"found": found, "line": found.entry, "site_rule": site_rule, "jury": JURY, "limited": LIMITED}
    return Document(request.say("statement.title"), found.entry.reason, "moderation/statement.html", fill)


async def figures(request: PageRequest) -> Document:
    """`/log/figures`: of what the address asks for."""
    subwiki, office = request.query.get("subwiki", "")[:40], request.query.get("office", "")[:20]
    found = await figure_queries.figures(subwiki=subwiki, office=office)
    fill = {"found": found, "wikis": await subwikis.names(), "offices": OFFICES}
    return Document(request.say("figures.title"), request.say("figures.what"), "moderation/figures.html", fill)


async def draw(request: PageRequest) -> Document:
    """`/log/ID/draw`"""
    found = await jury_draw(request.number("entry_id"))
    return Document(request.say("draw.title"), request.say("draw.what"), "moderation/draw.html", {"draw": found})


async def log(request: PageRequest) -> Document:
    """`/log`: the newest entries that fit what the address asks for, or those from the one on that it names."""
    entry = request.figure("entry")
    action, subwiki = request.query.get("action", ""), request.query.get("subwiki", "")[:40]
    wanted = {"action": action if action in ACTIONS else "", "subwiki": subwiki}
    entries = await moderation.log(older=entry + 1 if entry else 0, **wanted)
    fill = {
        "entries": entries,
        "wanted": wanted,
        "actions": ACTIONS,
        "jury": JURY,
        "voted": VOTED,
        "limited": LIMITED,
        "wikis": await subwikis.names(),
    }
    older, newest = log_pages(entries, entry, **wanted)
    fill |= {"older": older, "newest": newest}
    return Document(request.say("nav.log"), request.say("log.what"), "moderation/log.html", fill, feed="/log.atom")
