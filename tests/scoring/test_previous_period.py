"""The previous period: inside formulas, under a smallest sample, by slice, and as it is kept."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import Exemption
from tests.scoring.schemes import compiled, figures, indicator, line, result, scheme

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
GROWTH = {"kind": "growth", "of": RATIO}
SLICES = {"by": "k", "weight_by": "w", "targets": {"phone": "10", "online": "20"}}
RISING = {"rule": {"kind": "proportional"}, "target": None, "slices": SLICES}


def row(k: str | None, **cells: Any) -> dict[str, Any]:
    return {"k": k, **figures(**cells)}


def value(expression: str, previous: Any = None, **cells: Any) -> Any:
    """The value of a formula, or the reason why there is none."""
    before = None if previous is None else {"inputs": previous}
    fields = {"value": {"kind": "formula", "expression": expression}}
    scored = line(fields, figures(**cells), previous=before)
    return scored.reason if scored.value is None else scored.value


class TestWithinFormulas:
    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("min(previous(a), b)", "3"),
            ("min(b, previous(a))", "3"),
            ("max(a, previous(b))", "9"),
            ("abs(previous(a) - b)", "1"),
            ("-previous(a)", "-3"),
            ("round(previous(a) / 2)", "2"),
            ("if(previous(a) < a, previous(b), b)", "9"),
            ("if(previous(a) > a, b, previous(b))", "9"),
            ("a / previous(a) + b / previous(b)", "2.444444"),
        ],
    )
    def test_the_previous_period_is_seen_wherever_it_is_named(
        self, expression: str, expected: str
    ) -> None:
        # now a = 6 and b = 4, before a = 3 and b = 9; 6 ÷ 3 + 4 ÷ 9 = 2.444…
        assert value(expression, figures(a=3, b=9), a=6, b=4) == Decimal(expected)

    def test_a_growth_sees_one_period_back_and_no_further(self) -> None:
        of = {"kind": "formula", "expression": "a - previous(a)"}
        fields = {"value": {"kind": "growth", "of": of}}
        scored = line(fields, figures(a=6), previous={"inputs": figures(a=3)})
        assert (scored.value, scored.reason) == (None, "no_previous")

    def test_a_team_without_a_previous_period_says_so(self) -> None:
        ready = compiled(indicator(value={"kind": "formula", "expression": "a - previous(a)"}))
        team = ready.score_team([figures(a=6), figures(a=2)])
        assert team.lines[0].reason == "no_previous"
        team = ready.score_team([figures(a=6), figures(a=2)], [figures(a=3)])
        assert team.lines[0].value == 5


class TestGrowth:
    def test_under_a_smallest_sample(self) -> None:
        # 110 after 80 is 37.5 % more; the sample is this period's
        fields = {
            "value": {"kind": "growth", "of": {"kind": "metric", "column": "x"}},
            "min_sample": {"column": "n", "at_least": "20"},
        }
        before = {"inputs": figures(x=80, n=5)}
        assert line(fields, figures(x=110, n=20), previous=before).value == Decimal("37.5")
        few = line(fields, figures(x=110, n=19), previous=before)
        assert (few.value, few.reason) == (None, "below_min_sample")

    def test_of_a_metric_that_is_blank_now_or_was_before(self) -> None:
        fields = {"value": {"kind": "growth", "of": {"kind": "metric", "column": "x"}}}
        now = line(fields, figures(x=None), previous={"inputs": figures(x=80)})
        assert (now.value, now.reason) == (None, "blank")
        before = line(fields, figures(x=110), previous={"inputs": figures(x=None)})
        assert (before.value, before.reason) == (None, "no_previous")

    @pytest.mark.parametrize("cells", [{"a": None, "b": 3}, {"a": 3, "b": None}])
    def test_of_a_ratio_with_one_count_missing(self, cells: Any) -> None:
        scored = line({"value": GROWTH}, figures(**cells), previous={"inputs": figures(a=1, b=1)})
        assert (scored.value, scored.reason) == (None, "blank")

    def test_of_a_ratio_over_less_than_one(self) -> None:
        # 3 ÷ 0.5 = 6 an hour after 4 ÷ 1 = 4: half as much again
        before = {"inputs": figures(a=4, b=1)}
        assert line({"value": GROWTH}, figures(a=3, b="0.5"), previous=before).value == 50


class TestSeveralRows:
    """Besides a sliced indicator, the others make one row of the slices' rows."""

    def lines(self, other: dict[str, Any], rows: Any, **around: Any) -> Any:
        sliced = indicator("sliced", value={"kind": "metric", "column": "s"}, **RISING)
        return result(scheme(sliced, indicator("line", **other)), rows, **around)

    def rows(self, first: dict[str, Any], second: dict[str, Any]) -> list[dict[str, Any]]:
        return [row("phone", s=5, w=1) | first, row("online", s=5, w=1) | second]

    def test_growth_is_of_the_sums_of_both_periods(self) -> None:
        # (20 + 40) ÷ (5 + 5) = 6 after (30 + 10) ÷ (2 + 6) = 5: 20 % more
        now = self.rows(figures(a=20, b=5), figures(a=40, b=5))
        before = self.rows(figures(a=30, b=2), figures(a=10, b=6))
        scored = self.lines({"value": GROWTH}, now, previous={"inputs": before})
        assert scored.lines[1].value == 20
        assert scored.notes[1].before == ({"a": 40, "b": 8},)

    def test_a_sample_is_drawn_from_all_slices(self) -> None:
        # 1 of 3 and 2 of 3 failed: 3 of the 6 drawn, that is 2.5 of the 5 required
        sample = {"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}
        scored = self.lines(
            {"value": sample, "direction": "lower"},
            self.rows(figures(f=1, n=3), figures(f=2, n=3)),
        )
        assert scored.lines[1].value == Decimal("2.5")

    def test_a_formula_adds_up_its_columns_and_a_smallest_sample_its_own(self) -> None:
        fields = {
            "value": {"kind": "formula", "expression": "a / b"},
            "min_sample": {"column": "n", "at_least": "20"},
        }
        rows = self.rows(figures(a=3, b=4, n=12), figures(a=1, b=4, n=8))
        assert self.lines(fields, rows).lines[1].value == Decimal("0.5")

    def test_marks_are_agreed_upon_and_not_added(self) -> None:
        rating = {"kind": "rating", "raters": {"peer": 1}, "scale": {"min": "1", "max": "9"}}
        rows = self.rows({"line_peer": "8;6"}, {"line_peer": "8;6"})
        assert self.lines({"value": rating}, rows).lines[1].value == 7

    def test_the_same_extra_written_in_two_ways_is_agreed_upon(self) -> None:
        extras = [{"code": "e", "name": "E", "column": "e", "min": "0", "max": "5"}]
        document = scheme(
            indicator(value={"kind": "metric", "column": "s"}, **RISING), extras=extras
        )
        rows = [row("phone", s=5, w=1) | {"e": "5"}, row("online", s=5, w=1) | {"e": "5.0"}]
        assert dict(result(document, rows).extras) == {"e": 5}


class TestWhatIsKeptOfThePreviousPeriod:
    def test_the_rows_that_each_slice_was_compared_with(self) -> None:
        now = [row("phone", a=110, b=1, w=1), row("online", a=120, b=1, w=1)]
        before = [row("phone", a=100, b=1, w=1), row("online", a=100, b=1, w=1)]
        ready = compiled(indicator(value=GROWTH, **RISING))
        scored = ready.score(now, previous={"inputs": before})
        assert scored.notes[0].before == tuple(before)

    def test_nothing_of_a_line_that_does_not_look_back_or_was_not_measured(self) -> None:
        lines = [indicator("line", value=GROWTH), indicator("plain")]
        ready = compiled(*lines, max_unavailable="1")
        scored = ready.score(figures(a=None, b=1, x=1), previous={"inputs": figures(a=1, b=1, x=1)})
        assert (scored.notes[0].reason, scored.notes[0].before) == ("blank", ())
        assert 1 not in scored.notes

    def test_nothing_of_slices_without_any_figure(self) -> None:
        ready = compiled(indicator(value=GROWTH, **RISING))
        scored = ready.score(
            [row(None, a=1, b=1, w=1)], previous={"inputs": [row("phone", a=1, b=1, w=1)]}
        )
        assert (scored.notes[0].reason, scored.notes[0].before) == ("no_slice", ())


class TestStandIns:
    def test_an_adjusted_target_without_a_figure_follows_the_policy(self) -> None:
        # 7 carried over, against the indicator's own target: all 20 points
        scored = line(
            {"not_available": "carry_previous", "target": "5"},
            figures(x=None),
            previous={"values": {"line": Decimal(7)}},
            exemptions=[Exemption("line", "adjusted_target", Decimal(3))],
        )
        assert (scored.value, scored.points, scored.reason) == (7, 20, "blank")

    @pytest.mark.parametrize("policy", ["carry_previous", "team_mean"])
    def test_slices_have_no_substitute_value(self, policy: str) -> None:
        fields = {"value": RATIO, **RISING, "not_available": policy}
        stand_in = {"line": Decimal(7)}
        around = {"previous": {"values": stand_in}, "team_means": stand_in}
        scored = line(fields, [row("phone", a=1, b=0, w=1)], **around)
        assert (scored.value, scored.points, scored.reason) == (None, None, "zero_denominator")
        team = compiled(indicator(**fields)).score_team([row("phone", a=1, b=0, w=1)])
        assert (team.lines[0].points, team.lines[0].reason) == (None, "zero_denominator")
