# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Every field of a document is read: it is checked, it is bounded, and it comes out as written."""

import json
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import InvalidScheme, read_scheme
from tests.scoring.schemes import indicator, scheme

LINE = "/dimensions/0/indicators/0"
WORDS = {"zh": "词", "en": "words"}


def faults(document: Any) -> set[tuple[str, str]]:
    try:
        read_scheme(document)
    except InvalidScheme as invalid:
        return {(f.code, f.pointer) for f in invalid.findings}
    return set()


def values() -> list[dict[str, Any]]:
    """Every value kind with every field that it has."""
    raters = {"peer": "1", "self": "0"}
    return [
        {"kind": "metric", "column": "m"},
        {"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "100"},
        {"kind": "growth", "of": {"kind": "ratio", "numerator": "a", "denominator": "b", "scale": "1"}},
        {"kind": "growth", "of": {"kind": "metric", "column": "m"}},
        {"kind": "growth", "of": {"kind": "formula", "expression": "a + b"}},
        {"kind": "sample", "failures": "f", "size": "n", "required_size": "5",
         "counts": "items", "more_drawn": "as_drawn", "fails_at": "1",
         "checklist": [{"code": "a", "name": WORDS, "critical": True}]},
        {"kind": "rating", "raters": raters, "scale": {"min": "1", "max": "9"}, "combine": "median",
         "min_raters": "2", "anonymity_min": "3",
         "questions": [{"code": "q", "name": WORDS, "anchors": [{"mark": "5", "name": WORDS}]}]},
        {"kind": "formula", "expression": "a / b"},
    ]  # fmt: skip


def rules() -> list[dict[str, Any]]:
    """Every rule kind with every field that it has."""
    cutoff = {"at": "60", "inclusive": True, "points": "3"}
    levels = [{"code": "a", "name": WORDS, "points": ["4", "5"], "step": "0.5"},
              {"code": "b", "name": WORDS, "points": "3", "step": "1"}]  # fmt: skip
    return [
        {"kind": "step_deduct", "step": "10", "per_step": "2", "step_mode": "started", "floor": "1", "cutoff": cutoff},
        {"kind": "count_deduct", "per_incident": "5", "zero_at": "3", "floor": "1"},
        {"kind": "tiers", "tiers": [{"at": "9", "points": "8"}], "otherwise": "2"},
        {"kind": "pass_fail"},
        {"kind": "proportional", "cap": "1.1", "floor": "0.1"},
        {"kind": "linear", "zero_at": "0", "full_at": "9"},
        {"kind": "scale", "levels": levels},
    ]  # fmt: skip


def whole() -> Any:
    """A document with every field that a document may have; a new copy each time."""
    return json.loads(json.dumps(everything()))


def everything() -> dict[str, Any]:
    lines = [
        indicator(
            f"i{n}", description=WORDS, unit="second", direction="lower", value=value, rule=rule,
            target="7", not_available="zero", min_sample={"column": "cases", "at_least": "3"},
            slices={"by": "channel", "weight_by": "weight", "targets": {"phone": "7"}},
            source=WORDS, self_reported=True, notes=WORDS,
            improvement={"causes": [WORDS], "measures": [WORDS]},
        )
        for n, (value, rule) in enumerate(zip(values(), [*rules(), rules()[0]], strict=True))
    ]  # fmt: skip
    band = {
        "code": "top",
        "name": WORDS,
        "description": WORDS,
        "min": "0",
        "max": "99",
        "coefficient": "1",
        "plan": True,
    }
    column = {"code": "a", "name": WORDS, "unit": WORDS, "source": WORDS, "type": "text", "self_reported": True,
              "description": WORDS, "example": "3"}  # fmt: skip
    where = [{"field": "f", "equals": "Y"}, {"field": "f", "in": ["a", "b"]}, {"field": "f", "at_least": "1"},
             {"field": "f", "at_most": "9"}]  # fmt: skip
    choice = {"code": "full", "name": WORDS}
    document = scheme(
        *lines,
        description=WORDS, notes=WORDS, industry="retail", tags=["calls"], subject="team", period="quarter",
        total_cap="200", rounding={"line": "3", "total": "1"}, grade_basis="whole_part", max_unavailable="0.25",
        grades=[band],
        columns=[
            {**column, "from_contacts": {"count": {"present": "f", "where": where}, "where": where}},
            {**column, "code": "b", "from_contacts": {"sum": "f"}, "at_most": {"column": "c"}},
            {**column, "code": "c", "from_contacts": {"count_distinct": "f"}},
            {**column, "code": "d", "from_contacts": {"max": "f"}},
            {**column, "code": "e", "from_contacts": {"min": "f"}, "at_most": "9"},
        ],
        contacts={"key": "f", "fields": [
            {"code": "f", "name": WORDS, "description": WORDS, "unit": WORDS, "example": "3"},
        ]},
        extras=[{"code": "e", "name": WORDS, "description": WORDS, "column": "ex", "min": "-1", "max": "2"}],
        vetoes=[{"code": "v", "name": WORDS, "description": WORDS, "grade": "g", "grade_name": WORDS, "coefficient": "0"}],
        aggregation={
            "quarter": {"weights": {"2026-10": "2"}, "min_periods": "2", "grades": [band]},
            "year": {"weights": {"column": "days"}, "min_periods": "6", "grades": [band]},
        },
        ranking={"group_by": "team"}, moves="by_days",
        parameters=[
            {"code": "p", "name": WORDS, "description": WORDS, "type": "choice", "unit": WORDS, "suggested": "full",
             "assumed": True, "choices": [choice, "none"], "value": "none", "confirmed": False},
            {"code": "q", "name": WORDS, "type": "decimal", "value": "3"},
        ],
    )  # fmt: skip
    document["dimensions"][0] |= {"description": WORDS, "notes": "words"}
    return document


def walk(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """Every place below the document, with what stands there."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    below = [place for key in keys for place in walk(node[key], (*path, key))]
    return [(path, node), *below]


def pointer(path: tuple[Any, ...]) -> str:
    return "".join(f"/{key}" for key in path)


def replaced(value: Any) -> dict[str, Any]:
    """The document with another value in the place of every single one, kinds and types aside."""
    document = whole()
    for path in LEAVES:
        node: Any = document
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
    return document


PLACES = [(path, node) for path, node in walk(whole()) if path]
# Their keys are the tenant's own: roles, slices, months.
OWN_KEYS = ("raters", "targets", "weights")
OBJECTS = [path for path, node in PLACES if isinstance(node, dict) and path[-1] not in OWN_KEYS]
LEAVES = [
    path
    for path, node in PLACES
    if not isinstance(node, dict | list) and path[-1] not in ("kind", "type")
    # Nobody reads a dimension's notes.
    if path != ("dimensions", 0, "notes")
    # A choice that changes with its choices is still one of them.
    if path[:2] != ("parameters", 0) or path[2] not in ("suggested", "value")
]
NOT_WORDS = {
    "duplicate_code",
    "bad_code",
    "bad_choice",
    "not_a_number",
    "wrong_type",
    "bad_parameter_value",
}


def test_the_whole_document_can_be_read() -> None:
    assert faults(whole()) == set()


def test_a_field_that_an_object_does_not_have_is_a_fault_of_its_own() -> None:
    document = whole()
    for path in OBJECTS:
        node: Any = document
        for key in path:
            node = node[key]
        node["no_such_field"] = "1"
    assert faults(document) == {("unknown_field", f"{pointer(p)}/no_such_field") for p in OBJECTS}


def test_a_list_where_a_single_value_belongs_is_a_fault_there() -> None:
    found = {place for _, place in faults(replaced([["x"]]))}
    assert {pointer(path) for path in LEAVES} - found == set()


def test_a_text_that_is_too_long_is_a_fault_there() -> None:
    found = faults(replaced("字" * 4_001))
    assert {pointer(path) for path in LEAVES} - {place for _, place in found} == set()
    assert {code for code, _ in found} - {"text_too_long", *NOT_WORDS} == set()


def test_a_value_is_of_its_parameters_type() -> None:
    document = whole()
    document["parameters"][0] |= {"suggested": "some", "value": WORDS}
    document["parameters"][1] |= {"suggested": "1.5", "value": "full"}
    assert faults(document) == {
        ("bad_parameter_value", "/parameters/0/suggested"),
        ("bad_parameter_value", "/parameters/0/value"),
        ("bad_parameter_value", "/parameters/1/value"),
    }


def test_kinds_and_types_are_one_of_their_own_words() -> None:
    for path, _ in PLACES:
        if path[-1] in ("kind", "type"):
            document = whole()
            node: Any = document
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = "guess"
            assert ("bad_choice", pointer(path)) in faults(document)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"value": {**values()[1], "scale": "0.5"}}, None),
        ({"value": {**values()[5], "required_size": "1"}}, None),
        ({"value": {**values()[6], "min_raters": "0"}}, "number_too_low"),
        ({"value": {**values()[6], "min_raters": "1"}}, None),
        ({"value": {**values()[6], "min_raters": "100"}}, None),
        ({"value": {**values()[6], "min_raters": "101"}}, "number_too_high"),
        ({"value": {**values()[6], "raters": {f"r{n}": 1 for n in range(12)}}}, None),
        ({"rule": {**rules()[0], "per_step": "0"}}, "number_not_above"),
        ({"rule": {**rules()[0], "floor": "-1"}}, "number_too_low"),
        ({"rule": {**rules()[0], "floor": "0.5"}}, None),
        ({"rule": {**rules()[0], "cutoff": {"at": "60", "points": "0.5"}}}, None),
        ({"rule": {**rules()[1], "per_incident": "0"}}, "number_not_above"),
        ({"rule": {**rules()[1], "floor": "-1"}}, "number_too_low"),
        ({"rule": {**rules()[1], "floor": "0.5"}}, None),
        ({"rule": {**rules()[1], "zero_at": "0.5"}}, None),
        ({"rule": {"kind": "tiers", "tiers": [{"at": "9", "points": "-1"}]}}, "number_too_low"),
        ({"rule": {"kind": "tiers", "tiers": [{"at": "9", "points": "0.5"}]}}, None),
        ({"rule": {**rules()[2], "otherwise": "-1"}}, "number_too_low"),
        ({"rule": {**rules()[4], "cap": "0"}}, "number_not_above"),
        ({"rule": {**rules()[4], "cap": "0.5"}}, None),
        ({"rule": {**rules()[4], "floor": "-0.1"}}, "number_too_low"),
        ({"rule": {**rules()[4], "floor": "10"}}, None),
        ({"rule": {**rules()[4], "floor": "10.5"}}, "number_too_high"),
        ({"rule": {"kind": "scale", "levels": []}}, "too_few"),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": "-1"}]}}, "number_too_low"),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["-1", "2"]}]}}, "number_too_low"),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["1", "2", "3"]}]}}, "too_many"),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["1", "4"], "step": "0"}]}}, "number_not_above"),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["1", "4"], "step": "3"}]}}, None),
        ({"rule": {"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["1", "4"], "step": "5"}]}}, "bad_range"),
        ({"value": {"kind": "formula", "expression": " "}}, "text_blank"),
        ({"value": {"kind": "formula", "expression": "a" + " " * 499 + "+"}}, "text_too_long"),
        ({"min_sample": {"column": "n", "at_least": "0"}}, "number_not_above"),
        ({"min_sample": {"column": "n", "at_least": "0.5"}}, None),
        ({"improvement": {"causes": [WORDS] * 40}}, None),
        ({"improvement": {"causes": [WORDS] * 41}}, "too_many"),
        ({"slices": {"by": "k", "weight_by": "w", "targets": {f"s{n}": 1 for n in range(60)}}}, None),
    ],
)  # fmt: skip
def test_the_bounds_of_a_field(fields: Any, fault: str | None) -> None:
    found = [code for code, _ in faults(scheme(indicator(**fields)))]
    assert found == ([] if fault is None else [fault])


def test_a_formula_of_five_hundred_characters_is_computed() -> None:
    value = {"kind": "formula", "expression": "a" + " " * 498 + "+"}
    assert {code for code, _ in faults(scheme(indicator(value=value)))} == {"bad_formula"}
    (read,) = read_scheme(
        scheme(indicator(value={**value, "expression": "a" + " " * 497 + "+b"}))
    ).indicators
    assert read.value.figure("line")({"a": Decimal(6), "b": Decimal(4)}, None) == 10  # fmt: skip


def test_every_field_comes_out_as_it_was_written() -> None:
    read = read_scheme(whole())
    assert (read.description, read.subject, read.period) == (WORDS, "team", "quarter")
    assert (read.total_points, read.total_cap) == (160, 200)
    assert (read.line_places, read.total_places, read.grade_basis) == (3, 1, "whole_part")
    assert (read.max_unavailable, read.rank_by_team) == (Decimal("0.25"), True)
    assert read.moves == "by_days"
    assert [(d.code, d.description) for d in read.dimensions] == [("all", WORDS)]
    (band,) = read.grades
    assert (band.code, band.name, band.description) == ("top", WORDS, WORDS)
    assert (band.min, band.max, band.coefficient, band.plan) == (0, 99, 1, True)
    (veto,) = read.vetoes
    assert (veto.code, veto.name, veto.description) == ("v", WORDS, WORDS)
    assert (veto.grade, veto.grade_name, veto.coefficient) == ("g", WORDS, 0)
    (extra,) = read.extras
    assert (extra.code, extra.name, extra.description) == ("e", WORDS, WORDS)
    assert (extra.column, extra.min, extra.max) == ("ex", -1, 2)
    column = read.columns[0]
    assert (column.code, column.name, column.unit) == ("a", WORDS, WORDS)
    assert (column.source, column.description, column.example) == (
        WORDS["en"],
        WORDS,
        "3",
    ) or column.source == WORDS
    assert (column.type, column.self_reported) == ("text", True)
    assert column.from_contacts == whole()["columns"][0]["from_contacts"]
    (field,) = read.contacts.fields
    assert (read.contacts.key, field.code, field.example) == ("f", "f", "3")
    assert (field.name, field.description, field.unit) == (WORDS, WORDS, WORDS)
    assert read.quarter is not None
    assert read.year is not None
    assert (read.quarter.weights, read.quarter.min_periods) == ({"2026-10": 2}, 2)
    assert (read.year.min_periods, read.year.grades) == (6, read.grades)
    assert read.quarter.grades == read.grades
