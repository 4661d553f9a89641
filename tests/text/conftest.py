"""How much work a call is, counted instead of timed."""

import sys
from collections.abc import Callable

import pytest

Counter = Callable[[Callable[[], object]], int]


@pytest.fixture
def calls_made() -> Counter:
    """Counts the function calls, Python's and C's, that a piece of work makes: the same on any machine, at any load."""

    def count(work: Callable[[], object]) -> int:
        calls = 0

        def note(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            work()
        finally:
            sys.setprofile(before)
        return calls

    return count
