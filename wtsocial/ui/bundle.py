"""`python -m wtsocial.ui.bundle`: bundle the compiled pages anew, with the texts, styles and scripts as they are now.

Compiling takes most of a build; what no Python names, it does not look at.
"""

import shutil
from pathlib import Path

from reflex.utils import build, path_ops, prerequisites

from wtsocial.ui.building import Building


def bring(assets: Path, web: Path) -> None:
    """Bring what stands in `assets` where compiling had brought it: all of it to be served, and the styles to be bundled."""
    shutil.copytree(assets, web / "public", dirs_exist_ok=True)
    for style in (web / "styles").rglob("*.css"):
        source = assets / style.relative_to(web / "styles")
        if source.is_file():
            shutil.copyfile(source, style)


def main() -> None:
    """Raises SystemExit when the bundler fails; it has said why."""
    web = prerequisites.get_web_dir()
    with path_ops.file_lock(web):
        bring(Path.cwd() / "assets", web)
        for place, written in Building().get_static_assets():
            (web / place).write_text(written if isinstance(written, str) else written.decode(), encoding="utf-8")
        build.setup_frontend(Path.cwd())
        build.build()


if __name__ == "__main__":
    main()
