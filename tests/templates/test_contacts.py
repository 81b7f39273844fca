"""Each template's month as contacts scores as the same month added up by hand, person by person."""

import csv
import io
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.reading import column_specs
from chalicelib.reading.contact_form import ContactForm, contact_form, gives
from chalicelib.reading.contacts import count_contacts
from chalicelib.reading.forms.filling import filling_of
from chalicelib.reading.forms.layout import example_of
from chalicelib.reading.row_grouping import PersonRows, group_by_person
from chalicelib.scoring import CompiledScheme, Scheme, compile_scheme, lint, read_scheme
from chalicelib.scoring.needs import needs_slices
from tests.reading.opened import opened
from tests.templates.sheets import ALL_TEMPLATES, confirmed

PEOPLE = ("007", "A-1", "李娜")
#: What cells of a field may hold; of a field that is not here, what its kind allows.
CHOICES = {
    "channel": ("phone", "online", "bot"),
    "topic": ("fault", "故障", "complaint", "投诉", "return", "退换货", "other", ""),
    "callback_answer": ("very satisfied", "非常满意", "satisfied", ""),
    "complaint": ("ordinary", "重大投诉", "", ""),
    "date": ("2026-10-08", "2026-10-09", "2026-10-10"),
    "customer_id": ("B1", "B2", "B3", "B4"),
}
YES, NO = ("Y", "是", "通过", "1"), ("N", "否", "不通过", "0")
Contact = dict[str, str]


def made(form: ContactForm, seed: int, contacts: int = 60) -> list[Contact]:
    """Return contacts of a month, in the order of the export, by field."""
    luck = random.Random(seed)

    def cell(code: str, kind: str, number: int) -> str:
        if code == form.key:
            return f"C{number}"
        choices = CHOICES.get(code)
        if choices is None and kind == "number":
            choices = ("", "0", "1.5", "20", "48")
        return luck.choice(choices or (*YES, *NO, ""))

    return [
        {"employee_id": luck.choice(PEOPLE)}
        | {spec.code: cell(spec.code, spec.kind, number) for spec in form.fields}
        for number in range(contacts)
    ]


def passes(contact: Contact, section: Any) -> bool:
    """Whether a contact counts for a section, by a plain reading of its conditions."""
    inner = section.get("count") or {}
    for test in (*(section.get("where") or ()), *(inner.get("where") or ())):
        said = contact[test["field"]]
        if not said:
            return False
        if "equals" in test and (said in YES) is not test["equals"]:
            return False
        if "in" in test and said not in test["in"]:
            return False
        if "at_most" in test and Decimal(said) > Decimal(str(test["at_most"])):
            return False
    return "present" not in inner or bool(contact[inner["present"]])


def by_hand(contacts: Sequence[Contact], section: Any) -> str:
    """The figure of a section over these contacts."""
    counted = [one for one in contacts if passes(one, section)]
    if "count" in section:
        return str(len(counted))
    if "sum" in section:
        return str(sum((Decimal(one[section["sum"]] or 0) for one in counted), Decimal(0)))
    return str(len({one[section["count_distinct"]] for one in counted}))


def csv_of(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([headings, *rows])
    return file.getvalue().encode()


def forms(code: str) -> tuple[Scheme, CompiledScheme, ContactForm]:
    scheme = read_scheme(confirmed(code))
    compiled = compile_scheme(scheme)
    lacking = {
        one.source.code
        for one in compiled.columns
        if one.source
        and one.required
        and one.code not in compiled.slices
        and not gives(scheme, one)
    }
    given = [one for one in compiled.columns if one.source and one.source.code not in lacking]
    return scheme, compiled, contact_form(scheme, given, needs_slices(scheme))


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_contacts_score_as_the_month_that_is_added_up_by_hand(code: str, language: int) -> None:
    scheme, compiled, form = forms(code)
    contacts = made(form, seed=len(code))
    headings = [spec.names[language] for spec in form.fields]
    cells = [[one["employee_id"], *(one[s.code] for s in form.fields)] for one in contacts]
    with opened(
        csv_of(["工号", *headings], cells), form.fields, row_key=None, contact_key=form.key
    ) as sheet:
        counted = {one.employee_id: one for one in count_contacts(sheet.rows(), form)}

    first = {column.code: example_of(column) for column in compiled.columns}
    others = dict(filling_of(scheme, compiled, first).examples)
    by = form.slices[0] if form.slices else None
    rows = []
    for who in PEOPLE:
        own = [one for one in contacts if one["employee_id"] == who]
        for value in dict.fromkeys(one[by] if by else "" for one in own):
            part = [one for one in own if not by or one[by] == value]
            figures = {c: by_hand(part, how) for c, how in form.made.items()}
            rest = others if value == next(iter(one[by] if by else "" for one in own)) else {}
            named = {by: value} if by else {}
            rows.append(
                [who, *({**rest, **figures, **named}.get(c.code, "") for c in compiled.columns)]
            )
    specs = column_specs(compiled.columns)
    codes = [column.code for column in compiled.columns]
    key = ("employee_id", *form.slices)
    with opened(csv_of(["employee_id", *codes], rows), specs, row_key=key) as sheet:
        month = {one.employee_id: one for one in group_by_person(sheet.rows())}

    assert set(counted) == set(month) == set(PEOPLE)
    for who in PEOPLE:
        person, expected = counted[who], month[who]
        assert isinstance(person, PersonRows)
        assert isinstance(expected, PersonRows)
        merged = tuple(
            {**whole, **given} for whole, given in zip(expected.rows, person.rows, strict=True)
        )
        assert compiled.score(merged) == compiled.score(expected.rows)
        for whole, given in zip(expected.rows, person.rows, strict=True):
            assert {c: whole[c] for c in given} == given


@pytest.mark.parametrize("code", ALL_TEMPLATES)
def test_each_field_has_names_and_each_contact_a_key(code: str) -> None:
    scheme, _, form = forms(code)
    assert form.key == "contact_id"
    assert {len(spec.names) for spec in form.fields} == {2}
    declared = {field.code for field in scheme.contacts.fields}
    assert declared == {spec.code for spec in form.fields} - set(form.slices)
    found = {one.code for one in lint(confirmed(code))}
    assert not found & {"contacts_without_key", "contact_field_unknown"}
