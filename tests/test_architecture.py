"""The rules of the house hold everywhere; and each check can fail."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from reflex_base.registry import RegistrationContext

from tests import architecture
from tests.conftest import ONE_PROCESS
from wtsocial import models
from wtsocial.db.migrations import HOME

LONG_WITH_A_REASON = {
    "tests/endpoints/test_auth.py": "every way in and every way to be refused, side by side",
    "tests/core/test_bus.py": "one set of two workers and a Redis to stop",
    "tests/endpoints/test_guards.py": "one list of what must not pass",
    "wtsocial/core/messages.py": "one list of all that is said, which the browser's types are written from",
    "tests/endpoints/test_ready_pages.py": "one list of everything that changes what is shown",
}
"""Files over 300 lines, each with its reason."""


def _states() -> list[architecture.StateClass]:
    sources = architecture.sources("wtsocial/ui", "wtsocial/pages") | {"root": (HOME / "wtsocial/wtsocial.py").read_text()}
    return architecture.state_classes(sources.values())


def _breaking(check: Callable[[architecture.StateClass], list[str]]) -> list[str]:
    return [name for state in _states() for name in check(state)]


def test_every_public_method_of_a_state_is_a_declared_event() -> None:
    assert _states(), "no states were found: the check would say nothing"
    assert _breaking(architecture.undeclared_events) == []


def test_every_handler_is_async() -> None:
    assert _breaking(architecture.blocking_events) == []


def test_handlers_are_short() -> None:
    assert _breaking(architecture.long_events) == []


def test_no_row_enters_a_state() -> None:
    rows = {name for name in models.__all__ if inspect.isclass(getattr(models, name))}
    assert "Member" in rows
    assert _breaking(lambda state: architecture.rows_in_state(state, rows)) == []


def _modules(package: str) -> list[ModuleType]:
    found = importlib.import_module(package)
    return [importlib.import_module(module.name) for module in pkgutil.walk_packages(found.__path__, f"{package}.")]


def test_what_reflex_registered_is_what_was_declared() -> None:
    _modules("wtsocial.ui")
    _modules("wtsocial.pages")
    declared = architecture.events_with_inherited(_states())
    ours = [
        one.handler
        for one in RegistrationContext.ensure_context().event_handlers.values()
        if one.handler.fn.__module__.startswith("wtsocial.")
    ]
    assert ours, "no handler is registered: the check would say nothing"
    # In the place of Reflex's own (ui/hydration.py).
    assert {one.fn.__qualname__ for one in ours} - {"hydrate", "hydrate_and_load"} <= declared
    assert [one.fn for one in ours if not (inspect.iscoroutinefunction(one.fn) or inspect.isasyncgenfunction(one.fn))] == []


def test_no_var_of_ours_can_be_set_from_outside() -> None:
    _modules("wtsocial.pages")
    registered = RegistrationContext.ensure_context().event_handlers.items()
    reflexs_own = {
        name.rpartition(".")[2] for name, one in registered if "wtsocial" in name and not one.handler.fn.__module__.startswith("wtsocial.")
    }
    # `setvar` calls a setter, and none is made (the setting `state_auto_setters`).
    assert reflexs_own <= {"setvar"}


@pytest.mark.parametrize("check", [architecture.hidden_imports, architecture.relative_imports])
def test_imports_stand_at_the_top_and_are_whole(check: Callable[[str], list[int]]) -> None:
    broken = {
        path: lines
        for path, source in architecture.sources("wtsocial", "tests", "benchmarks", "alembic").items()
        if (lines := check(source))
    }
    assert broken == {}


def test_every_module_opens_with_a_line_that_says_what_it_is() -> None:
    sources = architecture.sources("wtsocial", "tests", "benchmarks")
    assert [path for path, source in sources.items() if not architecture.has_opening_line(source)] == []


def test_no_file_is_long_without_a_reason() -> None:
    sources = architecture.sources("wtsocial", "tests", "benchmarks") | architecture.sources("assets/kit", ending=".js")
    long = {path for path, source in sources.items() if architecture.is_too_long(source)}
    assert long == set(LONG_WITH_A_REASON), "a long file without a reason, or a reason without a long file"


def test_nothing_is_called_utils_or_helpers() -> None:
    assert [path for path in architecture.sources("wtsocial", "tests") if Path(path).stem in ("utils", "helpers", "misc", "common")] == []


def test_every_test_asserts_something() -> None:
    assert architecture.silent_tests(architecture.sources("tests")) == []


def test_the_files_that_one_process_takes_are_there() -> None:
    assert [name for name in ONE_PROCESS if not (HOME / name).is_file()] == []


def _missing(document: str) -> list[str]:
    """Files that a document names with their endings, and that stand nowhere: neither from the top nor from wtsocial/."""
    named = re.findall(r"`((?:[\w.]+/)*[\w.]+\.(?:py|js|html|md|css|json|d\.ts))`", document)
    folders = [HOME / name for name in ("wtsocial", "assets", "tests", "docs")]
    there = {name for name in named if (HOME / name).exists() or any(any(folder.rglob(name)) for folder in folders)}
    return [name for name in named if name.islower() and name not in there]


def test_the_files_that_the_documents_name_are_there() -> None:
    documents = [HOME / "README.md", HOME / "CONTRIBUTING.md", *sorted((HOME / "docs").glob("*.md"))]
    assert {path.name: missing for path in documents if (missing := _missing(path.read_text(encoding="utf-8")))} == {}
    assert _missing("`posts/queries.py` and `posts/nothing.py`") == ["posts/nothing.py"]


CALLS_WITH_A_REASON = {
    "wtsocial.donations.crediting -> wtsocial.donations.fees.fetch_fee": "it is not called but enqueued, as a job",
    "wtsocial.posts.publishing -> wtsocial.posts.page_readings.read_soon": "it does nothing but enqueue a job",
    "wtsocial.posts.imported_posts -> wtsocial.posts.publishing.publish": "an imported post is published, at another time",
    "wtsocial.donations.reconciliation -> wtsocial.donations.webhook_events.store_event": "what Stripe answers is an event like those it sends",
    "wtsocial.donations.reconciliation -> wtsocial.donations.webhook_events.process_now": "and is processed like them",
}
"""Actions that call another module's action, each with its reason."""
ABOVE_ACTIONS = {"pages", "ui", "endpoints", "ops", "seeds", "jobs", "db", "wtsocial"}


def test_actions_do_not_call_actions_of_other_modules() -> None:
    sources = {
        path.removesuffix(".py").replace("/", "."): source
        for path, source in architecture.sources("wtsocial").items()
        if path.split("/")[1].removesuffix(".py") not in ABOVE_ACTIONS
    }
    actions = {module: architecture.actions_of(source) for module, source in sources.items()}
    assert sum(map(len, actions.values())) > 50, "few actions were found: the check would say little"
    calls = {call for module, source in sources.items() for call in architecture.calls_of_other_modules(module, source, actions)}
    assert calls == set(CALLS_WITH_A_REASON)


# Each check can fail.

BAD_STATE = """
class Mixed(rx.State, mixin=True):
    def open_door(self): ...

class Screen(Mixed):
    member: Member | None = None
    posts: dict[int, list[Post]] = {}
    title: str = ""

    @rx.event
    def slow(self): ...

    @rx.event(background=True)
    async def long(self):
        '''Says what it does.'''
        if self.title:
            a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g = 7; h = 8; i = 9; j = 10

    @rx.event
    async def good(self):
        '''Says what it does.'''
        self.title = "fine"

    @rx.var
    def shown(self) -> str: ...

    def _inside(self): ...

class NoState:
    member: Member
    def anything(self): ...
"""


@pytest.mark.parametrize(
    ("check", "found"),
    [
        (architecture.undeclared_events, ["Mixed.open_door"]),
        (architecture.blocking_events, ["Screen.slow"]),
        (architecture.long_events, ["Screen.long"]),
        (lambda state: architecture.rows_in_state(state, {"Member", "Post"}), ["Screen.member", "Screen.posts"]),
    ],
)
def test_a_bad_state_is_noticed(check: Callable[[architecture.StateClass], list[str]], found: list[str]) -> None:
    assert [name for state in architecture.state_classes([BAD_STATE]) for name in check(state)] == found


def test_bad_modules_are_noticed() -> None:
    assert architecture.hidden_imports("import a\nasync def f():\n    if a:\n        from b import c\n") == [4]
    assert architecture.relative_imports("from . import a\nfrom b import c\n") == [1]
    assert not architecture.has_opening_line("import a\n")
    assert architecture.has_opening_line('"""One line."""\nimport a\n')
    assert architecture.is_too_long("a = 1\n" * 301)
    assert not architecture.is_too_long("a = 1\n" * 300)


def test_an_event_that_a_mixin_brings_is_declared_under_each_class() -> None:
    source = "class Mixed(rx.State, mixin=True):\n    @rx.event\n    async def more(self): ...\nclass Feed(Mixed, rx.State): ...\n"
    assert architecture.events_with_inherited(architecture.state_classes([source])) == {"Mixed.more", "Feed.more"}


NOISY_TESTS = """
async def shows(page):
    expect(page.locator("a", has_text="b")).not_to_be_visible()

class Person:
    def sees(self):
        assert self.page

def sees_all(people):
    for person in people:
        person.sees()

def test_asserts(): assert work() == 1
def test_refuses():
    with pytest.raises(ValueError): work()
async def test_shows(page): await shows(page)
def test_sees(ana): sees_all([ana])
"""
SILENT_TESTS = """
def looks(page): return page.locator("a")
def either(): assert work()

class Other:
    def either(self): return work()

def test_runs(): work()
async def test_expects_nothing(page): expect(page)
def test_says_so(): assert True
def test_says_two_things(): assert (work() == 1, "one")
async def test_looks(page): await looks(page)
@pytest.mark.parametrize("other", [1, 2])
def test_does_either(other): other.either()
"""


def test_a_test_that_asserts_nothing_is_noticed() -> None:
    silent = ["test_runs", "test_expects_nothing", "test_says_so", "test_says_two_things", "test_looks", "test_does_either"]
    assert architecture.silent_tests({"noisy.py": NOISY_TESTS, "silent.py": SILENT_TESTS}) == [f"silent.py::{name}" for name in silent]


def test_an_action_that_calls_another_one_is_noticed() -> None:
    action = "async def post(viewer):\n    await _write()\n\nasync def _write():\n    async with db.transaction() as change: ...\n"
    assert architecture.actions_of(action + "async def look(): ...\n") == {"post", "_write"}
    calls = "from wtsocial.posts import publishing\n\nasync def act():\n    await publishing.post(1)\n    await publishing.look()\n"
    assert architecture.calls_of_other_modules("other", calls, {"wtsocial.posts.publishing": {"post"}}) == {
        "other -> wtsocial.posts.publishing.post"
    }
    direct = "from wtsocial.posts.publishing import post\n"
    assert architecture.calls_of_other_modules("other", direct, {"wtsocial.posts.publishing": {"post"}}) == {
        "other -> wtsocial.posts.publishing.post"
    }
