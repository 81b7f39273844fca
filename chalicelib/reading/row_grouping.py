"""The file's rows gathered by person, in the order in which people first appear."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.reading import BadRow, Row
from chalicelib.scoring.rows import Cell


@dataclass(frozen=True, slots=True)
class PersonRows:
    """One person's row, or rows when the scheme has slices. ``number`` is the first one's, and
    ``others`` are the numbers of the rest.

    ``bad_row`` is the number of a bad row of the same person, if there is one. ``bad`` are such
    rows of somebody with several, who may have no other; a bad contact comes by itself.
    ``id_only``: there is nothing in the person's rows but the id.
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

    @property
    def count(self) -> int:
        """How many of the file's rows are the person's, the bad ones too."""
        return len(self.rows) + len(self.bad)

    @property
    def cells(self) -> Mapping[str, Cell] | tuple[Mapping[str, Cell], ...]:
        """What the scoring core takes: the row itself, or several."""
        return self.rows[0] if len(self.rows) == 1 else self.rows


def one_row_each(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """For a scheme without slices: as the file is read, nothing held in memory."""
    for row in rows:
        yield row if isinstance(row, BadRow) else _person([row], [])


def group_by_person(rows: Iterable[Row | BadRow]) -> Iterator[PersonRows | BadRow]:
    """For a scheme with slices: a person's rows may lie anywhere in the file, so all are held.

    Bad rows come with their person; those of nobody come first, as they are read.
    """
    people: dict[str, tuple[list[Row], list[BadRow]]] = {}
    for row in rows:
        if row.employee_id is None:
            yield row  # a row that was read always has an id
            continue
        good, bad = people.setdefault(row.employee_id, ([], []))
        if isinstance(row, Row):
            good.append(row)
        else:
            bad.append(row)
    for employee_id, (good, bad) in people.items():
        yield _person(good, bad) if good else _only_bad_rows(employee_id, bad)


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
