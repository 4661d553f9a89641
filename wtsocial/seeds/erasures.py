"""What had to go from the demonstration world: a private number that somebody wrote into a text."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import edits
from wtsocial.moderation import erasure
from wtsocial.posts.queries import edit_base
from wtsocial.seeds.talks import THREAD

NUMBER = "The attendant who found my bag is at 0000 55 01 23, call any time."
REASON = "The private number of somebody who was not asked."


async def erase(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]]) -> None:
    """One member adds a number, another takes it out, and a moderator erases the revision that holds it."""
    post_id = published[THREAD][0]
    _, text, base = await edit_base(cast["wanjiru"], post_id)
    first = await edits.edit_text(cast["wanjiru"], post_id=post_id, text=f"{text}\n\n{NUMBER}", based_on=base, note="Lost and found")
    note = "Not without asking them"
    await edits.edit_text(cast["camille.d"], post_id=post_id, text=text, based_on=first.revision, note=note)
    await erasure.erase_revision(cast["margarethe"], subject_kind="post", subject_id=post_id, number=first.revision, reason=REASON)
