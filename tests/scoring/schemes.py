"""Small scheme documents for the tests, and scoring a row with them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.scoring import CompiledScheme, Line, Result, compile_scheme, read_scheme

BANDS = [
    {
        "code": "excellent",
        "name": {"zh": "优秀", "en": "Excellent"},
        "min": "90",
        "coefficient": "1.2",
    },
    {"code": "good", "name": {"zh": "良好", "en": "Good"}, "min": "80", "coefficient": "1.1"},
    {"code": "fair", "name": {"zh": "合格", "en": "Fair"}, "min": "70", "coefficient": "1.0"},
    {"code": "weak", "name": {"zh": "较弱", "en": "Weak"}, "min": "60", "coefficient": "0.8"},
    {"code": "poor", "name": {"zh": "需改进", "en": "Poor"}, "min": "0", "coefficient": "0.5"},
]
METRIC = {"kind": "metric", "column": "x"}
# −2 per 10 seconds over 30, over 60 seconds nothing.
SECONDS_RULE = {
    "kind": "step_deduct",
    "step": "10",
    "per_step": "2",
    "cutoff": {"at": "60"},
}


def indicator(code: str = "line", **fields: Any) -> dict[str, Any]:
    """An indicator of 20 points on the metric column x, with other fields as given."""
    return {
        "code": code,
        "name": {"zh": f"指标{code}", "en": f"Indicator {code}"},
        "max_points": "20",
        "value": METRIC,
        "rule": {"kind": "pass_fail"},
        "target": "1",
        **fields,
    }


def scheme(*indicators: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """A document with these indicators in one dimension, its points adding up."""
    points = sum(Decimal(i["max_points"]) for i in indicators)
    return {
        "code": "test",
        "name": {"zh": "测试", "en": "Test"},
        "total_points": str(points),
        "dimensions": [
            {"code": "all", "name": "All", "points": str(points), "indicators": list(indicators)}
        ],
        "grades": BANDS,
        **fields,
    }


def compiled(*indicators: Mapping[str, Any], **fields: Any) -> CompiledScheme:
    return compile_scheme(read_scheme(scheme(*indicators, **fields)))


def figures(**cells: Any) -> dict[str, Decimal | str | None]:
    """A row: numbers as Decimals, exactly as written; words and None as they are."""
    return {
        column: Decimal(cell) if isinstance(cell, int) or _is_number(cell) else cell
        for column, cell in cells.items()
    }


def result(document: Mapping[str, Any], row: Any, **around: Any) -> Result:
    return compile_scheme(read_scheme(document)).score(row, **around)


def line(fields: Mapping[str, Any], row: Any, **around: Any) -> Line:
    """The one line of a scheme with one indicator."""
    return result(scheme(indicator(**fields)), row, **around).lines[0]


def points(fields: Mapping[str, Any], x: str) -> Decimal | None:
    """The points of the one indicator for the metric x."""
    return line(fields, figures(x=x)).points


def _is_number(cell: Any) -> bool:
    if not isinstance(cell, str):
        return False
    return cell.replace(".", "", 1).replace("-", "", 1).isdigit()
