"""Payroll's answers to the lines of a file of differences, by person and the month they are for.

An accepted line is what payroll has from then on, a rejected one is due again. The last answer
counts, until a later file has what is left of the line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.differences.counts import write_changes
from chalicelib.differences.lines import MOST_ANSWERS, Line, line_write, lines_of, read_lines
from chalicelib.differences.records import ACCEPTED, REJECTED, Difference, read_differences
from chalicelib.errors import Busy, Conflict, Fault, Invalid, invalid_value
from chalicelib.exports.records import Export
from chalicelib.person_keys import PersonKey
from chalicelib.receipts import refusals
from chalicelib.receipts.schemas import UNANSWERED
from chalicelib.tenancy.context import Context

#: Lines of one receipt at most: each is two writes of its transaction.
MOST_LINES: Final = 40
#: An answer in words: ``answer``, ``code``, ``reason``.
Said = Mapping[str, Any]
#: A line of a file: the month that it is for, and the person.
Which = tuple[str, PersonKey]


@dataclass(frozen=True, slots=True)
class _Answered:
    """The export with its counts, and what changes: lines, and differences before and after."""

    export: Export
    lines: tuple[Line, ...] = ()
    differences: tuple[tuple[Difference, Difference], ...] = ()


def answered(
    context: Context,
    export: Export,
    persons: Sequence[PersonKey],
    wanted: Mapping[str, Any],
    numbers: Sequence[int],
    most: int = MOST_LINES,
) -> Export:
    """Add what a receipt says of a file's lines to the request's unit. ``wanted`` is its body,
    ``persons`` are those of its rows, ``numbers`` their places in the request. Returns the export
    with its counts.

    The same answer again changes nothing. ``others`` accepts lines that are not answered, so many
    that ``most`` are answered in all. Raises Invalid (422) for a row without its period or that
    is not in the file, for more rows and for ``others`` that are to be unanswered; Conflict (409)
    ``carried_since`` for a line whose rest a later file has, and ``too_many_answers``.
    """
    rows: Sequence[Said] = wanted["rows"]
    if wanted["others"] == UNANSWERED:
        raise invalid_value("/others", "not_taken_back", refusals.BY_NAME)
    if len(rows) > most:
        raise invalid_value("/rows", "too_many_lines", refusals.too_many_lines(most))
    which = _named(rows, persons, numbers)
    lines = read_lines(context, export.id, which)
    faults = [
        Fault(f"/rows/{number}/period", "not_in_file", refusals.NOT_OF_MONTH)
        for number, one in zip(numbers, which, strict=True)
        if one not in lines
    ]
    if faults:
        raise Invalid(faults)
    said: dict[Which, Said] = dict(zip(which, rows, strict=True))
    if wanted["others"] == ACCEPTED:
        for line in lines_of(context, export.id):
            one = (line.period, line.person)
            if len(said) >= most:
                break
            if one not in said and line.last is None:
                lines[one], said[one] = line, {"answer": ACCEPTED}
    places = {one: line.place for one, line in lines.items()}
    found = read_differences(context, places.values())
    part = _Answered(export)
    for one, row in said.items():
        part = _with(context, part, lines[one], found.get(places[one]), row)
    _write(context, part)
    return part.export


def _named(
    rows: Sequence[Said], persons: Sequence[PersonKey], numbers: Sequence[int]
) -> list[Which]:
    unnamed = [
        Fault(f"/rows/{number}/period", "required", refusals.WITHOUT_PERIOD)
        for number, row in zip(numbers, rows, strict=True)
        if row.get("period") is None
    ]
    if unnamed:
        raise Invalid(unnamed)
    which = [(row["period"], person) for row, person in zip(rows, persons, strict=True)]
    if len(set(which)) < len(which):
        raise invalid_value("/rows", "repeated", refusals.REPEATED)
    return which


def _with(
    context: Context, part: _Answered, line: Line, before: Difference | None, row: Said
) -> _Answered:
    """Add an answer to a line, unless it is the one that counts already."""
    told = {name: row.get(name) for name in ("answer", "code", "reason")}
    last = line.last
    if last is not None and all(last.get(name) == value for name, value in told.items()):
        return part
    if before is None or (before.line or {}).get("export") != line.export:
        raise Conflict("carried_since", refusals.CARRIED, employee_id=line.called)
    if len(line.answers) >= MOST_ANSWERS:
        raise Conflict("too_many_answers", refusals.TOO_MANY, employee_id=line.called)
    said = {name: value for name, value in told.items() if value is not None}
    said |= {"at": context.time, "by": context.principal.credential}
    former = None if last is None else last["answer"]
    moved = (told["answer"] == ACCEPTED) - (former == ACCEPTED)
    after = replace(
        before,
        paid=before.paid + moved * line.difference,
        answer=told["answer"],
        basis=_basis(before, moved),
        updated_at=context.time,
        revision=before.revision + 1,
    )
    counted = {
        name: getattr(part.export, name) + (told["answer"] == name) - (former == name)
        for name in (ACCEPTED, REJECTED)
    }
    changed = replace(line, answers=(*line.answers, said), revision=line.revision + 1)
    return _Answered(
        replace(part.export, **counted),
        (*part.lines, changed),
        (*part.differences, (before, after)),
    )


def _basis(before: Difference, moved: int) -> dict[str, Any] | None:
    """Return the basis of money back after an answer by which a line is paid, or is not any more.

    The line of an instalment counts in it. Another basis was of another amount.
    """
    if before.basis is None or not moved:
        return before.basis
    if (before.line or {}).get("basis_at") != before.basis["at"]:
        return None
    return {**before.basis, "taken": int(before.basis.get("taken", 0)) + moved}


def _write(context: Context, part: _Answered) -> None:
    busy = partial(Busy, "export_busy", refusals.BUSY)
    for line in part.lines:
        key, item = line_write(context, line)
        context.unit.put(key, item, Path("revision") == line.revision - 1, busy)
    write_changes(context, context.unit, part.differences, busy)
