"""One run of a snapshot: a locked period's rows with the register of the lock's instant.

Each part is written in one transaction with the checkpoint, on condition that nobody else moved it.
So a run may die at any line, come twice, or go on in another process. Rows are in force when the
snapshot is completed, in one transaction with its event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.coefficients.keys import (
    PARTS,
    generation_of,
    key_of_snapshot,
    partition_of_locked_rows,
)
from chalicelib.coefficients.locked_rows import PART_BYTES, key_of, line_of, packed
from chalicelib.coefficients.records import (
    COMPLETED,
    FAILED,
    OPEN,
    RUNNING,
    TAKEN_BACK,
    Snapshot,
    read_snapshot,
)
from chalicelib.coefficients.rows import RowMaker
from chalicelib.coefficients.snapshot_start import begun_anew
from chalicelib.jobs.kinds import Next
from chalicelib.language import Text
from chalicelib.people.before_locks import (
    Named,
    end_lock,
    forget_former,
    ids_before,
    name_of_lock,
    read_locks,
)
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey, first_id
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.unlisted import cards_after
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, escaped, key_of_item
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Time kept free at the end of an invocation, for the current part and for handing on.
RESERVE = timedelta(seconds=20)
#: External systems of one file at most. XLSX allows 16,384 columns, but people read the file.
MOST_SYSTEMS = 50
#: People between two looks at the clock.
LOOK = 500

TOO_MANY_SYSTEMS = Text(
    f"员工的外部系统编号超过 {MOST_SYSTEMS} 种；请先清理，再次锁定。",
    f"Employees have ids in more than {MOST_SYSTEMS} external systems; mend that and lock again.",
)


class _TooManySystems(Exception):
    """The columns of the file would be too many."""


@dataclass(slots=True)
class _Piece:
    """Rows of a part, and where it ends. ``end``: nobody is left."""

    after: str | None
    systems: set[str]
    lines: list[str] = field(default_factory=list)
    last: str = ""
    end: bool = False


def run(context: Context, snapshot: Snapshot, deadline: datetime) -> Next | None:
    """Take the snapshot. None when it has ended, else when to run again."""
    until = deadline - RESERVE
    # Read again: the note of a last try (jobs/running.py) came after the first read.
    snapshot = read_snapshot(context, snapshot.period, snapshot.scheme) or snapshot
    if snapshot.status == TAKEN_BACK:
        remove_former_generations(context, snapshot)
    if snapshot.status not in OPEN:
        return None if forget_former(context, until) else Next(0)
    period = read_period(context.table, context.scope, snapshot.period, snapshot.scheme)
    number = (read_locks(context).pending or {}).get(_name(snapshot))
    if period is None or number is None:
        raise LookupError("a snapshot without its lock")
    if snapshot.settled_at not in (None, period.settled_at):
        # An erasure moved a result meanwhile.
        return _store(context, snapshot, begun_anew(snapshot), Unit(context.table)) or Next(0)
    if snapshot.settled_at is None:
        remove_former_generations(context, snapshot)
    try:
        return _take(context, snapshot, period, number, until)
    except _TooManySystems:
        _fail(context, snapshot)
        return None


def _take(
    context: Context, snapshot: Snapshot, period: PeriodRecord, number: int, until: datetime
) -> Next | None:
    for piece in _pieces(context, period, number, snapshot, until):
        unit = Unit(context.table)
        if piece.lines:
            unit.put(key_of(context, snapshot, PARTS, piece.last), packed(piece.lines))
        moved = _moved(snapshot, period, piece)
        if piece.end:
            return _complete(context, snapshot, moved, period, unit, until)
        refused = _store(context, snapshot, moved, unit)
        if refused is not None:
            return refused
        snapshot = moved
        if context.platform.clock() > until:
            return Next(0)
    raise AssertionError("the last piece is the end")


def _pieces(
    context: Context, period: PeriodRecord, number: int, snapshot: Snapshot, until: datetime
) -> Iterator[_Piece]:
    """Give the pieces from the checkpoint on. The last one is marked, and may be empty."""
    maker = RowMaker(context, period)
    piece, size = _Piece(snapshot.after, set(snapshot.systems)), 0
    everybody = _people_and_cards(context, period, number, snapshot.after)
    for seen, (named, card) in enumerate(everybody, 1):
        piece.after = named.person
        piece.systems.update(named.external_ids)
        if len(piece.systems) > MOST_SYSTEMS:
            raise _TooManySystems
        row = None if card is None else maker.row(card, named.employee_id, named.external_ids)
        if row is not None:
            piece.lines.append(line_of(row))
            piece.last = named.person
            size += len(piece.lines[-1].encode())
        late = seen % LOOK == 0 and context.platform.clock() > until
        if size >= PART_BYTES or late:
            yield piece
            piece, size = _Piece(piece.after, set(piece.systems)), 0
    piece.end = True
    yield piece


def _people_and_cards(
    context: Context, period: PeriodRecord, number: int, after: str | None
) -> Iterator[tuple[Named, Scorecard | None]]:
    """Give everybody on the register or with a card, by key, with the ids at the lock."""
    people = ids_before(context, number, PersonKey(after) if after else None)
    cards = cards_after(context, period.scheme, period.period, after or "")
    person, card = next(people, None), next(cards, None)
    while person is not None or card is not None:
        if card is None or (person is not None and _before(person, card)):
            assert person is not None  # noqa: S101 (one of both is there)
            yield person, None
            person = next(people, None)
            continue
        if person is None or person.person != card.person:
            yield Named(card.person, first_id(card.person), {}), card
        else:
            yield person, card
            person = next(people, None)
        card = next(cards, None)


def _before(named: Named, card: Scorecard) -> bool:
    return escaped(named.person) < escaped(card.person)


def _moved(snapshot: Snapshot, period: PeriodRecord, piece: _Piece) -> Snapshot:
    return replace(
        snapshot,
        status=RUNNING,
        after=piece.after,
        settled_at=period.settled_at,
        systems=tuple(sorted(piece.systems)),
        rows=snapshot.rows + len(piece.lines),
        revision=snapshot.revision + 1,
    )


def _store(context: Context, before: Snapshot, after: Snapshot, unit: Unit) -> Next | None:
    """Commit the unit with the snapshot. None, or when to look again after another was faster."""
    key = key_of_snapshot(context.scope, before.period, before.scheme)
    unit.put(key, to_item(after), Path("revision") == before.revision)
    try:
        unit.commit()
    except ConditionFailed:
        return Next(1)
    return None


def _complete(
    context: Context,
    before: Snapshot,
    moved: Snapshot,
    period: PeriodRecord,
    unit: Unit,
    until: datetime,
) -> Next | None:
    """End the snapshot, unless an erasure has moved a result since it began."""
    now = timestamp(context.platform.clock())
    done = replace(
        moved, status=COMPLETED, after=None, taken_at=now, finished_at=now, gave_up_at=None
    )
    unit.check(
        key_of_period(context.scope, period.period, period.scheme),
        Path("settled_at") == period.settled_at,
    )
    end_lock(context, unit, _name(before))
    unit.put(*_event(context, done, {"status": COMPLETED, "rows": done.rows}))
    refused = _store(context, before, done, unit)
    if refused is not None:
        return refused
    return None if forget_former(context, until) else Next(0)


def _fail(context: Context, snapshot: Snapshot) -> None:
    """End the snapshot without success. The lock needs the register no more."""
    code = "too_many_external_systems"
    failed = replace(
        begun_anew(snapshot),
        status=FAILED,
        reason={"code": code, "message": TOO_MANY_SYSTEMS.as_names()},
        finished_at=timestamp(context.platform.clock()),
    )
    unit = Unit(context.table)
    end_lock(context, unit, _name(snapshot))
    unit.put(*_event(context, failed, {"status": FAILED, "code": code}))
    if _store(context, snapshot, failed, unit) is None:
        remove_former_generations(context, failed)


def _event(context: Context, snapshot: Snapshot, state: dict[str, object]) -> tuple[Key, Item]:
    return event_write(
        context, "snapshots.end", snapshot.target, None, state, revision=snapshot.revision
    )


def remove_former_generations(context: Context, snapshot: Snapshot) -> None:
    """Remove the rows that were taken before the snapshot was begun anew."""
    partition = partition_of_locked_rows(context.scope, snapshot.scheme, snapshot.period)
    for item in list(context.table.query_all(partition, only=("pk", "sk"))):
        if generation_of(item["sk"]) < snapshot.generation:
            context.table.delete(key_of_item(item))


def _name(snapshot: Snapshot) -> str:
    return name_of_lock(snapshot.period, snapshot.scheme)
