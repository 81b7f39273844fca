"""One worked example for each option of the other rules."""

from decimal import Decimal
from typing import Any, ClassVar

import pytest

from chalicelib.scoring import RowFault
from tests.scoring.schemes import figures, line, points


class TestCountDeduct:
    """Five points off for each failing ticket; three wrong items bring nothing."""

    def rule(self, **rule: Any) -> dict[str, Any]:
        return {"max_points": "25", "rule": {"kind": "count_deduct", "per_incident": "5", **rule}}

    @pytest.mark.parametrize(("count", "expected"), [("0", 25), ("1", 20), ("5", 0), ("6", 0)])
    def test_each_incident_costs_and_nothing_falls_below_zero(
        self, count: str, expected: int
    ) -> None:
        assert points(self.rule(), count) == expected

    @pytest.mark.parametrize(("count", "expected"), [("2", 15), ("3", 0), ("4", 0)])
    def test_from_zero_at_on_there_is_nothing(self, count: str, expected: int) -> None:
        assert points(self.rule(zero_at="3"), count) == expected

    def test_zero_at_wins_over_the_floor(self) -> None:
        fields = self.rule(zero_at="3", floor="18")
        assert [points(fields, n) for n in ("1", "2", "3")] == [20, 18, 0]

    def test_a_mean_count_is_deducted_in_proportion_and_rounded(self) -> None:
        # 25 − 5 × 1.3333 = 18.3335 → 18.33
        assert points(self.rule(), "1.3333") == Decimal("18.33")

    def test_fewer_than_no_incidents_bring_no_more_than_the_maximum(self) -> None:
        assert points(self.rule(), "-1") == 25

    def test_a_single_incident_may_be_one_too_many(self) -> None:
        assert [points(self.rule(zero_at="1"), n) for n in ("0", "1")] == [25, 0]


class TestTiers:
    def rule(self, direction: str, *tiers: tuple[str, str], otherwise: str = "0") -> dict[str, Any]:
        listed = [{"at": at, "points": points} for at, points in tiers]
        rule = {"kind": "tiers", "tiers": listed, "otherwise": otherwise}
        return {"direction": direction, "rule": rule, "target": None}

    @pytest.mark.parametrize(
        ("x", "expected"), [("96", 20), ("95", 20), ("94.9", 15), ("90", 15), ("89", 0)]
    )
    def test_the_first_tier_reached_counts_when_more_is_better(self, x: str, expected: int) -> None:
        assert points(self.rule("higher", ("95", "20"), ("90", "15")), x) == expected

    @pytest.mark.parametrize(("x", "expected"), [("5", 20), ("5.1", 12), ("10", 12), ("11", 4)])
    def test_the_first_tier_reached_counts_when_less_is_better(self, x: str, expected: int) -> None:
        assert points(self.rule("lower", ("5", "20"), ("10", "12"), otherwise="4"), x) == expected


class TestPassFail:
    @pytest.mark.parametrize(("x", "expected"), [("4.5", 20), ("4.6", 20), ("4.49", 0)])
    def test_all_or_nothing_when_more_is_better(self, x: str, expected: int) -> None:
        assert points({"target": "4.5", "rule": {"kind": "pass_fail"}}, x) == expected

    @pytest.mark.parametrize(("x", "expected"), [("30", 20), ("29", 20), ("30.01", 0)])
    def test_all_or_nothing_when_less_is_better(self, x: str, expected: int) -> None:
        fields = {"direction": "lower", "target": "30", "rule": {"kind": "pass_fail"}}
        assert points(fields, x) == expected


class TestProportional:
    def rule(self, direction: str, target: str, **rule: Any) -> dict[str, Any]:
        return {"direction": direction, "target": target, "rule": {"kind": "proportional", **rule}}

    def test_more_is_better_value_over_target(self) -> None:
        # 20 × 27 ÷ 30 = 18; at the target and beyond 20.
        fields = self.rule("higher", "30")
        assert [points(fields, x) for x in ("27", "30", "45", "0")] == [18, 20, 20, 0]

    def test_less_is_better_target_over_value(self) -> None:
        # 20 × 30 ÷ 40 = 15; 20 × 30 ÷ 70 = 8.571… → 8.57
        fields = self.rule("lower", "30")
        assert [points(fields, x) for x in ("40", "70", "20")] == [15, Decimal("8.57"), 20]

    def test_a_value_of_nothing_or_less_gets_the_cap_when_less_is_better(self) -> None:
        fields = self.rule("lower", "30", cap="1.1")
        assert [points(fields, x) for x in ("0", "-4")] == [22, 22]

    def test_a_negative_value_gets_the_floor_when_more_is_better(self) -> None:
        assert points(self.rule("higher", "30"), "-5") == 0
        assert points(self.rule("higher", "30", floor="0.25"), "-5") == 5

    def test_the_factor_is_held_between_floor_and_cap(self) -> None:
        # cap 1.2: at most 24; floor 0.5: at least 10.
        fields = self.rule("higher", "30", cap="1.2", floor="0.5")
        assert [points(fields, x) for x in ("36", "33", "60", "3")] == [24, 22, 24, 10]
        fields = self.rule("lower", "30", cap="1.2", floor="0.5")
        assert [points(fields, x) for x in ("25", "27", "10", "90")] == [
            24,
            Decimal("22.22"),
            24,
            10,
        ]

    def test_a_target_below_one_is_a_target_too(self) -> None:
        # 20 × 0.25 ÷ 0.5 = 10
        assert points(self.rule("higher", "0.5"), "0.25") == 10
        assert points(self.rule("lower", "0.5"), "1") == 10

    @pytest.mark.parametrize(("x", "expected"), [("0", 20), ("-1", 0)])
    def test_a_draft_with_a_target_of_nothing_can_still_be_tried(
        self, x: str, expected: int
    ) -> None:
        assert points(self.rule("higher", "0"), x) == expected


class TestLinear:
    def rule(self, zero_at: str, full_at: str) -> dict[str, Any]:
        rule = {"kind": "linear", "zero_at": zero_at, "full_at": full_at}
        direction = "lower" if Decimal(full_at) < Decimal(zero_at) else "higher"
        return {"direction": direction, "target": None, "rule": rule}

    @pytest.mark.parametrize(
        ("x", "expected"),
        [("60", "0"), ("65", "0"), ("30", "20"), ("10", "20"), ("45", "10"), ("41.6", "12.27")],
    )
    def test_a_straight_line_falling(self, x: str, expected: str) -> None:
        # 20 × (41.6 − 60) ÷ (30 − 60) = 20 × 0.61333… = 12.2666… → 12.27
        assert points(self.rule("60", "30"), x) == Decimal(expected)

    def test_a_straight_line_rising(self) -> None:
        # marks from 1 to 5: (3.5 − 1) ÷ 4 × 20 = 12.5
        assert points(self.rule("1", "5"), "3.5") == Decimal("12.5")

    @pytest.mark.parametrize(("x", "expected"), [("5", 20), ("4", 0)])
    def test_a_draft_without_length_can_still_be_tried(self, x: str, expected: int) -> None:
        assert points(self.rule("5", "5"), x) == expected


class TestScale:
    LEVELS: ClassVar[Any] = [
        {
            "code": "excellent",
            "name": {"zh": "优秀", "en": "Excellent"},
            "points": ["4", "5"],
            "step": "0.5",
        },
        {"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": "3"},
        {"code": "weak", "name": {"zh": "较差", "en": "Weak"}, "points": "1"},
    ]

    def points(self, cell: object) -> Decimal | None:
        rule = {"kind": "scale", "levels": self.LEVELS}
        return line({"max_points": "5", "target": None, "rule": rule}, {"x": cell}).points

    @pytest.mark.parametrize("cell", ["良好", "good", "Good", " GOOD ", "3", "3.0", Decimal(3)])
    def test_a_level_is_named_by_its_code_its_names_or_its_mark(self, cell: object) -> None:
        assert self.points(cell) == 3

    @pytest.mark.parametrize(("cell", "expected"), [("4", "4"), ("4.5", "4.5"), ("5", "5")])
    def test_a_mark_inside_a_range_counts_as_it_is(self, cell: str, expected: str) -> None:
        assert self.points(cell) == Decimal(expected)

    def test_the_steps_of_a_range_begin_at_its_lower_end(self) -> None:
        # from 1 in steps of 3: 1, 4 and 7, but neither 2 nor 3
        level = {"code": "a", "name": "A", "points": ["1", "7"], "step": "3"}
        fields = {"target": None, "rule": {"kind": "scale", "levels": [level]}}
        assert [points(fields, x) for x in ("1", "4", "7")] == [1, 4, 7]
        for x in ("2", "3", "5"):
            with pytest.raises(RowFault):
                points(fields, x)

    def test_a_range_that_is_only_named_counts_its_lower_end(self) -> None:
        assert self.points("优秀") == 4

    @pytest.mark.parametrize("cell", ["4.2", "3.5", "2", "0", "6", "bad", "4.25", "NaN", "1e0"])
    def test_anything_else_is_an_error_of_that_row(self, cell: str) -> None:
        with pytest.raises(RowFault) as fault:
            self.points(cell)
        assert (fault.value.code, fault.value.column) == ("unknown_level", "x")
        assert "优秀 4–5、良好 3、较差 1" in fault.value.message["zh"]

    def test_a_blank_cell_is_not_available(self) -> None:
        rule = {"kind": "scale", "levels": self.LEVELS}
        scored = line({"max_points": "5", "target": None, "rule": rule}, {"x": None})
        assert (scored.status, scored.reason, scored.points) == ("not_available", "blank", None)


def test_a_count_is_better_when_lower_without_saying_so() -> None:
    fields = {"rule": {"kind": "count_deduct", "per_incident": "5"}, "target": "0"}
    assert line(fields, figures(x="1")).points == 15
