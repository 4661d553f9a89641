"""Headlines that somebody suggests, members agree on, or their author takes back, in the demonstration world."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import corrections, suggestions
from wtsocial.posts import queries as posts
from wtsocial.seeds.people import FRESH
from wtsocial.seeds.talks import ALONE
from wtsocial.text.reasons import CorrectionReason

Cast = Mapping[str, Viewer]
Published = Mapping[str, tuple[int, str]]

FERRY = "Ferry line swaps diesel for batteries, keeps the old horn"
BAKERY = "You will not BELIEVE what this dog found in a bakery"


async def suggest(cast: Cast, published: Published) -> None:
    """One that waits for one more to agree, one that its author has to answer, and an author who was wrong."""
    ferry = "Ferry line swaps diesel for batteries on two of its five boats, keeps the old horn"
    number = await _suggested(cast[FRESH.name], published[FERRY][0], ferry, "context", "https://tideline.example/ferries/fleet")
    await suggestions.judge_suggestion(cast["camille.d"], suggestion_id=number, agrees=True)
    diary = "Diary of a proof-reader, week 32"
    number = await _suggested(cast["beatriz_lima"], published[ALONE][0], diary, "mismatch", "https://calendar.example/2026/32")
    for name in ("wanjiru", "dolores.vega"):
        await suggestions.judge_suggestion(cast[name], suggestion_id=number, agrees=True)
    bakery, author = published[BAKERY]
    read = await posts.one(cast[author], bakery)
    await corrections.correct_headline(
        cast[author],
        post_id=bakery,
        headline="Dog finds its owner's lost ring in a bakery",
        reason="exaggerated",
        source="https://shockwire.example/bakery-ring",
        based_on=read.revision,
        own_error=True,
    )


async def _suggested(viewer: Viewer, post_id: int, headline: str, reason: CorrectionReason, source: str) -> int:
    read = await posts.one(viewer, post_id)
    return await suggestions.suggest_headline(
        viewer, post_id=post_id, headline=headline, reason=reason, source=source, based_on=read.revision
    )
