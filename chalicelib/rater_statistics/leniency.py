"""How far a rater's marks lie from those of others on the same ratees."""

from collections.abc import Mapping
from fractions import Fraction

from chalicelib.rater_statistics.exact import mean
from chalicelib.rater_statistics.marks import Unit


def distances(units: Mapping[Unit, Mapping[str, Fraction]]) -> dict[str, dict[str, Fraction]]:
    """Return the distance of each rater from the others by ratee.

    Of a unit it is the rater's mark minus the mean of the others' marks. Of a ratee it is the mean
    over the questions, because the answers of one form are not independent of each other. Units
    that nobody else marked say nothing.
    """
    parts: dict[str, dict[str, list[Fraction]]] = {}
    for (ratee, _), given in units.items():
        if len(given) < 2:
            continue
        total = sum(given.values(), Fraction(0))
        for rater, mark in given.items():
            others = (total - mark) / (len(given) - 1)
            parts.setdefault(rater, {}).setdefault(ratee, []).append(mark - others)
    return {
        rater: {ratee: mean(found) for ratee, found in by_ratee.items()}
        for rater, by_ratee in parts.items()
    }
