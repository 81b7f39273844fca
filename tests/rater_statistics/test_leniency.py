"""Leniency: how far a rater is from the others on the same ratees, with its interval."""

from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest

from chalicelib.rater_statistics.estimates import T_POINTS, difference, estimate, t_point
from chalicelib.rater_statistics.exact import deviation, root, shown
from chalicelib.rater_statistics.leniency import distances
from chalicelib.rater_statistics.marks import Mark, by_unit
from tests.rater_statistics.given import marks


def fractions(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_a_distance_is_the_own_mark_minus_the_mean_of_the_others() -> None:
    # p01: 5 − (3 + 4) ÷ 2 = 1.5; b: 3 − (5 + 4) ÷ 2 = −1.5; c: 4 − (5 + 3) ÷ 2 = 0
    found = distances(by_unit(marks("a b c\n5 3 4")))
    assert found == {
        "a": {"p01": Fraction(3, 2)},
        "b": {"p01": Fraction(-3, 2)},
        "c": {"p01": Fraction(0)},
    }


def test_the_questions_of_one_form_make_one_distance() -> None:
    # a is 1 above b for the first question and 2 above for the second: 1.5 for the ratee
    given = [*marks("a b\n4 3", "first"), *marks("a b\n5 3", "second")]
    assert distances(by_unit(given))["a"] == {"p01": Fraction(3, 2)}


def test_what_nobody_else_marked_says_nothing() -> None:
    assert distances(by_unit(marks("a b\n5 .\n4 3"))) == {
        "a": {"p02": Fraction(1)},
        "b": {"p02": Fraction(-1)},
    }


def test_the_interval_is_that_of_student() -> None:
    # 1, 2, 3, 4, 5: mean 3, s = √2.5, √n = √5, s ÷ √n = √0.5 = 0.707107; t of 4 is 2.776
    found = estimate(fractions(1, 2, 3, 4, 5), 5)
    assert found.mean == 3
    assert (shown(found.low or Fraction(0), 3), shown(found.high or Fraction(0), 3)) == (
        Decimal("1.037"),
        Decimal("4.963"),
    )
    assert found.excludes_zero


def test_few_ratees_are_said_and_not_computed() -> None:
    found = estimate(fractions(1, 2, 3, 4), 5)
    assert (found.mean, found.low, found.high) == (None, None, None)
    assert found.said is not None
    assert "4" in found.said.en
    assert "5" in found.said.zh


def test_a_difference_takes_the_degrees_of_the_smaller_group() -> None:
    # means 2 and 5; variances 1 ÷ 3 and 1 ÷ 3: √(2/3) = 0.816497; t of 2 is 4.303: ± 3.513
    found = difference(fractions(1, 2, 3), fractions(4, 5, 6), 3)
    assert found.mean == -3
    assert shown(found.high or Fraction(0), 3) == Decimal("0.513")
    assert not found.excludes_zero


@pytest.mark.parametrize("degrees", list(T_POINTS))
def test_the_points_of_student_are_those_of_his_distribution(degrees: int) -> None:
    """P(|T| > t) is the regularised incomplete beta function at n ÷ (n + t²): 0.05 within the three
    printed decimals."""
    t = mpmath.mpf(T_POINTS[degrees].numerator) / T_POINTS[degrees].denominator

    def beyond(point: mpmath.mpf) -> mpmath.mpf:
        x = degrees / (degrees + point**2)
        return mpmath.betainc(mpmath.mpf(degrees) / 2, mpmath.mpf(1) / 2, 0, x, regularized=True)

    half = mpmath.mpf("0.0006")
    assert beyond(t + half) < mpmath.mpf("0.05") < beyond(t - half)


def test_degrees_between_those_of_the_table_take_the_lower_ones() -> None:
    assert t_point(39) == t_point(30) > t_point(40)
    assert t_point(5_000) == t_point(120)


def test_a_rater_who_marked_the_same_twice_is_refused() -> None:
    twice = [Mark("a", "p", "q", Decimal(1)), Mark("a", "p", "q", Decimal(2))]
    with pytest.raises(ValueError, match="twice"):
        by_unit(twice)


def test_a_half_is_shown_away_from_zero_and_roots_of_squares_are_whole() -> None:
    assert (shown(Fraction(1, 8), 2), shown(Fraction(-1, 8), 2)) == (
        Decimal("0.13"),
        Decimal("-0.13"),
    )
    assert root(Fraction(9, 4)) == Fraction(3, 2)
    # 2, 4, 4, 4, 5, 5, 7, 9: squares from the mean 5 add up to 32, ÷ 7
    assert shown(deviation(fractions(2, 4, 4, 4, 5, 5, 7, 9))) == Decimal("2.138090")
