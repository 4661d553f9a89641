"""How often something may happen in a minute."""

import pytest

from wtsocial.core.pace import MINUTE, Pace


class Clock:
    """Goes on when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_so_many_pass_in_a_minute_and_the_next_does_not(clock: Clock) -> None:
    pace = Pace(3, clock=clock)
    assert [pace.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert pace.allows("b"), "each key for itself"


def test_a_minute_later_it_may_go_on(clock: Clock) -> None:
    pace = Pace(2, clock=clock)
    for wait in (0, 40):
        clock.now += wait
        assert pace.allows("a")
    clock.now += MINUTE - 41
    assert not pace.allows("a")
    clock.now += 1
    assert pace.allows("a")
    assert not pace.allows("a"), "the second of them is not a minute old"


def test_what_was_refused_does_not_count(clock: Clock) -> None:
    pace = Pace(1, clock=clock)
    assert pace.allows("a")
    for _ in range(59):
        clock.now += 1
        assert not pace.allows("a")
    clock.now += 1
    assert pace.allows("a")


def test_keys_that_are_silent_are_forgotten(clock: Clock) -> None:
    pace = Pace(1, clock=clock)
    for number in range(100):
        pace.allows(f"gone {number}")
    clock.now += MINUTE
    pace.allows("here")
    assert len(pace) == 1
