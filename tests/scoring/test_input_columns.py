"""The names and descriptions of a scheme's input columns."""

from typing import Any

import pytest

from chalicelib.scoring import Column
from tests.scoring.schemes import compiled, indicator

NAME = {"zh": "列", "en": "Column"}
UNIT = {"zh": "天", "en": "days"}
ABOUT = {"zh": "说明", "en": "What it is"}
SECONDS = {"zh": "秒", "en": "s"}
METRIC = {"kind": "metric", "column": "m"}


def columns(*declared: str, **fields: Any) -> dict[str, Column]:
    """The columns of a scheme with every kind of them, some of them declared."""
    line = indicator(
        "line", value=METRIC, unit="second", description=ABOUT,
        min_sample={"column": "cases", "at_least": "3"},
        slices={"by": "channel", "weight_by": "calls", "targets": {"phone": "1"}}, target=None,
    )  # fmt: skip
    rating = {"kind": "rating", "raters": {"peer": 1, "qa": 1}, "scale": {"min": 0, "max": 9}}
    ready = compiled(
        line,
        indicator("rated", value=rating),
        extras=[{"code": "e", "name": "Extra", "column": "award"}],
        aggregation={"year": {"weights": {"column": "worked"}}, "quarter": {"weights": "equal"}},
        columns=[{"code": c, "name": NAME, "unit": UNIT, "description": ABOUT} for c in declared],
        **fields,
    )
    return {column.code: column for column in ready.columns}


def test_columns_come_in_the_order_of_first_use_each_with_its_kind() -> None:
    found = [(c.code, c.kind, c.required, c.used_by) for c in columns().values()]
    assert found == [
        ("m", "number", True, ("line",)),
        ("cases", "number", True, ("line",)),
        ("channel", "text", True, ("line",)),
        ("calls", "number", True, ("line",)),
        ("rated_peer", "marks", True, ("rated",)),
        ("rated_qa", "marks", True, ("rated",)),
        ("award", "number", False, ()),
        ("worked", "number", False, ()),
    ]


def test_an_undeclared_column_is_named_after_what_reads_it() -> None:
    found = columns()
    assert found["m"].name == {"zh": "指标line", "en": "Indicator line"}
    assert (found["m"].unit, found["m"].description) == (SECONDS, ABOUT)
    assert found["rated_peer"].name == {"zh": "指标rated（同事）", "en": "Indicator rated (peer)"}
    assert found["rated_qa"].name == {"zh": "指标rated（qa）", "en": "Indicator rated (qa)"}
    assert found["award"].name == {"zh": "Extra", "en": "Extra"}
    for code in ("cases", "channel", "calls", "worked"):
        assert found[code].name == {"zh": code, "en": code}
    for code in ("cases", "rated_peer", "award", "worked"):
        column = found[code]
        assert (column.unit, column.description, column.note) == (None, None, None)


@pytest.mark.parametrize("code", ["m", "cases", "channel", "rated_peer", "award", "worked"])
def test_a_declared_column_is_named_as_the_document_says(code: str) -> None:
    column = columns(code)[code]
    assert (column.name, column.unit, column.description) == (NAME, UNIT, ABOUT)
    assert column.required is (code not in ("award", "worked"))
    assert column.note is not None
    assert column.note.code == code


def test_what_two_lines_read_is_one_column() -> None:
    ready = compiled(indicator("a", value=METRIC), indicator("b", value=METRIC))
    (column,) = ready.columns
    assert (column.used_by, column.name["en"]) == (("a", "b"), "Indicator a")
