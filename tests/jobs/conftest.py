"""What the tests of the queue are given."""

import pytest

from tests.jobs import samples
from tests.jobs.samples import Clock, Record
from wtsocial.jobs import Worker


@pytest.fixture
def record() -> Record:
    return samples.forget()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def worker(clock: Clock) -> Worker:
    return Worker(clock=clock)
