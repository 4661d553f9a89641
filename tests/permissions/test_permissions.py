"""The table of permissions: every action × who asks × on what is another's or their own, asked of the actions themselves."""

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

import pytest

from tests import architecture
from tests.permissions import moderation_rows, rows
from tests.permissions.readings import EVERYBODYS, READINGS
from tests.permissions.world import READER, STANDINGS, Row, make_world, outcome
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound, Refusal
from wtsocial.core.settings import settings

ROWS = [*rows.ROWS, *moderation_rows.ROWS]
NO_DOMAINS = {"pages", "ui", "endpoints", "ops", "seeds", "jobs", "db", "wtsocial", "__main__"}


def actions() -> dict[str, Callable[..., Awaitable[Any]]]:
    """Every action of a domain, by its name; of modules outside the domains none."""
    found: dict[str, Callable[..., Awaitable[Any]]] = {}
    for path, source in architecture.sources("wtsocial").items():
        if path.split("/")[1].removesuffix(".py") in NO_DOMAINS:
            continue
        name = path.removesuffix(".py").replace("/", ".")
        public = {action for action in architecture.actions_of(source) if not action.startswith("_")}
        found |= {f"{name}.{action}": getattr(import_module(name), action) for action in public}
    return found


def queries() -> dict[str, Callable[..., Awaitable[Any]]]:
    """What is read as somebody, by its name: it takes who looks, and changes nothing."""
    found: dict[str, Callable[..., Awaitable[Any]]] = {}
    for path in architecture.sources("wtsocial"):
        if path.split("/")[1].removesuffix(".py") in NO_DOMAINS:
            continue
        name = path.removesuffix(".py").replace("/", ".")
        module, acting = import_module(name), architecture.actions_of(architecture.sources("wtsocial")[path])
        for public, made in vars(module).items():
            is_its_own = inspect.iscoroutinefunction(made) and made.__module__ == name and not public.startswith("_")
            if is_its_own and public not in acting and takes_an_actor(made):
                found[f"{name}.{public}"] = made
    return found


def takes_an_actor(action: Callable[..., Any]) -> bool:
    """Whether somebody does it."""
    first = next(iter(inspect.signature(action).parameters.values()), None)
    return first is not None and first.annotation is Viewer


def name_of(action: Any) -> str:
    """The name by which `actions` has it."""
    return f"{action.__module__}.{action.__name__}"


def test_every_action_has_a_row() -> None:
    acting = {name for name, action in actions().items() if takes_an_actor(action)}
    assert len(acting) > 80, "few actions were found: the check would say little"
    assert {name_of(row.act) for row in ROWS} == acting


def by_module() -> dict[str, list[Row]]:
    """The rows of each module: one world is enough for them, since nothing of what they do stays."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in ROWS:
        grouped[row.act.__module__.removeprefix("wtsocial.")].append(row)
    return grouped


@pytest.fixture
def donations(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """They are set up, with a Stripe that nobody asks."""
    for name, value in {"SECRET_KEY": "sk_test_1", "WEBHOOK_SECRET": "whsec_1", "API_BASE": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(f"WTSOCIAL_STRIPE_{name}", value)
    settings.cache_clear()


@pytest.mark.parametrize("module", by_module())
async def test_who_may_do_what(module: str, donations: None) -> None:
    world, wrong = await make_world(), list[str]()
    for row in by_module()[module]:
        for own, may in ((False, row.others), (True, row.own)):
            for standing in STANDINGS if may is not None else ():
                if (own and standing == READER) or may is None:
                    continue
                found, wanted = await outcome(world, row, standing, own=own), row.says if standing in may else "no"
                if found != wanted:
                    whose = "their own" if own else row.of or "another's"
                    wrong.append(f"{row.act.__name__} by {standing!r} on {whose}: {found}, not {wanted}")
    assert wrong == [], "\n".join(wrong)


def test_every_query_has_a_row_or_is_everybodys() -> None:
    limited = {name_of(reading.read) for reading in READINGS}
    assert limited.isdisjoint(EVERYBODYS)
    assert limited | set(EVERYBODYS) == set(queries())


async def test_who_may_read_what(donations: None) -> None:
    world, wrong = await make_world(), list[str]()
    for reading in READINGS:
        for standing, viewer in world.people.items():
            try:
                found = "yes" if reading.shown(await reading.read(viewer, **reading.given(world, viewer))) else "no"
            except (LoginNeeded, NotAllowed, NotFound):
                found = "no"
            except Refusal as refused:
                found = refused.key
            if found != ("yes" if standing in reading.may else "no"):
                wrong.append(f"{reading.read.__name__} by {standing!r}: {found}")
    assert wrong == [], "\n".join(wrong)
