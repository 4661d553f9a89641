"""Choices that somebody shares, before any script runs."""

from wtsocial.choices import preset_queries
from wtsocial.choices.views import PresetView
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.text.languages import SPOKEN


async def document(request: PageRequest) -> Document:
    """`/preset/CODE`"""
    preset = await preset_queries.preset(request.viewer, request.parts["code"])
    fill = {"preset": preset, "held": _held(preset, request)}
    return Document(preset.name, preset.about or request.say("preset.what"), "presets/document.html", fill)


def _held(preset: PresetView, request: PageRequest) -> dict[str, list[str]]:
    """What the preset holds, in words, by part."""
    chosen = preset.choices
    words = {
        "subwikis": chosen.subwikis,
        "people": chosen.people,
        "tags": [f"#{tag}" for tag in chosen.tags],
        "words": chosen.hide.words,
        "sources": chosen.hide.sources,
        "hidden_tags": [f"#{tag}" for tag in chosen.hide.tags],
        "languages": [SPOKEN.get(code, code) for code in chosen.languages],
        "sensitive": [request.say(f"choices.sensitive_{chosen.sensitive}")],
    }
    return {part: words[part] for part in preset.parts if part in words}
