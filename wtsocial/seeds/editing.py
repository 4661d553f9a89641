"""What the editors of the demonstration world do to each other: a post that is protected, and an edit war that is put to the vote."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import disputes, edits
from wtsocial.editing.queries import disputes as reading
from wtsocial.moderation import protection
from wtsocial.posts import comments, threads
from wtsocial.posts.queries import edit_base
from wtsocial.subwikis import actions as subwikis
from wtsocial.subwikis.queries import one

Cast = Mapping[str, Viewer]
Published = Mapping[str, tuple[int, str]]

BUSES = "Madurai: bus passes for pupils now work on Saturdays"
ADDED = "Other towns keep quiet about it because they want the money."
"""What one side puts in and the other takes out."""


AMENDED = "Fair. I took the headline as it was; I should have read on. *Edited: I have read it now.*"
RULE = "5. A forecast names its model."


async def amend(cast: Cast, published: Published) -> None:
    """An author edits a comment, and a member a subwiki's page."""
    said = await threads.of_post(cast["sam_whitlock"], published["reef"][0])
    mine = next(comment for comment in said if comment.may_edit)
    await comments.edit_comment(cast["sam_whitlock"], comment_id=mine.id, text=AMENDED, based_on=mine.revision)
    page = await one(cast["beatriz_lima"], "climate")
    await subwikis.edit_page(
        cast["beatriz_lima"],
        slug="climate",
        description=page.description,
        rules=f"{page.rules}\n{RULE}",
        based_on=page.revision,
        note="As we agreed in the comments",
    )


async def quarrel(cast: Cast, published: Published) -> None:
    """Protect the reef's post, and let two members put a sentence in and out until the rule holds the text."""
    await amend(cast, published)
    reason = "The number was changed by three new accounts this morning; the erratum settles it."
    await protection.protect(cast["tomasz_w"], kind="post", subject_id=published["reef"][0], level="trusted", reason=reason, hours=168)
    buses = published[BUSES][0]
    _, plain, base = await edit_base(cast["camille.d"], buses)
    accusing = f"{plain}\n\n{ADDED}"
    for by, text, note in (
        ("sam_whitlock", accusing, "Somebody has to say it"),
        ("camille.d", plain, "No source says so"),
        ("sam_whitlock", accusing, "Everybody knows it"),
        ("camille.d", plain, "Still no source"),
    ):
        base = (await edits.edit_text(cast[by], post_id=buses, text=text, based_on=base, note=note)).revision
    voted = await reading.running(cast["tomasz_w"], buses)
    stands = next(option.number for option in voted.options if option.stands)
    await disputes.vote_in_dispute(cast["tomasz_w"], post_id=buses, number=stands)
