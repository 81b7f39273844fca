"""Figures that a reference scheme leaves open, or that we assumed, are parameters to confirm."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.scoring import InvalidScheme, fill, lint, read_scheme
from chalicelib.templates.library import template
from tests.templates.sheets import ALL_TEMPLATES, confirmed

# The parameters that stand for the [X] places of the reference schemes.
LEFT_OPEN = {
    "taobao": {
        "avg_response_time_target",
        "satisfaction_target",
        "resolution_rate_target",
        "consultations_per_day_target",
        "order_timeliness_target",
        "basket_growth_target",
        "conversion_rate_target",
        "collaboration_target",
        "cross_department_target",
    },
    "courier": {
        "csat_target",
        "complaint_timeliness_target",
        "ordinary_complaint_hours",
        "major_complaint_hours",
        "avg_response_time_target",
        "resolution_rate_target",
        "exam_target",
    },
}
# Figures that the reference schemes omit or contradict, and that we assumed.
ASSUMED = {
    "taobao": {"miss_rule", "service_quality_points", "reply_rate_points", "excellent_min"},
    "courier": {"grade_basis", "step_mode"},
    "online-support": {"conversation_rating_points", "miss_rule", "good_min", "good_coefficient"},
    "quality-standard": {"good_min", "pass_min", "response_step_mode", "fcr_step_mode"},
    "quality-standard-channels": {"good_min", "pass_min", "response_step_mode"},
    "quality-standard-70-30": {"first_response_points", "fcr_points", "recommendation_points"},
    "telecom": {"fault_repair_points", "fault_repair_target", "fault_repair_per_point"},
    "finance": {"compliant_operation_points", "compliant_operation_target"},
    "medical": {"privacy_points", "privacy_target"},
    "education": {"solution_satisfaction_points", "solution_satisfaction_target"},
    "e-commerce": {"returns_points", "returns_target", "complaints_points"},
}


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_what_is_open_and_what_is_assumed_are_parameters(code: str) -> None:
    codes = {parameter["code"] for parameter in template(code).document()["parameters"]}
    assert LEFT_OPEN.get(code, set()) | ASSUMED[code] <= codes


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_every_parameter_proposes_a_value_and_marks_it_assumed(code: str) -> None:
    for parameter in template(code).document()["parameters"]:
        assert parameter["type"] in {"decimal", "integer", "choice"}, parameter["code"]
        assert parameter["suggested"], parameter["code"]
        assert parameter["assumed"] is True, parameter["code"]
        assert "value" not in parameter, parameter["code"]
        assert "confirmed" not in parameter, parameter["code"]


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_every_parameter_fills_a_place_and_every_place_has_its_parameter(code: str) -> None:
    document = template(code).document()
    declared = [parameter["code"] for parameter in document["parameters"]]
    assert sorted(set(_places(document))) == sorted(declared)


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_nothing_but_its_open_parameters_stops_a_template_from_being_published(code: str) -> None:
    errors = [finding for finding in lint(template(code).document()) if finding.severity == "error"]
    assert errors
    assert {finding.code for finding in errors} <= {"parameter_unset", "assumption_unconfirmed"}
    with pytest.raises(InvalidScheme):
        read_scheme(template(code).document())


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_a_template_with_every_proposal_confirmed_has_no_error(code: str) -> None:
    findings = lint(confirmed(code))
    assert [f"{f.code} {f.pointer}" for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_a_single_parameter_left_open_is_an_error(code: str) -> None:
    document = template(code).document()
    *settled, last = (parameter["code"] for parameter in document["parameters"])
    almost = fill(document, {parameter: {"confirmed": True} for parameter in settled})
    errors = [finding.code for finding in lint(almost) if finding.severity == "error"]
    assert errors
    assert set(errors) <= {"parameter_unset", "assumption_unconfirmed"}
    assert last


def test_the_linter_shows_that_the_courier_scheme_reaches_from_4_to_100() -> None:
    (finding,) = (f for f in lint(confirmed("courier")) if f.code == "reachable_range")
    assert finding.severity == "warning"
    assert "4" in finding.message["zh"]
    assert "100" in finding.message["zh"]


def test_the_linter_warns_of_the_cliff_at_sixty_seconds() -> None:
    # At 60 s 14 of 20 points are left, beyond it none.
    cliffs = [f.pointer for f in lint(confirmed("quality-standard")) if f.code == "cliff"]
    assert any(pointer.startswith("/dimensions/0/indicators/0") for pointer in cliffs)


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_a_template_asks_for_nothing_that_does_nothing(code: str) -> None:
    document = template(code).document()
    # Quarters, years and shares of the best and the last are not made yet.
    assert not {"aggregation", *(key for key in document if key.startswith("x_"))} & set(document)


# Percentages whose numerator is no part of the denominator: none.
@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_the_part_of_every_percentage_is_at_most_its_whole(code: str) -> None:
    document = template(code).document()
    bounds = {column["code"]: column.get("at_most") for column in document["columns"]}
    for dimension in document["dimensions"]:
        for indicator in dimension["indicators"]:
            value = indicator["value"]
            if value["kind"] == "ratio" and value.get("scale") == "100":
                assert bounds[value["numerator"]] == {"column": value["denominator"]}


# Columns that two figures of one template may be divided by, because both are of that count.
SHARED = {
    "contacts": {"response_seconds", "recommended"},
    "consultations": {"first_response_minutes", "replied"},
    "sessions": {"response_seconds", "solved"},
    "worked_days": {"consultations", "hours_online", "sessions"},
}


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_two_figures_share_a_denominator_only_where_both_are_of_that_count(code: str) -> None:
    divided: dict[str, set[str]] = {}
    for dimension in template(code).document()["dimensions"]:
        for indicator in dimension["indicators"]:
            value = indicator["value"].get("of", indicator["value"])
            if value["kind"] == "ratio":
                divided.setdefault(value["denominator"], set()).add(value["numerator"])
    for denominator, numerators in divided.items():
        assert len(numerators) == 1 or numerators <= SHARED[denominator], denominator


def _places(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$parameter" in value:
            yield value["$parameter"]
        for child in value.values():
            yield from _places(child)
    elif isinstance(value, list):
        for child in value:
            yield from _places(child)
