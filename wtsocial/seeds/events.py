"""What the members of the demonstration world do with its posts: vote, talk, correct, collide, report, decide."""

import random
from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import EditConflict
from wtsocial.editing.actions import corrections, edits
from wtsocial.moderation import decisions, flags, members
from wtsocial.posts import comments, votes
from wtsocial.posts.queries import edit_base
from wtsocial.seeds.people import ACTIVE, ADMIN, SUSPENDED
from wtsocial.seeds.plot import (
    CORRECTIONS,
    FIRST_EDIT,
    REMARKS,
    REPORTS,
    RUDE_REMARK,
    SECOND_EDIT,
    SPAM_REMARK,
    SUSPENSION,
    Remark,
    Report,
)  # fmt: skip
from wtsocial.seeds.talks import SHARED_TEXT, THREAD
from wtsocial.seeds.thread import remarks

Cast = Mapping[str, Viewer]
Published = Mapping[str, tuple[int, str]]
"""A post's id and its author's name, by the story's key or headline."""


async def happen(cast: Cast, published: Published, dice: random.Random) -> None:
    """Everything, in the order in which it could have happened."""
    await _vote(cast, published, dice, share=0.13)
    await _remark(cast, published, REMARKS)
    await _correct(cast, published)
    await _vote(cast, published, dice, share=0.13)
    await _collide(cast, published[SHARED_TEXT][0])
    await _talk(cast, published[THREAD][0], dice)
    await _report(cast, published)
    await members.suspend_member(cast[ADMIN.name], member_name=SUSPENDED.name, reason=SUSPENSION)


async def _vote(cast: Cast, published: Published, dice: random.Random, *, share: float) -> None:
    """A share of the members votes, more for what is liked more; some keep what they liked."""
    for number, author in published.values():
        liked = dice.random() * 2 * share
        for name in ACTIVE:
            if name != author and dice.random() < liked:
                await votes.upvote(cast[name], post_id=number)
                if dice.random() < 0.06:
                    await votes.save_post(cast[name], post_id=number)


async def _remark(cast: Cast, published: Published, said: tuple[Remark, ...]) -> int:
    """Write remarks under their stories, and answer to answer below one another; the last one's id."""
    before = 0
    for remark in said:
        answered = before if remark.answers else None
        before = await comments.add_comment(cast[remark.by], post_id=published[remark.key][0], text=remark.text, parent_id=answered)
    return before


async def _talk(cast: Cast, post_id: int, dice: random.Random) -> None:
    """The long thread: nobody answers themselves."""
    written: list[tuple[int, str]] = []
    for answered, text in remarks():
        parent, parent_by = written[answered] if answered is not None else (None, "")
        by = dice.choice([name for name in ACTIVE if name != parent_by])
        written.append((await comments.add_comment(cast[by], post_id=post_id, text=text, parent_id=parent), by))


async def _correct(cast: Cast, published: Published) -> None:
    """Each correction starts from the newest revision, as somebody does who has just read the page."""
    for correction in CORRECTIONS:
        viewer, number = cast[correction.by], published[correction.key][0]
        _, _, newest = await edit_base(viewer, number)
        await corrections.correct_headline(
            viewer,
            post_id=number,
            headline=correction.headline,
            reason=correction.reason,
            source=correction.source,
            note=correction.note,
            based_on=newest,
        )


async def _collide(cast: Cast, post_id: int) -> None:
    """Two members edit one text from the same revision; the second is refused, sees both texts, and joins them."""
    first, second = cast["олена_к"], cast["camille.d"]
    _, text, base = await edit_base(first, post_id)
    await edits.edit_text(first, post_id=post_id, text=f"{text}\n\n{FIRST_EDIT}", based_on=base)
    try:
        await edits.edit_text(second, post_id=post_id, text=f"{text}\n\n{SECOND_EDIT}", based_on=base)
    except EditConflict as conflict:
        settled = f"{conflict.theirs}\n\n{SECOND_EDIT}"
        note = f"Joined with what {conflict.theirs_by} saved while I was writing"
        await edits.edit_text(second, post_id=post_id, text=settled, based_on=conflict.latest, note=note)
    else:
        raise RuntimeError("two edits from one revision were both saved: an edit got lost")


async def _report(cast: Cast, published: Published) -> None:
    """Flag stories and remarks, and decide where the plot has a decision."""
    said = {
        "remark:spam": await _remark(cast, published, (SPAM_REMARK,)),
        "remark:rude": await _remark(cast, published, (RUDE_REMARK,)),
    }
    for report in REPORTS:
        await _flag_and_decide(cast, report, said.get(report.key) or published[report.key][0])


async def _flag_and_decide(cast: Cast, report: Report, number: int) -> None:
    kind = "comment" if report.key.startswith("remark:") else "post"
    if report.by:
        await flags.flag(cast[report.by], subject_kind=kind, subject_id=number, reason=report.reason, note=report.note)
    if report.decided:
        await decisions.decide(cast[report.decided_by], subject_kind=kind, subject_id=number, action=report.decided, reason=report.why)
