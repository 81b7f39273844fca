"""Whether a rater treats the own team otherwise than others do."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from chalicelib.rater_statistics.estimates import Estimate, difference


def own_team(distances: Mapping[str, Fraction], own: Iterable[str], needed: int) -> Estimate:
    """Return a rater's mean distance from others on ratees of the own team, minus that on all
    others. ``distances`` are the rater's by ratee, ``own`` the ratees of the rater's team."""
    mine = frozenset(own)
    inside = [distance for ratee, distance in distances.items() if ratee in mine]
    outside = [distance for ratee, distance in distances.items() if ratee not in mine]
    return difference(inside, outside, needed)
