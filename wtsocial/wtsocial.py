"""The composition root: the app, its addresses, its HTTP side and the bus; no logic."""

from contextlib import asynccontextmanager

import reflex as rx
from reflex.app import default_error_boundary
from starlette.applications import Starlette
from starlette.types import ASGIApp

from wtsocial import db
from wtsocial.endpoints import auth, files
from wtsocial.endpoints.documents import Documents
from wtsocial.endpoints.guards import guarded
from wtsocial.live import bus
from wtsocial.logs import configure_logging
from wtsocial.loopwatch import watching
from wtsocial.pages.routes import ROUTES
from wtsocial.serve import PAGES
from wtsocial.settings import settings
from wtsocial.ui.limits import EventLimit, say_broken
from wtsocial.ui.live import deliverer
from wtsocial.ui.session import SessionState

configure_logging()

TITLES = {route.path: route.title for route in ROUTES}


def _outside(inside: ASGIApp) -> ASGIApp:
    """Everything on HTTP: documents where there are built pages (with hot reload there are none), behind the guards."""
    if not PAGES.is_dir():
        return guarded(inside)
    return guarded(Documents(inside, built=PAGES, titles=TITLES), built=PAGES)


app = rx.App(
    toaster=None,
    reset_style=False,
    stylesheets=["/kit/style.css"],
    # Our own layout says when the connection is lost; Reflex's banner is not in our words.
    app_wraps={(55, "ErrorBoundary"): lambda _stateful: default_error_boundary()},
    backend_exception_handler=say_broken,
    api_transformer=[Starlette(routes=[*auth.routes(), *files.ROUTES]), _outside],
)

for route in ROUTES:
    app.add_page(route.page, route=route.path, on_load=[SessionState.look, *route.load])

app.add_middleware(EventLimit())


async def _listen() -> None:
    db.on_announcement(bus.publish)
    await bus.run(deliverer(app))


@asynccontextmanager
async def _watch_the_loop():
    async with watching(settings().slow_loop_ms):
        yield


app.register_lifespan_task(_listen)
app.register_lifespan_task(_watch_the_loop)
