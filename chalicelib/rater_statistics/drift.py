"""Whether a rater has become more lenient or more severe over the rounds.

Against the round before, and over several: who moves a little each time moves far in the end, and
no single step shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chalicelib.rater_statistics.estimates import Estimate, difference

#: Rounds that a drift over several needs: with two it is the one against the round before.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class OverRounds:
    """The mean distance in the last of ``rounds`` rounds minus that in the first of them."""

    rounds: int
    estimate: Estimate


def drift(rounds: Sequence[Mapping[str, Fraction]], needed: int) -> Estimate:
    """Return the mean distance in the last round minus that in the one before.

    ``rounds`` are a rater's distances by ratee, the oldest round first. A former round in which the
    rater marked nothing that others marked is passed over. Without such marks in the last one
    nothing is computed: what moved between two rounds before was told by the former one.
    """
    told = [list(distances.values()) for distances in rounds if distances]
    if len(told) < 2 or not rounds[-1]:
        return Estimate(0, max(2, needed))
    return difference(told[-1], told[-2], needed)


def drift_over_rounds(rounds: Sequence[Mapping[str, Fraction]], needed: int) -> OverRounds:
    """Return the mean distance in the last round minus that in the first one, of FEWEST or more.

    ``rounds`` as in :func:`drift`. A round with fewer distances than are needed is passed over; of
    fewer rounds than FEWEST nothing is computed.
    """
    least = max(2, needed)
    told = [list(distances.values()) for distances in rounds if len(distances) >= least]
    now = bool(rounds) and len(rounds[-1]) >= least
    if not now or len(told) < FEWEST:
        return OverRounds(len(told), Estimate(len(told), FEWEST))
    return OverRounds(len(told), difference(told[-1], told[0], needed))
