"""The breakpoints of each rule: the values at which its points jump or change their slope."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import read_scheme
from chalicelib.scoring.rules.rule import Terms
from tests.scoring.schemes import SECONDS_RULE, compiled, indicator, scheme


def breakpoints(
    rule: dict[str, Any], direction: Any = "lower", max_points: str = "20"
) -> list[Decimal]:
    fields = {"rule": rule, "direction": direction, "target": "30", "max_points": max_points}
    (read,) = read_scheme(scheme(indicator(**fields))).indicators
    return list(read.rule.breakpoints(Terms(read.direction, read.max_points, read.target)))


def numbers(*written: str) -> list[Decimal]:
    return [Decimal(number) for number in written]


class TestStepDeduct:
    def test_every_step_until_two_beyond_the_floor_then_the_cutoff(self) -> None:
        # 20 points of 5 a step are gone after 4 steps
        rule = {**SECONDS_RULE, "per_step": "5"}
        assert breakpoints(rule) == numbers("30", "40", "50", "60", "70", "80", "90", "60")

    def test_a_floor_is_reached_in_fewer_steps_and_a_rule_may_have_no_cutoff(self) -> None:
        # 20 − 10 = 10 points of 5 a step: 2 steps, and two beyond
        rule = {**SECONDS_RULE, "per_step": "5", "floor": "10", "cutoff": None}
        assert breakpoints(rule) == numbers("30", "40", "50", "60", "70")

    def test_where_more_is_better_the_steps_lead_downwards(self) -> None:
        rule = {"kind": "step_deduct", "step": "2", "per_step": "10"}
        assert breakpoints(rule, "higher") == numbers("30", "28", "26", "24", "22")

    def test_of_very_many_steps_the_first_two_hundred_and_the_last(self) -> None:
        # 20 points of 0.05 a step: 400 steps, the last breakpoint 402 × 10 behind the target
        found = breakpoints({"kind": "step_deduct", "step": "10", "per_step": "0.05"})
        assert (len(found), found[199], found[200]) == (201, 2020, 4050)


class TestCountDeduct:
    RULE = {"kind": "count_deduct", "per_incident": "5"}  # noqa: RUF012 read only

    def test_every_count_until_nothing_is_left(self) -> None:
        # 4 incidents take all: from 0 to 5, and the step to nothing at 6
        assert breakpoints(self.RULE) == numbers("0", "1", "2", "3", "4", "5", "5", "6")

    def test_the_count_from_which_there_is_nothing(self) -> None:
        found = breakpoints({**self.RULE, "zero_at": "2.5"})
        assert found == numbers("0", "1", "2", "3", "4", "5", "2", "3")

    def test_a_floor_is_reached_by_fewer(self) -> None:
        # 20 − 10 = 10 points of 5 each: 2 incidents
        found = breakpoints({**self.RULE, "floor": "10"})
        assert found == numbers("0", "1", "2", "3", "3", "4")

    def test_the_points_of_whole_counts_are_computed_once(self) -> None:
        (line,) = compiled(indicator(rule=self.RULE, target=None)).lines
        assert line.points(Decimal(3)) is line.points(Decimal(3))
        assert line.points(Decimal(31)) is line.points(Decimal(31))
        assert line.points(Decimal(32)) == 0


class TestProportional:
    RULE = {"kind": "proportional", "cap": "1.2"}  # noqa: RUF012 read only

    def test_where_more_is_better_floor_and_cap_are_shares_of_the_target(self) -> None:
        # 30 × 0.5 = 15 and 30 × 1.2 = 36
        assert breakpoints({**self.RULE, "floor": "0.5"}, "higher") == numbers(
            "0", "15", "30", "36"
        )

    def test_where_less_is_better_the_target_is_a_share_of_them(self) -> None:
        # 30 ÷ 1.2 = 25 and 30 ÷ 0.5 = 60; without a floor there is no end
        assert breakpoints({**self.RULE, "floor": "0.5"}) == numbers("0", "25", "30", "60")
        assert breakpoints(self.RULE) == numbers("0", "25", "30")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "linear", "zero_at": "60", "full_at": "30"}, ("60", "30")),
        ({"kind": "pass_fail"}, ("30",)),
        ({"kind": "tiers", "tiers": [{"at": "5", "points": "9"}]}, ("5",)),
        (
            {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["4", "5"]}]},
            ("4", "5"),
        ),
    ],
)
def test_the_other_rules_have_breakpoints_at_their_own_figures(
    rule: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert breakpoints(rule) == numbers(*expected)
