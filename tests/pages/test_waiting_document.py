"""Documents of the line: what they say of it to readers without scripts."""

from pathlib import Path

import httpx
import pytest

from tests.documents import document_site
from tests.joining.arriving import set_door, stand_in_line
from wtsocial.accounts import sessions
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings


@pytest.fixture
def site(tmp_path: Path, database: str) -> httpx.AsyncClient:
    return document_site(tmp_path)


async def test_a_reader_is_told_how_the_line_works(site: httpx.AsyncClient) -> None:
    await set_door("waiting", friend_moves_up=3, places_per_day=7)
    await stand_in_line("ana", "ben")
    text = (await site.get("/waiting")).text
    assert "2 people are in line." in text
    assert "A donation of any size" not in text, "nothing can be donated here"
    assert "moves you up 3 places" in text
    assert "Each day 7 places open" in text
    assert "Joining is free. Donations are voluntary." in text
    assert "You are number" not in text


async def test_whoever_waits_reads_their_position(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await set_door("waiting")
    _, ben, _ = await stand_in_line("ana", "ben", "cem")

    async def whose(_token: str) -> Viewer:
        return ben

    monkeypatch.setattr(sessions, "viewer_of", whose)
    text = (await site.get("/waiting")).text
    assert "<span>You are number</span> <b>2</b> <span>of 3 in line</span>" in text


async def test_with_the_door_open_nothing_is_said_of_moving_up(site: httpx.AsyncClient) -> None:
    await set_door("open")
    text = (await site.get("/waiting")).text
    assert "There is no waiting list at the moment" in text
    assert "What moves you up" not in text


async def test_a_donation_is_offered_where_one_can_be_made(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", "sk_test_x")
    monkeypatch.setenv("WTSOCIAL_STRIPE_WEBHOOK_SECRET", "whsec_x")
    settings.cache_clear()
    await set_door("waiting", friend_moves_up=3, places_per_day=7)
    assert "A donation of any size" in (await site.get("/waiting")).text
