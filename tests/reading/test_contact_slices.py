"""Contacts in a scheme with slices: each contact names its own, the person has a row for each."""

from typing import Any

import pytest

from chalicelib.reading import FileRejected
from chalicelib.reading.contact_form import contact_form
from chalicelib.reading.contacts import count_contacts
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring import compile_scheme, needs_slices, read_scheme
from tests.reading.opened import opened
from tests.scoring.schemes import indicator, scheme

HALF: dict[str, Any] = {
    "max_points": "50",
    "rule": {"kind": "step_deduct", "step": "10", "per_step": "1"},
}
BY_CHANNEL = indicator(
    "wait",
    **HALF,
    direction="lower",
    value={"kind": "ratio", "numerator": "waited", "denominator": "calls"},
    slices={"by": "channel", "weight_by": "calls", "targets": {"phone": "30", "bot": "10"}},
)
COLUMNS = [
    {"code": "channel", "name": {"zh": "渠道", "en": "Channel"}, "type": "text"},
    {"code": "calls", "name": "Calls", "from_contacts": {"count": {}}},
    {"code": "waited", "name": "Waited", "from_contacts": {"sum": "wait"}},
    {"code": "days", "name": "Days", "from_contacts": {"count_distinct": "date"}},
]
FILE = b"employee_id,\xe6\xb8\xa0\xe9\x81\x93,wait,date\nA,phone,60,1\nA,bot,10,1\nA,Phone,20,2\n"


def rows_of(value: dict[str, Any]) -> Any:
    """Return the rows of the one person, and the result of the scheme with a line of this value."""
    read = read_scheme(
        scheme(BY_CHANNEL, indicator("other", **HALF, target="2", value=value), columns=COLUMNS)
    )
    compiled = compile_scheme(read)
    form = contact_form(read, compiled.columns, needs_slices(read))
    with opened(FILE, form.fields, row_key=None) as sheet:
        (person,) = count_contacts(sheet.rows(), form)
    assert isinstance(person, PersonRows)
    found = [{code: str(cell) for code, cell in row.items()} for row in person.rows]
    return found, compiled.score(person.cells)


def test_a_person_has_a_row_for_each_slice_that_the_contacts_name() -> None:
    rows, result = rows_of({"kind": "metric", "column": "days"})
    # The days are of the person, not of the channel: two of them in each row.
    assert rows == [
        {"channel": "phone", "calls": "2", "waited": "80", "days": "2"},
        {"channel": "bot", "calls": "1", "waited": "10", "days": "2"},
    ]
    # phone 40 s is one step over 30: 49; bot 10 s is met: 50; (2 × 49 + 50) ÷ 3 = 49.33
    assert [str(line.points) for line in result.lines] == ["49.33", "50.00"]


def test_counts_of_slices_add_up_to_those_of_the_person() -> None:
    _, result = rows_of({"kind": "ratio", "numerator": "calls", "denominator": "calls"})
    assert str(result.lines[1].value) == "1"


def test_distinct_values_of_slices_are_not_added_up() -> None:
    """One day on the phone and with the bot is one day: 2 + 1 would be three."""
    with pytest.raises(FileRejected) as refused:
        rows_of({"kind": "ratio", "numerator": "calls", "denominator": "days"})
    assert (refused.value.code, refused.value.details["columns"]) == ("no_contact_rule", ["days"])
