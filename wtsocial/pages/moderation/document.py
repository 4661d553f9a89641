"""The public log before any script runs."""

from urllib.parse import urlencode

from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.moderation import queries as moderation
from wtsocial.subwikis import queries as subwikis
from wtsocial.text import limits
from wtsocial.text.log_actions import ACTIONS


async def log(request: PageRequest) -> Document:
    """`/log`: the newest entries that fit what the address asks for, or those from the one on that it names."""
    entry = request.figure("entry")
    action, subwiki = request.query.get("action", ""), request.query.get("subwiki", "")[:40]
    wanted = {"action": action if action in ACTIONS else "", "subwiki": subwiki}
    entries = await moderation.log(older=entry + 1 if entry else 0, **wanted)
    fill = {"entries": entries, "wanted": wanted, "actions": ACTIONS, "wikis": await subwikis.names(), "older": ""}
    if len(entries) >= limits.LOG_PAGE:
        fill["older"] = urlencode({"entry": entries[-1].id - 1, **{name: word for name, word in wanted.items() if word}})
    return Document(request.say("nav.log"), request.say("log.what"), "moderation/log.html", fill, feed="/log.atom")
