"""The schemes of the three companies: growth and the month before, a team's mean, ranks by team."""

from typing import Any

#: Months that files are sent for, in order.
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
FIRST_MONTH = "2026-01"

_GRADES = [
    {"code": "good", "name": {"zh": "良好", "en": "Good"}, "min": "80", "coefficient": "1.2"},
    {"code": "fair", "name": {"zh": "合格", "en": "Fair"}, "min": "60", "coefficient": "1"},
    {"code": "poor", "name": {"zh": "较差", "en": "Poor"}, "min": "0", "coefficient": "0.6"},
]


def _answer_time(points: str, target: str) -> dict[str, Any]:
    return {
        "code": "answer_time",
        "name": {"zh": "响应时间", "en": "Answer time"},
        "unit": "second",
        "direction": "lower",
        "max_points": points,
        "target": target,
        "value": {"kind": "ratio", "numerator": "wait_seconds", "denominator": "contacts"},
        "rule": {"kind": "step_deduct", "step": "5", "per_step": "6"},
    }


def _scheme(code: str, *indicators: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": {"zh": "客服考核", "en": "Service desk"},
        "total_points": "100",
        "dimensions": [
            {
                "code": "all",
                "name": {"zh": "全部", "en": "All"},
                "points": "100",
                "indicators": list(indicators),
            }
        ],
        "grades": _GRADES,
        **more,
    }


def growing(target: str = "30") -> dict[str, Any]:
    """Growth over the month before, and a share of tickets solved."""
    growth = {
        "code": "growth",
        "name": {"zh": "销售增长", "en": "Growth of sales"},
        "unit": "percent",
        "direction": "higher",
        "max_points": "30",
        "target": "10",
        "value": {"kind": "growth", "of": {"kind": "metric", "column": "sold"}},
        "rule": {"kind": "linear", "zero_at": "-20", "full_at": "10"},
    }
    solved = {
        "code": "solved",
        "name": {"zh": "解决率", "en": "Resolution rate"},
        "unit": "percent",
        "direction": "higher",
        "max_points": "30",
        "target": "90",
        "value": {
            "kind": "ratio",
            "numerator": "solved",
            "denominator": "raised",
            "scale": "100",
        },
        "rule": {"kind": "step_deduct", "step": "1", "per_step": "2"},
    }
    return _scheme("growing", _answer_time("40", target), growth, solved)


def shared(target: str = "30") -> dict[str, Any]:
    """A quality mark; somebody without one gets the mean of the team."""
    quality = {
        "code": "quality",
        "name": {"zh": "服务质量", "en": "Quality"},
        "unit": "score",
        "direction": "higher",
        "max_points": "50",
        "target": "80",
        "not_available": "team_mean",
        "value": {"kind": "metric", "column": "quality"},
        "rule": {"kind": "step_deduct", "step": "2", "per_step": "3"},
    }
    return _scheme("shared", _answer_time("50", target), quality)


def ranked(target: str = "30") -> dict[str, Any]:
    """A mark that is carried over from the month before, and ranks within the team."""
    mark = {
        "code": "mark",
        "name": {"zh": "考试", "en": "Exam"},
        "unit": "score",
        "direction": "higher",
        "max_points": "60",
        "target": "50",
        "not_available": "carry_previous",
        "value": {"kind": "metric", "column": "mark"},
        "rule": {"kind": "proportional"},
    }
    ranking = {"group_by": "team"}
    return _scheme("ranked", _answer_time("40", target), mark, ranking=ranking)


#: Columns of figures of each scheme, beside wait_seconds and contacts.
COLUMNS = {"growing": ("sold", "solved", "raised"), "shared": ("quality",), "ranked": ("mark",)}
MAKERS = {"growing": growing, "shared": shared, "ranked": ranked}
#: The targets of later versions.
TARGETS = ("30", "25", "35", "28", "40")
