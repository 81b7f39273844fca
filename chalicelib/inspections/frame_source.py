"""Where the contacts of a frame come from: those that a request sent, or an uploaded file."""

import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from chalicelib.inspections.frames import MOST_CONTACTS, Contact, Frame, frame_of
from chalicelib.inspections.records import Inspection
from chalicelib.inspections.words import TOO_MANY_CONTACTS
from chalicelib.reading import BadRow, ColumnSpec, FileRejected, Row, open_file
from chalicelib.reading.faults import rejected
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.uploads.records import Upload, read_upload
from chalicelib.uploads.stored_file import FILE_GONE

PIECE: Final = 1024 * 1024
#: A day as files write it, at the beginning of a cell that may have a time after
#: it. A year and a month in Chinese end with their own characters.
_DAY: Final = re.compile(r"\s*(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})(?!\d)")
CONTACT, DAY, CHANNEL = "contact", "day", "channel"


def frame(context: Context, inspection: Inspection) -> Frame:
    """Return the frame of an inspection, with people who may be unknown. It is the same each time.

    Raises FileRejected when the file is gone, or has no such fields, or too many contacts.
    """
    first, last = inspection.days
    if inspection.sent is not None:
        rows = json.loads(zlib.decompress(inspection.sent))
        return frame_of((Contact(*row) for row in rows), (first, last))
    found = frame_of(_of_file(context, inspection), (first, last))
    if found.size > MOST_CONTACTS:
        raise rejected("too_many_contacts", TOO_MANY_CONTACTS.zh, TOO_MANY_CONTACTS.en)
    return found


def day_in(text: str) -> str:
    """Return the day that a cell begins with, as ``2026-10-07``; empty when it begins with none."""
    match = _DAY.match(text)
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"


def _of_file(context: Context, inspection: Inspection) -> Iterator[Contact | None]:
    """Yield the contacts of the uploaded file; None for a row that cannot be read."""
    upload = read_upload(context.table, context.scope, inspection.frame["upload"])
    if upload is None or upload.file_removed_at is not None:
        raise rejected("file_gone", FILE_GONE.zh, FILE_GONE.en)
    name = name_of_upload_object(context.scope, upload.file_id, upload.filename)
    stored = context.objects.open(name, upload.object_version)
    if stored is None:
        raise rejected("file_gone", FILE_GONE.zh, FILE_GONE.en)
    with tempfile.TemporaryFile() as local:
        while piece := stored.body.read(PIECE):
            local.write(piece)
        local.seek(0)
        yield from _rows(cast("BinaryIO", local), upload, inspection)


def _rows(local: BinaryIO, upload: Upload, inspection: Inspection) -> Iterator[Contact | None]:
    named = {name: inspection.frame.get(name) for name in (CONTACT, DAY, CHANNEL)}
    specs = [ColumnSpec(name, (heading,), "text") for name, heading in named.items() if heading]
    with open_file(
        local,
        upload.filename,
        specs,
        row_key=None,
        contact_key=None,
        employee_field=upload.employee_field,
        register_decides=True,
    ) as sheet:
        for row in sheet.rows():
            yield _contact(row)


def _contact(row: Row | BadRow) -> Contact | None:
    if isinstance(row, BadRow):
        return None
    contact, day = row.cells.get(CONTACT), row.cells.get(DAY)
    if not isinstance(contact, str):
        return None
    channel = row.cells.get(CHANNEL)
    return Contact(
        row.employee_id,
        contact,
        day_in(day) if isinstance(day, str) else "",
        channel if isinstance(channel, str) else "",
    )


__all__ = ["FileRejected", "day_in", "frame"]
