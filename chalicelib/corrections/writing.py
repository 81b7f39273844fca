"""The writes of a correction: the results, what is due of them, the correction with its event."""

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.corrections import refusals
from chalicelib.corrections.records import Correction, correction_write
from chalicelib.differences.owing import owe
from chalicelib.differences.records import Difference
from chalicelib.errors import Busy
from chalicelib.people.records import key_of
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.scorecards.corrected import corrected_write
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import Scorecard, current_write, superseded_write
from chalicelib.store.as_read import as_read
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def pays(card: Scorecard) -> bool:
    """Return whether the result pays the person's month, or would if it were not void."""
    return replace(card, void=None).paying


def difference(before: Scorecard | None, after: Scorecard) -> Decimal | None:
    """Return the difference of the coefficients, where none counts as 0, and no result too."""
    if not pays(after):
        return None
    former = None if before is None else before.coefficient
    return (after.coefficient or Decimal(0)) - (former or Decimal(0))


def _paid_by_lock(locked: Scorecard | None) -> Decimal:
    """Return the coefficient that the lock paid: 0 of somebody whom it had no result of."""
    if locked is None or locked.added:
        return Decimal(0)
    return locked.coefficient or Decimal(0)


def write_results(
    context: Context,
    unit: Unit,
    record: PeriodRecord,
    locked: Scorecard | None,
    stands: Scorecard | None,
    card: Scorecard,
    *,
    cases: bool,
) -> None:
    """Write the results. ``cases``: the month has recorded cases from then on.

    ``locked`` and ``stands`` are None of somebody without a result: the card is written as the
    current one too, so that whoever reads the person's results finds it.
    """
    scope, shards = context.scope, context.principal.shards
    busy = partial(Busy, "correction_busy", refusals.BUSY)
    place = (card.scheme, card.period, card.person)
    told: dict[str, Any] = {"revision": card.revision, "at": card.computed_at}
    if card.void is not None:
        told["void"] = True
    # An erasure moves the result, and takes the person from the register before it does.
    unit.check(key_of(context, card.person), Path("pk").exists(), busy)
    key, item = corrected_write(scope, card)
    none, revision = Path("pk").does_not_exist(), Path("revision")
    if locked is None or stands is None:
        unit.put(*current_write(scope, replace(card, corrected=told), shards), none, busy)
        unit.put(key, item, none, busy)
    else:
        former = Path("corrected")
        beside = locked.corrected and int(locked.corrected["revision"])
        first: Condition = former.does_not_exist()
        unit.update(
            key_of_scorecard(scope, *place, shards),
            [former.set(told)],
            (revision == locked.revision)
            & (first if beside is None else Path("corrected.revision") == beside),
            busy,
        )
        same = revision == stands.revision
        unit.put(key, item, none if locked.corrected is None else same, busy)
        if locked.corrected is not None:
            unit.put(*superseded_write(scope, stands, shards))
    number, state = Path("corrections"), Path("state")
    lock = as_read("lock_number", record.lock_number)
    # What was settled ahead is that before the lock, and after it.
    locked_still = Path("pk").exists() if card.closed is not None else (state == LOCKED) & lock
    unit.update(
        key_of_period(scope, card.period, card.scheme),
        [number.set((number | 0) + 1), *([Path("cases").set(True)] if cases else [])],
        locked_still,
        busy,
    )


def write_owed(
    context: Context, unit: Unit, locked: Scorecard | None, card: Scorecard, correction: str
) -> None:
    """Write what is due of the result now, unless it pays nobody."""
    if not pays(card):
        return
    wanted = Difference(
        scheme=card.scheme,
        period=card.period,
        person=card.person,
        paid=_paid_by_lock(locked),
        stands=card.coefficient or Decimal(0),
        correction=correction,
        updated_at=context.time,
        share=card.share,
        team=card.team,
    )
    owe(context, unit, wanted, partial(Busy, "correction_busy", refusals.BUSY))


def write_correction(context: Context, unit: Unit, correction: Correction) -> None:
    """Write the correction with its event. Figures of a person are in neither event nor log."""
    key, item = correction_write(context, correction)
    busy = partial(Busy, "correction_busy", refusals.BUSY)
    unit.put(key, item, Path("pk").does_not_exist(), busy)
    said = {
        "period": correction.period,
        "scheme": correction.scheme,
        "kind": correction.kind,
        "reason": correction.reason,
        "columns": sorted({code for row in correction.figures or () for code in row}),
        # Ids of cases tell the person.
        "cause": sorted(correction.cause or ()),
    }
    target = f"corrections/{correction.id}"
    unit.put(*event_write(context, "corrections.make", target, None, said, revision=1))
