"""The two measured schemes: the quality standard (five lines), and one of ten lines."""

from typing import Any

STEPS: dict[str, Any] = {"kind": "step_deduct", "step": "1", "per_step": "1"}


def _line(code: str, points: str, value: Any, rule: Any, **fields: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "max_points": points,
        "value": value,
        "rule": rule,
        **fields,
    }


def _percent(part: str, whole: str) -> dict[str, Any]:
    return {"kind": "ratio", "numerator": part, "denominator": whole, "scale": "100"}


def _sample(failures: str, size: str) -> dict[str, Any]:
    return {"kind": "sample", "failures": failures, "size": size, "required_size": "10"}


FIVE = [
    _line(
        "first_response_time",
        "20",
        {"kind": "ratio", "numerator": "response_seconds", "denominator": "contacts"},
        {"kind": "step_deduct", "step": "10", "per_step": "2", "cutoff": {"at": "60"}},
        direction="lower",
        target="30",
    ),
    _line(
        "empathy",
        "25",
        _sample("empathy_failed", "empathy_drawn"),
        {"kind": "count_deduct", "per_incident": "5"},
    ),
    _line(
        "fcr",
        "30",
        _percent("resolved", "contacts"),
        {**STEPS, "cutoff": {"at": "75"}},
        target="85",
    ),
    _line(
        "record_accuracy",
        "15",
        _sample("record_wrong", "record_drawn"),
        {"kind": "count_deduct", "per_incident": "3", "zero_at": "3"},
    ),
    _line(
        "proactive",
        "10",
        _percent("recommended", "contacts"),
        {**STEPS, "cutoff": {"at": "5"}},
        target="10",
    ),
]
MORE = [
    _line(
        "online_hours",
        "20",
        {"kind": "ratio", "numerator": "online_minutes", "denominator": "days", "scale": "60"},
        {"kind": "proportional"},
        target="21600",
    ),
    _line(
        "consultations",
        "20",
        {"kind": "ratio", "numerator": "contacts", "denominator": "days"},
        {"kind": "proportional"},
        target="6",
    ),
    _line(
        "csat",
        "20",
        {"kind": "ratio", "numerator": "rating_sum", "denominator": "rated"},
        {
            "kind": "tiers",
            "tiers": [{"at": "4.5", "points": "20"}, {"at": "4", "points": "14"}],
            "otherwise": "6",
        },
    ),
    _line(
        "exam",
        "20",
        {"kind": "metric", "column": "exam"},
        {"kind": "linear", "zero_at": "50", "full_at": "90"},
    ),
    _line(
        "attendance",
        "20",
        {"kind": "metric", "column": "late"},
        {"kind": "pass_fail"},
        direction="lower",
        target="2",
    ),
]


def document(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scheme with these lines, with bands at 90, 80 and 60 percent of its points."""
    points = sum(int(line["max_points"]) for line in lines)
    bands = [("a", 90, "1.2"), ("b", 80, "1.0"), ("c", 60, "0.8"), ("d", 0, "0")]
    return {
        "code": "measured",
        "name": "Measured",
        "total_points": str(points),
        "dimensions": [{"code": "all", "name": "All", "points": str(points), "indicators": lines}],
        "grades": [
            {"code": c, "name": c, "min": str(share * points // 100), "coefficient": coefficient}
            for c, share, coefficient in bands
        ],
    }
