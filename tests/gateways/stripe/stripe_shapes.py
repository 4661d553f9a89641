"""Stripe's own example objects, and how far an object of ours has their shape."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("WTSOCIAL_TEST_DATA") or Path(__file__).parents[4] / "shared" / "data")


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Kind → Stripe's example of it; nothing where the test data is not at hand."""
    path = DATA / "stripe_api_fixtures3.json"
    return json.loads(path.read_text())["resources"] if path.exists() else {}


def differences(ours: Any, theirs: Any, at: str) -> list[str]:
    """Where ours has a field that theirs lacks, or a value of another type. A null on either side fits anything."""
    if ours is None or theirs is None or at.endswith(".metadata"):
        return []
    if isinstance(ours, dict) and isinstance(theirs, dict):
        lacking = [f"{at}.{name} is not there" for name in ours if name not in theirs]
        return lacking + [one for name in ours if name in theirs for one in differences(ours[name], theirs[name], f"{at}.{name}")]
    if isinstance(ours, list) and isinstance(theirs, list):
        return [one for thing in ours[:1] for example in theirs[:1] for one in differences(thing, example, f"{at}[]")]
    if isinstance(ours, int | float) and isinstance(theirs, int | float) and not isinstance(ours, bool) and not isinstance(theirs, bool):
        return []
    return [] if type(ours) is type(theirs) else [f"{at} is {type(ours).__name__}, not {type(theirs).__name__}"]
