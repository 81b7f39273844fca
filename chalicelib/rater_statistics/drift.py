"""Whether a rater has become more lenient or more severe since the round before."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from chalicelib.rater_statistics.estimates import Estimate, difference


def drift(rounds: Sequence[Mapping[str, Fraction]], needed: int) -> Estimate:
    """Return the mean distance in the last round minus that in the one before.

    ``rounds`` are a rater's distances by ratee, the oldest round first. A round in which the rater
    marked nothing that others marked is passed over.
    """
    told = [list(distances.values()) for distances in rounds if distances]
    if len(told) < 2:
        return Estimate(0, max(2, needed))
    return difference(told[-1], told[-2], needed)
