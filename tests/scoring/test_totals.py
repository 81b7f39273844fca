"""From points to a total: policies, re-weighting, extras, caps, and too little data."""

from decimal import Decimal
from typing import Any, ClassVar

import pytest

from chalicelib.scoring import Result, RowFault
from tests.scoring.schemes import figures, indicator, result, scheme

PROPORTIONAL = {"target": "100", "rule": {"kind": "proportional"}}


def three(policy: str = "reweight", **fields: Any) -> dict[str, Any]:
    """Lines of 50, 30 and 20 points on the columns a, b, c; a follows the policy."""
    lines = [
        indicator(
            code,
            max_points=points,
            value={"kind": "metric", "column": code},
            not_available=policy if code == "a" else "reweight",
            **PROPORTIONAL,
        )
        for code, points in (("a", "50"), ("b", "30"), ("c", "20"))
    ]
    return scheme(*lines, **fields)


def scored(policy: str = "reweight", row: Any = None, **fields: Any) -> Result:
    around = {
        key: fields.pop(key)
        for key in ("previous", "team_means", "exemptions", "extras_given", "veto")
        if key in fields
    }
    if "extras_given" in around:
        around["extras"] = around.pop("extras_given")
    row = figures(a=None, b=90, c=70) if row is None else row
    return result(three(policy, **fields), row, **around)


class TestWithEveryLine:
    def test_the_total_is_the_sum_of_the_points(self) -> None:
        # 50 × 0.8 + 30 × 0.9 + 20 × 0.7 = 40 + 27 + 14
        full = scored(row=figures(a=80, b=90, c=70))
        assert [line.points for line in full.lines] == [40, 27, 14]
        assert (full.earned, full.available, full.total) == (81, 100, 81)
        assert (full.grade, full.coefficient, full.insufficient) == ("good", Decimal("1.1"), False)

    def test_points_by_dimension(self) -> None:
        assert scored(row=figures(a=80, b=90, c=70)).dimensions == {"all": (81, 100)}
        assert scored().dimensions == {"all": (41, 50)}

    def test_lines_are_rounded_before_they_are_added(self) -> None:
        # 50 × 0.33333 = 16.6665 → 16.67, 30 × 0.33333 = 9.9999 → 10.00, 20 × … = 6.6666 → 6.67
        full = scored(row=figures(a="33.333", b="33.333", c="33.333"))
        assert [str(line.points) for line in full.lines] == ["16.67", "10.00", "6.67"]
        assert str(full.total) == "33.34"

    def test_other_places_for_lines_and_total(self) -> None:
        rounding = {"line": 0, "total": 1}
        full = scored(row=figures(a="81", b="91", c="71"), rounding=rounding)
        # 40.5 → 41, 27.3 → 27, 14.2 → 14
        assert [str(line.points) for line in full.lines] == ["41", "27", "14"]
        assert str(full.total) == "82.0"

    def test_a_total_may_be_rounded_more_coarsely_than_its_lines(self) -> None:
        full = scored(row=figures(a="81", b="91", c="71"), rounding={"line": 2, "total": 0})
        assert str(full.total) == "82"  # 40.50 + 27.30 + 14.20


class TestWithoutALine:
    def test_reweight_leaves_it_out_of_both_sums(self) -> None:
        # (27 + 14) × 100 ÷ 50 = 82
        without = scored()
        assert (without.earned, without.available, without.total) == (41, 50, 82)
        line = without.lines[0]
        assert (line.points, line.status, line.reason) == (None, "not_available", "blank")

    def test_the_quotient_is_rounded_half_up(self) -> None:
        # (50 × 0.5 + 30 × 0.5) ÷ 80 with c missing: 40 × 100 ÷ 80 = 50; 40.01 → 50.0125 → 50.01
        without = scored(row=figures(a="50.02", b=50, c=None))
        assert without.earned == Decimal("40.01")
        assert str(without.total) == "50.01"

    def test_full_gives_its_points(self) -> None:
        full = scored("full")
        assert (full.earned, full.available, full.total) == (91, 100, 91)
        assert (full.lines[0].points, full.lines[0].status) == (50, "not_available")

    def test_zero_gives_none(self) -> None:
        zero = scored("zero")
        assert (zero.earned, zero.available, zero.total) == (41, 100, 41)
        assert str(zero.lines[0].points) == "0.00"

    def test_carry_previous_scores_the_previous_value(self) -> None:
        carried = scored("carry_previous", previous={"values": {"a": Decimal(60)}})
        assert (carried.lines[0].value, carried.lines[0].points) == (60, 30)
        assert (carried.lines[0].status, carried.total) == ("not_available", 71)

    def test_team_mean_scores_the_teams_value(self) -> None:
        mean = scored("team_mean", team_means={"a": Decimal(55)})
        assert (mean.lines[0].value, mean.lines[0].points, mean.total) == (
            55,
            Decimal("27.5"),
            Decimal("68.5"),
        )

    @pytest.mark.parametrize("policy", ["carry_previous", "team_mean"])
    def test_without_a_substitute_value_the_line_is_left_out(self, policy: str) -> None:
        assert scored(policy).total == 82
        assert scored(policy, previous={"values": {}}, team_means={}).total == 82

    def test_reject_makes_the_row_an_error(self) -> None:
        with pytest.raises(RowFault) as fault:
            scored("reject")
        assert (fault.value.column, fault.value.code) == ("a", "value_missing")

    def test_a_policy_is_not_asked_when_there_is_a_value(self) -> None:
        for policy in ("full", "zero", "reject", "carry_previous", "team_mean"):
            assert scored(policy, row=figures(a=80, b=90, c=70)).total == 81


class TestTooLittle:
    def test_more_than_half_of_the_points_missing_gives_no_result(self) -> None:
        # a and c are 70 of 100 points
        without = scored(row=figures(a=None, b=90, c=None))
        assert without.insufficient
        assert (without.total, without.grade, without.coefficient) == (None, None, None)
        assert (without.earned, without.available) == (27, 30)
        assert without.lines[1].points == 27

    def test_exactly_the_allowed_share_is_enough(self) -> None:
        assert not scored().insufficient  # 50 of 100 missing, 0.5 allowed
        assert scored(max_unavailable="0.49").insufficient

    def test_points_that_a_policy_gives_are_available(self) -> None:
        only_a = scored("full", row=figures(a=None, b=None, c=None))
        assert (only_a.available, only_a.total) == (50, 100)

    def test_nothing_at_all_is_never_enough(self) -> None:
        nothing = scored(row={}, max_unavailable="1")
        assert nothing.insufficient
        assert scored(row=figures(a=None, b=None, c=5), max_unavailable="1").total == 5


class TestExtras:
    EXTRAS: ClassVar[Any] = [
        {"code": "award", "name": "Award", "column": "award", "min": "0", "max": "5"},
        {"code": "penalty", "name": "Penalty", "column": "penalty", "max": "0"},
    ]

    def scored(self, award: Any = None, penalty: Any = None, **fields: Any) -> Result:
        row = {**figures(a=80, b=90, c=70), **figures(award=award, penalty=penalty)}
        return scored(row=row, extras=self.EXTRAS, **fields)

    def test_blank_counts_nothing(self) -> None:
        assert (self.scored().total, dict(self.scored().extras)) == (81, {})

    def test_signed_points_are_added(self) -> None:
        both = self.scored("4.5", "-2")
        assert both.total == Decimal("83.5")
        assert both.extras == {"award": Decimal("4.5"), "penalty": -2}
        assert both.earned == 81

    def test_they_come_after_the_reweighting(self) -> None:
        row = {**figures(a=None, b=90, c=70), **figures(award=3)}
        assert scored(row=row, extras=self.EXTRAS).total == 85  # 82 + 3

    def test_a_total_never_exceeds_the_points_of_the_scheme(self) -> None:
        row = {**figures(a=100, b=100, c=100), **figures(award=3)}
        assert scored(row=row, extras=self.EXTRAS).total == 100
        assert scored(row=row, extras=self.EXTRAS, total_cap="102").total == 102
        assert scored(row=row, extras=self.EXTRAS, total_cap="110").total == 103

    def test_a_total_never_falls_below_zero(self) -> None:
        low = self.scored(None, "-200")
        assert (str(low.total), low.grade) == ("0.00", "poor")

    def test_its_bounds_are_allowed(self) -> None:
        assert self.scored(5, 0).total == 86
        assert self.scored(0, None).total == 81

    @pytest.mark.parametrize(
        ("award", "penalty", "column"), [(6, 0, "award"), (-1, 0, "award"), (0, 1, "penalty")]
    )
    def test_outside_its_bounds_is_an_error_of_that_row(
        self, award: int, penalty: int, column: str
    ) -> None:
        with pytest.raises(RowFault) as fault:
            self.scored(award, penalty)
        assert (fault.value.column, fault.value.code) == (column, "extra_out_of_range")

    def test_those_given_win_over_those_of_the_row(self) -> None:
        given = self.scored("4.5", "-2", extras_given={"award": Decimal(1)})
        assert given.total == 80  # 81 + 1 − 2

    def test_an_unknown_extra_is_an_error(self) -> None:
        for fields in ({"extras": self.EXTRAS}, {}):
            with pytest.raises(RowFault) as fault:
                scored(extras_given={"bonus": Decimal(1)}, **fields)
            assert (fault.value.column, fault.value.code) == ("bonus", "unknown_extra")

    def test_without_a_total_there_is_nothing_to_add_to(self) -> None:
        row = {**figures(a=None, b=90, c=None), **figures(award=3)}
        assert scored(row=row, extras=self.EXTRAS).total is None

    def test_thousandths_are_rounded_with_the_total(self) -> None:
        assert str(self.scored("0.005").total) == "81.01"


def test_points_of_the_scheme_other_than_a_hundred() -> None:
    # lines of 12 and 8: a full line of 12 and 6 of 8 is 18 of 20; without the second 12 × 20 ÷ 12
    lines = [
        indicator(c, max_points=p, value={"kind": "metric", "column": c}, **PROPORTIONAL)
        for c, p in (("a", "12"), ("b", "8"))
    ]
    document = scheme(*lines)
    assert result(document, figures(a=100, b=75)).total == 18
    assert result(document, figures(a=100, b=None)).total == 20


def test_weights_that_do_not_add_up_are_scaled_to_the_total() -> None:
    # an unfinished draft: 95 points of 100, all earned
    lines = [indicator(max_points="95", **PROPORTIONAL)]
    assert result({**scheme(*lines), "total_points": "100"}, figures(x=100)).total == 100
