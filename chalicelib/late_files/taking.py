"""Take a late file as it was seen: each person whose result it changes is corrected.

Each correction is one transaction with the row that asks for it, so that it is made once, wherever
a run dies. A result that was corrected since the look is left as it stands, and named.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.corrections.entry import Wanted, correct
from chalicelib.errors import Busy, Conflict, Invalid
from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.language import Text
from chalicelib.late_files import refusals
from chalicelib.late_files.ends import advance, end
from chalicelib.late_files.keys import partition_of_late_rows
from chalicelib.late_files.records import (
    CHANGES,
    CORRECTED,
    REFUSED,
    TAKEN,
    LateFile,
    LateRow,
    late_row_of,
    late_row_write,
    unpacked,
)
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Rows between two checkpoints.
TOGETHER: Final = 50
RESERVE: Final = timedelta(seconds=30)


def take(context: Context, late: LateFile, deadline: datetime) -> bool:
    """Correct what is left of the file. False when the deadline came first, others wait for the
    worker, or another correction of a result is being made: then it is gone on with."""
    share = Share(context.platform, UPLOADS)
    partition = partition_of_late_rows(context.scope, late.id)
    after = f"{late.done:09d}" if late.done else None
    rows = context.table.query_all(partition, after=after)
    for passed, item in enumerate(rows, 1):
        row = late_row_of(item)
        if share.over(deadline - RESERVE) or not _taken(context, late, row):
            advance(context, late, done=late.done)
            return False
        late = replace(late, done=row.number)
        share.step_done()
        if passed % TOGETHER == 0:
            late = advance(context, late, done=row.number)
    end(context, late, TAKEN, counts=_counted(context, late))
    return True


def _counted(context: Context, late: LateFile) -> dict[str, int]:
    """Count the rows by what became of them: a run that died had not stored its counts."""
    counts = {name: number for name, number in (late.counts or {}).items() if name != CHANGES}
    found = {CORRECTED: 0, REFUSED: 0}
    partition = partition_of_late_rows(context.scope, late.id)
    for item in context.table.query_all(partition, only=("pk", "sk", "outcome")):
        found[item["outcome"]] += 1
    return {**counts, **found}


def _taken(context: Context, late: LateFile, row: LateRow) -> bool:
    """Correct a person's result by a row. False when it is to be tried again."""
    if row.outcome != CHANGES or row.person is None:
        return True
    unit = Unit(context.table)
    if (late.ordered or {}).get("person") == row.person:
        after = _left(row, "own_result", refusals.OWN)
    else:
        wanted = Wanted(
            late.scheme,
            late.period,
            row.person,
            late.cause,
            rows=tuple(map(unpacked, row.figures or ())),
            cause={"upload": late.upload},
            made=late.ordered,
            stood=row.stood,
        )
        try:
            made = correct(context, unit, wanted)
            after = replace(row, outcome=CORRECTED, correction=made.id)
        except Busy:
            return False
        except Conflict as why:
            after = _left(row, why.code, why.detail)
        except Invalid as wrong:
            after = _left(row, wrong.faults[0].code, wrong.faults[0].message)
    unit.put(*late_row_write(context, after), Path("outcome") == CHANGES)
    try:
        unit.commit()
    except Busy:
        return False
    except ConditionFailed:
        # Another run of the message was faster, or an erasure took the row.
        return True
    return True


def _left(row: LateRow, code: str, message: Text) -> LateRow:
    why: dict[str, Any] = {"code": code, "message": message.as_names()}
    return replace(row, outcome=REFUSED, why=why)
