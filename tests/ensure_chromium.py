"""Chromium for the browser tests, without its windows where that is to be had: the machine's own, or Debian's, or Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same engine with no program around it: a page in a fresh profile costs the processor little more than half."""
SYSTEM = Path("/usr/bin/chromium")


def executable() -> str | None:
    """The browser to start; None for the one that Playwright brought."""
    return next((str(browser) for browser in (SHELL, SYSTEM) if browser.exists()), None)


def _is_there() -> bool:
    if executable():
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _from_debian() -> None:
    _apt("update")
    _apt("install", "--no-install-recommends", SHELL.name)
    if not executable():
        _apt("install", "--no-install-recommends", SYSTEM.name)


def _apt(*command: str) -> None:
    subprocess.run(["apt-get", "-q", "-y", *command], env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False)


def main() -> int:
    """See to it that there is a browser; the exit code says whether there is one."""
    if not SHELL.exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        _from_debian()
    if not _is_there():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return 0 if _is_there() else 1


if __name__ == "__main__":
    sys.exit(main())
