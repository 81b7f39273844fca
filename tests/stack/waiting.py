"""Waiting for what a deployed service does in the background."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(found: Callable[[], T | None], seconds: float = 240) -> T:
    """Return the first truthy answer. Fails with the last one when the time is over."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {answer!r}"
        time.sleep(0.3)
    return answer
