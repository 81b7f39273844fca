"""The fast path: which rows take it, and that the general path gives the same result."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import CompiledScheme, RowFault
from tests.scoring.schemes import compiled, figures, indicator

RISING = {"rule": {"kind": "linear", "zero_at": "0", "full_at": "10"}, "target": None}
EXTRAS = [{"code": "award", "name": "Award", "column": "award"}]


def never(*_arguments: object) -> Any:
    raise AssertionError("this row took the general path")


def test_a_row_with_every_figure_takes_the_fast_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompiledScheme, "_score_general", never)
    scored = compiled(indicator(**RISING)).score(figures(x=4))
    assert (scored.points, scored.total, scored.grade) == ((8,), 8, "poor")


GROWTH = {"kind": "growth", "of": {"kind": "metric", "column": "x"}}
GROWN = {"value": GROWTH, "rule": {"kind": "linear", "zero_at": "0", "full_at": "50"}}


@pytest.mark.parametrize(
    "inputs", [figures(x=80), [figures(x=80)], {"x": "80"}, [figures(x=80), "no row"]]
)
def test_a_growth_takes_the_fast_path_however_the_previous_row_is_written(
    monkeypatch: pytest.MonkeyPatch, inputs: Any
) -> None:
    monkeypatch.setattr(CompiledScheme, "_score_general", never)
    grown = compiled(indicator(**{**RISING, **GROWN}))
    # 110 after 80 is 37.5 % more: 15 of 20 points
    scored = grown.score(figures(x=110), previous={"inputs": inputs})
    assert (scored.lines[0].value, scored.points) == (Decimal("37.5"), (15,))
    assert scored.notes[0].before == (figures(x=80),)
    assert scored.notes[0].status == "scored"


@pytest.mark.parametrize("inputs", [{"x": None}, {}, [], None])
def test_a_growth_without_a_previous_figure_takes_the_fast_path(
    monkeypatch: pytest.MonkeyPatch, inputs: Any
) -> None:
    monkeypatch.setattr(CompiledScheme, "_score_general", never)
    grown = compiled(indicator(**{**RISING, **GROWN}, not_available="full"))
    scored = grown.score(figures(x=110), previous={"inputs": inputs})
    assert (scored.points, scored.lines[0].reason) == ((20,), "no_previous")
    assert scored.notes[0].before == ()


@pytest.mark.parametrize("row", [figures(x=1), [figures(x=1)]], ids=["fast path", "general path"])
def test_a_formula_may_ask_only_whether_there_was_a_previous_period(row: Any) -> None:
    # previous(5) is 5 of 10 after any period, 10 of 20 points; and not available without one
    ready = compiled(indicator(**RISING, value={"kind": "formula", "expression": "previous(5)"}))
    for inputs in ({"x": None}, {}, [{"x": "7"}]):
        assert ready.score(row, previous={"inputs": inputs}).points == (10,)
    for previous in (None, {"values": {"line": Decimal(3)}}):
        assert ready.score(row, previous=previous).points == (None,)


def test_a_carried_over_growth_stays_not_available() -> None:
    # 25 % carried over: 10 of 20 points, though this period's figure is blank
    grown = compiled(indicator(**{**RISING, **GROWN}, not_available="carry_previous"))
    previous = {"inputs": figures(x=80), "values": {"line": Decimal(25)}}
    for row in (figures(x=None), [figures(x=None)]):
        (line,) = grown.score(row, previous=previous).lines
        assert (line.value, line.points, line.status) == (25, 10, "not_available")


@pytest.mark.parametrize(
    ("policy", "points"),
    [("reweight", None), ("full", 20), ("zero", 0), ("carry_previous", 6), ("team_mean", 14)],
)
def test_a_blank_figure_takes_the_fast_path_whatever_its_policy(
    monkeypatch: pytest.MonkeyPatch, policy: str, points: int | None
) -> None:
    monkeypatch.setattr(CompiledScheme, "_score_general", never)
    other = indicator("other", value={"kind": "metric", "column": "y"}, **RISING)
    ready = compiled(indicator(not_available=policy, **RISING), other)
    around: Any = {"previous": {"values": {"line": 3}}, "team_means": {"line": Decimal(7)}}
    scored = ready.score(figures(x=None, y=10), **around)
    assert scored.points == (points, 20)
    assert (scored.lines[0].status, scored.lines[0].reason) == ("not_available", "blank")


def test_extras_take_the_fast_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompiledScheme, "_score_general", never)
    ready = compiled(indicator(**RISING), extras=EXTRAS)
    scored = ready.score(figures(x=4, award="1.5"))
    assert (scored.total, scored.extras) == (Decimal("9.5"), {"award": Decimal("1.5")})
    assert dict(ready.score(figures(x=4, award=0)).extras) == {}
    assert dict(ready.score(figures(x=4)).extras) == {}


def test_two_previous_rows_are_merged() -> None:
    of = {"kind": "ratio", "numerator": "a", "denominator": "b"}
    ready = compiled(indicator(value={"kind": "growth", "of": of}))
    # 6 ÷ 1 after (30 + 10) ÷ (2 + 6) = 5: 20 % more
    before = [figures(a=30, b=2), figures(a=10, b=6)]
    assert ready.score(figures(a=6, b=1), previous={"inputs": before}).lines[0].value == 20


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"x": None, "y": Decimal("NaN")}, "y"),
        ({"x": None, "y": Decimal(10) ** 15}, "y"),
        ({"x": None, "y": -(Decimal(10) ** 15)}, "y"),
        ({"x": None, "y": "?"}, "y"),
        ({"x": Decimal(1), "y": Decimal(1), "days": "?"}, "days"),
        ({"x": Decimal(1), "y": Decimal(1), "days": Decimal(10) ** 15}, "days"),
    ],
)
def test_an_unreadable_cell_that_no_line_used_is_a_fault(row: Any, column: str) -> None:
    value = {"kind": "ratio", "numerator": "x", "denominator": "y"}
    aggregation = {"year": {"weights": {"column": "days"}}}
    ready = compiled(indicator(value=value, **RISING), aggregation=aggregation)
    with pytest.raises(RowFault) as fault:
        ready.score(row)
    assert fault.value.column == column


@pytest.mark.parametrize(
    ("row", "around"),
    [
        ({"x": "4"}, {}),
        ([figures(x=4)], {}),
        (figures(x=4), {"previous": {"inputs": figures(x=3)}}),
        (figures(x=4), {"extras": {}}),
    ],
)
def test_the_general_path_gives_the_same_result(row: Any, around: Any) -> None:
    ready = compiled(indicator(**RISING))
    assert ready.score(row, **around) == ready.score(figures(x=4))


def test_extras_given_to_a_scheme_without_any_are_refused_on_a_full_row_too() -> None:
    with pytest.raises(RowFault) as fault:
        compiled(indicator()).score(figures(x=4), extras={"bonus": Decimal(1)})
    assert (fault.value.column, fault.value.code) == ("bonus", "unknown_extra")


@pytest.mark.parametrize("extras", [None, EXTRAS])
def test_a_cap_with_more_decimals_than_the_total_is_rounded_down(extras: Any) -> None:
    # 24 points at a factor of 1.2; 22.006 is printed as 22.00, for 22.01 would exceed it
    rule = {"kind": "proportional", "cap": "1.2"}
    ready = compiled(indicator(rule=rule, target="10"), total_cap="22.006", extras=extras)
    assert str(ready.score(figures(x=12)).total) == "22.00"
    assert str(ready.score(figures(x=11)).total) == "22.00"
    assert str(ready.score(figures(x="10.5")).total) == "21.00"


def test_the_total_that_other_points_would_bring_has_the_same_extras() -> None:
    ready = compiled(indicator(**RISING), extras=EXTRAS)
    scored = ready.score(figures(x=4, award="1.5"))
    assert (scored.total, ready.total(scored, Decimal(10))) == (Decimal("9.5"), Decimal("11.5"))


@pytest.mark.parametrize("basis", ["exact", "nearest_integer", "whole_part"])
def test_below_all_bands_a_total_has_no_grade(basis: str) -> None:
    band = {"code": "top", "name": "Top", "min": "15", "coefficient": "1"}
    ready = compiled(indicator(**RISING), grades=[band], grade_basis=basis)
    low = ready.score(figures(x=4))
    assert (low.total, low.grade, low.coefficient) == (8, None, None)
    assert (ready.grade(Decimal(8)), ready.score(figures(x=8)).grade) == (None, "top")


@pytest.mark.parametrize("inputs", [5, "x", [], [3], {}, None])
def test_a_previous_period_that_holds_no_rows_is_none(inputs: Any) -> None:
    value = {"kind": "growth", "of": {"kind": "metric", "column": "x"}}
    scored = compiled(indicator(value=value)).score(figures(x=4), previous={"inputs": inputs})
    assert scored.lines[0].reason == "no_previous"


@pytest.mark.parametrize(
    "around", [{"previous": {"values": {"x": "many"}}}, {"team_means": {"x": "many"}}]
)
@pytest.mark.parametrize("policy", ["carry_previous", "team_mean"])
def test_a_substitute_value_that_is_no_number_names_its_indicator(policy: str, around: Any) -> None:
    if policy == "carry_previous" and "previous" not in around:
        around = {"previous": {"values": around["team_means"]}}
    ready = compiled(indicator("x", not_available=policy))
    with pytest.raises(RowFault) as fault:
        ready.score(figures(x=None), **around)
    assert (fault.value.column, fault.value.code) == ("x", "not_a_number")


def test_a_team_of_nobody_names_the_scheme_and_its_extras_do_not_count() -> None:
    ready = compiled(indicator(**RISING), extras=EXTRAS)
    with pytest.raises(RowFault) as fault:
        ready.score_team([])
    assert (fault.value.column, fault.value.code) == ("test", "no_row")
    team = ready.score_team([figures(x=4, award=3), figures(x=6, award=3)])
    assert (team.total, dict(team.extras)) == (10, {})
