"""The rows of a file that has coefficients and differences: its lines first, then the month's rows.

Positions of lines begin with a mark, those of rows are as in receipts/listing.py.
"""

from typing import Any, Final

from chalicelib.exports.records import Export
from chalicelib.receipts import difference_rows, listing
from chalicelib.tenancy.context import Context

#: Begins the position of a line; that of a row begins with a figure.
_OF_LINES: Final = "lines "
_FIRST_ROW: Final = "0/0"


def rows(
    context: Context, export: Export, answer: str | None, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` rows of a file, those with an answer alone if one is asked for.

    The last page of lines may be short: the page after it begins with the month's rows.
    """
    if after is not None and not after.startswith(_OF_LINES):
        return listing.rows(context, export, answer, limit, after)
    place = None if after is None else after.removeprefix(_OF_LINES)
    found, position = difference_rows.rows(context, export, answer, limit, place)
    if position is not None:
        return found, f"{_OF_LINES}{position}"
    if found:
        return found, _FIRST_ROW
    return listing.rows(context, export, answer, limit, None)
