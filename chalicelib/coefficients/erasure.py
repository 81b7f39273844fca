"""Put an erased person's pseudonym into the snapshots of locked periods."""

from collections.abc import Iterator
from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.coefficients.keys import ERASED, PARTS, key_of_snapshot
from chalicelib.coefficients.locked_rows import key_of, line_of, opened, packed, pseudonymised
from chalicelib.coefficients.records import (
    COMPLETED,
    Snapshot,
    all_snapshots,
    read_snapshot,
)
from chalicelib.coefficients.snapshot_start import begun_anew
from chalicelib.coefficients.taking import remove_former_generations
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import places_of
from chalicelib.store.keys import key_of_item
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.holdings import Erasing


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Change the snapshots of the periods in which the person has results. They moved before.

    Gives a checkpoint after each snapshot: its target. A snapshot that is not completed is begun
    anew.
    """
    mine = places_of(erasing.context, PersonKey(erasing.pseudonym))
    for found in all_snapshots(erasing.context):
        done = after is not None and found.target <= after
        if (found.period, found.scheme) not in mine or done:
            continue
        snapshot: Snapshot | None = found
        while snapshot is not None and not _erased(erasing, snapshot):
            snapshot = read_snapshot(erasing.context, found.period, found.scheme)
        yield found.target


def _erased(erasing: Erasing, snapshot: Snapshot) -> bool:
    """Change one snapshot. Return False when another has changed it since it was read."""
    context = erasing.context
    unit = Unit(context.table)
    if snapshot.status != COMPLETED:
        anew = begun_anew(snapshot)
    elif _move_row(erasing, snapshot, unit):
        revision = snapshot.revision + 1
        anew = replace(snapshot, erased=snapshot.erased + 1, revision=revision)
    else:
        return True
    key = key_of_snapshot(context.scope, snapshot.period, snapshot.scheme)
    unit.put(key, to_item(anew), Path("revision") == snapshot.revision)
    try:
        unit.commit()
    except ConditionFailed:
        return False
    if anew.status != COMPLETED:
        remove_former_generations(context, anew)
    return True


def _move_row(erasing: Erasing, snapshot: Snapshot, unit: Unit) -> bool:
    """Move the person's row out of its part, to the pseudonym. False: there is none."""
    context = erasing.context
    low = key_of(context, snapshot, PARTS, erasing.person)
    # "~" sorts after the separator: this is behind the last part.
    page = context.table.query_from(low.pk, low.sk, _behind(low.sk), limit=1)
    for item in page.items:
        rows = list(opened(item))
        left = [row for row in rows if row.person != erasing.person]
        if len(left) == len(rows):
            return False
        (mine,) = (row for row in rows if row.person == erasing.person)
        key = key_of_item(item)
        last = key_of(context, snapshot, PARTS, left[-1].person) if left else None
        if last is not None:
            unit.put(last, packed(line_of(row) for row in left))
        if last != key:
            unit.delete(key)
        moved = pseudonymised(mine, erasing.pseudonym)
        own = key_of(context, snapshot, ERASED, erasing.pseudonym)
        unit.put(own, packed([line_of(moved)]))
        return True
    return False


def _behind(sort: str) -> str:
    return f"{sort[:8]}~"
