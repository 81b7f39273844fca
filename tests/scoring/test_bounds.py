"""`at_most` of a column: a part that is more than its whole is an error of its row."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import CompiledScheme, RowFault, compile_scheme, lint, read_scheme
from tests.scoring.schemes import figures, indicator, scheme

RATIO = {"kind": "ratio", "numerator": "solved", "denominator": "raised", "scale": "100"}
SOLVED = {"code": "solved", "name": {"zh": "解决数", "en": "Solved"}}
RAISED = {"code": "raised", "name": {"zh": "提出数", "en": "Raised"}}


def document(at_most: Any, **fields: Any) -> dict[str, Any]:
    line = indicator(**{"value": RATIO, "target": "90", **fields})
    return scheme(line, columns=[{**SOLVED, "at_most": at_most}, RAISED])


def bounded(at_most: Any, **fields: Any) -> CompiledScheme:
    return compile_scheme(read_scheme(document(at_most, **fields)))


def fault(compiled: CompiledScheme, row: Any) -> RowFault:
    with pytest.raises(RowFault) as caught:
        compiled.score(row)
    return caught.value


WHOLE = {"column": "raised"}


def test_a_part_larger_than_its_whole_is_an_error_of_the_row() -> None:
    found = fault(bounded(WHOLE), figures(solved=150, raised=100))
    assert (found.column, found.code) == ("solved", "above_column")
    assert found.message == {
        "zh": "列“解决数”的 150 大于列“提出数”的 100。",
        "en": "Column “Solved” has 150, more than the 100 of column “Raised”.",
    }


def test_a_number_may_be_the_bound() -> None:
    found = fault(bounded("60.5"), figures(solved="60.6", raised=100))
    assert (found.column, found.code) == ("solved", "above_limit")
    assert found.message["zh"] == "列“解决数”的 60.6 大于上限 60.5。"
    assert found.message["en"] == "Column “Solved” has 60.6, more than the most that can be, 60.5."


@pytest.mark.parametrize(
    ("solved", "raised", "value"), [(100, 100, "100"), (99, 100, "99"), (0, 100, "0")]
)
def test_up_to_the_whole_everything_counts(solved: int, raised: int, value: str) -> None:
    row = figures(solved=solved, raised=raised)
    assert bounded(WHOLE).score(row).figures == (Decimal(value),)


@pytest.mark.parametrize(("solved", "raised"), [(150, None), (None, 100), (None, None)])
def test_a_blank_on_either_side_is_no_error(solved: object, raised: object) -> None:
    assert bounded(WHOLE).score(figures(solved=solved, raised=raised)).lines[0].reason == "blank"


def test_without_the_declaration_the_scheme_decides_what_150_percent_are() -> None:
    compiled = compile_scheme(read_scheme(scheme(indicator(value=RATIO, target="90"))))
    assert compiled.score(figures(solved=150, raised=100)).figures == (Decimal(150),)


def test_text_cells_are_read_before_they_are_compared() -> None:
    # As text "9" is after "10".
    assert bounded(WHOLE).score({"solved": "9", "raised": "10"}).figures == (Decimal(90),)
    assert fault(bounded(WHOLE), {"solved": "10", "raised": "9"}).code == "above_column"


def test_each_row_of_a_person_keeps_to_the_bound() -> None:
    sliced = {"by": "channel", "weight_by": "raised", "targets": {"phone": "90", "chat": "80"}}
    compiled = bounded(WHOLE, slices=sliced, target=None)
    rows = [
        {"channel": "phone", **figures(solved=9, raised=10)},
        {"channel": "chat", **figures(solved=11, raised=10)},
    ]
    assert fault(compiled, rows).code == "above_column"  # though 20 of 20 in all


def test_the_columns_say_what_may_stand_in_them() -> None:
    solved, raised = bounded(WHOLE).columns
    assert solved.explanation == {"zh": "不能大于“提出数”。", "en": "At most “Raised”."}
    assert raised.explanation is None
    assert bounded("60.50").columns[0].explanation == {
        "zh": "不能大于 60.5。",
        "en": "At most 60.5.",
    }


@pytest.mark.parametrize(
    ("at_most", "code"),
    [
        ({"column": "total"}, "bound_column_unknown"),
        ({"column": "solved"}, "bound_column_unknown"),  # itself
        (WHOLE, None),
        ("100", None),
    ],
)
def test_the_linter_looks_for_the_bound_among_the_columns_in_use(
    at_most: Any, code: str | None
) -> None:
    found = [(f.code, f.pointer) for f in lint(document(at_most)) if f.severity == "error"]
    assert found == ([(code, "/columns/0/at_most")] if code else [])


def test_words_have_no_bound() -> None:
    level = {"kind": "scale", "levels": [{"code": "good", "name": "Good", "points": "20"}]}
    line = indicator(value={"kind": "metric", "column": "solved"}, rule=level, target=None)
    columns = [{**SOLVED, "at_most": "5"}]
    codes = [f.code for f in lint(scheme(line, columns=columns)) if f.severity == "error"]
    assert codes == ["bound_of_words"]


@pytest.mark.parametrize(
    ("at_most", "code", "place"),
    [
        ({"column": "team"}, "reserved_column", "/column"),
        ({"columns": "raised"}, "unknown_field", "/columns"),
        ({}, "missing", "/column"),
        (True, "not_a_number", ""),
    ],
)
def test_what_is_neither_a_column_nor_a_number_is_refused(
    at_most: Any, code: str, place: str
) -> None:
    found = {(f.code, f.pointer) for f in lint(document(at_most))}
    assert (code, f"/columns/0/at_most{place}") in found
