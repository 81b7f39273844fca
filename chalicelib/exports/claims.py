"""The lines of a file of differences: claimed for it one by one, before it is written.

A claimed line is in this file and in no other until payroll answers it, or the file comes to
nothing. So a run may be repeated and claims the same. Once all are claimed no further line is
added, so the file has what was claimed.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.differences.counts import read_counts, write_changes
from chalicelib.differences.keys import key_of_difference
from chalicelib.differences.lines import Line, line_write
from chalicelib.differences.records import Difference, difference_of
from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FAILED, FINAL, QUEUED, RUNNING, Export, read_export
from chalicelib.exports.unclaimed_differences import Lost, forget_claimed, unclaimed_differences
from chalicelib.people.identity import called
from chalicelib.people.records import read_item
from chalicelib.scoring.exact import plain
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Tries for a line whose difference changes meanwhile; then the next file has it.
ATTEMPTS: Final = 5


class Claimed(Exception):
    """The file has all its lines: another run of the message was faster."""


class _Changed(Exception):
    """The difference was changed meanwhile."""


def any_due(context: Context, scheme: str) -> bool:
    """Return whether the next file of a scheme's differences would have a line.

    One read, but while lines are in files that may come to nothing: then these files are read.
    """
    counts = read_counts(context, scheme)
    if counts.pending or counts.rejected:
        return True
    if not counts.exported:
        return False
    lost = _lost_files(context)
    found = unclaimed_differences(context, scheme, lost)
    return any(_freed(one, lost).due for one in found)


def claim(context: Context, export: Export, until: datetime) -> bool:
    """Claim every line that is due. False when the time came first: go on claiming then.

    Raises Claimed.
    """
    lost = _lost_files(context, export.id)
    for found in unclaimed_differences(context, export.scheme, lost):
        if context.platform.clock() > until:
            return False
        _claim_one(context, export, found, lost)
    forget_claimed(context, export.scheme, lost)
    return True


def _claim_one(context: Context, export: Export, found: Difference, lost: Lost) -> None:
    for _ in range(ATTEMPTS):
        free = _freed(found, lost)
        if not free.due and free is found:
            return
        try:
            _write(context, export, found, free)
        except _Changed:
            again = context.table.get(key_of_difference(context.scope, *found.place))
            if again is None:
                return
            found = difference_of(again)
            continue
        return


def _freed(one: Difference, lost: Lost) -> Difference:
    """Return a difference without the line of a file that came to nothing."""
    if one.sent is None or not lost(one.sent["export"]):
        return one
    return replace(one, line=None)


def _lost_files(context: Context, own: str = "") -> Lost:
    """Return the question whether a file came to nothing. Each is looked at once, ``own`` never."""
    known = {own: False}

    def lost(export_id: str) -> bool:
        if export_id not in known:
            known[export_id] = _is_lost(context, export_id)
        return known[export_id]

    return lost


def _is_lost(context: Context, export_id: str) -> bool:
    """Say whether a file came to nothing. One that was given up is not made any more after that."""
    stored = read_export(context.table, context.scope, export_id)
    if stored is None:
        return True
    if stored.superseded_at is not None:
        # The lock of which the file is was taken back: nobody has it, and nobody gets it.
        return True
    shown = as_shown(stored, context.now)
    if shown.status != FAILED:
        return False
    if stored.status in FINAL:
        return True
    told = {"status": FAILED, "reason": shown.reason, "finished_at": shown.finished_at}
    try:
        context.table.update(
            key_of_export(context.scope, export_id),
            [Path(name).set(value) for name, value in told.items()],
            Path("status").is_in(QUEUED, RUNNING),
        )
    except ConditionFailed:
        # It was made at the last moment.
        return False
    return True


def _write(context: Context, export: Export, before: Difference, free: Difference) -> None:
    """Claim what is due; where nothing is, free the line alone. Raises _Changed and Claimed."""
    unit = Unit(context.table)
    at = timestamp(context.platform.clock())
    after = replace(free, updated_at=at, revision=before.revision + 1)
    if free.due:
        line = _line(context, export, free)
        unit.check(
            key_of_export(context.scope, export.id),
            Path("claimed_at").does_not_exist() & Path("status").is_in(QUEUED, RUNNING),
            Claimed,
        )
        unit.put(*line_write(context, line), Path("pk").does_not_exist(), _Changed)
        of_basis = {} if line.basis is None else {"basis_at": line.basis["at"]}
        sent = {"export": export.id, "difference": plain(line.difference), **of_basis}
        after = replace(after, line=sent, answer=None)
    write_changes(context, unit, [(before, after)], _Changed)
    unit.commit()


def _line(context: Context, export: Export, one: Difference) -> Line:
    # One by one: the worker of exports has no right to read batches.
    found = read_item(context, one.person)
    employee = found if found is not None and found.is_person else None
    return Line(
        export=export.id,
        scheme=one.scheme,
        period=one.period,
        person=one.person,
        called=called(one.person, employee),
        before=one.paid,
        after=one.paid + one.due,
        difference=one.due,
        correction=one.correction,
        external_ids={} if employee is None else dict(sorted(employee.external_ids.items())),
        employee_name=None if employee is None else employee.name,
        team=one.team,
        share=one.share,
        basis=one.basis if one.due < 0 else None,
    )
