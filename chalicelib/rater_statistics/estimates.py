"""A mean with the interval in which it lies with 95 % certainty (Student's t).

The interval is mean ± t × s ÷ √n, with n − 1 degrees of freedom. Degrees that the table does not
have take the next lower ones, so that an interval is never too narrow.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chalicelib.language import Text
from chalicelib.rater_statistics.exact import deviation, mean, root

#: The 97.5 % points of Student's t, in thousandths, by degrees of freedom.
_T_TO_30: Final = (
    12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131,
    2120, 2110, 2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
)  # fmt: skip
T_POINTS: Final = {
    **{n: Fraction(point, 1000) for n, point in enumerate(_T_TO_30, start=1)},
    40: Fraction(2021, 1000),
    60: Fraction(2000, 1000),
    120: Fraction(1980, 1000),
}
_DEGREES: Final = tuple(T_POINTS)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of ``count`` independent values and its interval. None: of fewer values than
    ``needed`` nothing is computed."""

    count: int
    needed: int
    mean: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly above or wholly below zero."""
        if self.low is None or self.high is None:
            return False
        return self.low > 0 or self.high < 0

    @property
    def said(self) -> Text | None:
        """Why nothing was computed; None when it was."""
        if self.mean is not None:
            return None
        return Text(
            f"可比较的只有 {self.count} 个，至少需要 {self.needed} 个，故不计算。",
            f"Only {self.count} can be compared and at least {self.needed} are needed: not "
            "computed.",
        )


def estimate(values: Sequence[Fraction], needed: int) -> Estimate:
    """Return the mean of values with its interval, if there are as many as are ``needed`` (2 at
    least)."""
    count = len(values)
    if count < max(2, needed):
        return Estimate(count, max(2, needed))
    middle = mean(values)
    margin = t_point(count - 1) * deviation(values) / root(Fraction(count))
    return Estimate(count, needed, middle, middle - margin, middle + margin)


def difference(these: Sequence[Fraction], others: Sequence[Fraction], needed: int) -> Estimate:
    """Return the mean of these minus the mean of others, with its interval.

    The two variances are not taken for equal. The degrees of freedom are those of the smaller
    group, which is never too many. ``count`` is the size of the smaller group.
    """
    count = min(len(these), len(others))
    if count < max(2, needed):
        return Estimate(count, max(2, needed))
    middle = mean(these) - mean(others)
    spread = sum((deviation(one) ** 2 / len(one) for one in (these, others)), Fraction(0))
    margin = t_point(count - 1) * root(spread)
    return Estimate(count, needed, middle, middle - margin, middle + margin)


def t_point(degrees: int) -> Fraction:
    """Return the 97.5 % point of Student's t for at least one degree of freedom."""
    return T_POINTS[_DEGREES[bisect_right(_DEGREES, degrees) - 1]]
