"""Words and figures of a drafted plan for every kind of rule, worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.plans import proposing
from chalicelib.plans.drafting import plan_from
from chalicelib.plans.records import Plan
from chalicelib.plans.shortfalls import shortfalls
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Indicator, compile_scheme, pack, read_scheme

METRIC = {"kind": "metric", "column": "value"}


def drafted(row: Any, **indicator: Any) -> tuple[Plan, Indicator]:
    """The plan for a scheme of one indicator of 20 points, and a person with this row."""
    document = {
        "code": "one",
        "name": "One",
        "total_points": "20",
        "dimensions": [
            {
                "code": "all",
                "name": "All",
                "points": "20",
                "indicators": [
                    {
                        "code": "line",
                        "name": {"zh": "指标", "en": "Line"},
                        "max_points": "20",
                        "value": METRIC,
                        **indicator,
                    }
                ],
            }
        ],
        "grades": [{"code": "low", "name": "Low", "min": "0", "coefficient": "0.5"}],
    }
    scheme = read_scheme(document)
    version = ReadyScheme(1, "0" * 64, scheme, compile_scheme(scheme))
    result = version.compiled.score(row)
    card = Scorecard("7", "one", "2026-10", 1, 1, pack(result, row), "upl", 2, "now", grade="low")
    (shortfall,) = shortfalls(card, version)
    return plan_from(card, version, shortfall, "now", "2026-11-30"), scheme.indicators[0]


def figures(plan: Plan) -> tuple[str | None, str | None, str | None]:
    """(points, goal, gain)"""
    found = plan.figures or {}
    return found.get("points"), found.get("goal"), found.get("gain")


STEP = {"kind": "step_deduct", "step": "10", "per_step": "2"}
TIERS = {"kind": "tiers", "tiers": [{"at": "90", "points": "20"}, {"at": "80", "points": "15"}]}
LINE = {"kind": "linear", "zero_at": "50", "full_at": "100"}
LEVELS = [
    {"code": "good", "name": {"zh": "优秀", "en": "Good"}, "points": ["16", "20"]},
    {"code": "fair", "name": {"zh": "一般", "en": "Fair"}, "points": "10"},
]


@pytest.mark.parametrize(
    ("value", "indicator", "expected"),
    [
        # 55 is 25 over 30: two whole steps, 20 − 4 = 16; the target brings 4
        ("55", {"direction": "lower", "target": "30", "rule": STEP}, ("16.00", "30", "4.00")),
        # 31 is over by less than a step: no points lost, none to gain, but the target is missed
        ("31", {"direction": "lower", "target": "30", "rule": STEP}, ("20.00", "30", "0.00")),
        # 85 reaches the second tier; the first is at 90
        ("85", {"rule": TIERS}, ("15.00", "90", "5.00")),
        # half way from 50 to 100: 20 × 25 ÷ 50 = 10
        ("75", {"rule": LINE}, ("10.00", "100", "10.00")),
        # 72 of 90: 20 × 0.8 = 16
        ("72", {"target": "90", "rule": {"kind": "proportional"}}, ("16.00", "90", "4.00")),
        ("89", {"target": "90", "rule": {"kind": "pass_fail"}}, ("0.00", "90", "20.00")),
        # three incidents cost 5 each: 20 − 15; none is the goal
        ("3", {"rule": {"kind": "count_deduct", "per_incident": "5"}}, ("5.00", "0", "15.00")),
        # a level's name counts its lower end; the best mark is 20
        ("优秀", {"rule": {"kind": "scale", "levels": LEVELS}}, ("16.00", "20", "4.00")),
    ],
)  # fmt: skip
def test_the_goal_is_where_the_rule_gives_most(
    value: str, indicator: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    cell = value if value == "优秀" else Decimal(value)
    plan, _ = drafted({"value": cell}, **indicator)

    assert figures(plan) == expected


def test_a_value_is_written_with_two_decimals_but_never_as_if_it_had_met_the_target() -> None:
    rule = {"kind": "step_deduct", "step": "1", "per_step": "1"}
    value = {"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "100"}
    common = {"target": "85", "rule": rule, "value": value, "unit": "percent"}

    # 2 ÷ 3 = 66.666…%
    plan, indicator = drafted({"a": Decimal(2), "b": Decimal(3)}, **common)
    assert "66.67% (target ≥ 85%)" in proposing.problem(plan, indicator).en
    # 84,999 ÷ 100,000 = 84.999%: two decimals would say 85
    plan, indicator = drafted({"a": Decimal(84_999), "b": Decimal(100_000)}, **common)
    assert "84.999% (target ≥ 85%)" in proposing.problem(plan, indicator).en


def test_without_a_target_the_points_alone_are_told() -> None:
    plan, indicator = drafted({"value": Decimal(85)}, rule=TIERS)

    assert proposing.problem(plan, indicator).en == "Line: 5 of 20 points lost."
    effect = proposing.expected_effect(plan, indicator, "90")
    assert effect.en == "Line ≥ 90, worth 5 more points"


def test_each_slice_that_missed_is_named_with_its_own_target() -> None:
    rows = [
        {"value": Decimal(45), "channel": "phone", "contacts": Decimal(60)},
        {"value": Decimal(12), "channel": "online", "contacts": Decimal(40)},
    ]
    plan, indicator = drafted(
        rows,
        unit="second",
        direction="lower",
        rule={**STEP, "step": "5"},
        slices={
            "by": "channel",
            "weight_by": "contacts",
            "targets": {"phone": "30", "online": "15"},
        },
    )

    # phone: 15 over 30 is three steps, 20 − 6 = 14; online met, 20.
    # (14 × 60 + 20 × 40) ÷ 100 = 16.4
    assert figures(plan) == ("16.40", None, "3.60")
    problem = proposing.problem(plan, indicator)
    assert (
        problem.en == "Line missed its target: phone 45 s (target ≤ 30 s); 3.6 of 20 points lost."
    )
    assert problem.zh == "指标未达到目标：phone 45 秒（目标 ≤ 30 秒）；扣 3.6 分（满分 20）。"
    effect = proposing.expected_effect(plan, indicator, None)
    assert effect.en == "Line: phone ≤ 30 s, worth 3.6 more points"


def test_the_schemes_own_causes_and_measures_are_proposed_before_general_ones() -> None:
    improvement = {"causes": ["Too few people"], "measures": ["Hire", "Train"]}
    common = {"direction": "lower", "target": "30", "rule": STEP, "unit": "second"}
    _, own = drafted({"value": Decimal(55)}, improvement=improvement, **common)
    _, general = drafted({"value": Decimal(55)}, **common)

    assert proposing.cause(own).en == "Too few people"
    assert proposing.measure(own).en == "Hire; Train"
    assert proposing.measure(general).en.startswith("Roster by the peaks of demand; ")
