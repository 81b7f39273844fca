# ruff: noqa: E501 - a table of cases reads best with one case a line
"""The sentences of structural faults: what was found, what is expected, and where."""

from typing import Any

import pytest

from chalicelib.scoring import InvalidScheme, read_scheme
from tests.scoring.schemes import BANDS, indicator, scheme

LINE = "/dimensions/0/indicators/0"
TARGETS = f"{LINE}/slices/targets"
COLUMN = {"code": "x", "name": "X"}
PARAMETER = {"code": "p", "name": "P"}


def reported(document: Any) -> list[tuple[str, str]]:
    """(pointer, message) of each fault, in order."""
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme(document)
    return [(f.pointer, f.message["en"]) for f in invalid.value.findings]


def advised(document: Any) -> list[str]:
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme(document)
    return [f.suggestion["en"] for f in invalid.value.findings]


def line(**fields: Any) -> dict[str, Any]:
    return scheme(indicator(**fields))


def whole(**fields: Any) -> dict[str, Any]:
    return scheme(indicator(), **fields)


def slices(targets: Any) -> dict[str, Any]:
    return line(slices={"by": "k", "weight_by": "w", "targets": targets})


def counted(section: Any) -> dict[str, Any]:
    return whole(columns=[{**COLUMN, "from_contacts": section}])


def quarter(**fields: Any) -> dict[str, Any]:
    return whole(aggregation={"quarter": fields})


def parameter(**fields: Any) -> dict[str, Any]:
    return whole(parameters=[{**PARAMETER, **fields}])


@pytest.mark.parametrize(
    ("document", "pointer", "sentence"),
    [
        ([], "", "The scheme document is not a JSON object."),
        (whole(name=None), "/name", "Something required is missing here (text)."),
        (whole(code=None), "/code", "Something required is missing here (code)."),
        (whole(dimensions=None), "/dimensions", "Something required is missing here (list)."),
        (line(value=None), f"{LINE}/value", "Something required is missing here (object)."),
        (line(value={"kind": None, "column": "x"}), f"{LINE}/value/kind", "Something required is missing here (choice)."),
        (line(target=None), f"{LINE}/target", "Something required is missing here (number)."),
        (whole(code=7), "/code", "Expected code here, found “7”."),
        (whole(name=7), "/name", "Expected text here, found “7”."),
        (whole(dimensions={}), "/dimensions", "Expected list here, found “{…}”."),
        (whole(rounding="2"), "/rounding", "Expected object here, found “2”."),
        (line(self_reported="yes"), f"{LINE}/self_reported", "Expected flag here, found “yes”."),
        (whole(subjct="agent"), "/subjct", "There is no field “subjct” here."),
        (whole(ranking={"g/x~": 1}), "/ranking/g~1x~0", "There is no field “g/x~” here."),
        (whole(grades=[{**BANDS[0], "code": f"g{n}"} for n in range(31)]), "/grades", "There are 31 entries here; at most 30 are allowed."),
        (scheme(*[indicator(f"i{n}") for n in range(101)]), "/dimensions/0/indicators", "There are 101 entries here; at most 100 are allowed."),
        (slices({f"s{n}": 1 for n in range(61)}), TARGETS, "There are 61 entries here; at most 60 are allowed."),
        (slices({}), TARGETS, "At least 1 are needed here."),
        (slices({"p" * 201: 1}), f"{TARGETS}/{'p' * 201}", "The text is longer than 200 characters."),
        (slices({" ": 1}), f"{TARGETS}/ ", "The text is blank."),
        (whole(dimensions=[]), "/dimensions", "At least 1 are needed here."),
        (line(target="a\nb"), f"{LINE}/target", "“a?b” is not a number."),
        (line(target="1."), f"{LINE}/target", "“1.” is not a number."),
        (line(target="1e3"), f"{LINE}/target", "“1e3” is not a number."),
        (line(target=True), f"{LINE}/target", "“True” is not a number."),
        (line(target=20.5), f"{LINE}/target", "“20.5” arrived as a binary float and is not exact."),
        (line(target="1" + "0" * 12), f"{LINE}/target", "The number is too large: 1000000000000."),
        (line(target="-1" + "0" * 12), f"{LINE}/target", "The number is too large: -1000000000000."),
        (line(target=10**40), f"{LINE}/target", "The number is too large: …."),
        (line(target="1.00000000001"), f"{LINE}/target", "The number has more than 10 decimals."),
        (whole(total_points="-0.50"), "/total_points", "−0.5 must be above 0."),
        (whole(max_unavailable="-0.10"), "/max_unavailable", "−0.1 must not be below 0."),
        (whole(max_unavailable="1.10"), "/max_unavailable", "1.1 must not be above 1."),
        (whole(rounding={"line": "1.50"}), "/rounding/line", "1.5 is not a whole number."),
        (whole(rounding={"total": "-1"}), "/rounding/total", "−1 must not be below 0."),
        (whole(rounding={"line": "7"}), "/rounding/line", "7 must not be above 6."),
        (whole(name="x" * 201), "/name", "The text is longer than 200 characters."),
        (whole(description="x" * 4_001), "/description", "The text is longer than 4000 characters."),
        (line(unit="x" * 41), f"{LINE}/unit", "The text is longer than 40 characters."),
        (whole(name={"zh": "x" * 201, "en": "x"}), "/name/zh", "The text is longer than 200 characters."),
        (whole(name={"en": " "}), "/name/en", "The text is blank."),
        (whole(name="a\x07"), "/name", "The text holds characters that cannot be written."),
        (whole(name="a\x1fb"), "/name", "The text holds characters that cannot be written."),
        (whole(name="a\udfff"), "/name", "The text holds characters that cannot be written."),
        (whole(name={}), "/name", "The name has neither Chinese nor English."),
        (whole(code="A B"), "/code", "“A B” cannot be a code."),
        (whole(code="a" * 49), "/code", f"“{'a' * 49}” cannot be a code."),
        # Of sixty characters and more the first fifty-seven are quoted.
        (whole(code="A" * 59), "/code", f"“{'A' * 59}” cannot be a code."),
        (whole(code="A" * 60), "/code", f"“{'A' * 57}…” cannot be a code."),
        (whole(subject="crowd"), "/subject", "“crowd” is not one of the choices."),
        (quarter(weights={"2026-13": 1}), "/aggregation/quarter/weights/2026-13", "“2026-13” is not a month."),
        (quarter(weights={f"20{n:02}-01": 1 for n in range(61)}), "/aggregation/quarter/weights", "There are 61 entries here; at most 60 are allowed."),
        (quarter(weights="worked"), "/aggregation/quarter/weights", "“worked” is not one of the choices."),
        (quarter(weights={"2026-10": "-1"}), "/aggregation/quarter/weights/2026-10", "−1 must not be below 0."),
        (quarter(weights=["equal"]), "/aggregation/quarter/weights", "Expected object here, found “[…]”."),
        (quarter(min_periods=61), "/aggregation/quarter/min_periods", "61 must not be above 60."),
        (line(value={"kind": "metric", "column": "team"}), f"{LINE}/value", "“team” is a reserved column."),
        (whole(columns=[{**COLUMN, "code": "period"}]), "/columns/0/code", "“period” is a reserved column."),
        (line(target={"$parameter": "t"}), f"{LINE}/target", "The parameter “t” is not set."),
        (line(self_reported={"$parameter": "t"}), f"{LINE}/self_reported", "The parameter “t” is not set."),
        (whole(name={"$parameter": "t"}), "/name", "The parameter “t” is not set."),
        (line(slices={"$parameter": ["t"]}), f"{LINE}/slices", "The parameter “[…]” is not set."),
        (counted({}), "/columns/0/from_contacts", "Exactly one of these must stand here: count, count_distinct, sum, max, min."),
        (counted({"sum": "a", "where": [{"field": "f"}]}), "/columns/0/from_contacts/where/0", "Exactly one of these must stand here: equals, in, at_least, at_most."),
        (counted({"sum": "f" * 101}), "/columns/0/from_contacts/sum", "The text is longer than 100 characters."),
        (counted({"count": {"present": "f" * 101}}), "/columns/0/from_contacts/count/present", "The text is longer than 100 characters."),
        (counted({"sum": "a", "where": [{"field": "f" * 101, "equals": 1}]}), "/columns/0/from_contacts/where/0/field", "The text is longer than 100 characters."),
        (counted({"sum": "a", "where": [{"field": "f", "equals": "f" * 101}]}), "/columns/0/from_contacts/where/0/equals", "The text is longer than 100 characters."),
        (counted({"sum": "a", "where": [{"field": "f", "equals": []}]}), "/columns/0/from_contacts/where/0/equals", "“[…]” is not a number."),
        (counted({"sum": "a", "where": [{"field": "f", "at_most": 1}] * 61}), "/columns/0/from_contacts/where", "There are 61 entries here; at most 60 are allowed."),
        (counted({"sum": "a", "where": [{"field": "f", "in": ["a"] * 61}]}), "/columns/0/from_contacts/where/0/in", "There are 61 entries here; at most 60 are allowed."),
        (line(value={"kind": "formula", "expression": "a +"}), f"{LINE}/value/expression", "The formula cannot be used: not a complete expression."),
        (whole(vetoes=[{"code": "v", "name": "V"}] * 2), "/vetoes/1/code", "The code “v” is used twice."),
        (parameter(value="three"), "/parameters/0/value", "“three” cannot be the value of “p” (decimal)."),
        (parameter(type="integer", suggested="1.5"), "/parameters/0/suggested", "“1.5” cannot be the value of “p” (integer)."),
        (parameter(type="choice"), "/parameters/0/choices", "Something required is missing here (list)."),
        (parameter(type="choice", choices=[]), "/parameters/0/choices", "At least 1 are needed here."),
        (parameter(type="choice", choices=["a"] * 61), "/parameters/0/choices", "There are 61 entries here; at most 60 are allowed."),
        (parameter(type="choice", choices=["a", 5]), "/parameters/0/choices/1", "Expected object here, found “5”."),
        (parameter(type="choice", choices=["a" * 201]), "/parameters/0/choices/0", "The text is longer than 200 characters."),
        (parameter(type="choice", choices=[{"code": "a" * 201, "name": "A"}]), "/parameters/0/choices/0/code", "The text is longer than 200 characters."),
        (parameter(type="choice", choices=[{"code": "a", "name": "A" * 201}]), "/parameters/0/choices/0/name", "The text is longer than 200 characters."),
        (line(rule={"kind": "scale", "levels": [{"code": "a", "name": "A", "points": ["3", "4"], "step": "0.30"}]}), f"{LINE}/rule/levels/0/points", "The range 3–4 is empty or cannot be walked in steps of 0.3."),
    ],
)  # fmt: skip
def test_a_fault_says_what_was_found_and_where(document: Any, pointer: str, sentence: str) -> None:
    assert reported(document) == [(pointer, sentence)]


@pytest.mark.parametrize(
    ("document", "advice"),
    [
        (whole(name=7), "Write text instead."),
        (whole(total_points="-1"), "Use a number above 0."),
        (whole(max_unavailable="-1"), "Use 0 or more."),
        (whole(max_unavailable="2"), "Use 1 or less."),
        (whole(subject={"a": 1}), "Choose one of: agent, team, department."),
        (line(direction="up"), "Choose one of: higher, lower."),
        (line(not_available="x"), "Choose one of: reweight, full, zero, carry_previous, team_mean, reject."),
        (whole(ranking={"group": "team"}), "Perhaps one of: group_by; begin fields of your own with x_."),
        (whole(columns=[{**COLUMN, "type": "date"}]), "Choose one of: number, text."),
    ],
)  # fmt: skip
def test_a_fault_says_what_to_write_instead(document: Any, advice: str) -> None:
    assert advised(document) == [advice]


def test_a_fault_is_reported_together_with_its_consequences() -> None:
    for nothing, sentence in (
        (None, "Something required is missing here (object)."),
        (["p"], "Expected object here, found “[…]”."),
    ):
        assert reported(slices(nothing)) == [
            (TARGETS, sentence),
            (TARGETS, "At least 1 are needed here."),
        ]


def test_the_first_five_faults_are_the_text_of_the_exception() -> None:
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme({"tags": ["A"] * 6, **scheme(indicator())})
    messages = [f"/tags/{n}: “A” cannot be a code." for n in range(5)]
    assert str(invalid.value) == "; ".join(messages)
    with pytest.raises(InvalidScheme) as nothing:
        read_scheme(None)
    assert str(nothing.value) == "/: The scheme document is not a JSON object."
