"""Group the file's rows by person, in the order in which people first appear."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.reading import BadRow, FileRejected, Row
from chalicelib.reading.faults import rejected
from chalicelib.scoring.rows import Cell

#: The most cells, or tallies of contacts, that are kept in memory at a time. Each takes about 160
#: bytes, together under a gigabyte: 100,000 people with five slices of eleven columns have 5.5
#: million.
MOST_IN_MEMORY: Final = 6_000_000


@dataclass(frozen=True, slots=True)
class PersonRows:
    """One person's row, or rows when the scheme has slices.

    number: the number of the first row. others: the numbers of the further good rows.
    rows: the cells of the good rows, by column code; empty when all rows are bad.
    bad_row: the number of the person's first bad row, or None.
    bad: the person's bad rows, for a scheme with slices. A bad contact is not in it, because it is
    yielded on its own.
    id_only: the person's rows hold nothing but the id.
    teams: of contacts that name several teams, each with how many name it, the most frequent first.
    contradicted: the bad row is a contact that contradicts one of the person's.
    of_contacts: the rows were made of the person's contacts.
    """

    number: int
    employee_id: str
    employee_name: str | None
    team: str | None
    rows: tuple[Mapping[str, Cell], ...]
    bad_row: int | None = None
    others: tuple[int, ...] = ()
    bad: tuple[BadRow, ...] = ()
    id_only: bool = False
    teams: tuple[tuple[str, int], ...] = ()
    contradicted: bool = False
    of_contacts: bool = False

    @property
    def count(self) -> int:
        """The number of the person's rows in the file, bad rows included."""
        return len(self.rows) + len(self.bad)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of each good row. Those that contacts make have the first contact's."""
        if self.of_contacts:
            return (self.number,) * len(self.rows)
        return (self.number, *self.others) if self.rows else ()

    @property
    def cells(self) -> Mapping[str, Cell] | tuple[Mapping[str, Cell], ...]:
        """The input of the scoring core: the row itself, or a tuple of several rows."""
        return self.rows[0] if len(self.rows) == 1 else self.rows


def one_row_each(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """Yield each row as a person, for a scheme without slices; no row is kept in memory."""
    for row in rows:
        yield row if isinstance(row, BadRow) else _person([row], [])


def group_by_person(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """Yield each person with all of their rows, for a scheme with slices.

    A person's rows may be anywhere in the file, so all rows are kept in memory. Bad rows come with
    their person. Bad rows without an employee id come first, as they are read. Raises FileRejected
    when the rows have too many cells for the memory.
    """
    people: dict[str, tuple[list[Row], list[BadRow]]] = {}
    kept = 0
    for row in rows:
        if row.employee_id is None:
            yield row  # a BadRow, because a good row always has an id
            continue
        kept += 1 + len(row.raw if isinstance(row, BadRow) else row.cells)
        if kept > MOST_IN_MEMORY:
            raise too_many_in_memory()
        good, bad = people.setdefault(row.employee_id, ([], []))
        if isinstance(row, Row):
            good.append(row)
        else:
            bad.append(row)
    for employee_id, (good, bad) in people.items():
        yield _person(good, bad) if good else _only_bad_rows(employee_id, bad)


def too_many_in_memory() -> FileRejected:
    """Return the error for a file with too much that must be put together by person."""
    return rejected(
        "too_much_to_group",
        "文件要按人汇总的数据过多；请按员工分成几个文件上传，同一人的各行放在同一个文件里",
        "the file has too much to put together by person; send it in parts, each person's rows in "
        "one of them",
        limit=MOST_IN_MEMORY,
    )


def _person(own: list[Row], bad: list[BadRow]) -> PersonRows:
    first = own[0]
    return PersonRows(
        first.number,
        first.employee_id,
        first.employee_name,
        first.team,
        tuple(row.cells for row in own),
        bad[0].number if bad else None,
        tuple(row.number for row in own[1:]) if len(own) > 1 else (),
        tuple(bad),
        all(row.id_only for row in own),
    )


def _only_bad_rows(employee_id: str, bad: list[BadRow]) -> PersonRows:
    first = bad[0].number
    return PersonRows(first, employee_id, None, None, (), first, bad=tuple(bad))
