"""Lines of files of differences: what a file says of a person's month, and payroll's answers to it.

A line is made once and never changes, but by answers and an erasure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chalicelib.differences.keys import key_of_line, partition_of_lines, prefix_of_file
from chalicelib.differences.records import Place
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Answers to one line at most: its item has them all.
MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the coefficient ``before``, ``after`` it, and the difference of both.

    ``called``, ``external_ids`` and ``employee_name`` are those of the register when the line was
    made. ``basis`` is that of money back, as it was then. ``answers`` are payroll's, the oldest
    first: ``answer``, ``code``, ``reason``, ``at``, ``by``.
    """

    export: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    called: str
    before: Decimal
    after: Decimal
    difference: Decimal
    correction: str
    external_ids: dict[str, str] = field(default_factory=dict)
    employee_name: str | None = None
    team: str | None = None
    share: Decimal | None = None
    basis: dict[str, Any] | None = None
    answers: tuple[dict[str, Any], ...] = ()
    revision: int = 1

    @property
    def place(self) -> Place:
        return self.scheme, self.period, self.person

    @property
    def last(self) -> dict[str, Any] | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None


def line_of(item: Item) -> Line:
    """Return the line that an item holds."""
    return from_item(Line, item)


def line_write(context: Context, line: Line) -> tuple[Key, Item]:
    """Return the write of a line."""
    key = key_of_line(context.scope, line.export, line.period, line.person)
    return key, to_item(line)


def lines_of(context: Context, export: str) -> Iterator[Line]:
    """Give the lines of a file, by month and person."""
    partition = partition_of_lines(context.scope)
    yield from map(
        line_of, context.table.query_all(partition, prefix=prefix_of_file(context.scope, export))
    )


def read_lines(
    context: Context, export: str, wanted: Iterable[tuple[str, PersonKey]]
) -> dict[tuple[str, PersonKey], Line]:
    """Return lines of a file by month and person. A hundred are one read."""
    keys = {key_of_line(context.scope, export, *one): one for one in dict.fromkeys(wanted)}
    items = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: line_of(item) for key, item in items.items()}
