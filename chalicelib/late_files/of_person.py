"""What a row of a late file would make of its person's result. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.corrections.figures import FigureRows
from chalicelib.corrections.first_results import NOTHING_STOOD, first_card, gone_before
from chalicelib.corrections.scoring import corrected_card, told
from chalicelib.corrections.writing import difference
from chalicelib.errors import Invalid
from chalicelib.language import Text
from chalicelib.late_files import refusals
from chalicelib.late_files.records import CHANGES, REFUSED, SAME, LateFile, LateRow, packed
from chalicelib.periods.records import PeriodRecord
from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.decisions import Decisions
from chalicelib.results.stored_state import fingerprint
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import unpack
from chalicelib.tenancy.context import Context
from chalicelib.uploads.nearest import NearestIds
from chalicelib.uploads.records import Upload
from chalicelib.uploads.register_state import KnownPerson, RegisterState
from chalicelib.uploads.rows_of_ids import RowsOfIds


@dataclass(frozen=True, slots=True)
class Look:
    """What all of a look shares, as uploads/refused_rows.py reads it."""

    context: Context
    late: LateFile
    upload: Upload
    version: ReadyScheme
    record: PeriodRecord
    decisions: Decisions
    register: RegisterState
    labels: Mapping[str, str]
    nearest: NearestIds | None
    rows_of: RowsOfIds | None


def of_person(
    one: Look,
    row: PersonRows,
    there: KnownPerson,
    locked: Scorecard | None,
    stands: Scorecard | None,
) -> LateRow:
    """Return what a row would change of a person's result."""
    if there.person == one.late.asked.get("person"):
        return refused_row(one, row, there, _why("own_result", refusals.OWN))
    if locked is None or stands is None:
        return _first(one, row, there)
    if locked.imported:
        return refused_row(one, row, there, _why("no_result", refusals.NO_RESULT))
    if stands.void is not None:
        return refused_row(one, row, there, _why("void", refusals.VOID))
    if stands.version != one.version.version:
        return refused_row(one, row, there, _why("other_version", refusals.OTHER_VERSION))
    figures = _figures(one.version, stands, row)
    if not figures:
        return LateRow(one.late.id, row.number, row.employee_id, SAME, there.person)
    try:
        card = corrected_card(one.context, one.version, one.decisions, stands, figures, one.late.id)
    except Invalid as wrong:
        return _wrong(one, row, there, wrong)
    if fingerprint(card) == fingerprint(stands):
        return LateRow(one.late.id, row.number, row.employee_id, SAME, there.person)
    return _changed(one, row, there, figures, stands, card)


def _first(one: Look, row: PersonRows, there: KnownPerson) -> LateRow:
    """Return what a row would make of somebody who has no result of the month."""
    late, cells = one.late, row.rows
    figures = [{code: cell for code, cell in given.items() if cell is not None} for given in cells]
    if not any(figures):
        return LateRow(late.id, row.number, row.employee_id, SAME, there.person)
    gone = gone_before(one.context, one.record, there.person)
    if gone is not None and gone.void is not None:
        return refused_row(one, row, there, _why("void", refusals.VOID))
    place = (late.scheme, late.period, there.person)
    try:
        card = first_card(one.context, one.version, one.decisions, place, figures, late.id, gone)
    except Invalid as wrong:
        return _wrong(one, row, there, wrong)
    return _changed(one, row, there, figures, None, card)


def _changed(
    one: Look,
    row: PersonRows,
    there: KnownPerson,
    figures: FigureRows,
    stands: Scorecard | None,
    card: Scorecard,
) -> LateRow:
    return LateRow(
        one.late.id,
        row.number,
        row.employee_id,
        CHANGES,
        there.person,
        figures=tuple(map(packed, figures)),
        before=None if stands is None else told(one.version, stands),
        after=told(one.version, card),
        difference=difference(stands, card),
        stood=NOTHING_STOOD if stands is None else stands.revision,
    )


def _wrong(one: Look, row: PersonRows, there: KnownPerson, wrong: Invalid) -> LateRow:
    fault = wrong.faults[0]
    return refused_row(one, row, there, _why(fault.code, fault.message))


def _figures(version: ReadyScheme, stands: Scorecard, row: PersonRows) -> FigureRows:
    """Return the figures of a row that are another than stand. Those of slices are all told."""
    _, rows = unpack(version.compiled, stands.packed)
    if version.compiled.slices or not isinstance(rows, Mapping):
        return row.rows
    changed = {code: cell for code, cell in row.rows[0].items() if rows.get(code) != cell}
    return [changed] if changed else []


def refused_row(
    one: Look, row: PersonRows | BadRow, there: KnownPerson | None, why: Mapping[str, Any]
) -> LateRow:
    return LateRow(
        one.late.id,
        row.number,
        row.employee_id or "",
        REFUSED,
        None if there is None else there.person,
        why=dict(why),
    )


def _why(code: str, message: Text) -> dict[str, Any]:
    return {"code": code, "message": message.as_names()}
