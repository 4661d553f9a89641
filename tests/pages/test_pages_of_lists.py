"""Lists that are read page by page: the address says which, so that a reload and a lost line lead nowhere else."""

from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from tests.screens import fire, goes, screen
from wtsocial.accounts.views import Viewer
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.flags import flag
from wtsocial.pages.changes.state import ChangesState
from wtsocial.pages.inbox.state import InboxState
from wtsocial.pages.moderation.state import LogState
from wtsocial.pages.settings.flags_state import OwnFlagsState
from wtsocial.posts.comments import add_comment
from wtsocial.text import limits

SIZE = 2
"""Lines of a page in these tests."""


@pytest.fixture
async def ana(monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Whose posts were answered, who flagged the answers, on which a moderator decided."""
    for name in ("CHANGES_PAGE", "INBOX_PAGE", "LOG_PAGE"):
        monkeypatch.setattr(limits, name, SIZE)
    place = await make_subwiki("climate")
    mo = await join(await make_member("mo"), place, role="moderator")
    ana, ben = await join(await make_member("ana"), place), await join(await make_member("ben"), place)
    for number in range(5):
        comment_id = await add_comment(ben, post_id=await make_post(ana, place), text=f"Answer {number}")
        await flag(ana, subject_kind="comment", subject_id=comment_id, reason="spam")
        await decide(mo, subject_kind="comment", subject_id=comment_id, action="dismiss", reason="It is none.")
    return ana


@pytest.mark.parametrize(
    ("path", "kind", "lines", "count"),
    [
        ("/changes?kind=created", ChangesState, "changes", 11),
        ("/inbox", InboxState, "notices", 10),
        ("/log?subwiki=climate", LogState, "entries", 5),
        ("/settings/flags", OwnFlagsState, "flags", 5),
    ],
    ids=["changes", "inbox", "log", "flags"],
)
async def test_a_list_is_read_to_its_end_by_addresses_and_opened_again_where_it_was(
    path: str, kind: type[Any], lines: str, count: int, ana: Viewer
) -> None:
    page: Any = await screen(kind, ana, path=path)
    seen: list[int] = []
    pages, newest = 0, ""
    while path:
        goes(page, path)
        for _ in ("opened", "opened again after a lost line"):
            await fire(page, "open")
            shown = [line.id for line in getattr(page, lines)]
            assert not set(shown) & set(seen)
            assert (bool(page.newest), page.errors) == (pages > 0, {})
        seen, path, newest, pages = seen + shown, page.older, page.newest or newest, pages + 1
    assert seen == sorted(set(seen), reverse=True)
    assert (len(seen), pages) == (count, count // SIZE + 1)
    goes(page, newest)
    await fire(page, "open")
    assert ([line.id for line in getattr(page, lines)], page.newest) == (seen[:SIZE], "")
