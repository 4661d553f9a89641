"""What admins set for the whole site is known without asking, heard of by every worker, and never takes the site down."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from wtsocial import db
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import SiteSettingsChanged
from wtsocial.core.settings import Settings, settings
from wtsocial.models import SiteSetting
from wtsocial.site import current
from wtsocial.site.switches import SWITCHES, parse, written

Counting = Callable[[], AbstractContextManager[list[str]]]


async def _store(**values: str) -> None:
    async with db.transaction() as change:
        change.session.add_all([SiteSetting(name=name, value=value) for name, value in values.items()])


async def test_the_environment_holds_until_somebody_changed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WTSOCIAL_BRAKE_HOURS", "9")
    settings.cache_clear()
    await _store(logins_per_minute="3")
    assert (current.site_settings().brake_hours, current.site_settings().logins_per_minute) == (9, 10)
    await current.hear(SiteSettingsChanged().to_json())
    assert (current.site_settings().brake_hours, current.site_settings().logins_per_minute) == (9, 3)
    await current.hear({"kind": "post", "id": 1})
    current.forget()
    assert current.site_settings() == current.from_environment()


async def test_asking_costs_no_statement(count_statements: Counting) -> None:
    await current.read_anew()
    with count_statements() as sent:
        assert current.site_settings().hold_new_sources is True
        assert current.announcement().text == ""
    assert sent == []


async def test_what_cannot_be_read_is_left_as_the_environment_has_it() -> None:
    await _store(logins_per_minute="many", of_a_newer_version="1", brake_hours="2.5")
    await current.read_anew()
    assert (current.site_settings().logins_per_minute, current.site_settings().brake_hours) == (10, 2.5)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("hold_new_sources", "on", True),
        ("hold_new_sources", "off", False),
        ("brake_hours", " 2,5 ", 2.5),
        ("brake_hours", "168", 168),
        ("logins_per_minute", "1", 1),
    ],
)
def test_what_is_typed_becomes_a_value_and_back(name: str, typed: str, value: object) -> None:
    assert parse(name, typed) == value
    assert parse(name, written(parse(name, typed))) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("hold_new_sources", "yes"),
        ("brake_hours", "0"),
        ("brake_hours", "168.1"),
        ("brake_hours", "1e2"),
        ("logins_per_minute", "2.5"),
        ("logins_per_minute", "-1"),
        ("logins_per_minute", "١"),
        ("pages_per_minute", ""),
        ("pages_per_minute", "29"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(name: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(name, typed)
    assert refused.value.field == name


def test_every_switch_is_a_setting_and_may_be_what_the_environment_may_say() -> None:
    for name, figure in SWITCHES.items():
        assert name in Settings.model_fields
        for value in (figure.least, figure.most) if figure else (True, False):
            assert getattr(Settings.model_validate({name: value}), name) == value
    assert set(current.from_environment().__dict__) == set(SWITCHES)
