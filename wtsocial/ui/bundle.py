"""`python -m wtsocial.ui.bundle`: bundle the compiled pages anew, with the texts, styles and scripts as they are now.

Compiling takes most of a build; what no Python names, it does not look at.
"""

from pathlib import Path

from reflex.utils import build, path_ops, prerequisites

from wtsocial.ui.building import Building


def main() -> None:
    """Raises SystemExit when the bundler fails; it has said why."""
    web = prerequisites.get_web_dir()
    with path_ops.file_lock(web):
        for place, written in Building().get_static_assets():
            (web / place).write_text(written if isinstance(written, str) else written.decode(), encoding="utf-8")
        build.setup_frontend(Path.cwd())
        build.build()


if __name__ == "__main__":
    main()
