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
from chalicelib.scorecards.records import Scorecard, superseded_write
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def pays(card: Scorecard) -> bool:
    """Return whether the result pays the person's month, or would if it were not void."""
    return replace(card, void=None).paying


def difference(before: Scorecard, after: Scorecard) -> Decimal | None:
    """Return the difference of the coefficients, where none counts as 0."""
    if not pays(after):
        return None
    return (after.coefficient or Decimal(0)) - (before.coefficient or Decimal(0))


def write_results(
    context: Context,
    unit: Unit,
    record: PeriodRecord,
    locked: Scorecard,
    stands: Scorecard,
    card: Scorecard,
    *,
    cases: bool,
) -> None:
    """Write the results. ``cases``: the month has recorded cases from then on."""
    scope, shards = context.scope, context.principal.shards
    busy = partial(Busy, "correction_busy", refusals.BUSY)
    place = (card.scheme, card.period, card.person)
    former, revision = Path("corrected"), Path("revision")
    first: Condition = former.does_not_exist()
    beside = locked.corrected and int(locked.corrected["revision"])
    told: dict[str, Any] = {"revision": card.revision, "at": card.computed_at}
    if card.void is not None:
        told["void"] = True
    # An erasure moves the result, and takes the person from the register before it does.
    unit.check(key_of(context, card.person), Path("pk").exists(), busy)
    unit.update(
        key_of_scorecard(scope, *place, shards),
        [former.set(told)],
        (revision == locked.revision)
        & (first if beside is None else Path("corrected.revision") == beside),
        busy,
    )
    key, item = corrected_write(scope, card)
    none, same = Path("pk").does_not_exist(), revision == stands.revision
    unit.put(key, item, none if locked.corrected is None else same, busy)
    if locked.corrected is not None:
        unit.put(*superseded_write(scope, stands, shards))
    number, state = Path("corrections"), Path("state")
    counted = Path("lock_number")
    lock = counted.does_not_exist() if record.lock_number is None else counted == record.lock_number
    unit.update(
        key_of_period(scope, card.period, card.scheme),
        [number.set((number | 0) + 1), *([Path("cases").set(True)] if cases else [])],
        (state == LOCKED) & lock,
        busy,
    )


def write_owed(
    context: Context, unit: Unit, locked: Scorecard, card: Scorecard, correction: str
) -> None:
    """Write what is due of the result now, unless it pays nobody."""
    if not pays(card):
        return
    wanted = Difference(
        scheme=card.scheme,
        period=card.period,
        person=card.person,
        paid=locked.coefficient or Decimal(0),
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
