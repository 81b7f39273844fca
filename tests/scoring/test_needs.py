"""What a scheme needs besides a person's row, by what its indicators use."""

from typing import Any

import pytest

from chalicelib.scoring import (
    counted_columns,
    needs_previous,
    needs_slices,
    needs_team_means,
    read_scheme,
)
from tests.scoring.schemes import indicator, scheme

RATIO = {"kind": "ratio", "numerator": "solved", "denominator": "asked"}
SAMPLE = {"kind": "sample", "failures": "failed", "size": "drawn", "required_size": "5"}
SLICES = {"by": "channel", "weight_by": "calls", "targets": {"phone": "1"}}


def read(*fields: dict[str, Any]) -> Any:
    return read_scheme(scheme(*(indicator(f"i{n}", **one) for n, one in enumerate(fields))))


@pytest.mark.parametrize(
    "fields",
    [
        {"value": {"kind": "growth", "of": RATIO}},
        {"value": {"kind": "formula", "expression": "x - previous(x)"}},
        {"not_available": "carry_previous"},
    ],
)
def test_growth_previous_and_carrying_over_need_the_previous_period(fields: Any) -> None:
    assert needs_previous(read({}, fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"value": RATIO, "not_available": "team_mean"},
        # a column may be called so; only the function looks back
        {"value": {"kind": "formula", "expression": "previous_sales + 1"}},
    ],
)
def test_nothing_else_needs_the_previous_period(fields: Any) -> None:
    assert not needs_previous(read({}, fields))


def test_the_policy_team_mean_needs_the_teams_means() -> None:
    assert needs_team_means(read({}, {"not_available": "team_mean"}))
    assert not needs_team_means(read({}, {"not_available": "carry_previous"}))


def test_slices_need_the_columns_that_name_them_each_once() -> None:
    other = {**SLICES, "by": "shift"}
    sliced = [{"slices": one, "target": None} for one in (SLICES, other, SLICES)]
    assert needs_slices(read({}, *sliced)) == ("channel", "shift")
    assert needs_slices(read({})) == ()


def test_samples_and_smallest_samples_are_of_counts() -> None:
    least = {"min_sample": {"column": "cases", "at_least": "3"}}
    rule = {"kind": "count_deduct", "per_incident": "1"}
    found = counted_columns(read({"value": RATIO}, {"value": SAMPLE, "rule": rule}, least))
    assert found == {"failed", "drawn", "cases"}
