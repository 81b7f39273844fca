"""Comparisons must not flip because a quotient was rounded, or by the caller's context."""

from decimal import ROUND_DOWN, Context, Decimal, getcontext, localcontext

import pytest

from chalicelib.scoring import RowFault
from chalicelib.scoring.exact import plain, rounded, shown
from tests.scoring.schemes import figures, line

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "100"}


def percent(a: str, b: str, **fields: object) -> Decimal | None:
    rule = {"kind": "step_deduct", "step": "1", "per_step": "1", "cutoff": {"at": "75"}}
    base = {"target": "85", "max_points": "30", "rule": rule, "value": RATIO}
    return line({**base, **fields}, figures(a=a, b=b)).points


def test_a_quotient_exactly_at_the_target_meets_it() -> None:
    # 17 ÷ 20, 51 ÷ 60 and 85 thirds of 300: all exactly 85 %
    for a, b in (("17", "20"), ("51", "60"), ("28.33", "33.3294117647058823529411764705")):
        met = Decimal(a) * 100 >= 85 * Decimal(b)
        assert (percent(a, b) == 30) == (met or Decimal(a) * 100 > 84 * Decimal(b))


def test_a_value_just_below_the_target_does_not_meet_it() -> None:
    # 84.999999999999…%: all whole steps kept, begun ones not
    a, b = "849999999999999", "999999999999999"
    assert Decimal(a) * 100 < 85 * Decimal(b)
    started = {"kind": "step_deduct", "step": "1", "per_step": "1", "step_mode": "started"}
    assert percent(a, b, rule=started) == 29
    assert percent("850000000000000", "999999999999999", rule=started) == 30


def test_a_value_just_beyond_the_cutoff_is_beyond_it() -> None:
    assert percent("75", "100") == 20
    # 75 % of 999999999999999 is 749999999999999.25
    assert percent("749999999999999.25", "999999999999999") == 20
    assert percent("749999999999999.24", "999999999999999") == 0


def test_a_whole_step_reached_exactly_by_a_quotient_counts() -> None:
    # 41.666… s: (125 ÷ 3 − 30) ÷ (35 ÷ 9) = exactly 3 steps
    rule = {"kind": "step_deduct", "step": "0.5", "per_step": "1"}
    value = {"kind": "ratio", "numerator": "a", "denominator": "b"}
    fields = {"direction": "lower", "target": "30", "rule": rule, "value": value}
    assert line(fields, figures(a="94.5", b="3")).points == 17  # 31.5: 3 steps of 0.5
    assert line(fields, figures(a="94.49999999999", b="3")).points == 18


def test_a_tie_of_points_stays_a_tie_behind_a_quotient_that_does_not_end() -> None:
    # 30 × (1 ÷ 3) ÷ 16 = 0.625 → 0.63, though 1 ÷ 3 is cut off somewhere
    value = {"kind": "ratio", "numerator": "a", "denominator": "b"}
    fields = {"max_points": "30", "target": "16", "rule": {"kind": "proportional"}, "value": value}
    assert line(fields, figures(a=1, b=3)).points == Decimal("0.63")


def test_a_formula_of_thirds_meets_its_target() -> None:
    value = {"kind": "formula", "expression": "x / 3 + x / 3 + x / 3"}
    fields = {"value": value, "target": "85"}
    columns = [{"code": "x", "name": "x"}]
    from tests.scoring.schemes import indicator, result, scheme

    document = scheme(indicator(**fields), columns=columns)
    assert result(document, figures(x=85)).lines[0].points == 20


def test_the_callers_context_neither_matters_nor_changes() -> None:
    coarse = Context(prec=3, rounding=ROUND_DOWN)
    with localcontext(coarse):
        inside = getcontext()
        assert percent("82.4567", "100") == 28  # 2.5433 below: 2 full steps
        assert percent("1000", "1176") == 30  # 85.03…
        assert getcontext() is inside
        assert inside.prec == 3


def test_decimals_are_counted_where_a_cell_is_cleaned_and_else_decide_to_the_last() -> None:
    metric = {"target": "1"}
    just_below = "0." + "9" * 31
    assert line(metric, {"x": Decimal(just_below)}).points == 0
    assert line(metric, {"x": Decimal(1)}).points == 20
    with pytest.raises(RowFault) as fault:
        line(metric, {"x": just_below})
    assert (fault.value.column, fault.value.code) == ("x", "number_too_fine")
    assert line(metric, {"x": just_below[:-1]}).points == 0


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.345", 2, "2.35"),
        ("2.3449999", 2, "2.34"),
        ("-2.345", 2, "-2.35"),
        ("0.5", 0, "1"),
        ("1.4999999999999999999999", 0, "1"),
        ("7", 3, "7.000"),
    ],
)
def test_rounding_is_half_up(value: str, places: int, expected: str) -> None:
    assert str(rounded(Decimal(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("41.60", "41.6"),
        ("0.6666666", "0.666667"),
        ("0.0000005", "0.000001"),
        ("0.0000004", "0"),
        ("-0.00", "0"),
        ("1E+3", "1000"),
        ("100", "100"),
    ],
)
def test_values_are_shown_with_six_decimals_and_without_trailing_zeros(
    value: str, expected: str
) -> None:
    assert str(shown(Decimal(value))) == expected
    assert plain(shown(Decimal(value))) == expected
