"""The commands about money: comparing the books with Stripe, and whether payments are well."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import make_member
from tests.money import look
from tests.running import free_port
from tests.stripe_server.process import Stripe, running_stripe
from tests.stripe_server.serving import KEY, SECRET
from wtsocial import db
from wtsocial.core.settings import settings
from wtsocial.donations import checkout
from wtsocial.models import Donation, Job
from wtsocial.ops import cli, start


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command says."""
    lines: list[str] = []
    for commands in (cli, start):
        monkeypatch.setattr(commands, "out", lines.append)
    return lines


@pytest.fixture
def stripe(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    """A migrated database, and a process that speaks as Stripe does."""
    assert cli.main(["migrate"]) == 0
    with running_stripe(free_port()) as running:
        for name, value in {"SECRET_KEY": KEY, "WEBHOOK_SECRET": SECRET, "API_BASE": running.url}.items():
            monkeypatch.setenv(f"WTSOCIAL_STRIPE_{name}", value)
        settings.cache_clear()
        yield running


async def _give() -> None:
    gift: dict[str, Any] = {"kind": "once", "amount": "25", "currency": "EUR", "purpose": "self"}
    await checkout.start(await make_member("ana"), **gift, show_name=False, mark=False)


async def _session() -> str:
    async with db.reading() as session:
        return (await session.exec(select(Donation.session))).one()


async def _fail() -> None:
    async with db.transaction() as change:
        stuck = {"state": "waiting", "attempts": 3, "last_error": "ValueError: odd"}
        await change.session.exec(update(Job).where(col(Job.task) == "donations.process_event").values(**stuck))


def test_reconciling_says_what_it_entered_and_ends_well_when_the_books_agree(stripe: Stripe, said: list[str], environment: Path) -> None:
    cli.work(_give())
    stripe.do("pay", cli.work(_session()))
    assert cli.main(["reconcile-donations"]) == 0
    charge = stripe.every("charge")[0]["id"]
    assert f"ENTERED  charge:{charge}:paid" in said
    assert said[-1] == "The books agree with Stripe."
    assert set(cli.work(look()).balances) == {("donations:once", "EUR"), ("stripe", "EUR"), ("fees", "EUR")}
    assert len(list((environment / "outbox").glob("*.eml"))) == 1
    said.clear()
    assert cli.main(["reconcile-donations", "--days", "2"]) == 0
    assert not [line for line in said if line.startswith("ENTERED")]
    assert cli.main(["doctor"]) == 0
    assert any("a test server, no money moves; waiting: 0 events, 0 fees, 0 mails" in line for line in said)
    cli.work(_fail())
    assert cli.main(["doctor"]) == 1
    assert any(line.startswith("WRONG  payments:") and "ValueError: odd" in line for line in said)


def test_without_keys_nothing_is_compared_and_half_a_set_up_is_told_of(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["migrate"])
    assert cli.main(["reconcile-donations"]) == 1
    assert said[-1] == "Donations are not set up here."
    monkeypatch.setenv("WTSOCIAL_STRIPE_SECRET_KEY", "sk_test_1")
    settings.cache_clear()
    assert cli.main(["doctor"]) == 1
    assert any("WTSOCIAL_STRIPE_WEBHOOK_SECRET is missing" in line for line in said)
