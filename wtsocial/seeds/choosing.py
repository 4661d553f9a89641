"""What members of the demonstration world chose to be shown, and what their posts say of themselves."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import presets
from wtsocial.posts import labels
from wtsocial.seeds.people import ADMIN, TRUSTED

LANGUAGES = {"hebrew": "he", "arabiya": "ar"}
"""In these subwikis posts are in that language, everywhere else in English."""
SENSITIVE = "reef"
"""The story that its author marks: not everybody wants to see it unasked."""
PRESET = "Calm mornings"


async def choose(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]], places: Mapping[str, str]) -> None:
    """Languages and one sensitive post; members and tags that are followed, words that are hidden, and choices that are shared.

    `places` are the subwikis of the stories by the keys of `published`.
    """
    for key, (post, author) in published.items():
        language = LANGUAGES.get(places[key], "en")
        await labels.label_post(cast[author], post_id=post, language=language, sensitive=key == SENSITIVE)
    for name, followed in ((TRUSTED.name, "高橋ゆき"), ("camille.d", "ayodele"), (ADMIN.name, "wanjiru")):
        await choices.follow(cast[name], kind="person", name=followed, wanted=True)
    for name, tag in ((TRUSTED.name, "schools"), ("camille.d", "headlines"), (ADMIN.name, "travel"), ("נועם", "כותרות")):
        await choices.follow(cast[name], kind="tag", name=tag, wanted=True)
    for word in ("shocking", "BELIEVE", "collapses"):
        await choices.less(cast["camille.d"], kind="word", value=word, wanted=True)
    await choices.less(cast["camille.d"], kind="source", value="shockwire.example", wanted=True)
    about = "News before the second coffee: no shouting, nothing in capitals."
    await presets.share(cast["camille.d"], name=PRESET, about=about, parts=["tags", "words", "sources"])
