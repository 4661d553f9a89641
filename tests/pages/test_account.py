"""The ways in on the screen: where mails go."""

import pytest

from tests.screens import fire, screen
from wtsocial.core.settings import settings
from wtsocial.pages.account.state import PostalState


async def test_the_page_says_where_mails_go_without_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    state = await screen(PostalState)
    await fire(state, "open")
    assert state.outbox == "data/outbox/"
    monkeypatch.setenv("WTSOCIAL_SMTP_URL", "smtp://localhost:2525")
    monkeypatch.setenv("WTSOCIAL_MAIL_FROM", "Us <us@example.org>")
    settings.cache_clear()
    await fire(state, "open")
    assert state.outbox == ""
