"""What the pages are built anew for: what they show, and nothing that only runs when somebody presses something."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from wtsocial.db.migrations import HOME
from wtsocial.ops import serve, warm
from wtsocial.ops.page_sources import page_sources, screens_made_of

FILES = {
    "rxconfig.py": "",
    "requirements.txt": "",
    "assets/kit/style.css": "a {}",
    "wtsocial/__init__.py": "",
    "wtsocial/wtsocial.py": "from wtsocial.jobs import worker\n",
    "wtsocial/i18n/en.json": "{}",
    "wtsocial/ui/texts.py": "",
    "wtsocial/pages/feed/page.py": "from wtsocial.feeds import queries\nfrom wtsocial.feeds.views import FeedPage\n\n"
    "class FeedState:\n    page: FeedPage\n\n    async def open(self):\n        self.page = await queries.home()\n",
    "wtsocial/pages/routes.py": "from wtsocial.pages.feed import document, page\n\nROUTES = (page, document)\n",
    "wtsocial/pages/feed/document.py": "from wtsocial.feeds import queries\n\nFIRST = queries.FIRST\n",
    "wtsocial/pages/feed/document.html": "",
    "wtsocial/feeds/views.py": "from wtsocial.text import limits\n\nclass FeedPage:\n    limit = limits.FEED\n",
    "wtsocial/feeds/queries.py": "from wtsocial import db\n\nasync def home(): ...\n",
    "wtsocial/text/limits.py": "FEED = 20\n",
    "wtsocial/db/__init__.py": "",
    "wtsocial/jobs/worker.py": "",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one page."""
    for name, source in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "wtsocial/pages/feed/page.py",
        "wtsocial/ui/texts.py",
        "wtsocial/feeds/views.py",
        "wtsocial/text/limits.py",
        "wtsocial/i18n/en.json",
        "assets/kit/style.css",
        "rxconfig.py",
    ],
)
def test_what_pages_show_has_them_built_again(project: Path, name: str) -> None:
    before = serve.sources_hash(project)
    (project / name).write_text(FILES[name] + "\n# changed")
    assert serve.sources_hash(project) != before


@pytest.mark.parametrize(
    "name",
    [
        "wtsocial/feeds/queries.py",
        "wtsocial/db/__init__.py",
        "wtsocial/jobs/worker.py",
        "wtsocial/pages/feed/document.py",
        "wtsocial/pages/feed/document.html",
    ],
)
def test_what_only_runs_when_a_page_is_open_does_not(project: Path, name: str) -> None:
    before = serve.sources_hash(project)
    (project / name).write_text(FILES[name] + "\n# changed")
    assert serve.sources_hash(project) == before


def test_a_module_counts_as_soon_as_a_page_names_it_outside_of_a_handler(project: Path) -> None:
    page = project / "wtsocial/pages/feed/page.py"
    page.write_text(page.read_text() + "\nFIRST = queries.FIRST\n")
    before = serve.sources_hash(project)
    (project / "wtsocial/feeds/queries.py").write_text("FIRST = 2\n")
    assert serve.sources_hash(project) != before


def test_a_new_file_of_a_screen_counts(project: Path) -> None:
    before = serve.sources_hash(project)
    (project / "wtsocial/pages/feed/parts.py").write_text("")
    assert serve.sources_hash(project) != before


def test_in_this_project_views_count_and_changes_do_not() -> None:
    sources = {str(path.relative_to(HOME)) for path in page_sources(HOME)}
    assert {"wtsocial/posts/views.py", "wtsocial/pages/feed/page.py", "wtsocial/text/limits.py", "assets/kit/style.css"} <= sources
    assert not {"wtsocial/posts/publishing.py", "wtsocial/feeds/queries.py", "wtsocial/db/session.py", "wtsocial/ops/serve.py"} & sources


@pytest.mark.parametrize(
    ("name", "text", "compiles"),
    [
        ("wtsocial/i18n/en.json", '{"nav.log": "The diary"}', False),
        ("wtsocial/i18n/he.json", "{}", False),
        ("assets/kit/style.css", "b {}", False),
        ("assets/kit/new.js", "", False),
        ("wtsocial/i18n/en.json", '{"nav.log": "The log", "nav.new": "New"}', True),
        ("wtsocial/i18n/en.json", "{}", True),
        ("wtsocial/i18n/parts.py", "NEAR = ()", True),
        ("wtsocial/text/limits.py", "FEED = 30\n", True),
        ("requirements.txt", "reflex==1", True),
    ],
)
def test_words_styles_and_scripts_are_bundled_anew_and_all_else_is_compiled(project: Path, name: str, text: str, compiles: bool) -> None:
    (project / "wtsocial/i18n/en.json").write_text('{"nav.log": "The log"}')
    before, compiled = serve.sources_hash(project), serve.compiled_parts(project)
    (project / name).write_text(text)
    assert serve.sources_hash(project) != before
    assert (serve.compiled_parts(project) != compiled) is compiles


def test_what_is_changed_while_pages_are_built_is_built_by_the_next_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BUILT", "STAMP", "COMPILED"):
        monkeypatch.setattr(serve, name, tmp_path / name)
    sources, modules = ["first"], list[str]()
    monkeypatch.setattr(serve, "sources_hash", lambda *_home, **_without: sources[0])
    monkeypatch.setattr(serve, "compiled_parts", lambda *_home: {"page.py": "compiled"})
    monkeypatch.setattr(serve, "_registry", lambda: "")

    def run(module: str, *arguments: str, **_options: Any) -> subprocess.CompletedProcess[str]:
        modules.append(module)
        serve.BUILT.mkdir()
        if len(modules) == 1:
            sources[0] = "second"
        return subprocess.CompletedProcess([module, *arguments], 0, "", "")

    monkeypatch.setattr(warm, "run", run)
    assert [serve.build(), serve.is_built()] == [True, False]
    assert [serve.build(), serve.is_built()] == [True, True]
    assert serve.build() is False
    sources[0] = "third"
    assert serve.build() is True
    assert modules == ["reflex", "reflex", "wtsocial.ui.bundle"]


@pytest.mark.parametrize(
    ("changed", "screens"),
    [
        (["wtsocial/pages/post/thread.py"], ["wtsocial.pages.post.page", "wtsocial.pages.post.thread"]),
        (["wtsocial/pages/changes/page.py", "wtsocial/pages/rules.py"], []),
        (["wtsocial/pages/routes.py"], []),
        (["wtsocial/ui/texts.py"], []),
        (["requirements.txt"], []),
        (["wtsocial/wtsocial.py"], []),
    ],
)
def test_what_changed_leads_to_the_screens_that_are_made_of_it_or_to_all(changed: list[str], screens: list[str]) -> None:
    assert screens_made_of(HOME, [HOME / name for name in changed]) == screens


def test_every_screen_of_a_shared_part_is_made_of_it() -> None:
    screens = screens_made_of(HOME, [HOME / "wtsocial/ui/layout.py"])
    assert {path.relative_to(HOME).as_posix().removesuffix(".py").replace("/", ".") for path in HOME.glob("wtsocial/pages/*/page.py")} <= {
        *screens
    }


def test_who_develops_has_those_screens_compiled_that_changed_and_a_site_is_built_whole(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BUILT", "STAMP", "COMPILED"):
        monkeypatch.setattr(serve, name, project / name)
    monkeypatch.setattr(serve, "HOME", project)
    monkeypatch.setattr(serve, "_registry", lambda: "")
    asked, code = list[list[str]](), [0]

    def run(module: str, *arguments: str, **_options: Any) -> subprocess.CompletedProcess[str]:
        asked.append([module, *arguments])
        serve.BUILT.mkdir(exist_ok=True)
        return subprocess.CompletedProcess(asked[-1], code[0], "", "")

    monkeypatch.setattr(warm, "run", run)

    def built(*, quick: bool) -> list[str]:
        assert serve.build(quick=quick)
        assert not serve.build(quick=quick)
        return asked[-1]

    def saved(name: str, text: str) -> None:
        (project / name).write_text(FILES[name] + text)

    page, screen = "wtsocial/pages/feed/page.py", ["wtsocial.ui.bundle", "--quick", "wtsocial.pages.feed.page"]
    assert built(quick=True)[0] == "reflex"
    saved(page, "A = 1\n")
    saved("wtsocial/i18n/en.json", "\n")
    assert built(quick=True) == screen
    # What failed may have written something: the screen is compiled again, also when it is as it was before.
    saved(page, "A = 2\n")
    code[0] = 1
    with pytest.raises(serve.BuildFailed):
        serve.build(quick=True)
    code[0] = 0
    saved(page, "A = 1\n")
    assert built(quick=True) == screen
    saved("assets/kit/style.css", "b {}")
    assert built(quick=True) == ["wtsocial.ui.bundle", "--quick"]
    assert not serve.is_built(), "its files are not packed"
    assert built(quick=False)[0] == "reflex"
