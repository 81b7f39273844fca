"""What a role answered that was asked again is counted for its appeal: one run, once.

The cell is made as a closed round makes it, so an anonymous role counts anew only where as many
forms have changed as make it anonymous. It is carried out as corrected figures are: an upload that
the new revision names, or in a locked period a correction. The appeal, and what carries it out, are
one transaction, so a run that dies has done nothing, and one that comes twice finds nothing to do.
"""

from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any, Final

from chalicelib.appeal_records.records import COUNTED, Appeal
from chalicelib.appeals import after_lock
from chalicelib.appeals.changing import put_changed, signed
from chalicelib.appeals.remedies import GONE, UNCHANGED, Remedy, carry_out
from chalicelib.appeals.wanted_remedies import standing_of
from chalicelib.corrections.entry import NothingToCorrect
from chalicelib.errors import Busy, Changed, Conflict
from chalicelib.jobs.kinds import Next
from chalicelib.people.records import read_person
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import read_period
from chalicelib.rating_forms.counting import cells, rated_of, rating_of
from chalicelib.rating_forms.records import Round, read_round
from chalicelib.rating_rounds.asking import asks_for
from chalicelib.scorecards.closed import is_closed
from chalicelib.scorecards.combined_ratings import told_figures
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.of_rounds import SETTLES

#: Seconds until another try, when somebody changed the appeal or the result at the same moment.
BUSY_SECONDS: Final = 3


def run(context: Context, appeal: Appeal, _deadline: datetime) -> Next | None:
    """Count what was answered in rounds that are closed. None when that is done."""
    waiting = [one for one in appeal.remedies if one.get("awaited")]
    rounds = {name: read_round(context, name) for name in {str(one["round"]) for one in waiting}}
    due = [one for one in waiting if not asks_for(rounds[str(one["round"])], appeal.id)]
    if not due:
        return None
    settled = timestamp(context.platform.clock() - SETTLES)
    if any((found.closed_at or "") > settled for found in rounds.values() if found is not None):
        return Next(ceil(SETTLES.total_seconds()))
    kept = replace(appeal, remedies=tuple(one for one in appeal.remedies if one not in due))
    after = _counted(
        context, kept, [_with_cell(context, appeal, one, rounds[str(one["round"])]) for one in due]
    )
    roles = [str(one["role"]) for one in due]
    step = signed(context, appeal.status, appeal.instance, **{COUNTED: roles})
    after = replace(after, steps=(*appeal.steps, step))
    put_changed(context, appeal, after, "appeals.count_answers")
    try:
        context.unit.commit()
    except (ConditionFailed, Changed, Busy, PeriodLocked):
        return Next(BUSY_SECONDS)
    return None


def _with_cell(
    context: Context, appeal: Appeal, one: Remedy, found: Round | None
) -> dict[str, Any]:
    """Return a remedy with the cell of its role, and no longer awaited."""
    ended = {name: value for name, value in one.items() if name != "awaited"}
    role = str(one["role"])
    try:
        version = standing_of(context, appeal).version
    except Conflict:
        return {**ended, "ended": GONE}
    value = rating_of(version.scheme, str(one["indicator"]))
    there = read_person(context, appeal.person) is not None
    if found is None or value is None or role not in value.columns or not there:
        return {**ended, "ended": GONE}
    column = value.columns[role]
    made = cells(found, version.scheme, rated_of(context, found, appeal.person))
    columns = {column: made.get(column)}
    sources = [version.compiled.source_of[column]]
    told = told_figures(version.scheme, columns)
    return {**ended, "columns": columns, "told": told, "sources": sources}


def _counted(context: Context, appeal: Appeal, due: list[dict[str, Any]]) -> Appeal:
    """Carry out what was counted. Return the appeal with it."""
    figures = [one for one in due if "columns" in one]
    done: tuple[Remedy, ...] = tuple(one for one in due if "columns" not in one)
    appeal = replace(appeal, remedies=(*appeal.remedies, *done))
    if not figures:
        return appeal
    reason = str((appeal.decided or {}).get("reason", ""))
    record = read_period(context.table, context.scope, appeal.period, appeal.scheme)
    if not is_closed(context, record, appeal.person):
        carried = carry_out(context, appeal, figures, reason)
        return replace(appeal, remedies=(*appeal.remedies, *carried))
    try:
        return after_lock.corrected(context, appeal, figures, reason)
    except NothingToCorrect:
        unchanged = ({**one, "ended": UNCHANGED} for one in figures)
        return replace(appeal, remedies=(*appeal.remedies, *unchanged))
