"""What the builder makes of a page besides what Reflex makes of it, and that it stops when Reflex builds in another way."""

import re
from typing import Any

import pytest

from wtsocial.ui.building import UNPACKED, Building, with_own_start

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><link rel="modulepreload" href="/assets/manifest-1a.js"/><link rel="modulepreload" '
    'href="/assets/entry.client-2b.js"/></head><body><div class="frame">\nDrawn</div><script>scroll()</script><script type="module" async="">'
    'import "/assets/manifest-1a.js";\nimport("/assets/entry.client-2b.js");</script></body></html>'
)


def test_a_built_page_is_drawn_in_one_element_and_begins_with_our_script_alone() -> None:
    made = with_own_start(PAGE, "/all")
    assert '<body><div id="root" data-page="/all"><div class="frame">\nDrawn</div></div>' in made
    assert re.findall(r"<script[^>]*>", made) == ['<script type="module" src="/assets/entry.client-2b.js">']
    assert "manifest" not in made
    assert made.startswith("<!DOCTYPE html>")
    assert made.endswith("</script></body></html>")


@pytest.mark.parametrize("page", [PAGE.replace("entry.client", "first"), PAGE.replace("<body>", "<body class='x'>"), ""])
def test_a_page_that_is_built_in_another_way_is_no_page(page: str) -> None:
    with pytest.raises(ValueError, match="another way"):
        with_own_start(page, "/")


def _changed(file: str, content: str) -> str:
    """What becomes of a script of Reflex's."""
    tasks: list[tuple[str, Any]] = []
    Building().pre_compile(
        add_save_task=lambda *_: None, add_modify_task=lambda name, change: tasks.append((name, change)), unevaluated_pages=[]
    )
    for name, change in tasks:
        if name == file:
            content = change(content)
    return content


def test_browsers_get_preact_once() -> None:
    config = "export default defineConfig((config) => ({\n  plugins: [\n    reactRouter(),\n  build: {\n    minify: true,\n"
    made = _changed("vite.config.js", config)
    assert made.count("preactInTheBrowser(),") == 1
    assert f"minify: !process.env.{UNPACKED}," in made, "names are long for whoever develops alone"
    assert _changed("vite.config.js", made) == made
    with pytest.raises(ValueError, match="another way"):
        _changed("vite.config.js", "export default {}")


def test_the_notice_of_a_newer_version_speaks_the_readers_language() -> None:
    script = 'socket.current.auth = bootAuth(true);banner.append("A new version of this app is available.");button.textContent = "Reload";'
    made = _changed("utils/state.js", script)
    assert 'banner.append(say("nav.new_version"));button.textContent = say("nav.reload");' in made
    assert _changed("utils/state.js", made) == made
    with pytest.raises(ValueError, match="in English"):
        _changed("utils/state.js", "socket.current.auth = bootAuth(true);")
