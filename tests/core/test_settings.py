"""Settings that contradict each other are refused before anything starts."""

import pytest
from pydantic import ValidationError

from wtsocial.core.settings import Settings

REDIS = "redis://localhost"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"jobs": "apart"}, "redis_url"),
        ({"smtp_url": "smtp://mail.example"}, "mail_from"),
        ({"stripe_api_base": "http://localhost:1", "stripe_secret_key": "sk_live_x"}, "test key"),
        ({"source_url": "ours"}, "must be a link"),
        ({"site_name": ""}, "site_name"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(given: dict[str, str], refused: str) -> None:
    with pytest.raises(ValidationError, match=refused):
        Settings.model_validate(given)


def test_jobs_may_be_apart_where_redis_is() -> None:
    assert Settings.model_validate({"jobs": "apart", "redis_url": REDIS}).jobs == "apart"
