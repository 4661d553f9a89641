"""Drafts: kept as typed, for their writer alone."""

import pytest

from tests.factories import make_member
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, LoginNeeded, TooMany
from wtsocial.posts.drafts import drop_draft, keep_draft
from wtsocial.posts.queries import draft
from wtsocial.text import limits


async def test_a_draft_is_kept_replaced_and_dropped() -> None:
    ana, ben = await make_member("ana"), await make_member("ben")
    await keep_draft(ana, place="submit", fields={"headline": "Half a"})
    await keep_draft(ana, place="submit", fields={"headline": "Half a thought", "text": " as typed \n"})
    await keep_draft(ana, place="comment:42", fields={"text": "Other"})
    assert await draft(ana, "submit") == {"headline": "Half a thought", "text": " as typed \n"}
    assert await draft(ben, "submit") == {}
    await drop_draft(ana, place="submit")
    await drop_draft(ana, place="submit")
    assert await draft(ana, "submit") == {}
    assert await draft(ana, "comment:42") == {"text": "Other"}


@pytest.mark.parametrize("place", ["", "Submit", "a:b:c", "submit\n", "x" * 80, "../x"])
async def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(Invalid):
        await keep_draft(await make_member("ana"), place=place, fields={})


async def test_what_nobody_types_breaks_nothing() -> None:
    ana = await make_member("ana")
    odd = {"text": "zero \x00, half \ud800, \u202e turned, 😀"}
    await keep_draft(ana, place="submit", fields=odd)
    assert await draft(ana, "submit") == odd


async def test_drafts_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await make_member("ana")
    with pytest.raises(LoginNeeded):
        await keep_draft(Viewer(), place="submit", fields={})
    with pytest.raises(Invalid, match="draft.too_large"):
        await keep_draft(ana, place="submit", fields={"text": "x" * (limits.DRAFT_SIZE + 1)})
    with pytest.raises(Invalid, match="draft.too_large"):
        await keep_draft(ana, place="submit", fields={str(number): "" for number in range(limits.DRAFT_FIELDS + 1)})
    monkeypatch.setattr(limits, "DRAFTS_PER_MEMBER", 1)
    await keep_draft(ana, place="submit", fields={})
    await keep_draft(ana, place="submit", fields={"text": "still one"})
    with pytest.raises(TooMany, match="error.quota"):
        await keep_draft(ana, place="comment:1", fields={})
