"""Open a stream of bytes as a sheet, or refuse it with a reason."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import IO, BinaryIO, Final, cast

from .cells import read_employee_id
from .columns import ColumnSpec
from .contact_keys import ContactKeys
from .delimited import open_delimited
from .duplicates import EMPLOYEE, DuplicateCheck
from .faults import CellFault, FileRejected, rejected
from .header import Header, accept_header, find_header
from .heading_names import HeadingNames
from .kinds import kind_of
from .limits import DEFAULT_LIMITS, Limits
from .months_seen import MonthsSeen
from .notes import ERROR_HEADING
from .passed_over import PassedOver, RowFilter
from .row_reader import RowReader
from .sheet import Sheet
from .steps import Steps
from .table import Table
from .transcript import transcribe

_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 8 << 20


def open_file(
    stream: BinaryIO,
    filename: str,
    columns: Sequence[ColumnSpec],
    *,
    row_key: tuple[str, ...] | None = (EMPLOYEE,),
    contact_key: str | None = None,
    employee_field: str | None = None,
    read_id: Callable[[str], str] = read_employee_id,
    register_decides: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    steps: Steps | None = None,
) -> Sheet:
    """Open a file: determine its kind, encoding, separator or sheet, and header.

    The whole file is read once, to check that all of it can be read. Raises FileRejected, and
    nothing else, for a file that cannot.

    filename: only for the details of a refusal; the bytes determine the kind of file.
    columns: the scheme's columns; a file without a required column is refused.
    row_key: the columns whose values may not repeat (see DuplicateCheck).
    contact_key: the code of the column that identifies a contact (see ContactKeys); `row_key` is
    None then.
    employee_field: the header of the employee's id; None and `employee_id` accept all its usual
    names. Of several such columns only the one that is named here is taken.
    read_id: the rule for ids (cells.py): employee ids, or ids of another system.
    register_decides: a row whose id names totals is yielded when it may be an id, because the
    caller asks the register whether somebody has it. Otherwise it is skipped.
    steps: opens a workbook in steps (steps.py); without it in one go.
    The stream must stay open while the sheet is read. A stream that cannot seek is copied first.
    """
    try:
        with ExitStack() as files:
            may_be_id = partial(_reads, read_id) if register_decides else None
            keys = row_key, contact_key
            sheet = _open(
                stream, columns, keys, employee_field, read_id, may_be_id, limits, files, steps
            )
            sheet.close_with(files.pop_all().close)
            return sheet
    except FileRejected as refused:
        refused.details.setdefault("filename", filename[:255])
        raise


def _open(
    stream: BinaryIO,
    columns: Sequence[ColumnSpec],
    keys: tuple[tuple[str, ...] | None, str | None],
    named_field: str | None,
    read_id: Callable[[str], str],
    may_be_id: Callable[[str], bool] | None,
    limits: Limits,
    files: ExitStack,
    steps: Steps | None,
) -> Sheet:
    """Open the sheet. `files` collects opened files, to close with the sheet or at a refusal."""
    seekable = _seekable_stream(stream, limits, files)
    employee_field = named_field or EMPLOYEE
    names = HeadingNames(columns, employee_field)
    table: Table
    if kind_of(seekable) == "zip":
        transcript = transcribe(seekable, names, columns, limits, steps)
        files.callback(transcript.rows_file.close)
        table = transcript
    else:
        table = open_delimited(seekable, names, columns, limits)
    found = find_header(islice(table.lines(), limits.header_rows), names, columns)
    header = accept_header(found, names, columns, employee_field)
    row_key, contact_key = keys
    if row_key is None and ERROR_HEADING in header.texts:
        raise _error_report_of_contacts()
    rows = RowFilter(header, may_be_id)
    passed_over = PassedOver()
    months = MonthsSeen(header.texts, (*header.columns.values(), *header.fields.values()))
    known = _count_rows(table, header, rows, passed_over, months)
    return Sheet(
        table,
        header,
        RowReader(table, header, columns, limits, employee_field, read_id),
        _duplicates(row_key, contact_key, employee_field, header),
        rows,
        known,
        tuple(passed_over.totals),
        months.found,
    )


def _duplicates(
    row_key: tuple[str, ...] | None, contact_key: str | None, employee_field: str, header: Header
) -> DuplicateCheck:
    heading = header.labels[header.fields["employee_id"]]
    if contact_key is None:
        return DuplicateCheck(row_key, employee_field, heading)
    own = header.labels[header.columns[contact_key]]
    return ContactKeys(contact_key, employee_field, heading, own)


def _reads(read_id: Callable[[str], str], text: str) -> bool:
    """Return whether a text can be read as an id."""
    try:
        read_id(text)
    except CellFault:
        return False
    return True


def _error_report_of_contacts() -> FileRejected:
    """Return the error for an error report uploaded as a file of contacts.

    The figures need all contacts of a person, and an error report has only the bad ones.
    """
    return rejected(
        "report_not_whole",
        f"这是错误报告（有“{ERROR_HEADING}”列），只有出错的记录，算出的结果会不全；"
        "请在原文件中改好这些记录，上传完整的文件",
        f'this is an error report (it has a column "{ERROR_HEADING}"), with the bad records only, '
        "and results made of them would be wrong; mend these in the original file and send all of "
        "that",
    )


def _seekable_stream(stream: BinaryIO, limits: Limits, files: ExitStack) -> BinaryIO:
    """Return the stream, or a copy when it cannot seek. Raises FileRejected over the size limit."""
    if stream.seekable():
        size = stream.seek(0, 2)
        if size > limits.file_bytes:
            raise _too_large(limits)
        return stream
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with files
    files.callback(copy.close)
    while chunk := stream.read(_CHUNK):
        copy.write(chunk)
        if copy.tell() > limits.file_bytes:
            raise _too_large(limits)
    return cast("BinaryIO", copy)


def _too_large(limits: Limits) -> FileRejected:
    megabytes = limits.file_bytes >> 20
    return rejected(
        "file_too_large",
        f"文件超过 {megabytes} MB；请分成几个文件上传",
        f"the file is larger than {megabytes} MB; send it in parts",
        limit_bytes=limits.file_bytes,
    )


def _count_rows(
    table: Table, header: Header, real: RowFilter, passed_over: PassedOver, months: MonthsSeen
) -> int:
    """Return the number of real rows.

    This reads the whole table, so that an unreadable row refuses the file before any person is
    scored.
    """
    rows = 0
    for _, cells in real.real(table.lines(), passed_over):
        rows += 1
        months.add(cells)
    if rows == 0:
        raise rejected(
            "no_rows",
            "文件里只有表头，没有数据行",
            "the file has a header and no rows below it",
            header_row=header.row,
        )
    return rows
