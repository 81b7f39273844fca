"""Look at a late file: whose locked result it would correct, from what to what.

Nothing is written of people and results. What is found of each person is stored before the
checkpoint, under the row of the file, so that a run that is repeated finds the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.language import Text
from chalicelib.late_files import refusals
from chalicelib.late_files.ends import advance, end
from chalicelib.late_files.of_person import Look, of_person, refused_row
from chalicelib.late_files.records import (
    LOOKED_AT,
    REJECTED,
    SAME,
    LateFile,
    LateRow,
    late_row_write,
)
from chalicelib.periods.records import LOCKED, PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.reading import BadRow, FileRejected
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.decisions import decisions_of
from chalicelib.results.leased_run import OutOfTime
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.belonging import Belongings
from chalicelib.scorecards.corrected import place_of, read_corrected
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.tenancy.context import Context
from chalicelib.uploads.nearest import NearestIds
from chalicelib.uploads.people_in_file import all_people
from chalicelib.uploads.records import Upload, read_upload
from chalicelib.uploads.refused_rows import RefusedRows
from chalicelib.uploads.register_state import RegisterState
from chalicelib.uploads.rows_of_ids import RowsOfIds
from chalicelib.uploads.stored_file import Opened, opened

#: People that are looked at together.
TOGETHER: Final = 100
RESERVE: Final = timedelta(seconds=60)


class _Rejected(Exception):
    """The file as a whole corrects nothing."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def look(context: Context, late: LateFile, deadline: datetime) -> bool:
    """Look at what is left of the file. False when the deadline came first, or others wait."""
    share = Share(context.platform, UPLOADS)
    try:
        upload, version, record = _fixed(context, late)
        with opened(context, upload, version, deadline) as file:
            one = _look(context, late, upload, version, record, file)
            people = islice(all_people(upload, version, file), late.done, None)
            while batch := list(islice(people, TOGETHER)):
                if share.over(deadline - RESERVE):
                    return False
                late = _looked(one, late, batch)
                share.step_done()
    except OutOfTime:
        return False
    except (_Rejected, FileRejected) as why:
        words = why.message if isinstance(why.message, Text) else Text(**why.message)
        end(context, late, REJECTED, reason={"code": why.code, "message": words.as_names()})
        return True
    end(context, late, LOOKED_AT, done=0)
    return True


def _fixed(context: Context, late: LateFile) -> tuple[Upload, ReadyScheme, PeriodRecord]:
    """Return the upload with the file, the version in effect, and the month's record."""
    upload = read_upload(context.table, context.scope, late.upload)
    record = read_period(context.table, context.scope, late.period, late.scheme)
    if upload is None or record is None or record.state != LOCKED:
        raise _Rejected("not_locked", refusals.NOT_LOCKED)
    head = read_head(context.table, context.scope, late.scheme)
    effect = head.in_effect(late.period) if head else None
    number = effect.version if effect else 0
    version = ready(context.table, context.scope, late.scheme, number)
    if version is None:
        raise _Rejected("no_scheme_in_effect", refusals.NO_SCHEME)
    # A late file puts nobody on the register.
    upload = replace(upload, unknown_employees="reject")
    return upload, version, record


def _look(
    context: Context,
    late: LateFile,
    upload: Upload,
    version: ReadyScheme,
    record: PeriodRecord,
    file: Opened,
) -> Look:
    belongings = Belongings(context, late.scheme, late.period)
    register = RegisterState(context, belongings, system=upload.system)
    nearest = NearestIds(context, register, upload.system, makes_people=False)
    labels = file.sheet.header
    rows_of = RowsOfIds(file)
    decisions = decisions_of(context, late.scheme, late.period, record)
    return Look(
        context, late, upload, version, record, decisions, register, labels, nearest, rows_of
    )


def _looked(one: Look, late: LateFile, batch: list[PersonRows | BadRow]) -> LateFile:
    """Store what is found of some people of the file, then the checkpoint."""
    found = list(_rows(one, batch))
    counts = dict(late.counts or {})
    for row in found:
        if row.outcome != SAME:
            one.context.table.put(*late_row_write(one.context, row))
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return advance(one.context, late, done=late.done + len(batch), counts=counts)


def _rows(one: Look, batch: list[PersonRows | BadRow]) -> Iterator[LateRow]:
    known = one.register.people(row.employee_id for row in batch if row.employee_id)
    refused = RefusedRows(one, batch, known)
    errors = [(row, refused.errors(row)) for row in batch]
    mine = {
        row.employee_id: known[row.employee_id].person
        for row, found in errors
        if found is None and isinstance(row, PersonRows)
    }
    locked, stands = _results(one, mine.values())
    for row, found in errors:
        if found == []:
            continue
        if found is not None or not isinstance(row, PersonRows):
            error = found[0].errors[0] if found else {}
            why = {"code": error.get("code", "bad_row"), "message": error.get("message", {})}
            yield refused_row(one, row, known.get(row.employee_id or ""), why)
            continue
        person = mine[row.employee_id]
        yield of_person(one, row, known[row.employee_id], locked.get(person), stands.get(person))


def _results(
    one: Look, persons: Any
) -> tuple[dict[PersonKey, Scorecard], dict[PersonKey, Scorecard]]:
    """Return the locked results of people, and what stands of them."""
    context, late = one.context, one.late
    shards = context.principal.shards
    locked = read_cards(
        context.table, context.scope, late.scheme, late.period, list(persons), shards
    )
    beside = read_corrected(
        context, (place_of(card) for card in locked.values() if card.corrected is not None)
    )
    stands = {who: beside.get(place_of(card), card) for who, card in locked.items()}
    return locked, stands
