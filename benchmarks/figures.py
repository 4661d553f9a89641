"""Figures: medians, and lines that people and README.md can take."""

import math
import os
import platform
import statistics
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 stay under."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def spread(seconds: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{median(seconds) * 1000:.1f} / {p95(seconds) * 1000:.1f} ms"


def say(what: str, value: str, *, target: str = "") -> None:
    """One line of the report."""
    print(f"  {what:<58} {value}{f'   (target {target})' if target else ''}", flush=True)


def ratio(what: str, value: float, most: float) -> bool:
    """A ratio and its target; whether it holds."""
    say(what, f"{value:.2f} ×", target=f"≤ {most:.1f} ×, {'held' if value <= most else 'MISSED'}")
    return value <= most


def machine() -> str:
    """The kind of machine, in a line."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; load {load} when it began"
