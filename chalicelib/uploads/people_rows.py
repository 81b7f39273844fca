"""The file's rows gathered by person, in the order in which people first appear."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.scoring.rows import Cell
from chalicelib.uploads.reading import BadRow, Row


@dataclass(frozen=True, slots=True)
class PersonRows:
    """One person's row, or rows when the scheme has slices. ``number`` is the first one's, and
    ``others`` are the numbers of the rest.

    ``bad_row`` is the number of a bad row of the same person, if there is one.
    """

    number: int
    employee_id: str
    employee_name: str | None
    team: str | None
    rows: tuple[Mapping[str, Cell], ...]
    bad_row: int | None = None
    others: tuple[int, ...] = ()

    @property
    def cells(self) -> Mapping[str, Cell] | tuple[Mapping[str, Cell], ...]:
        """What the scoring core takes: the row itself, or several."""
        return self.rows[0] if len(self.rows) == 1 else self.rows


def one_row_each(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """For a scheme without slices: as the file is read, nothing held in memory."""
    for row in rows:
        yield row if isinstance(row, BadRow) else _person([row], None)


def gathered(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """For a scheme with slices: a person's rows may lie anywhere in the file, so all are held."""
    people: dict[str, list[Row]] = {}
    bad: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Row):
            people.setdefault(row.employee_id, []).append(row)
            continue
        if row.employee_id is not None:
            bad.setdefault(row.employee_id, row.number)
        yield row
    for employee_id, own in people.items():
        yield _person(own, bad.get(employee_id))


def _person(own: list[Row], bad_row: int | None) -> PersonRows:
    first = own[0]
    return PersonRows(
        first.number,
        first.employee_id,
        first.employee_name,
        first.team,
        tuple(row.cells for row in own),
        bad_row,
        tuple(row.number for row in own[1:]) if len(own) > 1 else (),
    )
