"""Who looked after whose changes, and what is remembered of a source and contested, in the demonstration world."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import reviews, thanks
from wtsocial.editing.queries import changes
from wtsocial.seeds.people import ADMIN, TRUSTED
from wtsocial.sources import actions as contests
from wtsocial.sources import queries as sources

SOURCE = "shockwire.example"
"""Of whose headlines most were corrected."""


async def remember(cast: Mapping[str, Viewer]) -> None:
    """Some changes are reviewed and thanked for; of two contested entries one was answered."""
    page = await changes.recent(cast[TRUSTED.name], kind="headline")
    for number, line in enumerate(page.changes):
        if line.may_review and number % 2:
            await reviews.review(cast[TRUSTED.name], revision_id=line.id)
        if line.editor != "wanjiru" and number % 3 == 0:
            await thanks.thank(cast["wanjiru"], revision_id=line.id)
    found = await sources.of_domain(cast[ADMIN.name], SOURCE)
    first, second = [entry for entry in found.entries if entry.counts][:2]
    answered = await contests.contest(
        cast["dolores.vega"],
        post_id=first.post_id,
        text="The article itself never said this. Whoever posted it here made the headline up, so it should not count against the source.",
    )
    await contests.answer_contest(
        cast[ADMIN.name],
        contest_id=answered,
        outcome="kept",
        answer="The archived page had this headline until the afternoon. The entry stays; the link to the archive is in the history.",
    )
    await contests.contest(
        cast["sam_whitlock"],
        post_id=second.post_id,
        text="We changed our own headline an hour after it went out, before it was corrected here. Please strike it.",
        for_source=True,
    )
