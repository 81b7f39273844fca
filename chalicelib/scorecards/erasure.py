"""Move an erased person's results to the pseudonym, period by period.

What follows from the results (plans) moves with them, under the same lease.

Keys contain the employee id, so each item moves: one transaction puts the item under the pseudonym
and deletes the person's. Figures, team, grade and coefficient stay, so every rank, count and mean
stays too. Former revisions move first, the current card last: a period is done when it has no
current card, and no removed one, under the person's id.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from pynamodb.expressions.operand import Path

from chalicelib.periods import changed_months, directory, lease, left_pieces
from chalicelib.periods.errors import PeriodBusy, PeriodLocked, SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import LOCKED, period_of, places, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import chain
from chalicelib.scorecards.case_ids import is_case_id, moved_id
from chalicelib.scorecards.corrected import corrected_of, corrected_write
from chalicelib.scorecards.keys import (
    key_of_corrected,
    key_of_removed,
    key_of_scorecard,
    revisions_prefix,
)
from chalicelib.scorecards.records import (
    Scorecard,
    card_of,
    current_write,
    removed_write,
    superseded_write,
)
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key, key_of_item, parts_of
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import NAMES, Erasing, ErasureBusy, ErasureStep
from chalicelib.tenancy.scope import TenantScope

#: Lifetime of the lease, far longer than moving a person's results of one period takes.
LEASE = timedelta(seconds=60)
#: The work that the lease names.
LEASED_FOR = "erasure"
#: Attempts while somebody else changes the directory of the period.
ATTEMPTS = 5
#: Revisions moved in one transaction. Each needs a put and a delete.
TOGETHER = 40
#: Makes the write of a card: as the current one, a former or a removed one.
CardWrite = Callable[[TenantScope, Scorecard, int], tuple[Key, Item]]


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Move the person's results of every period of every scheme.

    Gives a checkpoint after each period: the sort key of its record, ``{period}#{scheme}``. Raises
    ErasureBusy while another run writes a period.
    """
    for place in places(erasing.context):
        if after is not None and place <= after:
            continue
        period, scheme = parts_of(place)
        _erase_period(erasing, period, scheme)
        yield place


def _erase_period(erasing: Erasing, period: str, scheme: str) -> None:
    """Move the results of one period under its lease. A locked period has no writer to exclude."""
    context = erasing.context
    claim = new_id("run", context.now)
    until = context.platform.clock() + LEASE
    try:
        # An unfinished upload keeps its lease: its period must not look finished.
        held = lease.take(context, period, scheme, claim, until, work=LEASED_FOR, only_own=True)
    except PeriodBusy:
        raise ErasureBusy from None
    except PeriodLocked:
        _move_locked(erasing, period, scheme)
        return
    try:
        if held.record.cases_due:
            # Recorded cases are about to be applied, perhaps to this person's result.
            raise ErasureBusy
        _move(erasing, period, scheme)
    finally:
        # No figure is another: a summary of all results is of all of them still.
        lease.give_back(context, held)


def _move_locked(erasing: Erasing, period: str, scheme: str) -> None:
    """Move the results of a locked period. Raises ErasureBusy when it was opened again meanwhile:
    a run may have written beside.
    """
    table, scope = erasing.context.table, erasing.context.scope
    before = read_period(table, scope, period, scheme)
    _move(erasing, period, scheme)
    after = read_period(table, scope, period, scheme)
    states = {(one.state, one.lock_number) for one in (before, after) if one is not None}
    if len(states) > 1 or any(state != LOCKED for state, _ in states):
        raise ErasureBusy


def _move(erasing: Erasing, period: str, scheme: str) -> None:
    context, scope = erasing.context, erasing.context.scope
    shards = context.principal.shards
    key = key_of_scorecard(scope, scheme, period, erasing.person, shards)
    removed_key = key_of_removed(scope, scheme, period, erasing.person, shards)
    found = context.table.get_many([key, removed_key])
    item, removed = found.get(key), found.get(removed_key)
    if found:
        former = list(context.table.query_all(key.pk, prefix=revisions_prefix(erasing.person)))
        for start in range(0, len(former), TOGETHER):
            unit = Unit(context.table)
            for one in former[start : start + TOGETHER]:
                _move_card(erasing, unit, key_of_item(one), card_of(key, one), superseded_write)
            unit.commit()
            erasing.count("results", len(former[start : start + TOGETHER]))
        if removed is not None:
            _note_untold(erasing, period, scheme)
            unit = Unit(context.table)
            _move_card(erasing, unit, removed_key, card_of(key, removed), removed_write)
            unit.commit()
    _move_corrected(erasing, period, scheme)
    if item is not None:
        _move_current(erasing, period, scheme, key, card_of(key, item))
    else:
        # A run that died after it had moved the card may have left the former directory's pieces.
        record = read_period(context.table, scope, period, scheme)
        if record is not None:
            context.table.write_batch((), directory.left_by_former(context, record))
    for holding in erasing.holdings:
        step = holding.erased
        if isinstance(step, ErasureStep) and step.with_results is not None:
            step.with_results(erasing, scheme, period)


def _move_corrected(erasing: Erasing, period: str, scheme: str) -> None:
    """Move what stands of the person's corrected result."""
    key = key_of_corrected(erasing.context.scope, scheme, period, erasing.person)
    item = erasing.context.table.get(key)
    if item is None:
        return
    unit = Unit(erasing.context.table)
    _move_card(
        erasing, unit, key, corrected_of(item), lambda scope, card, _: corrected_write(scope, card)
    )
    unit.commit()
    erasing.count("results")


def _note_untold(erasing: Erasing, period: str, scheme: str) -> None:
    """Let whoever follows the period list it anew: the log of changes will not tell any more that
    the person's result was removed. Raises ErasureBusy while the directory changes again and again.
    """
    context = erasing.context
    key = key_of_period(context.scope, period, scheme)
    for _ in range(ATTEMPTS):
        record = period_of(context.table.get(key), period, scheme)
        if record.listing is None:
            return
        part = directory.untold(record, directory.next_time(context, record))
        try:
            context.table.update(key, part.actions(record), directory.unchanged(record))
        except ConditionFailed:
            continue
        return
    raise ErasureBusy


def _move_current(erasing: Erasing, period: str, scheme: str, key: Key, card: Scorecard) -> None:
    """Move the current card together with the entry by which lists find it.

    Raises ErasureBusy while the directory changes again and again.
    """
    context, scope = erasing.context, erasing.context.scope
    pseudonym = PersonKey(erasing.pseudonym)
    for _ in range(ATTEMPTS):
        record = period_of(context.table.get(key_of_period(scope, period, scheme)), period, scheme)
        try:
            # Whoever counts outdated results holds no lease, and may have died.
            left = left_pieces.left(context, record) if record.ordered else ()
            part = directory.moved(context, record, erasing.person, pseudonym, left) or Part()
        except SummaryReplaced:
            continue
        context.table.write_batch(part.writes)
        unit = Unit(context.table)
        _move_card(erasing, unit, key, card, current_write)
        # An export that reads the period at this moment sees the new time, and starts over.
        settled = Path("settled_at").set(timestamp(context.platform.clock()))
        unit.update(
            key_of_period(scope, period, scheme),
            [settled, *part.actions(record)],
            Path("pk").exists() & directory.unchanged(record),
        )
        for entry in changed_months.entries(context, period, scheme):
            unit.put(*entry)
        try:
            unit.commit()
        except ConditionFailed:
            if context.table.get(key) is None:
                raise
            continue
        erasing.count("results")
        context.table.write_batch((), part.drops)
        return
    raise ErasureBusy


def _move_card(erasing: Erasing, unit: Unit, key: Key, card: Scorecard, write: CardWrite) -> None:
    if card.employee_name:
        erasing.note(NAMES, card.employee_name)
    # The number of the file's row would identify the person.
    moved = replace(
        card,
        person=PersonKey(erasing.pseudonym),
        employee_name=None,
        row=0,
        layers=None if card.layers is None else {c: [at[0], 0] for c, at in card.layers.items()},
        final=None if card.final is None else {**card.final, "reason": None},
        void=None if card.void is None else {**card.void, "reason": None},
        closed=None if card.closed is None else {**card.closed, "reason": None},
        cases=_moved_cases(card.cases, erasing.pseudonym),
        cause=_moved_causes(card.cause, erasing.pseudonym),
    )
    moved = chain.erased(card, moved, erasing.id, erasing.requested_at)
    unit.put(*write(erasing.context.scope, moved, erasing.context.principal.shards))
    unit.delete(key, Path("pk").exists())


def _moved_cases(cases: tuple[str, ...] | None, pseudonym: str) -> tuple[str, ...] | None:
    return None if cases is None else tuple(sorted(moved_id(one, pseudonym) for one in cases))


def _moved_causes(causes: tuple[str, ...] | None, pseudonym: str) -> tuple[str, ...] | None:
    """Return the causes with the ids of cases moved; of uploads and appeals they name nobody."""
    cases = tuple(one for one in causes or () if is_case_id(one))
    others = tuple(one for one in causes or () if one not in cases)
    return (*(_moved_cases(cases, pseudonym) or ()), *others) or None
