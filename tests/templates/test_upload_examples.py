"""The template to fill in for a scheme: its example is a row that the scheme takes."""

import csv
import io
from copy import deepcopy
from typing import Any

import openpyxl
import pytest

from chalicelib.reading import Row, column_specs
from chalicelib.reading.forms import upload_template_csv, upload_template_xlsx
from chalicelib.reading.forms.filling import filling_of
from chalicelib.reading.forms.layout import example_of
from chalicelib.scoring import compile_scheme, read_scheme
from tests.reading.opened import opened
from tests.templates.sheets import ALL_TEMPLATES, confirmed


def form_of(document: dict[str, Any]) -> tuple[Any, Any]:
    scheme = read_scheme(document)
    compiled = compile_scheme(scheme)
    first = {column.code: example_of(column) for column in compiled.columns}
    return compiled, filling_of(scheme, compiled, first)


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_the_example_row_of_each_template_is_taken_by_its_scheme(code: str) -> None:
    compiled, filling = form_of(confirmed(code))
    lines = upload_template_csv(compiled.columns, filling).decode("utf-8-sig").splitlines()
    example = next(csv.reader([lines[2]]))
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["001007", *example[1:]])
    content = "\n".join([lines[0], file.getvalue()]).encode()
    with opened(content, column_specs(compiled.columns)) as sheet:
        (row,) = sheet.rows()
    assert isinstance(row, Row), row
    result = compiled.score(row.cells)
    # Nearly every column has an example, so that the sheet shows how each is filled in.
    assert sum(cell is not None for cell in row.cells.values()) >= len(row.cells) * 3 / 4
    assert result.total is not None


def test_levels_and_slices_are_offered_as_drop_down_lists() -> None:
    document = deepcopy(SCHEME)
    compiled, filling = form_of(document)
    assert filling.allowed == {"attitude": ("优", "良"), "channel": ("phone", "online")}
    book = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(compiled.columns, filling)))
    lists = {
        str(rule.sqref).partition(":")[0]: rule.formula1
        for rule in book.worksheets[0].data_validations.dataValidation
    }
    headings = {cell.value: cell.column_letter for cell in book.worksheets[0][1]}
    place = {name: next(v for k, v in headings.items() if name in k) for name in filling.allowed}
    assert lists == {
        f"{place['attitude']}4": '"优,良"',
        f"{place['channel']}4": '"phone,online"',
    }


def test_columns_of_figures_without_a_unit_say_so() -> None:
    compiled, filling = form_of(deepcopy(SCHEME))
    units = upload_template_csv(compiled.columns, filling).decode("utf-8-sig").splitlines()[1]
    assert "数字 number" in units


SCHEME: dict[str, Any] = {
    "code": "s",
    "name": "S",
    "dimensions": [
        {
            "code": "d",
            "name": "D",
            "points": "100",
            "indicators": [
                {
                    "code": "attitude",
                    "name": "Attitude",
                    "max_points": "40",
                    "value": {"kind": "metric", "column": "attitude"},
                    "rule": {
                        "kind": "scale",
                        "levels": [
                            {"code": "a", "name": {"zh": "优", "en": "good"}, "points": "40"},
                            {"code": "b", "name": {"zh": "良", "en": "fair"}, "points": "20"},
                        ],
                    },
                },
                {
                    "code": "wait",
                    "name": "Wait",
                    "unit": "second",
                    "direction": "lower",
                    "max_points": "60",
                    "value": {"kind": "ratio", "numerator": "seconds", "denominator": "contacts"},
                    "rule": {"kind": "step_deduct", "step": "10", "per_step": "5"},
                    "target": "30",
                    "slices": {
                        "by": "channel",
                        "weight_by": "contacts",
                        "targets": {"phone": "30", "online": "15"},
                    },
                },
            ],
        }
    ],
    "grades": [{"code": "a", "name": "A", "min": "0", "coefficient": "1"}],
}
