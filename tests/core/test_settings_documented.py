"""The manual knows every setting, with its default."""

import re
from collections.abc import Mapping

from wtsocial.core.settings import Settings
from wtsocial.db.migrations import HOME

ROW = re.compile(r"^\| `WTSOCIAL_(\w+)` \| (?:`([^`]*)`)? ?\|", re.MULTILINE)


def documented(manual: str) -> dict[str, str]:
    """Setting → default, as the manual's table has them."""
    return {name.lower(): default for name, default in ROW.findall(manual)}


def defaults() -> Mapping[str, str]:
    """Setting → default, as the program has them."""
    return {name: str(field.get_default(call_default_factory=True, validated_data={})) for name, field in Settings.model_fields.items()}


def test_every_setting_is_in_the_manual_with_its_default() -> None:
    assert documented((HOME / "docs/OPERATING.md").read_text()) == defaults()


def test_a_setting_that_the_manual_forgot_is_noticed() -> None:
    manual = (HOME / "docs/OPERATING.md").read_text().replace("| `WTSOCIAL_LOG_LEVEL` |", "| |")
    assert documented(manual) != defaults()
