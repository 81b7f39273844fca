"""Aggregate a file with one row per contact (call, chat, ticket) to one row per person.

The scheme says how to aggregate each column (``columns[].from_contacts``, docs/scheme-document.md):
a count, distinct count, sum, maximum or minimum over the person's contacts that pass its tests.
The file is read in one pass. Memory grows with the number of people, not of contacts, except for
``count_distinct``, which keeps the distinct values of each person. Both together have a bound.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.reading import BadRow, ColumnSpec, Row
from chalicelib.reading.contact_counts import NUMERIC, Tally, counter
from chalicelib.reading.faults import rejected
from chalicelib.reading.row_grouping import MOST_IN_MEMORY, PersonRows, too_many_in_memory
from chalicelib.scoring.columns import Column


def contact_fields(columns: Sequence[Column]) -> tuple[ColumnSpec, ...]:
    """Return the columns that a file of contacts needs for these columns of the scheme.

    Raises FileRejected when required columns have no ``from_contacts``; it names all of them.
    """
    silent = [column for column in columns if _how(column) is None and column.required]
    if silent:
        zh = "、".join(f"{column.name['zh']} ({column.code})" for column in silent)
        en = ", ".join(f"{column.name['en']} ({column.code})" for column in silent)
        raise rejected(
            "no_contact_rule",
            f"方案没有说明如何由逐条记录得出这些列：{zh}。请在 columns 中写明 from_contacts。",
            f"The scheme does not say how to make these columns of contacts: {en}. "
            "Describe from_contacts in its columns.",
            columns=[column.code for column in silent],
        )
    numeric: dict[str, bool] = {}
    for column in columns:
        for name, is_number in _fields(_how(column) or {}):
            numeric[name] = numeric.get(name, False) or is_number
    return tuple(
        ColumnSpec(name, kind="number" if is_number else "text")
        for name, is_number in numeric.items()
    )


def count_contacts(
    rows: Iterable[Row | BadRow], columns: Sequence[Column]
) -> Iterator[PersonRows | BadRow]:
    """Yield bad rows as they are read, then each person in the order of first contacts.

    A person with a bad contact has its number as ``bad_row``, because sums without that contact
    would be wrong without notice. Raises FileRejected when people and distinct values are too many
    for the memory.
    """
    counters = [
        (column.code, counter(how)) for column in columns if (how := _how(column)) is not None
    ]
    people: dict[str, _Person] = {}
    bad: dict[str, int] = {}
    kept = 0
    for row in rows:
        if isinstance(row, BadRow):
            if row.employee_id is not None:
                bad.setdefault(row.employee_id, row.number)
            yield row
            continue
        person = people.get(row.employee_id)
        if person is None:
            person = people[row.employee_id] = _Person(row, [make() for _, make in counters])
            kept += 1 + len(counters)
        kept += person.add(row)
        if kept > MOST_IN_MEMORY:
            raise too_many_in_memory()
    for employee_id, person in people.items():
        cells = {
            code: tally.result() for (code, _), tally in zip(counters, person.tallies, strict=True)
        }
        yield PersonRows(
            person.number,
            employee_id,
            person.name,
            person.team,
            (cells,),
            bad.get(employee_id),
            id_only=person.id_only,
        )


class _Person:
    """The tallies and fields of a person, from the contacts read so far."""

    __slots__ = ("id_only", "name", "number", "tallies", "team")

    def __init__(self, first: Row, tallies: list[Tally]) -> None:
        self.number = first.number
        self.name, self.team = first.employee_name, first.team
        self.tallies = tallies
        self.id_only = True

    def add(self, row: Row) -> int:
        """Add a contact. Return how many more values are kept."""
        self.id_only = self.id_only and row.id_only
        self.name = self.name or row.employee_name
        self.team = self.team or row.team
        return sum([tally.add(row.cells) for tally in self.tallies])


def _how(column: Column) -> Mapping[str, Any] | None:
    note = column.note
    found = note.from_contacts if note is not None else None
    return found if isinstance(found, Mapping) else None


def _fields(how: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield every field that a rule reads, and whether it must be a number."""
    for kind in NUMERIC:
        if kind in how:
            yield how[kind], True
    if "count_distinct" in how:
        yield how["count_distinct"], False
    inner = how.get("count")
    if isinstance(inner, Mapping):
        if inner.get("present") is not None:
            yield inner["present"], False
        yield from _tested(inner)
    yield from _tested(how)


def _tested(how: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for one in how.get("where") or ():
        numeric = "at_least" in one or "at_most" in one
        yield one["field"], numeric
