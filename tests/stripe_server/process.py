"""The stand-in as a process of its own, and its levers, for tests of a running site."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.stripe_server.world import Thing

HOME = Path(__file__).parents[2]


class Stripe:
    """The levers of a stand-in that runs at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, timeout=30, verify=False)

    def tells(self, site: str) -> None:
        """Send events to this site from now on, at once."""
        self._post("/control/webhook", url=f"{site}/webhooks/stripe")
        self._post("/control/deliveries/mode/send")

    def do(self, act: str, name: str, **how: Any) -> Thing:
        """Let something happen (tests/stripe_server/happenings.py, ACTS), and answer what came of it once it was told."""
        made = self._post(f"/control/do/{act}/{name}", **how)
        self.settled()
        return made

    def every(self, kind: str, **having: Any) -> list[Thing]:
        """All objects of this kind with these values, oldest first."""
        found = self._client.get(f"/control/objects/{kind}").raise_for_status().json()
        return [one for one in found if all(one.get(field) == value for field, value in having.items())]

    def hold(self) -> None:
        """Keep events back from now on."""
        self._post("/control/deliveries/mode/hold")

    def release(self, order: str = "shuffled", seed: int = 1) -> None:
        """Tell what was held, and go on telling at once."""
        self._post("/control/deliveries/mode/send")
        self._post("/control/deliveries/release", order=order, seed=seed)
        self.settled()

    def again(self, event: str) -> None:
        """Tell an event once more."""
        self._post(f"/control/deliveries/again/{event}")

    def settled(self) -> None:
        """Wait until the site has taken everything that was told."""
        self._post("/control/deliveries/settled", seconds=10)

    def _post(self, path: str, **what: Any) -> Thing:
        return self._client.post(path, json=what).raise_for_status().json()


@contextmanager
def running_stripe(port: int) -> Iterator[Stripe]:
    """A stand-in on this port, telling nobody yet; stopped at the end."""
    command = [sys.executable, "-m", "tests.stripe_server", "--port", str(port), "--webhook", ""]
    process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.DEVNULL)
    stripe = Stripe(f"http://127.0.0.1:{port}")
    try:
        _wait_for(stripe)
        yield stripe
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(stripe: Stripe) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            stripe.every("event")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the stand-in for Stripe did not start")
