"""Chromium for the browser tests: the machine's own, or Debian's, or Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SYSTEM = Path("/usr/bin/chromium")


def executable() -> str | None:
    """The browser to start; None for the one that Playwright brought."""
    return str(SYSTEM) if SYSTEM.exists() else None


def _playwrights_own() -> bool:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _from_debian() -> None:
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode:
            return


def main() -> int:
    """See to it that there is a browser; the exit code says whether there is one."""
    if not SYSTEM.exists() and not _playwrights_own() and os.geteuid() == 0 and shutil.which("apt-get"):
        _from_debian()
    if not SYSTEM.exists() and not _playwrights_own():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return 0 if SYSTEM.exists() or _playwrights_own() else 1


if __name__ == "__main__":
    sys.exit(main())
