"""The bad rows of an upload as a CSV that can be mended and sent again."""

from collections.abc import Iterable

from chalicelib.uploads.reading import BadRow, CellError, errors_csv
from chalicelib.uploads.records import RowError, Upload
from chalicelib.web.languages import Language


def report(upload: Upload, errors: Iterable[RowError], language: Language) -> str:
    """The report under the file's own header, as text that begins with a byte order mark."""
    rows = (_bad_row(error) for error in errors)
    content = errors_csv(rows, upload.header, separator=upload.separator, language=language)
    return content.decode()


def _bad_row(error: RowError) -> BadRow:
    return BadRow(
        error.row,
        None,
        tuple(CellError(one["column"], one["code"], one["message"]) for one in error.errors),
        error.raw,
    )
