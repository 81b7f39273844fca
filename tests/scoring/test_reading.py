# ruff: noqa: E501 - a table of cases reads best with one case a line
"""Reading a document: every fault at once, with pointer and code, and never another exception."""

import copy
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.scoring import InvalidScheme, RowFault, compile_scheme, lint, read_scheme
from chalicelib.scoring.lint.sentences import ERRORS, WARNINGS
from chalicelib.scoring.structure_words import STRUCTURE
from tests.scoring.schemes import BANDS, SECONDS_RULE, indicator, scheme


def faults(document: Any) -> set[tuple[str, str]]:
    """(code, pointer) of every structural fault; empty when the document can be read."""
    try:
        read_scheme(document)
    except InvalidScheme as invalid:
        return {(f.code, f.pointer) for f in invalid.findings}
    return set()


def line(**fields: Any) -> dict[str, Any]:
    return scheme(indicator(**fields))


def worth(points: Any, **fields: Any) -> dict[str, Any]:
    """A line whose max_points are written like this."""
    document = line(**fields)
    document["dimensions"][0]["indicators"][0]["max_points"] = points
    return document


LINE = "/dimensions/0/indicators/0"
COLUMN = {"code": "x", "name": "X"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, {("not_an_object", "")}),
        ([], {("not_an_object", "")}),
        ("{}", {("not_an_object", "")}),
        ({}, {("missing", "/code"), ("missing", "/name"), ("missing", "/dimensions")}),
        (scheme(indicator(), code="A B"), {("bad_code", "/code")}),
        (scheme(indicator(), code=7), {("wrong_type", "/code")}),
        (scheme(indicator(), name=" "), {("text_blank", "/name")}),
        (scheme(indicator(), name="x" * 201), {("text_too_long", "/name")}),
        (scheme(indicator(), name={"zh": None}), {("name_missing", "/name")}),
        (scheme(indicator(), name={"fr": "x", "en": "x"}), {("unknown_field", "/name/fr")}),
        (scheme(indicator(), name="a\ud800"), {("text_unreadable", "/name")}),
        (scheme(indicator(), name="a\x07"), {("text_unreadable", "/name")}),
        (scheme(indicator(), subject="crowd"), {("bad_choice", "/subject")}),
        (scheme(indicator(), period=3), {("bad_choice", "/period")}),
        (scheme(indicator(), total_points="0"), {("number_not_above", "/total_points")}),
        (scheme(indicator(), total_points="abc"), {("not_a_number", "/total_points")}),
        (scheme(indicator(), total_points=float("nan")), {("number_not_exact", "/total_points")}),
        (scheme(indicator(), total_points=20.5), {("number_not_exact", "/total_points")}),
        (scheme(indicator(), total_points=Decimal("NaN")), {("not_a_number", "/total_points")}),
        (scheme(indicator(), total_points=Decimal("1E+999999")), {("number_too_large", "/total_points")}),
        (scheme(indicator(), total_points=10**5000), {("number_too_large", "/total_points")}),
        (scheme(indicator(), total_points="1" + "0" * 12), {("number_too_large", "/total_points")}),
        (scheme(indicator(), total_points="1.00000000001"), {("number_too_fine", "/total_points")}),
        (scheme(indicator(), total_points=True), {("not_a_number", "/total_points")}),
        (scheme(indicator(), total_points={}), {("not_a_number", "/total_points")}),
        (scheme(indicator(), total_cap="19"), {("number_too_low", "/total_cap")}),
        (scheme(indicator(), max_unavailable="1.01"), {("number_too_high", "/max_unavailable")}),
        (scheme(indicator(), max_unavailable="-0.1"), {("number_too_low", "/max_unavailable")}),
        (scheme(indicator(), rounding={"line": "1.5"}), {("not_whole", "/rounding/line")}),
        (scheme(indicator(), rounding={"lines": 2}), {("unknown_field", "/rounding/lines")}),
        (scheme(indicator(), rounding=2), {("wrong_type", "/rounding")}),
        (scheme(indicator(), rounding={"total": 7}), {("number_too_high", "/rounding/total")}),
        (scheme(indicator(), dimensions={}), {("wrong_type", "/dimensions")}),
        (scheme(indicator(), dimensions=[]), {("too_few", "/dimensions")}),
        (scheme(indicator(), dimensions=[1]), {("wrong_type", "/dimensions/0"), *[
            ("missing", f"/dimensions/0/{f}") for f in ("code", "name", "points", "indicators")]}),
        (scheme(indicator(), industry="A"), {("bad_code", "/industry")}),
        (scheme(indicator(), tags=["a", 1]), {("wrong_type", "/tags/1")}),
        (scheme(indicator(), notes=[]), {("wrong_type", "/notes")}),
        (scheme(indicator(), totalpoints=1), {("unknown_field", "/totalpoints")}),
        (scheme(indicator(), **{"a/b~c": 1}), {("unknown_field", "/a~1b~0c")}),
        (scheme(indicator(), ranking={"group_by": "city"}), {("bad_choice", "/ranking/group_by")}),
        (scheme(indicator(), moves="never"), {("bad_choice", "/moves")}),
        (scheme(indicator(), ranking=[]), {("wrong_type", "/ranking")}),
        (worth("-1"), {("number_not_above", f"{LINE}/max_points")}),
        (line(target=None), {("missing", f"{LINE}/target")}),
        (line(direction="up"), {("bad_choice", f"{LINE}/direction")}),
        (line(not_available="guess"), {("bad_choice", f"{LINE}/not_available")}),
        (line(self_reported="yes"), {("wrong_type", f"{LINE}/self_reported")}),
        (line(value=None), {("missing", f"{LINE}/value")}),
        (line(value={"kind": "guess"}), {("bad_choice", f"{LINE}/value/kind"), ("missing", f"{LINE}/value/column")}),
        (line(value={"kind": "metric", "column": "team"}), {("reserved_column", f"{LINE}/value")}),
        (line(value={"kind": "metric", "column": "x", "scale": 1}), {("unknown_field", f"{LINE}/value/scale")}),
        (line(value={"kind": "ratio", "numerator": "a"}), {("missing", f"{LINE}/value/denominator")}),
        (line(value={"kind": "ratio", "numerator": "a", "denominator": "b", "scale": 0}), {("number_not_above", f"{LINE}/value/scale")}),
        (line(value={"kind": "growth", "of": {"kind": "sample"}}), {("bad_choice", f"{LINE}/value/of/kind"), ("missing", f"{LINE}/value/of/column")}),
        (line(value={"kind": "growth"}), {("missing", f"{LINE}/value/of")}),
        (line(value={"kind": "sample", "failures": "a", "size": "b", "required_size": 0}), {("number_not_above", f"{LINE}/value/required_size")}),
        (line(value={"kind": "rating", "raters": {}, "scale": {"min": 0, "max": 0}}), {("too_few", f"{LINE}/value/raters"), ("number_not_above", f"{LINE}/value/scale/max")}),
        (line(value={"kind": "rating", "raters": {"Boss": 1, "peer": -1}, "scale": {"min": 0, "max": 1}}), {("bad_code", f"{LINE}/value/raters/Boss"), ("number_too_low", f"{LINE}/value/raters/peer")}),
        (line(value={"kind": "rating", "raters": {f"r{n}": 1 for n in range(13)}, "scale": {"min": 0, "max": 1}}), {("too_many", f"{LINE}/value/raters")}),
        (line(value={"kind": "rating", "raters": {"a": 0}, "scale": {"min": 0, "max": 1}}), {("too_few", f"{LINE}/value/raters")}),
        (line(rule=None), {("missing", f"{LINE}/rule")}),
        (line(rule=[]), {("wrong_type", f"{LINE}/rule")}),
        (line(rule={**SECONDS_RULE, "step": 0}), {("number_not_above", f"{LINE}/rule/step")}),
        (line(rule={**SECONDS_RULE, "step_mod": "full"}), {("unknown_field", f"{LINE}/rule/step_mod")}),
        (line(rule={**SECONDS_RULE, "cutoff": {"points": -1}}), {("missing", f"{LINE}/rule/cutoff/at"), ("number_too_low", f"{LINE}/rule/cutoff/points")}),
        (line(rule={**SECONDS_RULE, "cutoff": 60}), {("wrong_type", f"{LINE}/rule/cutoff")}),
        (line(rule={"kind": "tiers", "tiers": []}), {("too_few", f"{LINE}/rule/tiers")}),
        (line(rule={"kind": "count_deduct", "per_incident": "5", "zero_at": 0}), {("number_not_above", f"{LINE}/rule/zero_at")}),
        (line(rule={"kind": "proportional", "cap": 11}), {("number_too_high", f"{LINE}/rule/cap")}),
        (line(rule={"kind": "linear", "zero_at": 1}), {("missing", f"{LINE}/rule/full_at")}),
        (line(rule={"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["3", "2"]}]}), {("bad_range", f"{LINE}/rule/levels/0/points")}),
        (line(rule={"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["3", "4"], "step": "0.3"}]}), {("bad_range", f"{LINE}/rule/levels/0/points")}),
        (line(rule={"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["3"]}]}), {("too_few", f"{LINE}/rule/levels/0/points")}),
        (line(min_sample={"column": "n"}), {("missing", f"{LINE}/min_sample/at_least")}),
        (line(min_sample=[]), {("wrong_type", f"{LINE}/min_sample")}),
        (line(slices={"by": "k", "weight_by": "w", "targets": {}}), {("too_few", f"{LINE}/slices/targets")}),
        (line(slices={"by": "k", "weight_by": "w", "targets": {"p": None}}), {("missing", f"{LINE}/slices/targets/p")}),
        (line(slices={"by": "k", "weight_by": "team", "targets": {"p": 1}}), {("reserved_column", f"{LINE}/slices/weight_by")}),
        (line(slices={"by": "k", "weight_by": "w", "targets": {f"s{n}": 1 for n in range(61)}}), {("too_many", f"{LINE}/slices/targets")}),
        (line(improvement={"causes": ["a", 1]}), {("wrong_type", f"{LINE}/improvement/causes/1")}),
        (line(improvement={"cause": []}), {("unknown_field", f"{LINE}/improvement/cause")}),
        (scheme(indicator("a"), indicator("a")), {("duplicate_code", "/dimensions/0/indicators/1/code")}),
        (scheme(indicator(), grades=[BANDS[0], BANDS[0]]), {("duplicate_code", "/grades/1/code")}),
        (scheme(indicator(), grades=[{"code": "a", "name": "A", "min": 0}]), {("missing", "/grades/0/coefficient")}),
        (scheme(indicator(), grades=[{**BANDS[0], "plan": 1}]), {("wrong_type", "/grades/0/plan")}),
        (scheme(indicator(), grades=[{**BANDS[0], "coefficient": -1}]), {("number_too_low", "/grades/0/coefficient")}),
        (scheme(indicator(), vetoes=[{"code": "v", "name": "V"}] * 2), {("duplicate_code", "/vetoes/1/code")}),
        (scheme(indicator(), extras=[{"code": "e", "name": "E", "column": "x", "min": 1, "max": 0}]), {("number_too_low", "/extras/0/max")}),
        (scheme(indicator(), columns=[COLUMN, COLUMN]), {("duplicate_code", "/columns/1/code")}),
        (scheme(indicator(), columns=[{**COLUMN, "code": "employee_id"}]), {("reserved_column", "/columns/0/code")}),
        (scheme(indicator(), columns=[{**COLUMN, "type": "date"}]), {("bad_choice", "/columns/0/type")}),
        (scheme(indicator(), columns=[{**COLUMN, "example": []}]), {("not_a_number", "/columns/0/example")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {}}]), {("one_of", "/columns/0/from_contacts")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"sum": "a", "max": "b"}}]), {("one_of", "/columns/0/from_contacts")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"sum": 1}}]), {("wrong_type", "/columns/0/from_contacts/sum")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"count": {"where": [{"field": "f"}]}}}]), {("one_of", "/columns/0/from_contacts/count/where/0")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"count": {"where": [{"field": "f", "at_least": "x"}]}}}]), {("not_a_number", "/columns/0/from_contacts/count/where/0/at_least")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"count": {"where": [{"field": "f", "in": []}]}}}]), {("too_few", "/columns/0/from_contacts/count/where/0/in")}),
        (scheme(indicator(), columns=[{**COLUMN, "from_contacts": {"sum": "a", "where": [3]}}]), {("wrong_type", "/columns/0/from_contacts/where/0")}),
        (scheme(indicator(), aggregation={"quarter": {"weights": "worked"}}), {("bad_choice", "/aggregation/quarter/weights")}),
        (scheme(indicator(), aggregation={"quarter": {"weights": {"2026-13": 1}}}), {("bad_period", "/aggregation/quarter/weights/2026-13")}),
        (scheme(indicator(), aggregation={"quarter": {"weights": {"column": "x", "y": 1}}}), {("unknown_field", "/aggregation/quarter/weights/y")}),
        (scheme(indicator(), aggregation={"quarter": {"weights": {f"20{n:02}-01": 1 for n in range(61)}}}), {("too_many", "/aggregation/quarter/weights")}),
        (scheme(indicator(), aggregation={"month": {}}), {("unknown_field", "/aggregation/month")}),
        (scheme(indicator(), aggregation={"year": {"min_periods": 0}}), {("number_too_low", "/aggregation/year/min_periods")}),
        (scheme(indicator(), aggregation={"year": {"grades": [BANDS[0], BANDS[0]]}}), {("duplicate_code", "/aggregation/year/grades/1/code")}),
        (line(rule={"kind": "scale", "levels": [{"code": "a", "name": "A", "points": 1}] * 2}), {("duplicate_code", f"{LINE}/rule/levels/1/code")}),
        (line(target={"$parameter": "t"}), {("parameter_unset", f"{LINE}/target")}),
    ],
)  # fmt: skip
def test_a_fault_has_its_code_and_place(document: Any, expected: set[tuple[str, str]]) -> None:
    assert faults(document) == expected


@pytest.mark.parametrize(
    ("most", "document"),
    [
        (
            30,
            lambda n: {**scheme(indicator()), "dimensions": scheme(indicator())["dimensions"] * n},
        ),
        (100, lambda n: scheme(*[indicator(f"i{k}") for k in range(n)])),
        (
            30,
            lambda n: scheme(indicator(), grades=[{**BANDS[0], "code": f"g{k}"} for k in range(n)]),
        ),
        (60, lambda n: line(rule={"kind": "tiers", "tiers": [{"at": 1, "points": 1}] * n})),
        (
            400,
            lambda n: scheme(indicator(), columns=[{**COLUMN, "code": f"c{k}"} for k in range(n)]),
        ),
    ],
)
def test_what_is_more_than_the_limit_is_refused(most: int, document: Callable[[int], Any]) -> None:
    assert "too_many" not in {code for code, _ in faults(document(most))}
    assert "too_many" in {code for code, _ in faults(document(most + 1))}


def test_indicators_are_limited_over_all_dimensions() -> None:
    def dimension(n: int) -> dict[str, Any]:
        lines = [indicator(f"i{n}-{k}") for k in range(51)]
        return {"code": f"d{n}", "name": "D", "points": "1", "indicators": lines}

    document = {**scheme(indicator()), "dimensions": [dimension(0), dimension(1)]}
    assert ("too_many", "/dimensions") in faults(document)


def test_ten_thousand_indicators_are_refused_at_once() -> None:
    document = scheme(*[indicator(f"i{k}") for k in range(10_000)])
    assert {code for code, _ in faults(document)} == {"too_large"}


def test_deep_nesting_is_refused_without_recursion() -> None:
    deep: Any = 0
    for _ in range(100_000):
        deep = [deep]
    assert {code for code, _ in faults({"x_deep": deep})} == {"too_deep"}
    assert [f.code for f in lint({"x_deep": deep})] == ["too_deep"]


def test_every_fault_is_named_at_once() -> None:
    tiers = {"kind": "tiers", "tiers": [{"at": "x"}]}
    broken = worth("-1", rule=tiers, value={}) | {"code": "?", "subject": "?"}
    assert faults(broken) == {
        ("bad_code", "/code"),
        ("bad_choice", "/subject"),
        ("number_not_above", f"{LINE}/max_points"),
        ("not_a_number", f"{LINE}/rule/tiers/0/at"),
        ("missing", f"{LINE}/rule/tiers/0/points"),
        ("missing", f"{LINE}/value/kind"),
        ("missing", f"{LINE}/value/column"),
    }  # fmt: skip


def test_for_a_misspelt_field_the_right_one_is_suggested() -> None:
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme(line(rule={**SECONDS_RULE, "step_mod": "full"}, direction="lower"))
    assert "step_mode" in invalid.value.findings[0].suggestion["en"]
    assert "step_mode" in invalid.value.findings[0].suggestion["zh"]
    assert "step_mod" in str(invalid.value)


def test_numbers_are_read_from_strings_ints_and_decimals() -> None:
    for number in ("20", "20.0", 20, Decimal("20.00"), " 20 ", "+20"):
        read = read_scheme(worth(number))
        assert read.indicators[0].max_points == 20


def test_names_are_bilingual_or_stand_for_both_languages() -> None:
    def name(given: Any) -> Any:
        return read_scheme(scheme(indicator(), name=given)).name

    assert name("甲") == {"zh": "甲", "en": "甲"}
    assert name({"zh": "甲", "en": "A"}) == {"zh": "甲", "en": "A"}
    assert name({"en": "A"}) == {"zh": "A", "en": "A"}


def test_fields_that_begin_with_x_are_the_tenants_own() -> None:
    assert faults(scheme(indicator(x_note=1), x_anything=[1, {"a": None}])) == set()


def test_null_is_the_same_as_nothing() -> None:
    assert faults(line(slices=None, min_sample=None, description=None, direction=None)) == set()


def test_the_defaults() -> None:
    read = read_scheme({k: v for k, v in scheme(indicator()).items() if k != "total_points"})
    assert (read.subject, read.period, read.total_points, read.total_cap) == (
        "agent",
        "month",
        100,
        100,
    )
    assert (read.line_places, read.total_places, read.grade_basis) == (2, 2, "exact")
    assert (read.max_unavailable, read.rank_by_team) == (Decimal("0.5"), False)
    assert read.moves == "last_day"
    one = read.indicators[0]
    assert (one.direction, one.not_available, one.self_reported) == ("higher", "reweight", False)


def test_indicators_and_grades_are_found_by_code() -> None:
    read = read_scheme(scheme(indicator("a"), indicator("b"), ranking={"group_by": "team"}))
    assert read.indicator("b").code == "b"
    with pytest.raises(KeyError):
        read.indicator("c")
    grade = read.grade("good")
    assert grade is not None
    assert grade.min == 80
    assert read.grade("none") is None
    assert read.rank_by_team


def test_every_sentence_can_be_filled_in_both_languages() -> None:
    for code, sentences in (STRUCTURE | ERRORS | WARNINGS).items():
        for sentence in sentences:
            assert sentence.strip(), code
        zh, _, suggestion_zh, _ = sentences
        assert any("\u4e00" <= c <= "\u9fff" for c in zh + suggestion_zh), code


VALID = scheme(
    indicator("a", rule=SECONDS_RULE, direction="lower", target="30",
              min_sample={"column": "n", "at_least": "3"}),
    indicator("b", value={"kind": "rating", "raters": {"peer": 1}, "scale": {"min": 0, "max": 5}},
              rule={"kind": "linear", "zero_at": 0, "full_at": 5}),
    indicator("c", value={"kind": "formula", "expression": "p / q"},
              rule={"kind": "tiers", "tiers": [{"at": 2, "points": 20}]}),
    indicator("d", rule={"kind": "scale", "levels": [{"code": "l", "name": "L", "points": [1, 5]}]}),
    columns=[{"code": "p", "name": "P", "from_contacts": {"count": {"where": [{"field": "f", "equals": "Y"}]}}}],
    vetoes=[{"code": "v", "name": "V", "grade": "g", "coefficient": "0"}],
    extras=[{"code": "e", "name": "E", "column": "e"}],
    aggregation={"year": {"weights": {"column": "days"}, "min_periods": 6}},
    parameters=[{"code": "p", "name": "P", "type": "decimal", "suggested": "3", "assumed": True}],
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.decimals(),
    st.sampled_from([Decimal("1E+999999"), Decimal("1E-999999"), 10**4000, "9" * 100_000, "a",
                     {"$parameter": "p"}, {"$parameter": []}, {"$parameter": "no"}, "\ud800"]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["code", "kind", "value"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = (
        node.keys()
        if isinstance(node, dict)
        else range(len(node))
        if isinstance(node, list)
        else ()
    )
    return [path, *(p for key in keys for p in places(node[key], (*path, key)))]


PLACES = [p for p in places(VALID) if p]


def mutated(data: st.DataObject) -> Any:
    document = copy.deepcopy(VALID)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(PLACES))
        node: Any = document
        try:
            for key in path[:-1]:
                node = node[key]
            match data.draw(st.sampled_from(["remove", "replace", "repeat"])):
                case "remove":
                    del node[path[-1]]
                case "replace":
                    node[path[-1]] = data.draw(ANYTHING)
                case "repeat":
                    node[path[-1]] = [node[path[-1]]] * data.draw(st.sampled_from([2, 500]))
        except (KeyError, IndexError, TypeError):
            continue
    return document


def test_the_document_that_is_mutated_is_valid() -> None:
    assert faults(VALID) == set()


@given(st.data())
def test_a_mutated_document_is_read_or_refused_and_never_breaks_the_linter(
    data: st.DataObject,
) -> None:
    document = mutated(data)
    found = lint(document)
    for finding in found:
        assert finding.pointer == "" or finding.pointer.startswith("/")
    if faults(document):
        assert any(f.severity == "error" for f in found)
    else:
        with suppress(RowFault):
            compile_scheme(read_scheme(document)).score({})


@given(ANYTHING)
def test_any_json_value_is_read_or_refused(value: Any) -> None:
    assert lint(value)
    with pytest.raises(InvalidScheme):
        read_scheme(value)
