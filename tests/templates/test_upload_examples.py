"""The template to fill in for a scheme: its example is a row that the scheme takes."""

import csv
import io
from copy import deepcopy
from typing import Any

import openpyxl
import pytest

from chalicelib.reading import Row, column_specs
from chalicelib.reading.contacts import count_contacts
from chalicelib.reading.forms import upload_template_csv, upload_template_xlsx
from chalicelib.reading.forms.filling import filling_of
from chalicelib.reading.forms.layout import example_of
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.schemes.rulebook.upload_form import contact_columns
from chalicelib.scoring import compile_scheme, read_scheme
from tests.reading.opened import opened
from tests.templates.sheets import ALL_TEMPLATES, confirmed
from tests.templates.test_contacts import forms


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


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_the_example_of_a_contact_is_taken_by_its_scheme(code: str) -> None:
    scheme, compiled, form = forms(code)
    columns, filling = contact_columns(scheme, form)
    lines = upload_template_csv(columns, filling).decode("utf-8-sig").splitlines()
    example = next(csv.reader([lines[2]]))
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["001007", *example[1:]])
    content = "\n".join([*lines, file.getvalue()]).encode()
    with opened(content, form.fields, row_key=None, contact_key=form.key) as sheet:
        (person,) = count_contacts(sheet.rows(), form)
    assert isinstance(person, PersonRows), person
    awaited = {one.source.code for one in compiled.columns if one.source} - {
        one.source.code for one in compiled.columns if one.source and one.code in form.made
    }
    rest = dict.fromkeys(column.code for column in compiled.columns)
    compiled.score({**rest, **person.rows[0]}, awaiting=frozenset(awaited))
    # A field without an example would leave the person who fills it in alone.
    assert "" not in example[3:]


def test_levels_and_slices_are_offered_as_drop_down_lists() -> None:
    document = deepcopy(SCHEME)
    compiled, filling = form_of(document)
    assert filling.allowed == {"attitude": ("优", "良"), "channel": ("phone", "online")}
    book = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(compiled.columns, filling)))
    rules = book.worksheets[0].data_validations.dataValidation
    lists = {str(one.sqref).partition(":")[0]: one.formula1 for one in rules if one.type == "list"}
    headings = {cell.value: cell.column_letter for cell in book.worksheets[0][1]}
    place = {name: next(v for k, v in headings.items() if name in k) for name in filling.allowed}
    assert lists == {
        f"{place['attitude']}4": '"优,良"',
        f"{place['channel']}4": '"phone,online"',
    }


def test_a_list_that_is_too_long_for_a_rule_has_a_sheet_of_its_own() -> None:
    document = deepcopy(SCHEME)
    rule = document["dimensions"][0]["indicators"][0]["rule"]
    rule["levels"] = [
        {"code": f"l{n}", "name": f"Level, the {n}th one", "points": 40 - n} for n in range(40)
    ]
    compiled, filling = form_of(document)
    book = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(compiled.columns, filling)))
    rules = book.worksheets[0].data_validations.dataValidation
    assert "='选项 Lists'!$A$1:$A$40".removeprefix("=") in {one.formula1 for one in rules}
    assert [cell.value for cell in book["选项 Lists"]["A"]] == list(filling.allowed["attitude"])


def test_columns_of_figures_ask_for_a_number_and_take_what_may_stand_there() -> None:
    """A number format would show 0:01:30 as 0.00; a rule of style warning stops nothing."""
    compiled, filling = form_of(deepcopy(SCHEME))
    book = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(compiled.columns, filling)))
    sheet = book.worksheets[0]
    asked = [one for one in sheet.data_validations.dataValidation if one.type == "decimal"]
    letters = {str(one.sqref)[0] for one in asked}
    headings = {cell.column_letter: cell.value for cell in sheet[1]}
    assert sorted(headings[one].split("(")[-1] for one in letters) == ["contacts)", "seconds)"]
    assert {one.errorStyle for one in asked} == {"warning"}
    assert {sheet.column_dimensions[one].number_format for one in letters} == {"General"}


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
