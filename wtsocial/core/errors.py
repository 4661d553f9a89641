"""Refusals: the exceptions by which the core refuses something, with catalogue keys instead of prose."""

from collections.abc import Mapping


class Refusal(Exception):
    """The thing asked for was not done, and nothing was changed.

    `key` names a text in the catalogue, `params` fill it, `field` is the form field where it went wrong ("" for the whole).
    """

    def __init__(self, key: str, *, field: str = "", **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.params: Mapping[str, object] = params


class Invalid(Refusal):
    """What was given cannot be used: wrong, too long, missing."""


class NotFound(Refusal):
    """It is not there, or not for this person: the two get the same answer, so that ids cannot be probed."""

    def __init__(self, key: str = "error.not_found", *, field: str = "", **params: object) -> None:
        super().__init__(key, field=field, **params)


class NotAllowed(Refusal):
    """The person may see it but may not do this."""

    def __init__(self, key: str = "error.not_allowed", *, field: str = "", **params: object) -> None:
        super().__init__(key, field=field, **params)


class LoginNeeded(NotAllowed):
    """Only somebody who is logged in may do this."""

    def __init__(self) -> None:
        super().__init__("error.login_needed")


class TooMany(Refusal):
    """A limit was reached: a rate (`params["seconds"]` until it opens again) or a quota."""


class EditConflict(Refusal):
    """Somebody saved first. Carries what is there now and what both began from, so that all can be shown and none is lost.

    `field` is what both changed; `theirs_rules` and `base_rules` go with a subwiki's page, whose text is in two parts.
    `base_text` is None when what both began from cannot be shown any more, or never was. Of a change that cannot be taken
    back by itself, `base_text` is what it led to, and `wanted` what stood before it.
    """

    def __init__(
        self,
        *,
        base: int,
        latest: int,
        theirs: str,
        theirs_by: str,
        field: str = "text",
        theirs_rules: str = "",
        base_text: str | None = None,
        base_rules: str = "",
        wanted: str = "",
    ) -> None:
        super().__init__("error.edit_conflict", field=field)
        self.base = base
        self.latest = latest
        self.theirs = theirs
        self.theirs_by = theirs_by
        self.theirs_rules = theirs_rules
        self.base_text = base_text
        self.base_rules = base_rules
        self.wanted = wanted


class Unavailable(Exception):
    """What the program needs does not answer. Nobody did anything wrong, and the same may be tried again; `key` is said to the person."""

    key = "error.database_away"


class DatabaseAway(Unavailable):
    """The database did not answer, or had no connection or no turn left: nothing was saved."""


class OutcomeUnknown(Unavailable):
    """The line broke while a change was being committed: it may stand or not. The same request again finds out, by its idempotency key."""

    key = "error.outcome_unknown"
