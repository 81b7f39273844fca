"""Waiting for what a deployed service does in the background."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def until(
    read: Callable[[], T],
    ready: Callable[[T], Any] = bool,
    seconds: float = 240,
    told: Callable[[], str] = str,
) -> T:
    """Read again and again until what is read is ready, and return it.

    When the time is over, the test fails with the last that was read and what ``told`` returns.
    """
    deadline = time.monotonic() + seconds
    while not ready(found := read()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {found!r}\n{told()}"
        time.sleep(0.2)
    return found


def finished(upload: Any) -> bool:
    """Return whether an upload has come to its end."""
    return upload["status"] not in ("awaiting_file", "processing")
