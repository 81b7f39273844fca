"""Aggregate a file with one row per contact (call, chat, ticket) to one row per person.

The scheme says how to aggregate each column (``columns[].from_contacts``, docs/scheme-document.md):
a count, distinct count, sum, maximum or minimum over the person's contacts that pass its tests. In
a scheme with slices each contact names its own, and the person has a row for each of them.
The file is read in one pass. Memory grows with the number of people, not of contacts, except for
``count_distinct``, which keeps the distinct values of each person. Both together have a bound.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from chalicelib.reading import BadRow, Row
from chalicelib.reading.contact_counts import Tally, counter
from chalicelib.reading.contact_form import ContactForm
from chalicelib.reading.row_grouping import MOST_IN_MEMORY, PersonRows, too_many_in_memory
from chalicelib.reading.yes_no import folded
from chalicelib.scoring.rows import Cell

Makers = list[tuple[str, Callable[[], Tally]]]
#: Rows of repeated contacts whose numbers are kept.
NAMED = 20


@dataclass(slots=True)
class Repeats:
    """The contacts that stand in the file once more and counted once: how many, and the first."""

    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count a row."""
        self.count += 1
        if len(self.rows) < NAMED:
            self.rows.append(number)


def count_contacts(
    rows: Iterable[Row | BadRow], form: ContactForm, repeats: Repeats | None = None
) -> Iterator[PersonRows | BadRow]:
    """Yield bad rows as they are read, then each person in the order of first contacts.

    A person with a bad contact has its number as ``bad_row``, because sums without that contact
    would be wrong without notice; so has a person whose contact another row contradicts.
    ``repeats`` counts the contacts that stand there again. Raises FileRejected when people and
    distinct values are too many for the memory.
    """
    whole = [(code, counter(how)) for code, how in form.made.items() if code in form.whole]
    each = [(code, counter(how)) for code, how in form.made.items() if code not in form.whole]
    people: dict[str, _Person] = {}
    bad: dict[str, int] = {}
    against: dict[str, int] = {}
    # What the reader remembers of a contact with a key is as large as two tallies.
    kept, keys = 0, 0 if form.key is None else 2
    for row in rows:
        if isinstance(row, BadRow):
            if row.employee_id is not None:
                bad.setdefault(row.employee_id, row.number)
            if row.against is not None:
                against.setdefault(row.against, row.number)
            yield row
            continue
        if row.again:
            if repeats is not None:
                repeats.add(row.number)
            continue
        person = people.get(row.employee_id)
        if person is None:
            person = people[row.employee_id] = _Person(row, whole)
            kept += 1 + len(whole)
        kept += person.add(row, form.slices, each) + keys
        if kept > MOST_IN_MEMORY:
            raise too_many_in_memory()
    for employee_id, person in people.items():
        yield person.counted(employee_id, bad.get(employee_id), against.get(employee_id))


class _Person:
    """The tallies and fields of a person, from the contacts read so far."""

    __slots__ = ("by_slice", "id_only", "name", "number", "teams", "whole")

    def __init__(self, first: Row, whole: Makers) -> None:
        self.number = first.number
        self.name = first.employee_name
        self.teams: Counter[str] = Counter()
        self.whole = {code: make() for code, make in whole}
        self.by_slice: dict[tuple[str, ...], tuple[dict[str, Cell], dict[str, Tally]]] = {}
        self.id_only = True

    def add(self, row: Row, slices: tuple[str, ...], each: Makers) -> int:
        """Add a contact. Return how many more values are kept."""
        self.id_only = self.id_only and row.id_only
        self.name = self.name or row.employee_name
        more = 0
        if row.team:
            more += row.team not in self.teams
            self.teams[row.team] += 1
        named = {code: row.cells[code] for code in slices}
        place = tuple([folded(cell or "") for cell in named.values()])
        there = self.by_slice.get(place)
        if there is None:
            there = self.by_slice[place] = named, {code: make() for code, make in each}
            more += len(each)
        for tallies in (self.whole, there[1]):
            more += sum([tally.add(row.cells) for tally in tallies.values()])
        return more

    def counted(self, employee_id: str, bad: int | None, against: int | None) -> PersonRows:
        """Return the rows that the contacts make."""
        whole = {code: tally.result() for code, tally in self.whole.items()}
        rows = tuple(
            {**named, **whole, **{code: tally.result() for code, tally in tallies.items()}}
            for named, tallies in self.by_slice.values()
        )
        return PersonRows(
            self.number,
            employee_id,
            self.name,
            next(iter(self.teams), None),
            rows,
            against if bad is None else bad,
            id_only=self.id_only,
            teams=tuple(self.teams.most_common()) if len(self.teams) > 1 else (),
            contradicted=bad is None and against is not None,
            of_contacts=True,
        )
