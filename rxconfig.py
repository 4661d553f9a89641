"""What Reflex needs to know, from the settings alone."""

import os
import sys
from pathlib import Path

# node and npm come with the virtual environment: it must be found first, activated or not.
os.environ["PATH"] = os.pathsep.join((str(Path(sys.prefix) / "bin"), os.environ.get("PATH", "")))
# Nothing but the package registry is asked for anything.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "0")
for option in ("AUDIT", "FUND", "UPDATE_NOTIFIER"):
    os.environ.setdefault(f"NPM_CONFIG_{option}", "false")

import reflex as rx  # noqa: E402 - reads the environment set above
from reflex_base.plugins.sitemap import SitemapPlugin  # noqa: E402

from wtsocial.core.settings import settings  # noqa: E402
from wtsocial.ui.building import Building  # noqa: E402

PACKED = "REFLEX_FRONTEND_COMPRESSION_FORMATS"

config = rx.Config(
    app_name="wtsocial",
    backend_host="127.0.0.1",
    # Pages and events on one port: forms and cookies need one origin.
    frontend_port=3000,
    backend_port=3000,
    api_url=settings().site_url,
    deploy_url=settings().site_url,
    # A tab's state lives with its socket, in its worker (docs/adr/0013): no event waits for Redis, or for a lock in it.
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    # The origin is checked before Reflex sees a request (endpoints/guards.py); an empty list here would switch the check off.
    cors_allowed_origins=[settings().site_url],
    trusted_proxy_hops=settings().trusted_proxy_hops,
    # Written once, when the pages are built; who takes several is sent the first of them.
    frontend_compression_formats=[name for name in os.environ.get(PACKED, "brotli,zstd,gzip").split(",") if name],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[Building()],
    disable_plugins=[SitemapPlugin],
)
