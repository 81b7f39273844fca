"""Opening bytes as a file, for tests."""

import io
from collections.abc import Iterable, Sequence

from chalicelib.reading import DEFAULT_LIMITS, BadRow, ColumnSpec, Limits, Row, Sheet, open_file
from chalicelib.reading.steps import Steps


def opened(
    content: bytes,
    specs: Sequence[ColumnSpec],
    *,
    row_key: tuple[str, ...] | None = ("employee_id",),
    contact_key: str | None = None,
    employee_field: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    steps: Steps | None = None,
) -> Sheet:
    return open_file(
        io.BytesIO(content),
        "month.dat",
        specs,
        row_key=row_key,
        contact_key=contact_key,
        employee_field=employee_field,
        limits=limits,
        steps=steps,
    )


def csv_of(*lines: str) -> bytes:
    return "\r\n".join((*lines, "")).encode()


def rows_of(content: bytes, *specs: ColumnSpec) -> list[Row | BadRow]:
    with opened(content, specs) as sheet:
        return list(sheet.rows())


def one_cell(text: str, spec: ColumnSpec) -> object:
    """What a CSV cell of the column comes to: its value, or the code of its error."""
    quoted = text.replace('"', '""')
    (row,) = rows_of(csv_of(f"employee_id,{spec.code}", f'7,"{quoted}"'), spec)
    return row.cells[spec.code] if isinstance(row, Row) else row.errors[0].code


def codes(rows: Iterable[Row | BadRow]) -> list[str]:
    return [error.code for row in rows if isinstance(row, BadRow) for error in row.errors]
