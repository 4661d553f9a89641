"""What the builder of the pages is given besides them: texts, those of each far area in a module of its own, and what runs in browsers.

Reflex builds with React and React Router's framework. Here React draws what each page is before any script runs, once, when it is
built; browsers get Preact in its place, and of React Router the library alone (docs/adr/0015).
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import reflex as rx
from reflex_base.plugins import Plugin
from reflex_base.plugins.embed import compile_embed_manifest
from reflex_components_core.el.elements.metadata import Meta, Title

from wtsocial.i18n import far_texts, near_texts
from wtsocial.ui.texts import FAR, LIBRARY, NEAR

CONNECTION: Final = "$/public/kit/live/line.js"
PREACT: Final = "preact@11.2.0"


class Building(Plugin):
    """Writes the modules of texts that ui/texts.py names, and lets the builder make Reflex's own scripts small."""

    def get_frontend_dependencies(self, **_context: Any) -> list[str]:
        """The package that browsers run in React's place."""
        return [PREACT]

    def provides_entry_client(self) -> bool:
        """The scripts of a page begin in kit/start.js, not in Reflex's own."""
        return True

    def get_static_assets(self, **_context: Any) -> Sequence[tuple[Path, str | bytes]]:
        """The modules, by their places in the builder's folder."""
        modules = {NEAR: f"export default {_json(near_texts())};\n"}
        for area, texts in far_texts().items():
            modules[FAR.format(area=area)] = f'import {{ addTexts }} from "{LIBRARY}";\naddTexts({_json(texts)});\n'
        return [(Path(name.removeprefix("$/")), written) for name, written in modules.items()]

    def pre_compile(self, **context: Any) -> None:
        """Have the first script and the list of pages written, and Reflex's scripts and its builder's settings changed."""
        context["add_save_task"](lambda: (_ENTRY, _ENTRY_SCRIPT))
        context["add_save_task"](compile_embed_manifest, [page.route for page in context["unevaluated_pages"]])
        context["add_modify_task"]("utils/state.js", _without_direct_eval)
        context["add_modify_task"]("utils/state.js", _with_watched_connection)
        context["add_modify_task"]("utils/state.js", _with_own_words)
        context["add_modify_task"]("app/root.jsx", _without_globals)
        context["add_modify_task"]("vite.config.js", _with_preact)

    def enter_component(self, comp: Any, /, **_context: Any) -> Any:
        """Leave out what Reflex says of every page alike: its document says it, and then the page (kit/i18n.js)."""
        return rx.fragment() if isinstance(comp, (Title, Meta)) else None

    def post_build(self, **context: Any) -> None:
        """Have each built page begin with our first script alone, in place of the framework's."""
        folder: Path = context["static_dir"]
        for page in sorted(folder.rglob("*.html")):
            address = page.relative_to(folder).with_suffix("").as_posix()
            page.write_text(with_own_start(page.read_text(), "/" if address == "index" else f"/{address.removesuffix('/index')}"))


def _json(texts: dict[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False, indent=1)


# Both are for scripts that come as text, which no page of ours may run (endpoints/guards.py).


def _without_direct_eval(script: str) -> str:
    """A direct call of eval keeps the builder from shortening any name around it."""
    return re.sub(r"\beval\(", "(0, eval)(", script)


SOCKET_IS_MADE: Final = "socket.current.auth = bootAuth(true);"
"""Where Reflex's script has just made its socket."""


def _with_watched_connection(script: str) -> str:
    """Have kit/live/line.js follow the socket. Raises ValueError when Reflex makes it in another way."""
    if CONNECTION in script:
        return script  # of an earlier build
    if script.count(SOCKET_IS_MADE) != 1:
        raise ValueError("Reflex makes its socket in another way: nobody would notice that the line is dead")
    watched = script.replace(SOCKET_IS_MADE, f"watchConnection(socket.current);\n  {SOCKET_IS_MADE}")
    return f'import {{ watchConnection }} from "{CONNECTION}";\n{watched}'


WORDS: Final = "$/public/kit/i18n.js"
OWN_WORDS: Final = {"A new version of this app is available.": "nav.new_version", "Reload": "nav.reload"}
"""What Reflex's script says by itself, and the keys of our texts in their place."""


def _with_own_words(script: str) -> str:
    """Have the notice of a newer version speak the reader's language. Raises ValueError when Reflex says it in another way."""
    if WORDS in script:
        return script  # of an earlier build
    for words, key in OWN_WORDS.items():
        if script.count(f'"{words}"') != 1:
            raise ValueError(f"Reflex does not say {words!r} once: people would read it in English")
        script = script.replace(f'"{words}"', f'say("{key}")')
    return f'import {{ say }} from "{WORDS}";\n{script}'


def _without_globals(script: str) -> str:
    """Whatever hangs on `window` is kept, whether anything uses it or not."""
    return re.sub(r"window\.__reflex = \{[^}]*\};", "", script)


_ENTRY: Final = "app/entry.client.js"
_ENTRY_SCRIPT: Final = 'import "$/public/kit/start.js";\n'
_VITE_PLUGIN: Final = """function preactInTheBrowser() {
  const places = {
    react: fileURLToPath(new URL("./public/kit/react.js", import.meta.url)),
    "react-dom": "preact/compat",
    "react-dom/client": "preact/compat/client",
    "react/jsx-runtime": "preact/compat/jsx-runtime",
  };
  return {
    name: "preact-in-the-browser",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: (environment) => environment.name === "client",
    resolveId(source, importer) {
      return source in places ? this.resolve(places[source], importer, { skipSelf: true }) : null;
    },
  };
}

"""
UNPACKED: Final = "WTSOCIAL_UNPACKED_SCRIPTS"
"""Set for the builder where nobody waits for a script on a slow line, and somebody does for the builder."""
_PACKED: Final = "minify: true,"
_DEFINITION: Final = "export default defineConfig"
_PLUGINS: Final = "plugins: [\n"


def _with_preact(config: str) -> str:
    """Vite's settings with Preact for browsers. Raises ValueError when Reflex writes them in another way."""
    if _VITE_PLUGIN in config:
        return config  # of an earlier build
    if config.count(_DEFINITION) != 1 or config.count(_PLUGINS) != 1 or config.count(_PACKED) != 1:
        raise ValueError("Reflex sets its builder up in another way: pages would come with React, and be heavier")
    config = config.replace(_PACKED, f"minify: !process.env.{UNPACKED},")
    return config.replace(_DEFINITION, _VITE_PLUGIN + _DEFINITION).replace(_PLUGINS, f"{_PLUGINS}    preactInTheBrowser(),\n")


_BODY: Final = re.compile(r"<body>(?P<drawn>.*?)<script\b.*</body>", re.DOTALL)
_START: Final = re.compile(r'import\("(/assets/entry\.client-[^"]+)"\)')
_MANIFEST: Final = re.compile(r'<link rel="modulepreload" href="/assets/manifest-[^"]+"/>')


def with_own_start(page: str, address: str) -> str:
    """A built page with what was drawn of it in one element, which knows its address, and our first script.

    Raises ValueError when React Router builds pages in another way.
    """
    body, start = _BODY.search(page), _START.search(page)
    if not body or not start:
        raise ValueError("React Router builds pages in another way: none would come alive")
    root = f'<div id="root" data-page="{address}">{body["drawn"]}</div>'
    own = f'<body>{root}<script type="module" src="{start[1]}"></script></body>'
    return _MANIFEST.sub("", page[: body.start()] + own + page[body.end() :])
