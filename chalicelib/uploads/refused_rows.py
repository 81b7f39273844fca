"""The rows of a chunk that cannot be scored whatever their figures are, because of whose they are.

A row must lead to one person who is on the register, or who may be put there. A file that gives one
person two rows (under the id of today and one from before a rename) has neither scored: figures of
half a month would pay half.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from chalicelib.people.identity import Place, Use, places
from chalicelib.reading import BadRow
from chalicelib.reading.faults import shown
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.reading.totals import is_totals_word, reads_as_totals, team_reads_as_totals
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context
from chalicelib.uploads import gone_rows, row_errors, unknown_rows
from chalicelib.uploads.nearest import Found, NearestIds
from chalicelib.uploads.never_ids import why_nobodys
from chalicelib.uploads.records import RowError, Upload
from chalicelib.uploads.register_state import KnownPerson, People
from chalicelib.uploads.row_errors import Labels
from chalicelib.uploads.rows_of_ids import RowsOfIds

Batch = Sequence[PersonRows | BadRow]


class Reading(Protocol):
    """What is needed to say whose a row is: a job of :mod:`chalicelib.uploads.chunk`.

    ``nearest`` None: near ids are not looked for. ``rows_of`` None: two rows of one person are not.
    """

    @property
    def context(self) -> Context: ...
    @property
    def upload(self) -> Upload: ...
    @property
    def labels(self) -> Labels: ...
    @property
    def nearest(self) -> NearestIds | None: ...
    @property
    def rows_of(self) -> RowsOfIds | None: ...


class RefusedRows:
    """Says of each row of a chunk whether it is refused. Near ids are looked for together.

    ``known`` are the people of the chunk, by id.
    """

    def __init__(self, reading: Reading, rows: Batch, known: People) -> None:
        self._context, self._upload = reading.context, reading.upload
        self._labels, self._rows_of, self._known = reading.labels, reading.rows_of, known
        self._near: Found = {}
        if reading.nearest is not None:
            self._near = reading.nearest.of(self._unknown(rows))

    def errors(self, row: PersonRows | BadRow) -> list[RowError] | None:
        """Return the errors of a refused row; none for totals, which are nobody's; None: scored."""
        there = self._known.get(row.employee_id or "")
        found = self._of_nobody(row) if there is None else self._of_somebody(row, there)
        return None if found is None else list(about(found, row.employee_id, there))

    def _unknown(self, rows: Batch) -> Iterator[str]:
        for row in rows:
            one = row.employee_id
            if one is not None and one not in self._known and not self._is_totals(row):
                yield one

    def _of_nobody(self, row: PersonRows | BadRow) -> list[RowError] | None:
        name = row.employee_id
        if self._is_totals(row):
            return []
        if name is not None:
            near = self._near.get(name, ())
            why = None if self._upload.system else why_nobodys(name)
            unknown = not self._upload.makes_people or why is not None
            if near or (unknown and (not isinstance(row, PersonRows) or not row.id_only)):
                said = None if why is None else text(why.zh, why.en)
                system = self._upload.system
                return list(unknown_rows.errors(row, near, system, self._labels, said))
        if isinstance(row, PersonRows) and row.bad_row is None and row.id_only:
            return list(row_errors.only_id_errors(row, self._labels))
        return self._bad(row)

    def _of_somebody(self, row: PersonRows | BadRow, there: KnownPerson) -> list[RowError] | None:
        others = self._other_rows(row, there)
        if others:
            return list(gone_rows.same_person_errors(row, there, others, self._labels))
        if not there.present:
            return list(gone_rows.gone_errors(row, there, self._labels))
        named = self._text(row, "employee_name")
        if is_totals_word(named) and named != there.name:
            return list(row_errors.perhaps_totals_errors(row, named, self._labels))
        return self._bad(row)

    def called(self, row: PersonRows | BadRow) -> str:
        """Return what a row of totals says of itself: its id, name and team."""
        said = (row.employee_id, self._text(row, "employee_name"), self._text(row, "team"))
        return shown(" ".join(one for one in said if one))

    def _is_totals(self, row: PersonRows | BadRow) -> bool:
        """Return whether the row of an unknown id is one of totals: by the id, the name or team.

        Programs add up or count the ids too: then only the name or the team says what the row is.
        """
        if row.employee_id is not None and reads_as_totals(row.employee_id):
            return True
        name, team = self._text(row, "employee_name"), self._text(row, "team")
        return is_totals_word(name) or team_reads_as_totals(team)

    def _text(self, row: PersonRows | BadRow, field: str) -> str:
        """Return a row's name or team as the file has it; empty when it has none."""
        if isinstance(row, BadRow) or not row.rows:
            bad = row if isinstance(row, BadRow) else next(iter(row.bad), None)
            return bad.raw.get(self._labels.get(field, ""), "") if bad else ""
        return (row.employee_name if field == "employee_name" else row.team) or ""

    def _bad(self, row: PersonRows | BadRow) -> list[RowError] | None:
        if isinstance(row, BadRow):
            return [row_errors.read_error(row)]
        if row.bad_row is not None:
            return list(row_errors.other_row_bad_errors(row, row.bad_row, self._labels))
        return None

    def _other_rows(self, row: PersonRows | BadRow, there: KnownPerson) -> dict[str, int]:
        """Return the first row of each other id in the file that leads to the same person."""
        if self._rows_of is None or self._upload.system is not None:
            return {}
        if there.use is Use.DELETED or not there.former:
            return {}
        ids = {there.now, *there.former} - {row.employee_id}
        in_file = self._rows_of.first_rows(sorted(ids))
        # A former id may be somebody else's by now.
        leads = places(self._context, in_file) if in_file else {}
        return {one: row for one, row in in_file.items() if _leads_to(leads[one], there)}


def _leads_to(place: Place, there: KnownPerson) -> bool:
    """Return whether an id leads to the person."""
    who = place.person
    return who is not None and who.key == there.person and place.use is not Use.DELETED


def about(
    errors: Iterable[RowError], employee_id: str | None, there: KnownPerson | None
) -> Iterator[RowError]:
    """Yield the errors, with the key of the person that the run knew by the row's id.

    An erasure finds the row by it, when the id is another system's or was somebody else's later. It
    is left out where it has the text of the id.
    """
    for one in errors:
        if there is None or there.person == employee_id:
            yield one
        else:
            yield replace(one, about=(*one.about, there.person))


def rows_in(one: PersonRows | BadRow) -> int:
    """Return how many rows of the file these are."""
    return one.count if isinstance(one, PersonRows) else 1
