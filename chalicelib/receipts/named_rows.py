"""What a receipt names: whose row each of its rows answers, and whether that is a line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.differences.presenting import COEFFICIENT, KINDS
from chalicelib.errors import Fault, Invalid
from chalicelib.exports import kept_rows
from chalicelib.exports.records import DIFFERENCES, Export
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey, read_shown
from chalicelib.receipts import refusals
from chalicelib.receipts.records import REJECTED
from chalicelib.tenancy.context import Context


def of_lines_of(export: Export, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Return of each row whether it answers a line of differences.

    In a file that has both, the row says so by its ``kind``. Raises Invalid (422) for one that
    names its month there and no kind, because it may mean the month's row or the line, and for a
    kind that the file has no rows of.
    """
    both, alone = export.lines is not None, export.content == DIFFERENCES
    faults = [
        Fault(f"/rows/{number}/kind", code, message)
        for number, row in enumerate(rows)
        for code, message in _unclear(row, export.period, both=both, alone=alone)
    ]
    if faults:
        raise Invalid(faults)
    return [alone or (both and row["kind"] in KINDS) for row in rows]


def _unclear(
    row: Mapping[str, Any], period: str, *, both: bool, alone: bool
) -> Iterator[tuple[str, Text]]:
    named = row["period"]
    if both:
        if row["kind"] is None and named is not None:
            yield "required", refusals.WITHOUT_KIND
        if row["kind"] == COEFFICIENT and named not in (None, period):
            yield "not_in_file", refusals.NOT_OF_MONTH
    elif row["kind"] is not None and (row["kind"] in KINDS) is not alone:
        yield "not_in_file", refusals.NOT_OF_KIND


def persons_of(
    context: Context,
    export: Export,
    rows: Sequence[Mapping[str, Any]],
    of_lines: Sequence[bool],
    *,
    said: bool,
) -> list[PersonKey]:
    """Return the person of each row. ``of_lines``: it is of a line, of which a person may have some
    of several months.

    Raises Invalid (422) that names each wrong row.
    """
    if not rows and not said:
        raise Invalid([Fault("/rows", "required", refusals.NOTHING)])
    found = _rows_of(context, export, rows, of_lines)
    faults: list[Fault] = []
    persons: list[PersonKey] = []
    own: set[PersonKey] = set()
    for number, row in enumerate(rows):
        place = f"/rows/{number}"
        named = found[of_lines[number]].get(row["employee_id"], ())
        if row.get("person") is not None:
            wanted = read_shown(row["person"])
            named = [one for one in named if one == wanted]
        faults += _unsaid(row, place)
        if not named:
            faults.append(Fault(f"{place}/employee_id", "not_in_file", refusals.NOT_IN_FILE))
        elif len(named) > 1:
            faults.append(Fault(f"{place}/person", "several_people", refusals.SEVERAL))
        elif named[0] in own and not of_lines[number]:
            faults.append(Fault(f"{place}/employee_id", "repeated", refusals.REPEATED))
        else:
            persons.append(named[0])
            if not of_lines[number]:
                own.add(named[0])
    if faults:
        raise Invalid(faults)
    return persons


def _unsaid(row: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Give what a rejection does not say."""
    if row["answer"] == REJECTED and row["code"] is None:
        yield Fault(f"{place}/code", "required", refusals.WITHOUT_CODE)
    if row["answer"] == REJECTED and row["reason"] is None:
        yield Fault(f"{place}/reason", "required", refusals.WITHOUT_REASON)


def _rows_of(
    context: Context,
    export: Export,
    rows: Sequence[Mapping[str, Any]],
    of_lines: Sequence[bool],
) -> dict[bool, kept_rows.Rows]:
    """Return the persons of the rows that a receipt names, and of the lines (True)."""
    found: dict[bool, kept_rows.Rows] = {False: {}, True: {}}
    for of_line in set(of_lines):
        ids = [
            row["employee_id"] for row, one in zip(rows, of_lines, strict=True) if one is of_line
        ]
        beside = of_line and export.lines is not None
        found[of_line] = kept_rows.of_ids(context, export, ids, lines=beside)
    return found
