# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Limits of fields: a value at the limit is read; beyond it a finding says where."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import InvalidScheme, fill, read_scheme
from chalicelib.scoring.limits import DEPTH, NODES
from chalicelib.scoring.units import with_unit
from tests.scoring.schemes import BANDS, indicator, scheme

COLUMN = {"code": "x", "name": "X"}


def found(document: Any) -> list[tuple[str, str, str]]:
    """Code, place and sentence of every fault; none when the document can be read."""
    try:
        read_scheme(document)
    except InvalidScheme as invalid:
        return [(f.code, f.pointer, f.message["en"]) for f in invalid.findings]
    return []


def line(**fields: Any) -> dict[str, Any]:
    return scheme(indicator(**fields))


def whole(**fields: Any) -> dict[str, Any]:
    return scheme(indicator(), **fields)


def counted(section: Any) -> dict[str, Any]:
    return whole(columns=[{**COLUMN, "from_contacts": section}])


def where(**test: Any) -> dict[str, Any]:
    return counted({"sum": "a", "where": [{"field": "f", **test}]})


def each(n: int, name: str, **fields: Any) -> dict[str, Any]:
    return whole(**{name: [{"code": f"c{k}", "name": "C", **fields} for k in range(n)]})


@pytest.mark.parametrize(
    "document",
    [
        line(target="999999999999.9999999999"),
        line(target="-999999999999.9999999999"),
        line(target=Decimal("1E-10")),
        line(target=Decimal("1E+11")),
        whole(max_unavailable="0"),
        whole(max_unavailable="1"),
        whole(max_unavailable=None),
        whole(rounding={"line": "0", "total": "6"}),
        whole(rounding={"line": 6, "total": 0}),
        whole(rounding={"line": "2.0"}),
        whole(total_cap="20"),
        whole(total_cap="20.01"),
        whole(code="a" * 48),
        whole(code="7_-"),
        whole(name="x" * 200),
        whole(name="a\tb\nc"),
        whole(name={"zh": "x" * 200}),
        whole(description="x" * 4_000),
        line(unit="x" * 40),
        line(source="x" * 200),
        whole(tags=["t"] * 60),
        whole(industry="retail"),
        each(30, "extras", column="x"),
        each(30, "vetoes", coefficient="0"),
        each(400, "parameters", value="1"),
        whole(extras=[{"code": "e", "name": "E", "column": "x", "min": "1", "max": "1"}]),
        whole(extras=[{"code": "e", "name": "E", "column": "x", "max": "-1"}]),
        whole(grades=[{**BANDS[0], "coefficient": "0"}]),
        whole(grades=[{**BANDS[0], "min": "-1", "max": None, "plan": False}]),
        whole(aggregation={"quarter": {"min_periods": 1}, "year": {"min_periods": 60}}),
        whole(aggregation={"quarter": {"weights": "equal"}, "year": None}),
        whole(aggregation={"quarter": {"weights": {f"20{n:02}-12": "0" for n in range(60)}}}),
        whole(aggregation={"quarter": {"weights": {"2026-01": None}}}),
        line(slices={"by": "k", "weight_by": "w", "targets": {"p" * 200: 1}}),
        line(improvement={"causes": ["x" * 4_000]}),
        line(improvement={"measures": []}),
        line(rule={"kind": "scale", "levels": [{"code": f"l{n}", "name": "L", "points": n} for n in range(60)]}),
        whole(columns=[{**COLUMN, "example": "x" * 200}]),
        whole(columns=[{**COLUMN, "example": Decimal("1.5")}]),
        counted({"sum": "f" * 100}),
        counted({"count": {}}),
        counted({"count": {"present": "f" * 100}}),
        counted({"sum": "a", "where": [{"field": "f" * 100, "at_most": "1"}] * 60}),
        where(equals=True),
        where(equals="f" * 100),
        where(**{"in": [False, 1, "a"] * 20}),
        whole(parameters=[{"code": "p", "name": "P", "type": "choice", "choices": ["a" * 200] * 60}]),
        whole(parameters=[{"code": "p", "name": "P", "type": "choice", "choices": [{"code": "a" * 200, "name": "A" * 200}]}]),
    ],
)  # fmt: skip
def test_what_is_at_its_bound_is_read(document: Any) -> None:
    assert found(document) == []


@pytest.mark.parametrize(
    ("document", "code", "pointer"),
    [
        (line(target="1" * 40), "number_too_large", "/dimensions/0/indicators/0/target"),
        (line(target="1" * 41), "not_a_number", "/dimensions/0/indicators/0/target"),
        (line(target="0." + "1" * 40), "number_too_fine", "/dimensions/0/indicators/0/target"),
        (line(target="0." + "1" * 41), "not_a_number", "/dimensions/0/indicators/0/target"),
        (line(target=Decimal("1E-11")), "number_too_fine", "/dimensions/0/indicators/0/target"),
        (line(target=Decimal("Infinity")), "not_a_number", "/dimensions/0/indicators/0/target"),
        (line(source="x" * 201), "text_too_long", "/dimensions/0/indicators/0/source"),
        (whole(tags=["t"] * 61), "too_many", "/tags"),
        (each(31, "extras", column="x"), "too_many", "/extras"),
        (each(31, "vetoes"), "too_many", "/vetoes"),
        (each(401, "parameters", value="1"), "too_many", "/parameters"),
        (line(improvement={"measures": ["x" * 4_001]}), "text_too_long", "/dimensions/0/indicators/0/improvement/measures/0"),
        (line(improvement={"measures": ["x"] * 41}), "too_many", "/dimensions/0/indicators/0/improvement/measures"),
        (line(rule={"kind": "scale", "levels": [{"code": f"l{n}", "name": "L", "points": n} for n in range(61)]}), "too_many", "/dimensions/0/indicators/0/rule/levels"),
        (whole(columns=[{**COLUMN, "example": "x" * 201}]), "text_too_long", "/columns/0/example"),
        (whole(columns=[{**COLUMN, "source": "x" * 201}]), "text_too_long", "/columns/0/source"),
        (whole(vetoes=[{"code": "v", "name": "V", "coefficient": "-0.1"}]), "number_too_low", "/vetoes/0/coefficient"),
        (whole(vetoes=[{"code": "v", "name": "V", "grade_name": "x" * 201}]), "text_too_long", "/vetoes/0/grade_name"),
        (whole(extras=[{"code": "e", "name": "E", "column": "x", "min": "1", "max": "0.9"}]), "number_too_low", "/extras/0/max"),
        (whole(extras=[{"code": "e", "name": "E", "column": "scheme"}]), "reserved_column", "/extras/0/column"),
        (line(min_sample={"column": "employee_name", "at_least": 1}), "reserved_column", "/dimensions/0/indicators/0/min_sample/column"),
        (whole(aggregation={"year": {"weights": {"column": "employee_id"}}}), "reserved_column", "/aggregation/year/weights/column"),
        (whole(aggregation={"year": {"weights": {"12026-01": 1}}}), "bad_period", "/aggregation/year/weights/12026-01"),
        (whole(aggregation={"year": {"weights": {"2026-00": 1}}}), "bad_period", "/aggregation/year/weights/2026-00"),
        (whole(aggregation={"quarter": {"min_periods": "1.5"}}), "not_whole", "/aggregation/quarter/min_periods"),
        (whole(aggregation={"quarter": {"grades": [*BANDS, BANDS[4]]}}), "duplicate_code", "/aggregation/quarter/grades/5/code"),
        (whole(extras=[{"code": "e", "name": "E", "column": "x"}] * 2), "duplicate_code", "/extras/1/code"),
        (whole(parameters=[{"code": "p", "name": "P", "value": "1"}] * 2), "duplicate_code", "/parameters/1/code"),
        (whole(parameters=[{"code": "p", "name": "P" * 201}]), "text_too_long", "/parameters/0/name"),
        (whole(parameters=[{"code": "p", "name": "P", "unit": "P" * 41}]), "text_too_long", "/parameters/0/unit"),
        (whole(parameters=[{"code": "p", "name": "P", "description": "P" * 4_001}]), "text_too_long", "/parameters/0/description"),
        (whole(parameters=[{"code": "p", "name": "P", "assumed": "yes"}]), "wrong_type", "/parameters/0/assumed"),
        (whole(parameters=[{"code": "p", "name": "P", "confirmed": "yes"}]), "wrong_type", "/parameters/0/confirmed"),
        (whole(parameters=[7]), "wrong_type", "/parameters/0"),
        (counted([]), "wrong_type", "/columns/0/from_contacts"),
        (counted({"count": 3}), "wrong_type", "/columns/0/from_contacts/count"),
        (counted({"count": {"field": "a"}}), "unknown_field", "/columns/0/from_contacts/count/field"),
        (where(at_least=True), "not_a_number", "/columns/0/from_contacts/where/0/at_least"),
        (where(at_most="many"), "not_a_number", "/columns/0/from_contacts/where/0/at_most"),
        (where(**{"in": [[]]}), "not_a_number", "/columns/0/from_contacts/where/0/in/0"),
        (where(equals="a", below="1"), "unknown_field", "/columns/0/from_contacts/where/0/below"),
    ],
)  # fmt: skip
def test_what_is_beyond_its_bound_is_refused_there(document: Any, code: str, pointer: str) -> None:
    assert [(at_fault, place) for at_fault, place, _ in found(document)] == [(code, pointer)]


def test_after_a_test_that_is_none_the_next_is_read_all_the_same() -> None:
    tests = [3, {"field": "f"}, {"field": "f", "at_least": "x"}]
    assert [(code, place) for code, place, _ in found(counted({"sum": "a", "where": tests}))] == [
        ("wrong_type", "/columns/0/from_contacts/where/0"),
        ("one_of", "/columns/0/from_contacts/where/1"),
        ("not_a_number", "/columns/0/from_contacts/where/2/at_least"),
    ]


def test_after_a_parameter_that_is_none_the_next_is_read_all_the_same() -> None:
    document = whole(parameters=[7, {"code": "P", "name": "P"}])
    assert [(code, place) for code, place, _ in found(document)] == [
        ("wrong_type", "/parameters/0"),
        ("bad_code", "/parameters/1/code"),
    ]


@pytest.mark.parametrize(
    ("figure", "unit", "zh", "en"),
    [
        ("1", "second", "1 秒", "1 s"),
        ("1", "ticket", "1 单", "1 ticket"),
        ("2", "ticket", "2 单", "2 tickets"),
        ("1", "day", "1 天", "1 day"),
        ("1", "percent", "1%", "1%"),
        ("0.5", "%", "0.5%", "0.5%"),
        ("1", {"zh": "起", "en": "incidents"}, "1 起", "1 incidents"),
        ("7", "orders", "7 orders", "7 orders"),
        ("7", None, "7", "7"),
    ],
)
def test_a_figure_with_its_unit(figure: str, unit: Any, zh: str, en: str) -> None:
    (read,) = read_scheme(line(unit=unit)).indicators
    assert with_unit(figure, read.unit) == {"zh": zh, "en": en}


def nested(levels: int) -> dict[str, Any]:
    """The document with a field of the tenant's that is nested so deep; it is one level itself."""
    inner: Any = 1
    for _ in range(levels - 2):
        inner = [inner]
    return whole(**{"x_" + "d" * 60: inner})


def test_twenty_four_levels_are_read_and_the_next_one_is_named() -> None:
    assert found(nested(DEPTH)) == []
    # Of a long name the first fifty characters are quoted.
    place = "/x_" + "d" * 48 + "/0" * (DEPTH - 1)
    assert found(nested(DEPTH + 1)) == [
        ("too_deep", place, "The document is nested more than 24 levels deep.")
    ]


def test_sixty_thousand_values_are_read_and_not_one_more() -> None:
    def filled(values: int) -> dict[str, Any]:
        document = whole(x_many=[])
        document["x_many"] = [0] * (values - size(document))
        return document

    def size(value: Any) -> int:
        below = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        return 1 + sum(map(size, below))

    assert size(filled(NODES)) == 60_000
    assert found(filled(NODES)) == []
    assert found(filled(NODES + 1)) == [
        ("too_large", "", "The document holds more than 60000 values.")
    ]


def test_no_more_than_a_thousand_faults_are_reported() -> None:
    assert len(found(whole(**{f"field{n}": 1 for n in range(1_000)}))) == 1_000
    assert len(found(whole(**{f"field{n}": 1 for n in range(1_001)}))) == 1_000


def test_after_a_hundred_faults_spellings_are_not_compared_any_more() -> None:
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme(whole(**{f"subject{n:03}": 1 for n in range(101)}))
    advice = [f.suggestion["en"] for f in invalid.value.findings]
    assert set(advice[:100]) == {"Perhaps one of: subject; begin fields of your own with x_."}
    assert advice[100].startswith("Perhaps one of: aggregation, code, columns, ")


def test_one_language_stands_for_both() -> None:
    for name, zh, en in (
        ({"zh": "甲"}, "甲", "甲"),
        ({"en": "A", "zh": None}, "A", "A"),
        ({"zh": "甲", "en": "A"}, "甲", "A"),
    ):
        assert read_scheme(whole(name=name)).name == {"zh": zh, "en": en}


def test_bands_are_read_from_the_best_to_the_lowest() -> None:
    backwards = read_scheme(whole(grades=BANDS[::-1])).grades
    assert [(g.code, g.min) for g in backwards] == [
        ("excellent", 90), ("good", 80), ("fair", 70), ("weak", 60), ("poor", 0),
    ]  # fmt: skip
    assert [(g.max, g.plan, g.description) for g in backwards] == [(None, None, None)] * 5


def test_an_example_comes_out_as_words_however_it_was_written() -> None:
    for example, words in (("17", "17"), (17, "17"), (Decimal("1E+2"), "100"), ("a b", "a b")):
        (column,) = read_scheme(whole(columns=[{**COLUMN, "example": example}])).columns
        assert column.example == words
    (column,) = read_scheme(whole(columns=[COLUMN])).columns
    assert (column.example, column.type, column.self_reported) == (None, "number", False)
    assert (column.unit, column.source, column.from_contacts) == (None, None, None)


def test_a_count_of_incidents_is_better_lower_unless_the_document_says_otherwise() -> None:
    counts: dict[str, Any] = {"rule": {"kind": "count_deduct", "per_incident": "1"}, "target": None}
    for fields, direction in (
        (counts, "lower"),
        ({**counts, "direction": "higher"}, "higher"),
        ({"target": "1"}, "higher"),
        ({"target": "1", "direction": "lower"}, "lower"),
    ):
        assert read_scheme(line(**fields)).indicators[0].direction == direction


def test_a_target_is_read_wherever_one_is_written() -> None:
    slices = {"by": "k", "weight_by": "w", "targets": {" p ": "3", "q": 4}}
    linear = {"kind": "linear", "zero_at": 0, "full_at": 1}
    for fields, target in (
        ({"target": "7"}, 7),
        ({"target": "7", "slices": slices}, 7),
        ({"target": None, "slices": slices}, None),
        ({"target": None, "rule": linear}, None),
        ({"target": "7", "rule": linear}, 7),
    ):
        assert read_scheme(line(**fields)).indicators[0].target == target
    read = read_scheme(line(slices=slices)).indicators[0].slices
    assert read is not None
    assert (read.by, read.weight_by, read.targets) == ("k", "w", {"p": 3, "q": 4})


def test_the_sections_beside_the_dimensions_are_read() -> None:
    advice = {"causes": ["a", {"zh": "乙", "en": "b"}], "measures": ["c"]}
    (read,) = read_scheme(
        line(min_sample={"column": "n", "at_least": "2.5"}, improvement=advice, unit="second")
    ).indicators
    assert read.min_sample is not None
    assert (read.min_sample.column, read.min_sample.at_least) == ("n", Decimal("2.5"))
    assert [words["en"] for words in read.improvement.causes] == ["a", "b"]
    assert [words["zh"] for words in read.improvement.measures] == ["c"]
    assert read.unit == {"zh": "秒", "en": "s"}
    (bare,) = read_scheme(line()).indicators
    assert (bare.min_sample, bare.slices, bare.unit, bare.source) == (None, None, None, None)
    assert (bare.improvement.causes, bare.improvement.measures) == ((), ())


class TestFilling:
    """What `fill` says about values that do not fit."""

    def refused(self, document: Any, values: Any) -> list[tuple[str, str, str]]:
        with pytest.raises(InvalidScheme) as invalid:
            fill(document, values)
        return [(f.pointer, f.message["en"], f.suggestion["en"]) for f in invalid.value.findings]

    def test_a_value_that_does_not_fit_its_type(self) -> None:
        goal = {"code": "goal", "name": "Goal"}
        for kind, named in ({}, "decimal"), ({"type": "integer"}, "integer"):
            document = whole(parameters=[{"code": "p", "name": "P"}, {**goal, **kind}])
            assert self.refused(document, {"goal": "much"}) == [
                (
                    "/parameters/1/value",
                    f"“much” cannot be the value of “goal” ({named}).",
                    "Give a value of that type.",
                )
            ]

    def test_an_unknown_parameter(self) -> None:
        two = whole(parameters=[{"code": "p", "name": "P"}, {"code": "goal", "name": "G"}])
        assert self.refused(two, {"a/b": "1"}) == [
            (
                "/parameters/a~1b",
                "The scheme has no parameter “a/b”.",
                "The parameters are: p, goal.",
            )
        ]
        assert self.refused(whole(), {"p": "1"})[0][2] == "The parameters are: -."
        many = whole(parameters=[{"code": f"p{n:03}", "name": "P"} for n in range(60)])
        # 6 characters each: 50 of them, and nothing of the next
        names = "".join(f"p{n:03}, " for n in range(50))
        assert self.refused(many, {"q": "1"})[0][2] == f"The parameters are: {names}."

    def test_the_bounds_of_the_document_are_checked_first(self) -> None:
        assert self.refused([], {"p": 1})[0][1] == "The scheme document is not a JSON object."
        assert self.refused(nested(DEPTH + 1), {"p": 1})[0][1].startswith("The document is nested")
