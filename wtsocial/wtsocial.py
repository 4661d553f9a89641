"""The composition root: the app, its addresses, its HTTP side and the bus; no logic."""

import reflex as rx
from reflex.app import default_error_boundary

from wtsocial import db
from wtsocial.live import bus
from wtsocial.pages.routes import ROUTES
from wtsocial.ui.live import deliverer
from wtsocial.ui.session import SessionState

app = rx.App(
    toaster=None,
    reset_style=False,
    stylesheets=["/kit/style.css"],
    # Our own layout says when the connection is lost; Reflex's banner is not in our words.
    app_wraps={(55, "ErrorBoundary"): lambda _stateful: default_error_boundary()},
)

for route in ROUTES:
    app.add_page(route.page, route=route.path, on_load=[SessionState.look, *route.load])


async def _listen() -> None:
    db.on_announcement(bus.publish)
    await bus.run(deliverer(app))


app.register_lifespan_task(_listen)
