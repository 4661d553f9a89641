"""Atom feeds of what everybody may read, and a day's corrections as JSON."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wtsocial.accounts import queries as accounts
from wtsocial.accounts.views import Viewer
from wtsocial.choices import queries as choices
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.settings import settings
from wtsocial.editing.queries import changes, corrections
from wtsocial.editing.views import ChangeView, CorrectionView
from wtsocial.endpoints.atom import Entry, Feed, atom_response
from wtsocial.endpoints.conditional import kept_json
from wtsocial.feeds import queries as feeds
from wtsocial.i18n import FALLBACK, say
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.appeal_queries import jury_draw
from wtsocial.moderation.figure_queries import figures
from wtsocial.moderation.statement_queries import statement
from wtsocial.moderation.views import LogView
from wtsocial.posts.views import PostView
from wtsocial.subwikis import queries as subwikis
from wtsocial.text import limits
from wtsocial.text.log_actions import ACTIONS, JURY

READER = Viewer()
"""Feeds are kept by machines between: they hold what a stranger may read, in one language, whoever asks."""


def _say(key: str, **params: object) -> str:
    return say(FALLBACK, key, **params)


def _here(path: str) -> str:
    return settings().site_url + path


def _feed(request: Request, title: str, page: str, entries: Iterable[Entry], subtitle: str = "") -> Response:
    address = _here(quote(request.url.path))
    return atom_response(request, Feed(f"{title} · {settings().site_name}", _here(page), address, subtitle, FALLBACK), list(entries))


async def everything(request: Request) -> Response:
    """`/feed.atom`: the newest posts."""
    page = await feeds.everything(READER)
    return _feed(request, _say("nav.newest"), "/all", map(_post, page.posts), _say("feed.sort"))


async def subwiki(request: Request) -> Response:
    """`/w/SLUG.atom`: the newest posts of a subwiki."""
    found = await subwikis.one(READER, request.path_params["slug"])
    page = await feeds.of_subwiki(READER, found.slug)
    return _feed(request, found.name, f"/w/{found.slug}", map(_post, page.posts), found.description)


async def member(request: Request) -> Response:
    """`/u/NAME.atom`: the newest posts of a member."""
    found = await accounts.profile(READER, request.path_params["name"])
    page = await feeds.of_member(READER, found.name)
    return _feed(request, found.name, f"/u/{quote(found.name)}", map(_post, page.posts), _say("document.member", name=found.name))


async def tag(request: Request) -> Response:
    """`/tag/NAME.atom`: the newest posts with a tag, in any spelling of it."""
    found = await choices.tag(READER, request.path_params["name"])
    page = await feeds.of_tag(READER, found.tag)
    return _feed(request, f"#{found.tag}", f"/tag/{quote(found.tag)}", map(_post, page.posts), _say("document.tag", tag=found.tag))


async def log(request: Request) -> Response:
    """`/log.atom`: what moderators did."""
    return _feed(request, _say("nav.log"), "/log", map(_logged, await moderation.log()), _say("log.what"))


async def log_json(request: Request) -> Response:
    """`/log.json`: the same by machine (`?action=hide&subwiki=climate`), 50 at a time: `more` is the address of what follows."""
    action, subwiki = request.query_params.get("action", ""), request.query_params.get("subwiki", "")[:40]
    older = request.query_params.get("older", "")
    if (action and action not in ACTIONS) or not re.fullmatch(r"[0-9]{0,9}", older):
        raise NotFound
    entries = await moderation.log(older=int(older or 0), action=action, subwiki=subwiki)
    filters = {name: word for name, word in (("action", action), ("subwiki", subwiki)) if word}
    more = _here("/log.json?" + urlencode(filters | {"older": entries[-1].id})) if len(entries) >= limits.LOG_PAGE else None
    return kept_json(request, {"entries": [_told(entry) for entry in entries], "more": more})


async def statement_json(request: Request) -> Response:
    """`/log/ID.json`: a statement of reasons, in the fields of the EU's transparency database as far as they apply. It names nobody."""
    number = request.path_params["entry_id"]
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise NotFound
    found = await statement(READER, int(number))
    entry = found.entry
    illegal = found.law != ""
    told = {
        "puid": f"log-{entry.id}",
        "decision_visibility": [found.visibility] if found.visibility else [],
        "decision_visibility_other": _say("log." + entry.action) if found.visibility.endswith("_OTHER") else None,
        "decision_facts": entry.reason or _say(f"log.{entry.action}_{entry.detail}"),
        "decision_ground": f"DECISION_GROUND_{'ILLEGAL' if illegal else 'INCOMPATIBLE'}_CONTENT",
        "illegal_content_legal_ground": found.law or None,
        "incompatible_content_ground": _here(found.rule_path) if found.rule_path else None,
        "incompatible_content_explanation": found.rule_text or None,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": _day(found.published),
        "application_date": _day(entry.at),
        "source_type": "SOURCE_ARTICLE_16" if entry.flags or found.automated else "SOURCE_VOLUNTARY",
        "automated_detection": "Yes" if found.automated or found.noticed_by_rule else "No",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if found.automated else 'NOT_AUTOMATED'}",
        "subwiki": entry.subwiki_slug or None,
        "undone_by": _here(f"/log/{found.undone_by}") if found.undone_by else None,
        "appeal": found.appeal.state or None,
        "outcome": _here(f"/log/{found.appeal.outcome}") if found.appeal.outcome else None,
        "statement": _here(f"/log/{entry.id}"),
    }
    return kept_json(request, told)


async def figures_json(request: Request) -> Response:
    """`/log/figures.json`: the figures by month (`?subwiki=climate&office=admin&months=24`); times in seconds."""
    asked, months = request.query_params, request.query_params.get("months", "12")
    if not re.fullmatch(r"[0-9]{1,3}", months):
        raise NotFound
    found = await figures(subwiki=asked.get("subwiki", "")[:40], office=asked.get("office", "")[:20], months=int(months))
    told = [{name: value for name, value in asdict(one).items() if name != "at"} for one in found.months]
    return kept_json(request, {"subwiki": found.subwiki or None, "office": found.office or None, "months": told})


async def draw_json(request: Request) -> Response:
    """`/log/ID/draw.json`: all that it takes to work out again who was drawn for a jury (tools/recompute_draw.py)."""
    number = request.path_params["entry_id"]
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise NotFound
    return kept_json(request, asdict(await jury_draw(int(number))))


def _day(millis: int) -> str | None:
    return datetime.fromtimestamp(millis / 1000, UTC).date().isoformat() if millis else None


def _told(entry: LogView) -> dict[str, Any]:
    names = ("id", "at", "actor", "action", "headline", "member", "flags", "reason", "detail", "until", "revision")
    told = {name: value for name, value in asdict(entry).items() if name in names}
    post = _here(f"/post/{entry.post_id}") if entry.headline else None
    return told | {"subject": entry.subject_kind, "subwiki": entry.subwiki_slug, "post": post}


async def recent(request: Request) -> Response:
    """`/changes.atom`: recent changes."""
    page = await changes.recent(READER)
    return _feed(request, _say("changes.list"), "/changes", map(_change, page.changes), _say("changes.what"))


async def corrected(request: Request) -> Response:
    """`/corrections.atom`: the newest corrections."""
    found = await corrections.newest()
    return _feed(request, _say("corrections.title"), "/corrections", map(_correction, found), _say("corrections.what"))


async def corrected_json(request: Request) -> Response:
    """`/corrections.json`: a day's corrections (`?day=2026-11-23`), 50 at a time: `more` is the address of what follows."""
    page = await corrections.of_day(corrections.day_of(request.query_params.get("day", "")), older=request.query_params.get("older", ""))
    told = {"day": page.day, "count": page.count, "corrections": [_public(one) for one in page.corrections]}
    more = _here(f"/corrections.json?day={page.day}&older={page.older}") if page.older else None
    return kept_json(request, told | {"more": more})


def _public(one: CorrectionView) -> dict[str, Any]:
    names = ("at", "before", "after", "reason", "note", "source", "by", "own_error", "link")
    told = {name: value for name, value in asdict(one).items() if name in names}
    return told | {"subwiki": one.subwiki_slug, "post": _here(f"/post/{one.post_id}"), "revision": one.number}


def _post(post: PostView) -> Entry:
    url = _here(f"/post/{post.id}")
    # What is covered here is not shown off elsewhere.
    excerpt = "" if post.sensitive or post.cover else post.excerpt
    return Entry(
        url, _say("cover." + post.cover) if post.cover else post.headline, url, post.author, max(post.published, post.corrected_at), excerpt
    )


def _change(change: ChangeView) -> Entry:
    what = f"{_say('changes.of_' + change.kind)}: {change.title}"
    headlines = _say("corrections.example", before=change.before, after=change.after) if change.before else ""
    why = _say("reason.correction." + change.reason) if change.reason else ""
    link = _here(change.difference or change.path)
    return Entry(
        _here(f"/changes#{change.id}"), what, link, change.editor, change.at, " · ".join(filter(None, (headlines, why, change.note)))
    )


def _correction(one: CorrectionView) -> Entry:
    change = _here(f"/post/{one.post_id}/diff/{one.number - 1}/{one.number}")
    parts = (_say("corrections.example", before=one.before, after=one.after), _say("reason.correction." + one.reason), one.note, one.source)
    return Entry(change, one.after, _here(f"/post/{one.post_id}"), one.by, one.at, " · ".join(filter(None, parts)))


def _logged(entry: LogView) -> Entry:
    what = " ".join(filter(None, (_say("log." + entry.action) + ":", entry.headline or entry.member)))
    link = _here(f"/post/{entry.post_id}" if entry.headline else "/log")
    return Entry(
        _here(f"/log#{entry.id}"),
        what,
        link,
        entry.actor or _say("log.office_" + entry.office if entry.office else "log.by_jury" if entry.action in JURY else "log.automatic"),
        entry.at,
        entry.reason,
    )


def _answered(write: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await write(request)
        except (NotFound, Invalid):
            return PlainTextResponse(_say("missing.title"), 404)

    return answer


ROUTES = [
    Route("/feed.atom", _answered(everything)),
    Route("/w/{slug}.atom", _answered(subwiki)),
    Route("/u/{name}.atom", _answered(member)),
    Route("/tag/{name}.atom", _answered(tag)),
    Route("/log.atom", _answered(log)),
    Route("/log/figures.json", _answered(figures_json)),
    Route("/log/{entry_id}/draw.json", _answered(draw_json)),
    Route("/log/{entry_id}.json", _answered(statement_json)),
    Route("/log.json", _answered(log_json)),
    Route("/changes.atom", _answered(recent)),
    Route("/corrections.atom", _answered(corrected)),
    Route("/corrections.json", _answered(corrected_json)),
]
