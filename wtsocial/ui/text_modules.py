"""What the builder of the pages is given besides the pages: the texts, those of each far area in a module of its own."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from reflex_base.plugins import Plugin

from wtsocial.i18n import far_texts, near_texts
from wtsocial.ui.texts import FAR, LIBRARY, NEAR

CONNECTION: Final = "$/public/kit/live/line.js"


class Building(Plugin):
    """Writes the modules of texts that ui/texts.py names, and lets the builder make Reflex's own scripts small."""

    def get_static_assets(self, **_context: Any) -> Sequence[tuple[Path, str | bytes]]:
        """The modules, by their places in the builder's folder."""
        modules = {NEAR: f"export default {_json(near_texts())};\n"}
        for area, texts in far_texts().items():
            modules[FAR.format(area=area)] = f'import {{ addTexts }} from "{LIBRARY}";\naddTexts({_json(texts)});\n'
        return [(Path(name.removeprefix("$/")), written) for name, written in modules.items()]

    def pre_compile(self, **context: Any) -> None:
        """Have two of Reflex's scripts changed before they are built."""
        context["add_modify_task"]("utils/state.js", _without_direct_eval)
        context["add_modify_task"]("utils/state.js", _with_watched_connection)
        context["add_modify_task"]("app/root.jsx", _without_globals)


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


def _without_globals(script: str) -> str:
    """Whatever hangs on `window` is kept, whether anything uses it or not."""
    return re.sub(r"window\.__reflex = \{[^}]*\};", "", script)
