"""From where on a figure is a flag, and below how many marks nothing is computed."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds of flags. Shares of the scale are of its width (1 of 5 points: 1/5).

    ``leniency``: mean distance from other raters, as a share of the scale; its interval must
    exclude zero too. ``own_team`` and ``drift``: the same for the difference between two groups of
    ratees, and between two rounds, whether the one before or the first of several. ``spread``: a
    rater's spread as a share of the median rater's. ``alike``: marks from which on answers all
    alike are remarkable. ``agreement``: the share of marks of a pair within the tolerance.
    ``alpha``: Krippendorff's own bound for tentative conclusions.

    ``shared``: ratees needed for a leniency. ``own_marks``: marks needed for a spread. ``pair``:
    units needed for the agreement of a pair. ``units``: those needed for alpha.
    """

    leniency: Fraction = Fraction(1, 10)
    own_team: Fraction = Fraction(1, 10)
    drift: Fraction = Fraction(1, 10)
    spread: Fraction = Fraction(1, 4)
    alike: int = 10
    agreement: Fraction = Fraction(7, 10)
    alpha: Fraction = Fraction(667, 1000)
    shared: int = 5
    own_marks: int = 10
    pair: int = 10
    units: int = 10


USUAL = Thresholds()
