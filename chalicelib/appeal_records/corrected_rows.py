"""The file that a decided appeal is to the month: the person's rows with the corrected cells.

The rows are those that stand, so that a run which comes later than the decision changes nothing
else. A correction says which ``columns`` have which cell (None: blank), and of which ``slice``.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from chalicelib.appeal_records.records import Appeal
from chalicelib.people.identity import ids_now
from chalicelib.people.records import read_people
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.schemes.file_columns import columns_of
from chalicelib.scorecards.records import read_card
from chalicelib.scoring import Row, Rows, unpack
from chalicelib.tenancy.context import Context

FILENAME = "appeal.csv"
#: Kinds of remedies that correct figures.
FIGURES, ROLE_LEFT_OUT, ROLE_ASKED_AGAIN = "figures", "role_left_out", "role_asked_again"
EMPLOYEE, NAME, TEAM = "employee_id", "employee_name", "team"


def write(
    context: Context,
    appeal: Appeal,
    version: ReadyScheme,
    sources: Sequence[str],
    target: IO[bytes],
) -> str:
    """Write the rows of an appeal's person under a version. Return their SHA-256.

    ``sources``: those whose figures are written; empty: the scheme has none.
    """
    card = read_card(context, appeal.scheme, appeal.period, appeal.person)
    people = read_people(context, [appeal.person])
    who = {EMPLOYEE: ids_now([appeal.person], people)[appeal.person]}
    rows: Rows = {}
    if card is not None:
        made_by = existing(context.table, context.scope, card.scheme, card.version)
        rows = unpack(made_by.compiled, card.packed)[1]
        who |= {NAME: card.employee_name or ""}
        who |= {} if card.register_team or card.team is None else {TEAM: card.team}
    columns = [one.code for one in columns_of(version, tuple(sources) or None)]
    digest = hashlib.sha256()
    own = set(columns) - set(version.compiled.slices)
    lines = [
        [*who.values(), *(cell_text(row.get(code)) for code in columns)]
        for row in corrected(_of_sources(rows, own), appeal.remedies)
    ]
    for line in ([*who, *columns], *lines):
        raw = _line(line)
        digest.update(raw)
        target.write(raw)
    return digest.hexdigest()


def _of_sources(rows: Rows, own: set[str]) -> Sequence[Row]:
    """Return the rows that have a cell of these columns: others are of other sources."""
    if isinstance(rows, Mapping):
        return (rows,)
    return [row for row in rows if any(row.get(code) is not None for code in own)]


def corrected(rows: Sequence[Row], remedies: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield a person's rows with the cells that remedies correct."""
    for row in rows:
        changed = dict(row)
        for remedy in remedies:
            if remedy.get("columns") and is_of(row, remedy):
                changed.update(remedy["columns"])
        yield changed


def is_of(row: Row, remedy: Mapping[str, Any]) -> bool:
    """Return whether a correction is of this row: its slice, or of each where it names none."""
    wanted: Mapping[str, str] = remedy.get("slice") or {}
    return all(_folded(row.get(code)) == _folded(value) for code, value in wanted.items())


def cell_text(cell: Any) -> str:
    """Return a cell as a file has it."""
    return "" if cell is None else str(cell) if isinstance(cell, str) else format(cell, "f")


def _folded(cell: Any) -> str:
    return cell_text(cell).strip().casefold()


def _line(values: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue().encode()
