"""One run of a settlement: the row of a leaver's result that was settled ahead of its month.

The result stands as it was settled, whatever becomes of the month, so the file says the same
whenever it is made. It has no rank: the ranks of the month are still to come.
"""

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.coefficients.columns import Columns, header
from chalicelib.coefficients.rows import CoefficientRow, RowMaker
from chalicelib.coefficients.writing import WRITERS
from chalicelib.exports import kept_rows
from chalicelib.exports.ends import begin, end, fail
from chalicelib.exports.records import COMPLETED, FINAL, Export
from chalicelib.exports.stored_files import store
from chalicelib.jobs.kinds import Next
from chalicelib.language import Text
from chalicelib.people.identity import called
from chalicelib.people.records import read_item
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.closed import item_of
from chalicelib.scorecards.records import card_of
from chalicelib.scorecards.versions import version_of
from chalicelib.store.checksums import size_and_sha256
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence

#: Seconds until the next try, while an erasure moves the result.
BUSY_SECONDS: Final = 10
MOST_WAITING: Final = timedelta(hours=2)
#: The manifest tells these members of the export.
MANIFEST: Final = (
    *("scheme", "period", "content", "format"),
    *("filename", "rows", "bytes", "sha256", "versions"),
)


def run(context: Context, export: Export, deadline: datetime) -> Next | None:
    """Make the file. None when it has ended, else when to run again."""
    if export.status in FINAL or export.person is None:
        return None
    found = _row(context, export, export.person)
    if found is None:
        if context.now - datetime.fromisoformat(export.requested_at) <= MOST_WAITING:
            return Next(BUSY_SECONDS)
        fail(context, export, "not_settled_ahead", GONE)
        return None
    row, versions = found
    columns = Columns(tuple(sorted(row.external_ids)), row.share is not None)
    begin(context, export, deadline)
    presence = Presence(context)
    with tempfile.TemporaryFile() as file:
        WRITERS[export.format](file, iter([row]), columns)
        size, digest = size_and_sha256(file)
        made = replace(
            export,
            filename=f"{export.scheme}-{export.period}-settlement.{export.format}",
            rows=1,
            bytes=size,
            sha256=digest,
            versions=tuple(versions),
            row_pieces=kept_rows.pieces_for(1),
        )
        presence.check()
        told = {name: getattr(made, name) for name in MANIFEST}
        store(context, file, made, {**told, "columns": header(columns)})
        kept_rows.keep(context, made.id, {row.employee_id: [row.person]}, made.row_pieces or 1)
    parts = {
        name: getattr(made, name) for name in ("filename", "rows", "bytes", "sha256", "row_pieces")
    }
    end(context, export, COMPLETED, **parts, versions=versions)
    return None


def _row(
    context: Context, export: Export, person: PersonKey
) -> tuple[CoefficientRow, list[dict[str, Any]]] | None:
    """Return the row, and the version that made it. None: the result is not there."""
    record = read_period(context.table, context.scope, export.period, export.scheme)
    item = None if record is None else item_of(context, record, person)
    if record is None or item is None:
        return None
    card = card_of(key_of_item(item), item)
    # One by one: the worker of exports has no right to read batches.
    read = read_item(context, person)
    employee = read if read is not None and read.is_person else None
    ids = {} if employee is None else employee.external_ids
    row = RowMaker(context, record, {}).row(card, called(person, employee), ids, ahead=True)
    if row is None:
        return None
    version = version_of(context, card)
    told = {"version": card.version, "sha256": version.sha256}
    return replace(row, rank=None, state=LOCKED), [told]


GONE = Text("该结果已不存在。", "The result is there no more.")
