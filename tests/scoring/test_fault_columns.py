"""The function of a figure names the column at fault, even in a row that was not cleaned."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import RowFault
from chalicelib.scoring.engine.slices import slice_weight, summed_row
from chalicelib.scoring.exact import decimals, quantum
from tests.scoring.schemes import compiled, figures, indicator

METRIC = {"kind": "metric", "column": "x"}
RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
SAMPLE = {"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}
FORMULA = {"kind": "formula", "expression": "x * 2"}
RATING = {"kind": "rating", "raters": {"peer": 1, "self": 0}, "scale": {"min": "1", "max": "9"}}
LARGE = Decimal(10) ** 15


@pytest.mark.parametrize(
    ("fields", "row", "column"),
    [
        ({"value": METRIC}, {"x": LARGE}, "x"),
        ({"value": METRIC}, {"x": Decimal("NaN")}, "x"),
        ({"value": {"kind": "growth", "of": METRIC}}, {"x": -LARGE}, "x"),
        ({"value": RATIO}, {"a": LARGE, "b": Decimal(1)}, "a"),
        ({"value": RATIO}, {"a": Decimal("Infinity"), "b": Decimal(1)}, "a"),
        ({"value": RATIO}, {"a": Decimal(1), "b": LARGE}, "b"),
        ({"value": {"kind": "growth", "of": RATIO}}, {"a": "?", "b": Decimal(1)}, "a"),
        ({"value": {"kind": "growth", "of": RATIO}}, {"a": Decimal(1), "b": "?"}, "b"),
        ({"value": SAMPLE}, {"f": -LARGE, "n": Decimal(9)}, "f"),
        ({"value": SAMPLE}, {"f": Decimal(1), "n": LARGE}, "n"),
        ({"value": FORMULA}, {"x": "?"}, "x"),
        ({"min_sample": {"column": "n", "at_least": 3}}, {"x": Decimal(1), "n": "?"}, "n"),
        ({"value": RATING}, {"line_peer": "5", "line_self": "10"}, "line_self"),
    ],
)
def test_an_unreadable_cell_is_a_fault_of_its_column(fields: Any, row: Any, column: str) -> None:
    (line,) = compiled(indicator(**fields)).lines
    with pytest.raises(RowFault) as fault:
        line.figure(row, None)
    assert fault.value.column == column


def test_a_sum_and_a_weight_name_their_column() -> None:
    slices = {"by": "k", "weight_by": "w", "targets": {"p": "1"}}
    (line,) = compiled(indicator(value=RATIO, target=None, slices=slices)).lines
    with pytest.raises(RowFault) as fault:
        summed_row(line, [{"a": "?", "b": Decimal(1)}])
    assert fault.value.column == "a"
    assert line.indicator.slices is not None
    with pytest.raises(RowFault) as fault:
        slice_weight(line.indicator.slices, {"w": "?"})
    assert fault.value.column == "w"


def test_an_extra_that_is_no_number_names_its_column() -> None:
    extras = [{"code": "award", "name": "Award", "column": "points_given", "max": "5"}]
    ready = compiled(indicator(), extras=extras)
    given: Any = {"award": "many"}
    with pytest.raises(RowFault) as fault:
        ready.score(figures(x=1), extras=given)
    assert (fault.value.column, fault.value.code) == ("points_given", "not_a_number")


def test_a_formula_out_of_range_within_a_growth_names_the_indicator() -> None:
    value = {"kind": "growth", "of": {"kind": "formula", "expression": "x * x * x"}}
    with pytest.raises(RowFault) as fault:
        compiled(indicator(value=value)).score(figures(x="99999999999999"))
    assert (fault.value.column, fault.value.code) == ("line", "value_out_of_range")


def test_how_many_decimals_a_number_is_written_with() -> None:
    written = ("7", "2.50", "1E+3", "-0.125", "Infinity")
    assert [decimals(Decimal(number)) for number in written] == [0, 2, 0, 3, 0]
    assert [str(quantum(places)) for places in (0, 2)] == ["1", "0.01"]
