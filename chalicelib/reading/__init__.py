"""Read uploaded files: CSV in the forms that programs save it, and XLSX. No AWS, no clock.

    with open_file(stream, "7月.xlsx", column_specs(compiled.columns)) as sheet:
        for row in sheet.rows():
            ...                      # Row or BadRow

For any bytes, `open_file` returns a sheet or raises FileRejected with a code and a sentence; it
raises nothing else. After it returns, iterating over the rows raises nothing. docs/upload-files.md
describes the accepted files.
"""

from .columns import ColumnSpec, Kind, column_specs
from .error_report import errors_csv
from .faults import CellError, FileRejected
from .limits import DEFAULT_LIMITS, Limits
from .opening import open_file
from .rows import BadRow, CellValue, Row
from .sheet import Sheet

__all__ = [
    "DEFAULT_LIMITS",
    "BadRow",
    "CellError",
    "CellValue",
    "ColumnSpec",
    "FileRejected",
    "Kind",
    "Limits",
    "Row",
    "Sheet",
    "column_specs",
    "errors_csv",
    "open_file",
]
