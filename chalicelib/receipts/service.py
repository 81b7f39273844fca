"""Payroll's receipts: what it says of the rows of a file, in parts, as often as it likes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Busy, Conflict
from chalicelib.exports import changes
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import (
    ACKNOWLEDGED,
    COMPLETED,
    DIFFERENCES,
    Export,
    same_revision,
)
from chalicelib.exports.service import existing
from chalicelib.person_keys import PersonKey
from chalicelib.receipts import refusals
from chalicelib.receipts.difference_answers import MOST_LINES, answered
from chalicelib.receipts.keys import key_of_counts
from chalicelib.receipts.named_rows import of_lines_of, persons_of
from chalicelib.receipts.records import (
    ACCEPTED,
    MOST,
    REJECTED,
    Answers,
    Counts,
    answers_write,
    read_answers,
    read_counts,
)
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context

#: The state that an event tells of a file that payroll has answered in part.
ANSWERED = "answered"


def receive(context: Context, export_id: str, wanted: Mapping[str, Any]) -> Export:
    """Take a receipt. ``wanted`` is the request's body. Returns the export as it will be stored.

    What was said before changes nothing when it is said again. Raises NotFound (404); Conflict
    (409) ``not_completed``, ``superseded``, ``rows_not_kept``, ``rejected_before``,
    ``too_many_answers``, ``export_busy`` and, of differences, ``carried_since``; Invalid (422) that
    names each wrong row.
    """
    export = existing(context, export_id)
    if export.status != COMPLETED:
        raise Conflict("not_completed", refusals.NOT_COMPLETED)
    if export.superseded_at is not None:
        raise Conflict("superseded", refusals.SUPERSEDED)
    if export.row_pieces is None:
        raise Conflict("rows_not_kept", refusals.ROWS_NOT_KEPT)
    of_lines = of_lines_of(export, wanted["rows"])
    said = wanted["others"] is not None
    persons = persons_of(context, export, wanted["rows"], of_lines, said=said)
    if export.content == DIFFERENCES:
        return _of_differences(context, export, persons, wanted)
    counts = read_counts(context, export.period, export.scheme)
    named = list(zip(persons, wanted["rows"], of_lines, strict=True))
    own = [(person, row) for person, row, of_line in named if not of_line]
    standing = read_answers(context, export.period, export.scheme, (person for person, _ in own))
    part = _Part(export, counts)
    if export.lines is not None:
        part = replace(part, export=_with_lines(context, export, named, wanted["others"]))
    for person, row in own:
        part = part.with_row(context, standing[person], row)
    part = part.with_others(context, wanted["others"])
    if part.changed or part.export != export:
        _write(context, export, counts, part)
    return part.export


def _with_lines(
    context: Context,
    export: Export,
    named: Sequence[tuple[PersonKey, Mapping[str, Any], bool]],
    others: str | None,
) -> Export:
    """Take what a receipt says of the lines of a file that has both. Returns the export after it.

    ``named`` has each row with its person, and whether it is of a line. The rows of the month take
    their room in the request's transaction.
    """
    numbers = [number for number, (_, _, of_line) in enumerate(named) if of_line]
    wanted = {
        "rows": [named[number][1] for number in numbers],
        "others": others if others == ACCEPTED else None,
    }
    persons = [named[number][0] for number in numbers]
    most = max(0, MOST_LINES - -(-(len(named) - len(numbers)) // 2))
    as_lines = replace(export, accepted=export.lines_accepted, rejected=export.lines_rejected)
    after = answered(context, as_lines, persons, wanted, numbers, most)
    return replace(export, lines_accepted=after.accepted, lines_rejected=after.rejected)


def _of_differences(
    context: Context, before: Export, persons: Sequence[PersonKey], wanted: Mapping[str, Any]
) -> Export:
    """Take a receipt of a file of differences. Returns the export as it will be stored."""
    after = answered(context, before, persons, wanted, range(len(persons)))
    if after == before:
        return before
    at = None if after.unanswered else (before.acknowledged_at or context.time)
    after = replace(after, acknowledged_at=at)
    _write_export(context, before, after, partial(Busy, "export_busy", refusals.BUSY))
    return after


@dataclass(frozen=True, slots=True)
class _Part:
    """The export and the counts with what a receipt says, and the answers that it adds."""

    export: Export
    counts: Counts
    changed: tuple[Answers, ...] = ()

    def with_row(self, context: Context, before: Answers, row: Mapping[str, Any]) -> "_Part":
        """Add an answer to a row, unless it is the one that counts already."""
        export, last = self.export, before.last(self.export.id)
        said = {name: row[name] for name in ("answer", "code", "reason")}
        if last is not None and all(last.get(name) == value for name, value in said.items()):
            return self
        if len(before.answers) >= MOST:
            raise Conflict("too_many_answers", refusals.TOO_MANY, employee_id=row["employee_id"])
        told = {name: value for name, value in said.items() if value is not None}
        after = before.with_answer(
            {
                "export": export.id,
                "of": export.requested_at,
                "employee_id": row["employee_id"],
                **told,
                "at": context.time,
                "by": context.principal.credential,
            }
        )
        former = None if last is None else last["answer"]
        counted = {
            name: getattr(export, name) + (said["answer"] == name) - (former == name)
            for name in (ACCEPTED, REJECTED)
        }
        return _Part(
            replace(export, **counted),
            self.counts.moved(before.standing, after.standing),
            (*self.changed, after),
        )

    def with_others(self, context: Context, others: str | None) -> "_Part":
        """Say of all rows that are not named what they are, and see whether all are answered.

        Rows that were rejected in another file need an answer by name: that they are accepted with
        all others would settle them unseen.
        """
        export = self.export
        if others == ACCEPTED:
            rejected = self.counts.beside(export.id)
            if rejected and export.others_at is None:
                raise refusals.rejected_before(rejected)
            export = replace(export, others_at=export.others_at or context.time)
        elif others is not None:
            export = replace(export, others_at=None)
        done = export.answered and not export.unanswered
        at = (export.acknowledged_at or context.time) if done else None
        return replace(self, export=replace(export, acknowledged_at=at))


def _write(context: Context, before: Export, counts: Counts, part: _Part) -> None:
    """Add the receipt's writes to the request's unit: all of it, or nothing."""
    unit, scope = context.unit, context.scope
    busy = partial(Busy, "export_busy", refusals.BUSY)
    for answers in part.changed:
        key, item = answers_write(context, answers)
        first = Path("pk").does_not_exist()
        same = Path("revision") == answers.revision - 1
        unit.put(key, item, first if answers.revision == 1 else same, busy)
    key = key_of_counts(scope, before.period, before.scheme)
    wanted = replace(part.counts, revision=counts.revision + 1)
    first, same = Path("pk").does_not_exist(), Path("revision") == counts.revision
    unit.put(key, to_item(wanted), same if counts.revision else first, busy)
    _write_export(context, before, part.export, busy)


def _write_export(
    context: Context, before: Export, wanted: Export, busy: Callable[[], Exception]
) -> None:
    """Add the write of a file's counts, with its event, to the request's unit."""
    unit, after = context.unit, replace(wanted, revision=before.revision + 1)
    told: tuple[str, ...] = ("accepted", "rejected", "others_at", "acknowledged_at")
    if before.lines is not None:
        told = (*told, "lines_accepted", "lines_rejected")
    members = {**{name: getattr(after, name) for name in told}, "updated_at": context.time}
    unit.update(
        key_of_export(context.scope, before.id),
        [
            *(Path(name).set(value) for name, value in members.items() if value is not None),
            *(Path(name).remove() for name, value in members.items() if value is None),
            Path("revision").set(after.revision),
        ],
        same_revision(before),
        busy,
    )
    changes.enter(context, unit, before.id)
    status = ACKNOWLEDGED if after.acknowledged_at is not None else ANSWERED
    record_change(
        context,
        "exports.receipt",
        f"exports/{before.id}",
        {name: getattr(before, name) for name in told},
        {**{name: getattr(after, name) for name in told}, "status": status},
        revision=after.revision,
    )
