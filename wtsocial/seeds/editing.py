"""What the editors of the demonstration world do to each other: a post that is protected, and an edit war that is put to the vote."""

from collections.abc import Mapping

from wtsocial.actions import disputes, edits, protection
from wtsocial.queries.posts import edit_base
from wtsocial.views import Viewer

Cast = Mapping[str, Viewer]
Published = Mapping[str, tuple[int, str]]

BUSES = "Madurai: bus passes for pupils now work on Saturdays"
ADDED = "Other towns keep quiet about it because they want the money."
"""What one side puts in and the other takes out."""


async def quarrel(cast: Cast, published: Published) -> None:
    """Protect the reef's post, and let two members put a sentence in and out until the rule holds the text."""
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
    await disputes.vote_in_dispute(cast["tomasz_w"], post_id=buses, other=True)
