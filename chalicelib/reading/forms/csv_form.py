"""The upload template as CSV, in the form that Excel opens by a double click."""

import csv
import io
from collections.abc import Sequence

from chalicelib.reading.error_report import safe_text
from chalicelib.scoring.columns import Column

from .filling import Filling
from .layout import form_columns, sheet_rows


def upload_template_csv(columns: Sequence[Column], filling: Filling | None = None) -> bytes:
    """Return a CSV with a heading, a row of units and an example row.

    It is UTF-8 with a byte order mark. The reader accepts the file with data below or over the
    units and the example.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    form = form_columns(columns, filling)
    people = filling.rows([one.code for one in form]) if filling else ()
    for row in (*sheet_rows(form), *people):
        writer.writerow([safe_text(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")
