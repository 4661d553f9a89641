"""Documents of choices: the greeting with what may be chosen, a tag's posts, and choices that somebody shares."""

from collections.abc import Mapping
from functools import partial
from typing import Final
from urllib.parse import quote

from wtsocial.accounts.views import Viewer
from wtsocial.choices import preset_queries
from wtsocial.choices import queries as choices
from wtsocial.choices.views import PresetView
from wtsocial.endpoints.written import Document, Write
from wtsocial.feeds import queries as feeds
from wtsocial.i18n import say
from wtsocial.subwikis import queries as subwikis
from wtsocial.text.languages import SPOKEN


async def _choices(title: str, viewer: Viewer, language: str, _parts: tuple[str, ...]) -> Document:
    fill = {"offer": await subwikis.of_subwikis(viewer), "title": say(language, title)}
    return Document(say(language, title), say(language, "greeting.text"), "welcome.html", fill)


async def _tag(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    tag = await choices.tag(viewer, parts[0])
    page = await feeds.of_tag(viewer, tag.tag)
    about = say(language, "tag.posts", count=tag.posts)
    feed = f"/tag/{quote(tag.tag)}.atom"
    return Document(f"#{tag.tag}", about, "tag.html", {"tag": tag, "posts": page.posts}, address=f"/tag/{quote(tag.tag)}", feed=feed)


async def _preset(viewer: Viewer, language: str, parts: tuple[str, ...]) -> Document:
    preset = await preset_queries.preset(viewer, parts[0])
    fill = {"preset": preset, "held": _held(preset, language)}
    return Document(preset.name, preset.about or say(language, "preset.what"), "preset.html", fill)


def _held(preset: PresetView, language: str) -> dict[str, list[str]]:
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
        "sensitive": [say(language, f"choosing.sensitive_{chosen.sensitive}")],
    }
    return {part: words[part] for part in preset.parts if part in words}


CHOSEN: Final[Mapping[str, Write]] = {
    "/welcome": partial(_choices, "greeting.title"),
    "/settings/choices": partial(_choices, "choosing.title"),
    "/tag/[name]": _tag,
    "/preset/[code]": _preset,
}
"""Their addresses."""
