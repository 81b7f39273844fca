"""How far a rater's marks lie from those of others on the same ratees."""

from collections.abc import Mapping
from fractions import Fraction

from chalicelib.rater_statistics.exact import divisor_of, mean, whole
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
        marks = list(given.values())
        divisor, count = divisor_of(marks), len(marks)
        found = whole(marks, divisor)
        total, over = sum(found), (count - 1) * divisor
        for rater, mark in zip(given, found, strict=True):
            # The mark minus (total − mark) ÷ (count − 1).
            apart = Fraction(count * mark - total, over)
            parts.setdefault(rater, {}).setdefault(ratee, []).append(apart)
    return {
        rater: {ratee: mean(told) for ratee, told in by_ratee.items()}
        for rater, by_ratee in parts.items()
    }
