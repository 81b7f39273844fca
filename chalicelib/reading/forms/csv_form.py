"""The upload template as CSV, as Excel opens it by a double click."""

import csv
import io
from collections.abc import Sequence

from chalicelib.reading.error_report import safe_text
from chalicelib.scoring.columns import Column

from .layout import form_columns, sheet_rows


def upload_template_csv(columns: Sequence[Column]) -> bytes:
    """Heading, a row of units and a row with an example, UTF-8 with a byte order mark.

    Filled in below those rows, or over them, the file is accepted as it is.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in sheet_rows(form_columns(columns)):
        writer.writerow([safe_text(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")
