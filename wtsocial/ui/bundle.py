"""`python -m wtsocial.ui.bundle [--quick] [SCREEN …]`: bundle the compiled pages anew, with the texts, styles and scripts as they are now.

Compiling takes most of a build; what no Python names, it does not look at. Of the pages, those are compiled anew that the modules
named on the command line write (`wtsocial.pages.feed.page`): all others are taken as they were compiled before. `--quick` makes no names
short and draws no page ahead, which takes the builder half of its time: each has the shell of all then, for whoever develops.
"""

import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from reflex.app import App
from reflex.compiler import compiler, utils
from reflex.compiler.plugins import default_page_plugins
from reflex.config import get_config
from reflex.utils import build, frontend_skeleton, path_ops, prerequisites
from reflex_base.components.memo import MEMOS
from reflex_base.plugins.compiler import CompileContext, CompilerHooks
from reflex_base.utils.memo_paths import module_to_mirrored_segments

from wtsocial.ui.building import UNPACKED, Building

QUICK = "--quick"


def bring(assets: Path, web: Path) -> None:
    """Bring what stands in `assets` where compiling had brought it: all of it to be served, and the styles to be bundled."""
    shutil.copytree(assets, web / "public", dirs_exist_ok=True)
    for style in (web / "styles").rglob("*.css"):
        source = assets / style.relative_to(web / "styles")
        if source.is_file():
            shutil.copyfile(source, style)


def compile_screens(app: App, screens: Collection[str]) -> dict[str, str]:
    """The files of the pages that these modules write, compiled, by their places; of what is every page's, the states alone.

    As Reflex's `compile_app` does it for all pages.
    """
    plugins, themes = compiler._resolve_radix_themes_plugin(app, get_config().plugins)
    pages = app._unevaluated_pages.values()
    wanted = [page for page in pages if page._source_module in screens]
    hooks = CompilerHooks(plugins=default_page_plugins(style=app.style, plugins=plugins))
    with CompileContext(app=app, pages=wanted, hooks=hooks) as context:
        context.compile()
    memos, _ = compiler.compile_memo_components((*MEMOS.values(), *context.auto_memo_components.values()))
    # Of a page that is left as it is, there are not all of its parts here.
    left = {_parts_of(page._source_module) for page in pages if page._source_module not in screens}
    made = [(page.output_path or "", page.output_code or "") for page in context.compiled_pages.values()]
    made += [memo for memo in memos if memo[0] not in left]
    made.append(compiler.compile_contexts(app._state, themes.get_theme(), component_imports=context.all_imports))
    return dict(made)


def _parts_of(module: str | None) -> str:
    segments = module_to_mirrored_segments(module)
    return utils.get_memo_module_path(segments) if segments else ""


def _name_shell(static: Path) -> None:
    """Where no page is drawn ahead the shell of all is called as the front page is, and says that it is that."""
    shell, name = static / "index.html", "__spa-fallback"
    (static / f"{name}.html").write_text(shell.read_text().replace('data-page="/"', f'data-page="/{name}"'))
    shell.unlink()


def main(screens: Collection[str], *, quick: bool = False) -> None:
    """Raises SystemExit when the bundler fails; it has said why."""
    web = prerequisites.get_web_dir()
    with path_ops.file_lock(web):
        if screens:
            for place, code in compile_screens(prerequisites.get_and_validate_app().app, screens).items():
                utils.write_file(utils.resolve_path_of_web_dir(place), code)
        bring(Path.cwd() / "assets", web)
        for place, written in Building().get_static_assets():
            (web / place).write_text(written if isinstance(written, str) else written.decode(), encoding="utf-8")
        build.setup_frontend(Path.cwd())
        frontend_skeleton.update_react_router_config(prerender_routes=not quick)
        if quick:
            os.environ[UNPACKED] = "yes"
        build.build()
        if quick:
            _name_shell(web / "build" / "client")


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name != QUICK], quick=QUICK in sys.argv)
