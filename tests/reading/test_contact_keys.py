"""A contact that stands in a file twice counts once; where the rows differ, it counts nowhere."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.reading import BadRow, FileRejected
from chalicelib.reading.contact_form import contact_form
from chalicelib.reading.contacts import Repeats, count_contacts
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring import compile_scheme, read_scheme
from tests.reading.opened import opened
from tests.scoring.schemes import indicator, scheme

WAIT = {"zh": "等待秒数", "en": "Wait"}
COLUMNS = [
    {"code": "calls", "name": "calls", "from_contacts": {"count": {}}},
    {"code": "waited", "name": "waited", "from_contacts": {"sum": "wait"}},
    {
        "code": "solved",
        "name": "solved",
        "from_contacts": {"count": {"where": [{"field": "ok", "equals": True}]}},
    },
]
FIELDS = [
    {"code": "ticket", "name": {"zh": "工单号", "en": "Ticket"}},
    {"code": "wait", "name": WAIT, "unit": "second"},
    {"code": "ok", "name": {"zh": "是否解决", "en": "Solved"}},
]


def document(**more: Any) -> Any:
    line = indicator(value={"kind": "formula", "expression": "waited / calls + solved"})
    return scheme(line, columns=COLUMNS, contacts={"key": "ticket", "fields": FIELDS}, **more)


def counted(text: str, key: str | None = None) -> tuple[list[PersonRows], list[BadRow], Repeats]:
    """Return the people, the bad rows and the repeats of a CSV of contacts."""
    read = read_scheme(document())
    form = contact_form(read, compile_scheme(read).columns, (), key)
    repeats = Repeats()
    content = text.encode()
    with opened(content, form.fields, row_key=None, contact_key=form.key) as sheet:
        found = list(count_contacts(sheet.rows(), form, repeats))
    people = [one for one in found if isinstance(one, PersonRows)]
    return people, [one for one in found if isinstance(one, BadRow)], repeats


def cells(person: PersonRows) -> dict[str, Decimal]:
    (row,) = person.rows
    return {code: cell for code, cell in row.items() if isinstance(cell, Decimal)}


def test_a_contact_that_is_exported_twice_counts_once_and_is_told() -> None:
    people, bad, repeats = counted(
        "employee_id,ticket,wait,ok\nQ1,1,30,Y\nQ1,2,90,N\nQ1,1,30,Y\nQ1,1,30.0,y\n"
    )
    assert bad == []
    assert (repeats.count, repeats.rows) == (2, [4, 5])
    assert [cells(one) for one in people] == [{"calls": 2, "waited": 120, "solved": 1}]


def test_rows_are_the_same_by_what_is_read_of_them() -> None:
    """The time of the export is another one in each row, and nobody reads it."""
    people, _, repeats = counted(
        "employee_id,ticket,wait,ok,exported\nQ1,1,30,Y,09:00\nQ1,1,30,Y,10:00\n"
    )
    assert repeats.count == 1
    assert cells(people[0]) == {"calls": 1, "waited": 30, "solved": 1}


def test_a_contact_with_two_contents_leaves_both_of_its_people_out() -> None:
    people, bad, repeats = counted(
        "employee_id,ticket,wait,ok\nQ1,1,30,Y\nQ2,1,30,Y\nQ3,2,40,Y\nQ3,3,40,Y\nQ3,3,41,Y\n"
    )
    assert repeats.count == 0
    assert [(one.number, one.employee_id, one.errors[0].code) for one in bad] == [
        (3, "Q2", "contact_repeated"),
        (6, "Q3", "contact_repeated"),
    ]
    assert "row 2" in bad[0].errors[0].message["en"]
    assert [(one.employee_id, one.bad_row, one.contradicted) for one in people] == [
        ("Q1", 3, True),
        ("Q3", 6, False),
    ]


@pytest.mark.parametrize(
    ("key", "code"), [("", "contact_key_missing"), ("1.23457E+17", "contact_key_rounded")]
)
def test_a_contact_that_nobody_can_tell_from_others_is_an_error(key: str, code: str) -> None:
    people, bad, _ = counted(f"employee_id,ticket,wait,ok\nQ1,{key},30,Y\nQ2,2,9,N\n")
    assert [one.errors[0].code for one in bad] == [code]
    assert [one.employee_id for one in people] == ["Q2"]


def test_keys_that_differ_in_case_are_two_contacts() -> None:
    """Systems have ids such as a0B and A0b."""
    people, _, repeats = counted("employee_id,ticket,wait,ok\nQ1,a0B,30,Y\nQ1,A0b,30,Y\n")
    assert (cells(people[0])["calls"], repeats.count) == (2, 0)


def test_fields_are_found_by_their_names_in_both_languages() -> None:
    people, bad, _ = counted("工号,工单号,等待秒数,是否解决\nQ1,1,0:01:30,是\nQ1,2,30,否\n")
    assert bad == []
    assert cells(people[0]) == {"calls": 2, "waited": 120, "solved": 1}


def test_the_files_own_key_goes_before_the_schemes() -> None:
    people, _, repeats = counted(
        "employee_id,ticket,case no,wait,ok\nQ1,7,1,30,Y\nQ1,7,2,30,Y\nQ1,8,2,30,Y\n", "Case No"
    )
    assert (cells(people[0])["calls"], repeats.rows) == (2, [4])
    with pytest.raises(FileRejected, match="missing_columns"):
        counted("employee_id,ticket,wait,ok\nQ1,7,30,Y\n", "Case No")


def test_the_files_own_key_may_be_a_declared_field_by_its_name() -> None:
    _, _, repeats = counted("employee_id,工单号,wait,ok\nQ1,7,30,Y\nQ1,7,30,Y\n", "工单号")
    assert repeats.count == 1


def test_a_field_that_says_yes_or_no_says_one_of_both() -> None:
    people, bad, _ = counted("employee_id,ticket,wait,ok\nQ1,1,3,通过\nQ2,2,3,maybe\nQ3,3,3,\n")
    assert [(one.employee_id, one.errors[0].code) for one in bad] == [("Q2", "not_yes_or_no")]
    assert [(one.employee_id, cells(one)["solved"]) for one in people] == [("Q1", 1), ("Q3", 0)]
