"""The composition root: the app, its addresses, its HTTP side and the bus; no logic."""

# Reflex leaves types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import gc
import logging
import sys
from contextlib import asynccontextmanager
from typing import cast

import reflex as rx
from reflex.app import default_error_boundary
from socketio import AsyncServer
from starlette.applications import Starlette
from starlette.types import ASGIApp

from wtsocial import db, jobs
from wtsocial.core import mistakes
from wtsocial.core.bus import bus
from wtsocial.core.logs import configure_logging
from wtsocial.core.loopwatch import watching
from wtsocial.core.messages import Json
from wtsocial.core.parent import end_with_parent, say_ready
from wtsocial.core.settings import settings
from wtsocial.endpoints import admin_lists, api, atom_feeds, auth, books, files, looks, offline, webhooks
from wtsocial.endpoints.develop import Develop
from wtsocial.endpoints.documents import Documents
from wtsocial.endpoints.guards import guarded
from wtsocial.endpoints.page_cache import PageCache
from wtsocial.ops.serve import PAGES
from wtsocial.ops.task_modules import TASK_MODULES
from wtsocial.pages.routes import ROUTES, SCREENS
from wtsocial.site import current as site
from wtsocial.ui import hydration, sockets
from wtsocial.ui.arrivals import Arrivals, Door, SocketDoor
from wtsocial.ui.delivery import Delivery
from wtsocial.ui.departures import Departures
from wtsocial.ui.event_limits import EventGate, EventLimit, EventShape, say_broken
from wtsocial.ui.presence import editors
from wtsocial.ui.presses import Presses
from wtsocial.ui.session import SessionState

configure_logging()

log = logging.getLogger(__name__)
log.debug("%s modules declare tasks", len(TASK_MODULES))


pages = PageCache(seconds=settings().pages_kept_seconds, is_sure=bus.hears_others)


def _outside(inside: ASGIApp) -> ASGIApp:
    """Everything on HTTP: documents where there are built pages (before the first build there are none), behind the guards."""
    larger = {webhooks.STRIPE: webhooks.MOST_BYTES}
    if not PAGES.is_dir():
        return guarded(inside, larger=larger)
    documents = Documents(files.HashedAssets(inside), built=PAGES, routes=ROUTES, templates=SCREENS, cache=pages)
    return guarded(Develop(documents) if mistakes.are_shown() else documents, built=PAGES, larger=larger)


presses = Presses()


def _paced(inside: ASGIApp) -> ASGIApp:
    return SocketDoor(inside, Door(presses))


app = rx.App(
    toaster=None,
    reset_style=False,
    stylesheets=["/kit/style.css"],
    # Our own layout says when the connection is lost; Reflex's banner is not in our words.
    app_wraps={(55, "ErrorBoundary"): lambda _stateful: default_error_boundary()},
    backend_exception_handler=say_broken,
    api_transformer=[
        Starlette(
            routes=[
                *auth.routes(),
                *looks.ROUTES,
                *files.ROUTES,
                *atom_feeds.ROUTES,
                *api.ROUTES,
                *books.ROUTES,
                *admin_lists.ROUTES,
                *offline.ROUTES,
                *webhooks.ROUTES,
            ]
        ),
        _outside,
        _paced,
    ],
)

for route in ROUTES:
    app.add_page(route.page, route=route.path, on_load=[SessionState.look, *route.load])

hydration.set_up(app)
sockets.set_up(cast("AsyncServer", app.sio))

app.add_middleware(EventLimit())
app.add_middleware(EventShape())
app.add_middleware(Arrivals(app.event_namespace, presses))
# Outermost: it sees what browsers send before anything waits for it.
EventGate(app.event_namespace)


delivery = Delivery(app, presses)


async def _deliver(rooms: tuple[str, ...], message: Json) -> None:
    # Known before pages are made anew with it.
    await site.hear(message)
    pages.hear(rooms)
    await delivery.deliver(rooms, message)


async def _read_anew() -> None:
    await site.read_anew()
    pages.forget()
    await delivery.read_anew()


async def _listen() -> None:
    db.on_announcement(bus.publish)
    await bus.run(_deliver, _read_anew)


async def _watch_the_database() -> None:
    async def read_anew() -> None:
        # A commit whose answer was lost told nobody of what it changed.
        bus.note_loss()
        await _read_anew()

    await db.watch_outages(db.answers, read_anew)


@asynccontextmanager
async def _watch_the_loop():
    async with watching(settings().slow_loop_ms):
        yield


@asynccontextmanager
async def _work():
    """Run jobs, unless others do. At the end those under way get some seconds, fewer than the server gives its workers."""
    if settings().jobs == "embedded":
        async with jobs.working():
            yield
    else:
        yield
    await db.close()


async def _begin() -> None:
    await site.read_anew()
    end_with_parent()
    say_ready()


app.register_lifespan_task(_work)
app.register_lifespan_task(_listen)
app.register_lifespan_task(_watch_the_database)
app.register_lifespan_task(delivery.run)
app.register_lifespan_task(delivery.run_reading_anew)
app.register_lifespan_task(editors.run)
app.register_lifespan_task(Departures(app).run)
app.register_lifespan_task(_watch_the_loop)
app.register_lifespan_task(_begin)

# What a thousand readers hold lives long. Looked through as often as the defaults say, it would cost more than telling them something;
# and a look at a hundred thousand new objects holds the loop for 35 to 80 ms, one at ten thousand for 5.
gc.freeze()
gc.set_threshold(10_000, 4, 1_000)
# The threads that read sockets wait so many seconds at most for the loop's; by Python's own 5 ms a press is behind hundreds of them.
sys.setswitchinterval(0.001)
