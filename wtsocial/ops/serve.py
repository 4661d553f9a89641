"""Start-up: from a checkout to a running site; pages are built only when what they are made of has changed."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wtsocial.core.settings import settings
from wtsocial.ops import troubles, warm
from wtsocial.ops.page_sources import page_sources, screens_made_of

HOME = Path(__file__).resolve().parents[2]
BUILT = HOME / ".web" / "build" / "client"
BESIDE = HOME / ".web" / "backend"
"""What the builder notes for whoever serves the pages: without it, each worker would evaluate all of them (four seconds) as it starts."""
STAMP = HOME / ".web" / "built.sha256"
COMPILED = HOME / ".web" / "compiled.json"
"""Of what the pages in `.web` were compiled, which is most of a build: each file, by its hash."""
QUICKLY = " quickly"
"""Stands after the hash of a build that is for whoever develops: of pages that are nobody else's, and not packed."""
PAGES = HOME / os.environ.get("REFLEX_WEB_WORKDIR", ".web") / "build" / "client"
"""The pages that this process serves: the built ones, or a copy of them for another origin (`pages_for`)."""

TEXTS = "wtsocial/i18n/en.json"
LOCK = "reflex.lock"
"""The builder keeps its list of packages, in there, in order: it changes by itself."""

BUILT_FOR = "http://localhost:3000"
"""The origin that pages are built for, whatever the site's is: the build is the same for all."""

KEPT_SECONDS = 14 * 86_400
"""How long scripts of older pages stay: no page is left open for longer without being loaded again."""
KEPT_PAGES = 2
"""How many older copies of the pages stay: another program may still serve one."""


class BuildFailed(SystemExit):
    """The pages could not be built; the message is the end of what the builder said."""


class PortTaken(SystemExit):
    """Somebody listens there already; the message says where."""


def ensure_free(host: str, port: int) -> None:
    """Raise PortTaken when somebody listens there: the server itself would share the port, and take every other visit."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failed:
            raise PortTaken(
                f"Cannot listen on {host}:{port}: {failed.strerror}. Give another one with --port and WTSOCIAL_SITE_URL."
            ) from None


def sources_hash(home: Path = HOME, *, without: str = "-") -> str:
    """The SHA-256 of everything that the built pages are made of, but of what stands in the folder `without`."""
    digest = hashlib.sha256()
    for path in page_sources(home):
        if path.is_relative_to(home / without):
            continue
        digest.update(f"{path.relative_to(home)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def compiled_parts(home: Path = HOME) -> dict[str, str]:
    """The SHA-256 of each file that is compiled: Python, and which texts there are. Words, styles and scripts are bundled with that."""
    parts: dict[str, str] = {}
    for path in page_sources(home):
        place = path.relative_to(home).as_posix()
        if place == TEXTS:
            parts[place] = hashlib.sha256(" ".join(sorted(json.loads(path.read_bytes()))).encode()).hexdigest()
        elif not place.startswith(("assets/", "wtsocial/i18n/")) or path.suffix == ".py":
            parts[place] = hashlib.sha256(path.read_bytes()).hexdigest()
    return parts


def is_built(*, quick: bool = False) -> bool:
    """Whether the pages there are the ones that today's sources make; with `quick`, they may have been built so."""
    if not BUILT.is_dir() or not STAMP.is_file():
        return False
    stamp = STAMP.read_text()
    return (stamp.removesuffix(QUICKLY) if quick else stamp) == sources_hash(HOME)


def build(*, quick: bool = False) -> bool:
    """Build the pages, unless they are built already; whether there was anything to do.

    With `quick`, those screens alone are compiled that something changed of, and nothing is packed. Raises BuildFailed with the last
    lines of the builder.
    """
    if is_built(quick=quick):
        return False
    began_with = sources_hash(HOME, without=LOCK)
    module, *arguments = _builder(quick=quick)
    STAMP.unlink(missing_ok=True)
    # What an older build left behind would be served, too.
    shutil.rmtree(BUILT, ignore_errors=True)
    builder = environment() | {"WTSOCIAL_SITE_URL": BUILT_FOR, "REFLEX_WEB_WORKDIR": ".web"}
    if module == "reflex":
        builder["NPM_CONFIG_REGISTRY"] = _registry()
    if quick:
        builder["REFLEX_FRONTEND_COMPRESSION_FORMATS"] = ""
    done = warm.run(module, *arguments, environment=builder, home=HOME)
    if done.returncode or not BUILT.is_dir():
        said = "\n".join(done.stdout.splitlines()[-40:])
        raise BuildFailed(troubles.of_builder(done.stdout) or f"The pages could not be built:\n{said}")
    # What was changed meanwhile is not in them: then they are built again when somebody asks.
    if sources_hash(HOME, without=LOCK) == began_with:
        COMPILED.write_text(json.dumps(compiled_parts(HOME)))
        STAMP.write_text(sources_hash(HOME) + (QUICKLY if quick else ""))
    return True


def _builder(*, quick: bool) -> list[str]:
    """The builder's module and what it is told. Notes what is compiled anew: until that is done, nobody knows of what the pages are."""
    known: dict[str, str] = json.loads(COMPILED.read_text()) if COMPILED.is_file() else {}
    parts = compiled_parts(HOME)
    changed = {place for place in known | parts if known.get(place) != parts.get(place)}
    quickly = ["--quick"] if quick else []
    whole = not known or (not quick and STAMP.is_file() and STAMP.read_text().endswith(QUICKLY))
    if quick:
        # A text that is new or gone is one of screens that name it, or name it no more.
        changed -= {TEXTS}
    if not changed and not whole:
        return ["wtsocial.ui.bundle", *quickly]
    screens = screens_made_of(HOME, [HOME / place for place in changed]) if quick and not whole else []
    if not screens:
        COMPILED.unlink(missing_ok=True)
        return ["reflex", "export", "--frontend-only", "--no-zip"]
    COMPILED.write_text(json.dumps(known | dict.fromkeys(changed, "")))
    return ["wtsocial.ui.bundle", *quickly, *screens]


def _registry() -> str:
    """The package registry that npm is set to. Left to itself, the builder knocks at several to find the nearest."""
    npm = ["npm", "config", "get", "registry"]
    asked = subprocess.run(npm, env=environment(), capture_output=True, text=True, check=False)  # noqa: S603 # our own words
    return os.environ.get("NPM_CONFIG_REGISTRY") or asked.stdout.strip()


def pages_for(origin: str, data_dir: Path) -> Path:
    """The folder whose `build/client` holds the pages for this origin: a copy of the built ones, which no later build touches.

    It is there at once or not at all. Pages are told when they are built where their events go; one small script holds it, and is
    written anew in the copy. The scripts of the copies before are in it, too: an open page asks for its own when it needs another part.
    """
    made = data_dir.resolve() / "pages"
    folder = made / hashlib.sha256(f"{STAMP.read_text() if STAMP.is_file() else ''} {origin}".encode()).hexdigest()[:16]
    if not folder.is_dir():
        made.mkdir(parents=True, exist_ok=True)
        before = _newest(made)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=made))
        _copy(fresh / "build" / "client", before[:1], origin)
        if BESIDE.is_dir():
            shutil.copytree(BESIDE, fresh / BESIDE.name)
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.is_dir():  # otherwise another program was quicker: it is the same
                raise
        for old in (fresh, *before[KEPT_PAGES:]):
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _newest(made: Path) -> list[Path]:
    found = [folder for folder in made.iterdir() if (folder / "build" / "client").is_dir() and not folder.name.startswith(".")]
    return sorted(found, key=lambda folder: folder.stat().st_mtime, reverse=True)


def _copy(client: Path, before: list[Path], origin: str) -> None:
    shutil.copytree(BUILT, client)
    for script in client.glob("assets/reflex-env-*.js"):
        told = script.read_text()
        for scheme in ("http", "ws"):
            told = told.replace(BUILT_FOR.replace("http", scheme, 1), origin.replace("http", scheme, 1))
        script.write_text(told)
        for packed in client.glob(f"assets/{script.name}.*"):
            packed.unlink()
    for older in before:
        for asset in (older / "build" / "client" / "assets").glob("*"):
            young = asset.is_file() and time.time() - asset.stat().st_mtime < KEPT_SECONDS
            if young and not (client / "assets" / asset.name).exists():
                shutil.copy2(asset, client / "assets" / asset.name)


def environment() -> dict[str, str]:
    """The environment of the builder and of the server: node comes with the virtual environment, and nobody is asked for news."""
    return os.environ | {
        "PATH": os.pathsep.join((str(Path(sys.prefix) / "bin"), os.environ.get("PATH", ""))),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "0",
        # The server's own allocator gives memory back at once; left to itself it waits for work, and after a crowd there is none.
        "_RJEM_MALLOC_CONF": os.environ.get("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0"),
    }


def server_command(*, host: str, port: int, workers: int, develops: bool = False) -> list[str]:
    """The command that serves pages and events on one port."""
    how = ["--host", host, "--port", str(port), "--workers", str(workers), *(["--develop"] if develops else [])]
    return [sys.executable, "-m", "wtsocial.ops.server", *how, "wtsocial.wtsocial:app"]


def server_environment() -> dict[str, str]:
    """The environment that makes the server serve the built pages for the settings' origin."""
    return environment() | {
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_WEB_WORKDIR": str(pages_for(settings().site_url, settings().data_dir)),
    }


def serve(*, host: str, port: int, workers: int) -> None:
    """Become the server: this process is replaced, so that stopping it leaves nothing behind. Does not return."""
    os.chdir(HOME)
    os.execve(sys.executable, server_command(host=host, port=port, workers=workers), server_environment())  # noqa: S606 # our own words
