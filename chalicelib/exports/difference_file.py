"""One run of a file of differences: claim its lines, write the file, then its record.

It is an export of its own beside the next file of the scheme, so that a system that knows nothing
of differences does not pay twice. It is fetched and answered as any other export is.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import IO, Final

from chalicelib.coefficients import sheets
from chalicelib.coefficients.sheets import Cell
from chalicelib.differences.lines import Line, lines_of
from chalicelib.differences.presenting import NAMES, exact, kind_of
from chalicelib.exports import claims, kept_rows
from chalicelib.exports.claimed_lines import all_claimed, by_id, claim_all
from chalicelib.exports.ends import begin, end, fail
from chalicelib.exports.records import (
    COEFFICIENTS,
    COMPLETED,
    DIFFERENCES,
    FINAL,
    QUEUED,
    SAME_FILE,
    Export,
    id_beside,
    read_export,
)
from chalicelib.exports.requesting import request_once
from chalicelib.exports.stored_files import store
from chalicelib.jobs.kinds import Next
from chalicelib.language import Language, Text
from chalicelib.periods.records import LOCKED
from chalicelib.store.checksums import size_and_sha256
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence

#: The columns; those of ids in other systems follow the first.
COLUMNS: Final = (
    *("employee_name", "team", "scheme", "period", "kind", "kind_name"),
    *("before", "after", "difference", "share", "correction"),
)

#: What the manifest tells of the file.
MANIFEST: Final = (
    *("scheme", "period", "content", "beside", "format"),
    *("filename", "rows", "bytes", "sha256"),
)


def follow(context: Context, export_id: str) -> None:
    """Request the file of the differences that are due beside a file for payroll that was made.

    That is each file of a locked month, and each by the schedule, but those that have them in
    the same file. It may be asked for again: there is one beside each file.
    """
    export = read_export(context.table, context.scope, export_id)
    if export is None or export.status != COMPLETED or export.content != COEFFICIENTS:
        return
    if export.differences == SAME_FILE:
        return
    if export.period_state != LOCKED and export.scheduled_for is None:
        return
    beside = Export(
        id=id_beside(export),
        scheme=export.scheme,
        period=export.period,
        format=export.format,
        status=QUEUED,
        requested_at=context.time,
        requested_by=export.requested_by,
        scheduled_for=export.scheduled_for,
        updated_at=context.time,
        content=DIFFERENCES,
        beside=export.id,
    )
    if not claims.any_due(context, export.scheme):
        return
    request_once(context, beside)


def run(context: Context, export: Export, deadline: datetime) -> Next | None:
    """Make the file. None when it has ended, else when to run again.

    It fails with the reason ``no_differences`` when no line is due.
    """
    if export.status in FINAL:
        return None
    if (again := claim_all(context, export, deadline)) is not None:
        return again
    begin(context, export, deadline, all_claimed(context))
    found = list(lines_of(context, export.id))
    if not found:
        fail(context, export, "no_differences", NONE)
        return None
    presence = Presence(context)
    with tempfile.TemporaryFile() as file:
        made, persons = _write_file(context, file, export, found)
        if list(lines_of(context, export.id)) != found:
            # An erasure has put a pseudonym in.
            return Next(1)
        presence.check()
        store(context, file, made, {name: getattr(made, name) for name in MANIFEST})
        kept_rows.keep(context, made.id, persons, made.row_pieces or 0)
    told = ("filename", "rows", "bytes", "sha256", "row_pieces")
    end(context, export, COMPLETED, **{name: getattr(made, name) for name in told})
    return None


def _write_file(
    context: Context, file: IO[bytes], export: Export, found: list[Line]
) -> tuple[Export, kept_rows.Rows]:
    persons = by_id(found)
    _write(file, export.format, found, context.language)
    size, digest = size_and_sha256(file)
    made = replace(
        export,
        filename=f"{export.scheme}-{export.period}-differences.{export.format}",
        rows=len(found),
        bytes=size,
        sha256=digest,
        row_pieces=kept_rows.pieces_for(len(persons)),
    )
    return made, persons


def _write(file: IO[bytes], form: str, found: list[Line], language: Language) -> None:
    told = [cells_of(line, language) for line in found]
    if form == "jsonl":
        for line, one in zip(found, told, strict=True):
            ids = {"external_ids": line.external_ids}
            sheets.write_json_line(file, {"employee_id": line.called, **ids, **one})
        return
    systems = sorted({system for line in found for system in line.external_ids})
    names = ["employee_id", *(f"external_id_{one}" for one in systems), *COLUMNS]
    rows: list[list[Cell]] = [
        [line.called, *(line.external_ids.get(system) for system in systems), *one.values()]
        for line, one in zip(found, told, strict=True)
    ]
    if form == "xlsx":
        sheets.write_sheet(file, DIFFERENCES, names, rows)
        return
    for piece in sheets.csv_lines(names, rows):
        file.write(piece.encode())


def cells_of(line: Line, language: Language) -> Mapping[str, Cell]:
    """Return the cells of a line by COLUMNS, in their order."""
    kind = kind_of(line.difference)
    cells: dict[str, Cell] = {
        "employee_name": line.employee_name,
        "team": line.team,
        "scheme": line.scheme,
        "period": line.period,
        "kind": kind,
        "kind_name": NAMES[kind].to(language),
        "before": exact(line.before),
        "after": exact(line.after),
        "difference": exact(line.difference),
        "share": line.share,
        "correction": line.correction,
    }
    return {name: cells[name] for name in COLUMNS}


NONE = Text("没有应补发或扣回的差额。", "No difference is due.")
