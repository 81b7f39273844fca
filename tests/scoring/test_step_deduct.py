"""The vectors of the rules, and every option of step_deduct worked out by hand."""

from decimal import Decimal

import pytest

from tests.scoring.schemes import SECONDS_RULE, figures, line, points

# Target 30, step 10, per_step 2, max 20, lower is better, cutoff over 60.
SECONDS = {
    "full": {"28": 20, "30": 20, "31": 20, "39": 20, "40": 18, "45": 18, "60": 14, "60.1": 0},
    "started": {"28": 20, "30": 20, "31": 18, "39": 18, "40": 18, "45": 16, "60": 14, "60.1": 0},
    "proportional": {
        "28": "20",
        "30": "20",
        "31": "19.8",
        "39": "18.2",
        "40": "18",
        "45": "17",
        "60": "14",
        "60.1": "0",
    },
}
# Target 85, step 1, per_step 1, max 30, higher is better, cutoff under 75.
PERCENT = {
    "full": {"84.5": "30", "80.2": "26", "75": "20", "74.9": "0", "85": "30", "92": "30"},
    "started": {"84.5": "29", "80.2": "25", "75": "20", "74.9": "0", "85": "30", "92": "30"},
    "proportional": {"84.5": "29.5", "80.2": "25.2", "75": "20", "74.9": "0", "85": "30"},
}


@pytest.mark.parametrize(
    ("mode", "x", "expected"),
    [(mode, x, points) for mode, table in SECONDS.items() for x, points in table.items()],
)
def test_the_vector_of_seconds_over_the_target(mode: str, x: str, expected: object) -> None:
    rule = {**SECONDS_RULE, "step_mode": mode}
    assert points({"direction": "lower", "target": "30", "rule": rule}, x) == Decimal(expected)


@pytest.mark.parametrize(
    ("mode", "x", "expected"),
    [(mode, x, points) for mode, table in PERCENT.items() for x, points in table.items()],
)
def test_the_vector_of_percent_below_the_target(mode: str, x: str, expected: str) -> None:
    rule = {
        "kind": "step_deduct",
        "step": "1",
        "per_step": "1",
        "step_mode": mode,
        "cutoff": {"at": "75"},
    }
    fields = {"direction": "higher", "target": "85", "max_points": "30", "rule": rule}
    assert points(fields, x) == Decimal(expected)


def lower(**rule: object) -> dict[str, object]:
    return {"direction": "lower", "target": "30", "rule": {**SECONDS_RULE, **rule}}


def test_points_never_fall_below_the_floor() -> None:
    # 20 − 2 × 7 = 6, but the floor is 8; at 80 seconds without cutoff 20 − 2 × 5 = 10 still stands.
    fields = lower(floor="8", cutoff=None)
    assert points(fields, "80") == 10
    assert points(fields, "100") == 8


def test_the_cutoff_wins_over_the_floor() -> None:
    assert points(lower(floor="8"), "60.0001") == 0


def test_the_cutoff_may_be_worth_points_of_its_own() -> None:
    assert points(lower(cutoff={"at": "60", "points": "3"}), "61") == 3


def test_an_inclusive_cutoff_holds_at_its_own_value() -> None:
    fields = lower(cutoff={"at": "60", "inclusive": True})
    assert points(fields, "60") == 0
    assert points(fields, "59.99") == 16  # 29.99 over: 2 full steps


def test_an_inclusive_cutoff_holds_below_a_target_that_is_better_when_higher() -> None:
    rule = {
        "kind": "step_deduct",
        "step": "1",
        "per_step": "1",
        "cutoff": {"at": "75", "inclusive": True},
    }
    fields = {"target": "85", "rule": rule}
    assert points(fields, "75") == 0
    assert points(fields, "75.01") == 11  # 9.99 below: 9 full steps of 20 points


def test_the_target_is_met_when_it_is_reached_exactly_even_at_an_inclusive_cutoff() -> None:
    assert points(lower(cutoff={"at": "30", "inclusive": True}), "30") == 20


def test_the_same_holds_where_more_is_better() -> None:
    rule = {
        "kind": "step_deduct",
        "step": "1",
        "per_step": "1",
        "cutoff": {"at": "85", "inclusive": True},
    }
    assert points({"target": "85", "rule": rule}, "85") == 20
    assert points({"target": "85", "rule": rule}, "84.99") == 0


@pytest.mark.parametrize(
    ("mode", "x", "expected"),
    [
        ("full", "30.99", "19.95"),
        ("full", "31", "19.9"),
        ("full", "230.25", "0"),
        ("full", "229.75", "0.05"),
        ("started", "30.5", "19.95"),
        ("started", "30.51", "19.9"),
        ("started", "229.5", "0.05"),
        ("started", "229.51", "0"),
    ],
)
def test_hundreds_of_small_steps_are_counted_alike(mode: str, x: str, expected: str) -> None:
    # half a second a step and 0.05 points each: all 20 are gone after 400 steps
    rule = {"kind": "step_deduct", "step": "0.5", "per_step": "0.05", "step_mode": mode}
    fields = {"direction": "lower", "target": "30", "rule": rule}
    assert points(fields, x) == Decimal(expected)


def test_fractions_of_points_are_rounded_half_up_to_the_places_of_a_line() -> None:
    # 0.0125 s over at 2 points per 10 s costs 0.0025: 19.9975 → 20.00; 0.026 costs 0.0052: 19.99.
    fields = lower(step_mode="proportional")
    assert points(fields, "30.0125") == Decimal("20.00")
    assert points(fields, "30.026") == Decimal("19.99")
    # exactly half a hundredth lost stays half up: 20 − 0.005 = 19.995 → 20.00
    assert points(fields, "30.025") == Decimal("20.00")


def test_points_are_printed_with_the_places_of_a_line() -> None:
    assert str(points(lower(), "45")) == "18.00"
    assert str(points(lower(per_step="0.125"), "45")) == "19.88"  # 20 − 0.125 = 19.875
    assert str(points(lower(step_mode="started", per_step="2.5"), "41")) == "15.00"
    assert str(points(lower(), "61")) == "0.00"


def test_the_line_tells_value_target_and_points() -> None:
    scored = line(lower(), figures(x="41.6"))
    assert (scored.value, scored.target, scored.points) == (Decimal("41.6"), 30, 18)
    assert (scored.status, scored.reason, scored.max_points) == ("scored", None, 20)
