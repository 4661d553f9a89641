"""What the tests of erasing share: people, a post that tells a secret, and all that the database holds."""

from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlmodel import SQLModel

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.editing.actions import corrections, edits, suggestions
from wtsocial.moderation import erasure
from wtsocial.moderation.erasure_views import ErasedView
from wtsocial.posts import votes

SECRET = "rosenweg"
SOURCE: dict[str, Any] = {"reason": "exaggerated", "source": f"https://example.org/{SECRET}"}
"""Of a correction; it tells the secret, too."""


async def people() -> tuple[int, Viewer, Viewer, Viewer]:
    """A subwiki with a moderator, an author and another member."""
    place = await make_subwiki()
    mia = await join(await make_member("mia"), place, role="moderator")
    return place, mia, await join(await make_member("ana"), place), await join(await make_member("ben"), place)


async def secretive(place: int, ana: Viewer, ben: Viewer) -> int:
    """A post whose first five revisions tell an address, as headline, text, note and source; the sixth and the seventh do not."""
    post_id = await make_post(ana, place, kind="news", headline=f"Ana of {SECRET}", link="https://news.example/1", host="news.example")
    zoe = await join(await make_member("zoe"), place)
    await votes.upvote(zoe, post_id=post_id)
    await edits.edit_text(ben, post_id=post_id, text=f"She lives in {SECRET} 12. #{SECRET}", based_on=1, note=f"in {SECRET}!")
    newcomer = await join(await make_member("cem", new=True), place)
    about = {"headline": f"Ana lives in {SECRET} 12", "note": f"{SECRET}!", "based_on": 2}
    suggestion_id = await suggestions.suggest_headline(newcomer, post_id=post_id, **about, **SOURCE)
    for judge in (ben, zoe):
        await suggestions.judge_suggestion(judge, suggestion_id=suggestion_id, agrees=True)
    await edits.edit_text(ana, post_id=post_id, text=f"She lives near {SECRET} 12.", based_on=3)
    clean: dict[str, Any] = SOURCE | {"source": "https://example.org/"}
    await corrections.correct_headline(ben, post_id=post_id, headline="Ana moved", based_on=4, **clean)
    await edits.edit_text(ana, post_id=post_id, text="She moved.", based_on=5)
    await edits.edit_text(ana, post_id=post_id, text="She moved far.", based_on=6)
    return post_id


async def erase(by: Viewer, post_id: int, number: int, until: int | None = None, **more: Any) -> ErasedView:
    wanted = {"subject_kind": "post", "subject_id": post_id, "number": number, "until": until, "reason": "a private address"} | more
    return await erasure.erase_revision(by, **wanted)


async def stored() -> str:
    """Every byte that the database holds: the files of SQLite, or every row of PostgreSQL."""
    url = make_url(settings().sqlalchemy_url)
    if url.get_backend_name() == "sqlite":
        files = [Path(url.database + ending) for ending in ("", "-wal", "-journal")]  # type: ignore[operator]
        return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists()).casefold()
    async with db.reading() as session:
        connection = await session.connection()
        rows = [(await connection.execute(one.select())).all() for one in SQLModel.metadata.sorted_tables]
    return str(rows).casefold()
