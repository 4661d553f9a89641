"""Many save one post at once: nothing is lost, and its history stays one line."""

import asyncio

from sqlmodel import col, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict
from wtsocial.editing.actions import edits
from wtsocial.models import Post, Revision
from wtsocial.revisions import proofs
from wtsocial.revisions.views import ProofView

MEMBERS = 20
SAVES = 10


async def test_200_parallel_saves_are_each_a_revision_or_a_conflict_shown_to_its_author() -> None:
    place = await make_subwiki()
    writers = [await join(await make_member(f"writer{number}"), place) for number in range(MEMBERS)]
    post_id = await make_post(writers[0], place, text="Before.")
    conflicts: list[tuple[int, str]] = []
    shown: list[str] = []

    async def writes(writer: Viewer, number: int) -> None:
        base = 1
        for turn in range(SAVES):
            wanted = f"Turn {turn} of writer {number}."
            try:
                base = (await edits.edit_text(writer, post_id=post_id, text=wanted, based_on=base)).revision
            except EditConflict as conflict:
                conflicts.append((writer.id, wanted))
                shown.append(conflict.theirs)
                # They begin from what was shown to them the next time.
                base = conflict.latest

    await asyncio.gather(*(writes(writer, number) for number, writer in enumerate(writers)))
    async with db.reading() as session:
        saved = (await session.exec(select(Revision).where(Revision.post_id == post_id).order_by(col(Revision.number)))).all()
        post = (await session.exec(select(Post).where(Post.id == post_id))).one()
    made = [(revision.editor_id, revision.text) for revision in saved[1:]]
    tried = {(writer.id, f"Turn {turn} of writer {number}.") for number, writer in enumerate(writers) for turn in range(SAVES)}
    assert len(made) + len(conflicts) == MEMBERS * SAVES
    assert {*made} | {*conflicts} == tried
    assert [revision.number for revision in saved] == list(range(1, len(saved) + 1))
    assert (post.revision, post.text, post.head) == (len(saved), saved[-1].text, saved[-1].seal)
    assert conflicts
    assert set(shown) <= {text for _, text in made}
    assert len(made) >= SAVES
    assert await proofs.of_thing("post", post_id) == ProofView(len(saved))
