"""The industry variants of the quality standard, computed by hand.

One agent is good; the other has lines that are not available.
"""

import pytest

from tests.templates.sheets import outcome, points, scored
from tests.templates.test_quality_standard_sheet import GOOD, MIXED

# Points of the five common lines with the weights 15, 25, 25, 15, 10 of the variants:
# GOOD: 15 + (25 - 5) + 25 + 15 + 10 = 85 of 90.
# MIXED: (15 - 2) + not available + (25 - 3) + 9 + 8 = 52 of 65.


@pytest.mark.parametrize(
    ("code", "figures", "line", "expected"),
    [
        # 19 of 20 faults in time are 95 %: 85 + 10.
        ("telecom", {"faults_reported": 20, "faults_repaired_in_time": 19}, "10.00", "95.00"),
        ("finance", {"operations_checked": 20, "operations_compliant": 20}, "10.00", "95.00"),
        ("medical", {"privacy_checked": 40, "privacy_compliant": 40}, "10.00", "95.00"),
        ("education", {"solution_answered": 40, "solution_satisfied": 38}, "10.00", "95.00"),
        # No faults, nothing inspected: 85 of 90 is 94.444...
        ("telecom", {"faults_reported": 0, "faults_repaired_in_time": 0}, None, "94.44"),
        ("finance", {}, None, "94.44"),
        ("medical", {"privacy_checked": 0, "privacy_compliant": 0}, None, "94.44"),
        ("education", {"solution_answered": 0, "solution_satisfied": 0}, None, "94.44"),
    ],
)
def test_a_good_agent_is_excellent_with_or_without_the_industry_line(
    code: str, figures: dict[str, int], line: str | None, expected: str
) -> None:
    result = scored(code, GOOD | figures)
    assert list(points(result).values())[-1] == line
    assert outcome(result) == (expected, "excellent", "1.2")


@pytest.mark.parametrize(
    ("code", "figures", "expected"),
    [
        # 90 %: five below 95, 10 - 5 = 5; 57 of 75.
        (
            "telecom",
            {"faults_reported": 20, "faults_repaired_in_time": 18},
            ("76.00", "pass", "0.8"),
        ),
        # 95 %: five below 100 at two each, 0; 52 of 75 is 69.333...
        (
            "finance",
            {"operations_checked": 20, "operations_compliant": 19},
            ("69.33", "pass", "0.8"),
        ),
        # 98 %: two below 100 at two each, 6; 58 of 75 is 77.333...
        ("medical", {"privacy_checked": 50, "privacy_compliant": 49}, ("77.33", "pass", "0.8")),
        # Eight answers are fewer than ten: left out; 52 of 65.
        (
            "education",
            {"solution_answered": 8, "solution_satisfied": 8},
            ("80.00", "good", "1.0"),
        ),
    ],
)
def test_the_industry_line_costs_what_its_parameters_say(
    code: str, figures: dict[str, int], expected: tuple[str, str, str]
) -> None:
    assert outcome(scored(code, MIXED | figures)) == expected


def test_the_shop_variant_measures_returns_and_complaints() -> None:
    good = {"returns_handled": 60, "returns_in_time": 57, "complaints": 0, "complaints_in_time": 0}
    result = scored("e-commerce", GOOD | good)
    assert points(result) == {
        "first_response_time": "15.00",
        "empathy": "20.00",  # 25 - 5
        "fcr": "20.00",
        "record_accuracy": "15.00",
        "proactive_recommendation": "10.00",
        "returns_efficiency": "10.00",  # 57 / 60 = 95 %
        "complaint_timeliness": None,  # no complaints
    }
    # 90 of 95: 94.7368...
    assert outcome(result) == ("94.74", "excellent", "1.2")


def test_late_returns_and_complaints_cost_a_shop_agent_the_grade() -> None:
    late = {"returns_handled": 50, "returns_in_time": 46, "complaints": 5, "complaints_in_time": 4}
    result = scored("e-commerce", MIXED | late)
    assert points(result) == {
        "first_response_time": "13.00",  # 45 s, 15 - 2
        "empathy": None,
        "fcr": "17.00",  # 20 - 3
        "record_accuracy": "9.00",
        "proactive_recommendation": "8.00",
        "returns_efficiency": "7.00",  # 92 %, three below 95
        "complaint_timeliness": "0.00",  # 80 %, fifteen below 95, not below 0
    }
    # 54 of 75.
    assert outcome(result) == ("72.00", "pass", "0.8")


def test_a_promotion_season_moves_points_from_response_to_complaints() -> None:
    season = {"first_response_points": "10", "complaints_points": "10"}
    figures = GOOD | {
        "returns_handled": 60,
        "returns_in_time": 57,
        "complaints": 20,
        "complaints_in_time": 18,  # 90 %: 10 - 5
    }
    # 10 + 20 + 20 + 15 + 10 + 10 + 5
    assert outcome(scored("e-commerce", figures, season)) == ("90.00", "excellent", "1.2")
