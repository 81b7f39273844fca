"""The shapes of made-up figures: skewed counts, shares of counts, marks.

Binary floats are allowed here: they shape the sample data and never touch a score. Every draw comes
from a generator seeded by words, so the same words give the same figures on every machine and
Python.
"""

import math
import random
from collections.abc import Sequence


def source(*words: object) -> random.Random:
    """Return a generator seeded by its purpose, so that one more agent changes no other data."""
    # Made-up data needs repeatable figures, not unpredictable ones.
    return random.Random(":".join(str(word) for word in ("servicescore", *words)))  # noqa: S311


def skewed(rng: random.Random, median: float, spread: float) -> int:
    """Return a count with a long right tail (lognormal), like volumes of work."""
    return max(0, round(median * math.exp(rng.gauss(0.0, spread))))


def part(rng: random.Random, whole: int, share: float) -> int:
    """Return how many of `whole` have a property with probability `share` each."""
    return sum(rng.random() < share for _ in range(whole))


def rare(rng: random.Random, mean: float) -> int:
    """Return a small count of rare events (Poisson), often 0."""
    bound, product, count = math.exp(-mean), rng.random(), 0
    while product > bound:
        product *= rng.random()
        count += 1
    return count


def between(low: float, value: float, high: float) -> float:
    """Return `value`, limited to the bounds."""
    return min(max(value, low), high)


def near(rng: random.Random, centre: float, marks: Sequence[float], width: float) -> float:
    """Return the mark of a scale that is nearest to a draw around `centre`."""
    drawn = rng.gauss(centre, width)
    return min(marks, key=lambda mark: abs(mark - drawn))
