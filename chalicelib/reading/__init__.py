"""Reads the files people upload: CSV as their programs save it, and XLSX. Pure; no AWS, no clock.

    with open_file(stream, "7月.xlsx", column_specs(compiled.columns)) as sheet:
        for row in sheet.rows():
            ...                      # Row or BadRow

`open_file` raises FileRejected with a code and words, and nothing else, for any bytes at all; after
it returns, going through the rows raises nothing. docs/upload-files.md says what is understood.
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
