"""Settings: an admin changes some while the site runs; each change is in the log; secrets are shown to nobody."""

from typing import Any

import pytest
from sqlmodel import select

from tests.factories import join, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.admin.settings import SECRET, change_settings, site_settings
from wtsocial.admin.views import SwitchView
from wtsocial.core.errors import Invalid, LoginNeeded, NotAllowed, Refusal
from wtsocial.core.messages import Json
from wtsocial.core.settings import Settings, settings
from wtsocial.joining.actions import set_rules
from wtsocial.models import SiteSetting
from wtsocial.moderation import queries as moderation
from wtsocial.site import current

Announced = list[tuple[tuple[str, ...], Json]]
WHY = "Many newcomers post rumours"


async def _switches(admin: Viewer) -> dict[str, SwitchView]:
    return {one.name: one for one in (await site_settings(admin)).switches}


async def _change(admin: Viewer, *, reason: str = WHY, seen: dict[str, str] | None = None, **typed: str) -> int:
    shown = {name: one.value for name, one in (await _switches(admin)).items()}
    return await change_settings(admin, typed=typed, seen=shown | (seen or {}), reason=reason)


async def _stored() -> set[str]:
    async with db.reading() as session:
        return set((await session.exec(select(SiteSetting.name))).all())


async def test_a_change_holds_from_now_on_and_is_in_the_log_with_what_it_was(announcements: Announced) -> None:
    admin = await make_member("root", admin=True)
    assert await _change(admin, hold_new_sources="off", brake_hours="12", logins_per_minute="10") == 2
    assert announcements == [(("dashboard",), {"kind": "settings"})]
    await current.hear(announcements[0][1])
    assert (current.site_settings().hold_new_sources, current.site_settings().brake_hours) == (False, 12)
    shown = await _switches(admin)
    assert (shown["brake_hours"].value, shown["brake_hours"].environment, shown["logins_per_minute"].value) == ("12", "6", "10")
    logged = await moderation.log()
    told = [(one.action, one.actor, one.subject_kind, one.detail, one.before, one.after, one.reason) for one in logged]
    assert sorted(told) == [
        ("configure", "root", "site", "brake_hours", "6", "12", WHY),
        ("configure", "root", "site", "hold_new_sources", "on", "off", WHY),
    ]
    assert [one.id for one in (await site_settings(admin)).changes] == [one.id for one in logged]


async def test_the_environments_value_again_is_as_if_nobody_had_changed_it() -> None:
    admin = await make_member("root", admin=True)
    await _change(admin, brake_hours="12")
    assert await _stored() == {"brake_hours"}
    await _change(admin, brake_hours="6")
    assert await _stored() == set()


async def test_of_two_admins_the_second_sees_what_the_first_made_of_it() -> None:
    admin, other = await make_member("root", admin=True), await make_member("rita", admin=True)
    await _change(admin, brake_hours="12")
    with pytest.raises(Invalid, match=r"setting\.changed_meanwhile") as refused:
        await _change(other, seen={"brake_hours": "6"}, brake_hours="24")
    assert (refused.value.field, refused.value.params["value"]) == ("brake_hours", "12")
    # What they did not touch is not set back.
    await _change(other, seen={"brake_hours": "6"}, brake_hours="6", logins_per_minute="20")
    assert (await _switches(admin))["brake_hours"].value == "12"


@pytest.mark.parametrize(
    ("typed", "reason", "key", "field"),
    [
        ({"brake_hours": "0"}, WHY, "joining.figure", "brake_hours"),
        ({"brake_hours": "12", "pages_per_minute": "x"}, WHY, "joining.figure", "pages_per_minute"),
        ({"brake_hours": "12"}, " ", "error.required", "reason"),
        ({"brake_hours": "6"}, WHY, "setting.nothing_changed", ""),
        ({"site_url": "https://elsewhere.example"}, WHY, "setting.nothing_changed", ""),
    ],
)
async def test_what_cannot_be_is_refused_where_it_stands_and_changes_nothing(
    typed: dict[str, str], reason: str, key: str, field: str
) -> None:
    admin = await make_member("root", admin=True)
    shown = {name: one.value for name, one in (await _switches(admin)).items()}
    with pytest.raises(Refusal, match=key.replace(".", r"\.")) as refused:
        await change_settings(admin, typed=typed, seen=shown, reason=reason)
    assert refused.value.field == field
    assert await _stored() == set()
    assert await moderation.log() == []


async def test_nobody_but_an_admin_sees_or_changes_them() -> None:
    moderator = await join(await make_member("mo"), await make_subwiki(), role="moderator")
    suspended = await make_member("sam", admin=True, state="suspended")
    for viewer, refusal in ((Viewer(), LoginNeeded), (moderator, NotAllowed), (suspended, NotAllowed)):
        with pytest.raises(refusal):
            await site_settings(viewer)
        with pytest.raises(refusal):
            await change_settings(viewer, typed={"brake_hours": "12"}, seen={"brake_hours": "6"}, reason=WHY)
    assert await _stored() == set()


async def test_secrets_are_shown_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "smtp_url": "smtp://me:hunter2@mail.example",
        "mail_from": "Us <us@site.example>",
        "stripe_secret_key": "sk_test_hunter2",
        "stripe_webhook_secret": "whsec_hunter2",
        "redis_url": "redis://:hunter2@redis.example",
        "preview_hosts": '{"intranet.example": "10.9.8.7:80"}',
    }
    for name, value in secrets.items():
        monkeypatch.setenv(f"WTSOCIAL_{name.upper()}", value)
    settings.cache_clear()
    fixed = {one.variable: one for one in (await site_settings(await make_member("root", admin=True))).fixed}
    assert "hunter2" not in repr(fixed)
    assert "10.9.8.7" not in repr(fixed)
    assert (fixed["WTSOCIAL_SMTP_URL"].secret, fixed["WTSOCIAL_SMTP_URL"].given, fixed["WTSOCIAL_STRIPE_ACCOUNT"].given) == (
        True,
        True,
        False,
    )
    assert fixed["WTSOCIAL_MAIL_FROM"].value == "Us <us@site.example>"
    assert "WTSOCIAL_BRAKE_HOURS" not in fixed


def test_what_may_hold_a_password_is_known_as_a_secret() -> None:
    """Of a new setting somebody has to say whether it may be shown."""
    hidden = {name for name, field in Settings.model_fields.items() if not field.repr}
    addresses = {name for name in Settings.model_fields if name.endswith("_url")} - {"site_url", "source_url"}
    assert hidden | addresses <= SECRET <= set(Settings.model_fields)


async def test_the_rules_of_joining_are_in_the_log_when_they_change() -> None:
    admin = await make_member("root", admin=True)
    rules: Any = {"places_per_day": 5, "friend_moves_up": 1, "place_price": 500}
    await set_rules(admin, mode="waiting", **rules, reason="Too many at once")
    told = {(one.detail, one.before, one.after, one.reason) for one in await moderation.log(action="configure")}
    assert told == {("joining_mode", "open", "waiting", "Too many at once"), ("joining_places_per_day", "0", "5", "Too many at once")}
    await set_rules(admin, mode="waiting", **rules)
    assert len(await moderation.log(action="configure")) == 2
