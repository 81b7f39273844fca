"""Waits between attempts at what DynamoDB throttles, with jitter."""

import random
from collections.abc import Iterator

#: Seconds of the longest first wait. Each further wait is twice as long.
FIRST = 0.05
#: Waits of one request that the table is too busy for: 6.35 s in all at most, because a request of
#: the API has 29 s.
MOST_WAITS = 7


def waits(count: int) -> Iterator[float]:
    """Yield ``count`` waits in seconds: 50 ms, 100 ms and so on, each shortened by up to a half."""
    for number in range(count):
        yield FIRST * 2**number * random.uniform(0.5, 1)  # noqa: S311 (jitter, no secret)
