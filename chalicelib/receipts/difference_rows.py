"""The lines of a file of differences, with payroll's answers."""

from typing import Any

from chalicelib.differences.keys import partition_of_lines, prefix_of_file
from chalicelib.differences.lines import Line, line_of
from chalicelib.differences.presenting import described_line
from chalicelib.exports.records import Export
from chalicelib.receipts.listing import told
from chalicelib.receipts.schemas import UNANSWERED
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.tenancy.context import Context

#: What a line says, beside whose it is.
SAID = ("period", "kind", "before", "after", "difference")


def rows(
    context: Context, export: Export, answer: str | None, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` lines of a file, those with an answer alone if one is asked for.

    Positions are as in receipts/listing.py.
    """

    def keep(item: Item) -> dict[str, Any] | None:
        row = _row(line_of(item))
        return row if answer in (None, row["answer"]) else None

    partition, prefix = partition_of_lines(context.scope), prefix_of_file(context.scope, export.id)
    return collect(context.table, partition, limit=limit, after=after, keep=keep, prefix=prefix)


def _row(line: Line) -> dict[str, Any]:
    shown = described_line(line)
    last = line.last
    said = told({"answer": UNANSWERED} if last is None else last)
    return {
        "employee_id": shown["employee_id"],
        "person": shown["person"],
        "difference": {name: shown[name] for name in SAID},
        **said,
        "by_name": last is not None,
        "former": [told(one) for one in line.answers[:-1]],
    }
