"""The variants of the quality standard: shared lines differ only in points, slices, descriptions.

An industry variant adds lines of its own.
"""

from typing import Any

import pytest

from chalicelib.templates.library import template

INDUSTRY_LINES = {
    "telecom": ["fault_repair_timeliness"],
    "finance": ["compliant_operation"],
    "medical": ["privacy_compliance"],
    "education": ["solution_satisfaction"],
    "e-commerce": ["returns_efficiency", "complaint_timeliness"],
}
MAY_DIFFER = {"max_points", "slices", "description"}


def _lines(code: str) -> dict[str, dict[str, Any]]:
    document = template(code).document()
    return {
        indicator["code"]: indicator
        for dimension in document["dimensions"]
        for indicator in dimension["indicators"]
    }


@pytest.mark.parametrize(
    "code", [*INDUSTRY_LINES, "quality-standard-channels", "quality-standard-70-30"]
)
def test_a_shared_line_is_measured_and_scored_as_in_the_standard(code: str) -> None:
    standard = _lines("quality-standard")
    shared = {line: indicator for line, indicator in _lines(code).items() if line in standard}
    assert len(shared) >= 3
    for line, indicator in shared.items():
        fields = (set(indicator) | set(standard[line])) - MAY_DIFFER
        assert {f: indicator.get(f) for f in fields} == {f: standard[line].get(f) for f in fields}


@pytest.mark.parametrize(("code", "own"), INDUSTRY_LINES.items())
def test_an_industry_adds_its_own_lines_to_the_five(code: str, own: list[str]) -> None:
    assert list(_lines(code)) == [*_lines("quality-standard"), *own]


@pytest.mark.parametrize("code", [*INDUSTRY_LINES, "quality-standard-channels"])
def test_bands_and_the_fraud_veto_are_the_standards(code: str) -> None:
    standard, variant = template("quality-standard").document(), template(code).document()
    for section in ("grades", "vetoes", "extras"):
        assert variant[section] == standard[section]
    assert variant["vetoes"][0]["grade"] == "unqualified"
    assert variant["vetoes"][0]["coefficient"] == "0"
