"""Fetch and open the stored file of an upload."""

import hashlib
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, BinaryIO, cast

from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.language import Text
from chalicelib.reading import DEFAULT_LIMITS, ColumnSpec, Sheet, column_specs, open_file
from chalicelib.reading.cells import read_employee_id, read_external_id
from chalicelib.reading.faults import rejected
from chalicelib.reading.heading_names import HeadingNames
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import Column, counted_columns
from chalicelib.scoring.judged_sources import judged_sources
from chalicelib.scoring.units import UNITS
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits as CompanyLimits
from chalicelib.tenancy.records import read_tenant
from chalicelib.uploads import of_appeals, of_rounds, past_results
from chalicelib.uploads.kept_transcript import KeptTranscript
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.uploads.records import CONTACT, Upload
from chalicelib.uploads.sources_sent import columns_sent, contacts_sent, slices_sent, sources_sent

PIECE = 1024 * 1024
EMPLOYEE = "employee_id"
A_COUNT = UNITS["count"]


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened file: its sheet, its size in bytes, and the SHA-256 of its bytes in hex digits.

    ``most_rows`` is the company's limit. ``other_columns`` are headings of other sources' columns.
    ``sources`` are those that the file is of, if it is not of all.
    """

    sheet: Sheet
    size: int
    sha256: str
    most_rows: int
    other_columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@contextmanager
def opened(
    context: Context, upload: Upload, version: ReadyScheme, deadline: datetime
) -> Iterator[Opened]:
    """Open the upload's file for the scheme's version; it is closed when the block ends.

    A large workbook is opened in steps (uploads/kept_transcript.py): raises OutOfTime when another
    run must continue, TakenOver when another has.

    The file is copied to a temporary one, because reading a spreadsheet needs random access. That
    of a closed rating round or of an appeal is made. Raises FileRejected when the file cannot be
    read as the scheme needs it, or is not stored any more.
    """
    share = Share(context.platform, UPLOADS)
    with tempfile.TemporaryFile() as local:
        if upload.rating_round is not None:
            digest = of_rounds.made(context, upload, version, local)
        elif upload.appeal is not None:
            digest = of_appeals.made(context, upload, version, local)
        else:
            digest = _fetched(context, upload, local)
        size = local.tell()
        local.seek(0)
        tenant = read_tenant(context.table, context.scope)
        most = (tenant.allowance if tenant else CompanyLimits()).max_upload_rows
        steps = KeptTranscript(context, upload, deadline, share)
        with _sheet(local, upload, version, most, steps) as sheet:
            others = other_columns(upload, version, sheet.unknown_columns)
            _refuse_judged(upload, version, others)
            sent = sources_sent(upload, version) or ()
            yield Opened(sheet, size, digest, most, others, sent)


def _fetched(context: Context, upload: Upload, local: IO[bytes]) -> str:
    """Copy the upload's stored file to a local one. Return its SHA-256. Raises FileRejected."""
    name = name_of_upload_object(context.scope, upload.file_id, upload.filename)
    stored = context.objects.open(name, upload.object_version)
    if stored is None:
        raise rejected("file_gone", FILE_GONE.zh, FILE_GONE.en)
    return _copied(stored.body, local)


def stored_fingerprint(context: Context, name: str, version: str | None) -> tuple[int, str] | None:
    """Return size in bytes and SHA-256 of a stored file of any content; None when it is missing.

    The content is not kept in memory.
    """
    stored = context.objects.open(name, version)
    return None if stored is None else (stored.size, _copied(stored.body, None))


def lines_at_most(rows: int) -> int:
    """Return how many lines of a file are read for a company with this limit of rows.

    Blank rows, totals and notes are lines but no rows. Beyond twice the limit nobody needs to count
    the rows of a file that is too long anyway.
    """
    return min(DEFAULT_LIMITS.rows, 2 * rows + 10_000)


def _sheet(
    local: IO[bytes], upload: Upload, version: ReadyScheme, most_rows: int, steps: KeptTranscript
) -> Sheet:
    """Open the file by what a row is: a person (or a person's slice), or a contact."""
    columns = columns_sent(upload, version)
    limits = replace(DEFAULT_LIMITS, rows=lines_at_most(most_rows))
    read_id = read_employee_id if upload.system is None else read_external_id
    if upload.grain == CONTACT:
        form = contacts_sent(upload, version)
        return open_file(
            cast("BinaryIO", local),
            upload.filename,
            form.fields,
            row_key=None,
            contact_key=form.key,
            employee_field=upload.employee_field,
            limits=limits,
            read_id=read_id,
            register_decides=True,
            steps=steps,
        )
    return open_file(
        cast("BinaryIO", local),
        upload.filename,
        past_results.specs(version, upload.readings or {})
        if past_results.is_import(upload)
        else _specs(version, columns, upload),
        row_key=(EMPLOYEE, *slices_sent(upload, version)),
        employee_field=upload.employee_field,
        limits=limits,
        read_id=read_id,
        register_decides=True,
        steps=steps,
    )


def other_columns(upload: Upload, version: ReadyScheme, unknown: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, of those unknown to the file's own source, of other sources' columns."""
    sent = {one.code for one in columns_sent(upload, version)}
    others = [one for one in version.compiled.columns if one.code not in sent]
    names = HeadingNames(column_specs(others), upload.employee_field or EMPLOYEE)
    return tuple(heading for heading in unknown if names.column(heading) is not None)


def headings_of_sources(
    upload: Upload, version: ReadyScheme, sources: Collection[str], headings: Sequence[str]
) -> list[str]:
    """Return the headings that name columns of these sources."""
    columns = [c for c in version.compiled.columns if c.source and c.source.code in sources]
    names = HeadingNames(column_specs(columns), upload.employee_field or EMPLOYEE)
    return [one for one in headings if names.column(one) is not None] if columns else []


def _refuse_judged(upload: Upload, version: ReadyScheme, headings: Sequence[str]) -> None:
    """Raise FileRejected when the file has columns whose figures people judge here."""
    judged = {source.code for source in judged_sources(version.scheme)}
    found = headings_of_sources(upload, version, judged, headings)
    if found:
        raise rejected(
            "judged_columns",
            f"这些列由抽检判定，不以文件报送：{'、'.join(found)}；请从文件中去掉。",
            f"These columns are judged by inspection here: {', '.join(found)}. Take them out of "
            "the file.",
            columns=found,
        )


def _specs(
    version: ReadyScheme, columns: Sequence[Column], upload: Upload
) -> tuple[ColumnSpec, ...]:
    """Return the columns to look for, with what the sender says of their figures.

    A column of counts without a unit gets the unit of counts. Only what the service itself makes,
    of a rating round, an inspection or an appeal, has combined marks.
    """
    counted, readings = counted_columns(version.scheme), upload.readings or {}
    made = (upload.rating_round or upload.judged or upload.appeal) is not None
    return tuple(
        replace(
            spec,
            unit=A_COUNT if spec.unit is None and spec.code in counted else spec.unit,
            reading=readings.get(spec.code),
            combined=made,
        )
        for spec in column_specs(columns)
    )


def _copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy ``source`` to ``target``, if given, a megabyte at a time; return its SHA-256."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()


FILE_GONE = Text("找不到已上传的文件。", "The uploaded file is not there any more.")
