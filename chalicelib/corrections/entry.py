"""The one entry to corrections: whoever knows what is wrong in a locked month asks here.

A correction is one transaction: the corrected result with the revision before it, that the locked
one has it beside it, what is due of it (chalicelib/differences), the correction itself, and its
event. So it is made whole or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.cases.in_force import GivenCases, InForce
from chalicelib.corrections import queue, refusals
from chalicelib.corrections.figures import as_text, read_figures
from chalicelib.corrections.records import FIGURES, Correction, correction_write
from chalicelib.corrections.scoring import corrected_card, told
from chalicelib.differences.owing import owe
from chalicelib.differences.records import Difference
from chalicelib.errors import Busy, Conflict, Fault, Invalid
from chalicelib.people.records import key_of
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import decisions_of
from chalicelib.results.stored_state import fingerprint
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards import chain
from chalicelib.scorecards.corrected import corrected_write, standing_of
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import Scorecard, read_card, superseded_write
from chalicelib.store.identifiers import new_id
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be corrected, and why.

    ``figures`` are columns by code, as a request sends them, or a list of them with their slices;
    without any the result is scored again
    with what is in force now. ``in_force`` are the person's recorded cases as they will be with the
    unit's commit; None: as they are. ``cause`` names what led to it: ``{"appeal": id}``. ``id`` is
    the correction's; empty: a new one.
    """

    scheme: str
    period: str
    person: PersonKey
    reason: str
    figures: Any = None
    cause: Mapping[str, str] | None = None
    kind: str = FIGURES
    id: str = ""
    in_force: InForce | None = None


class NothingToCorrect(Conflict):
    """The result stays as it stands: it comes out the same, or is void."""


class NoResult(Invalid):
    """The person has no result of the period that was computed here."""

    def __init__(self) -> None:
        super().__init__([Fault("/employee_id", "no_result", refusals.NO_RESULT)])


def correct(context: Context, unit: Unit, wanted: Wanted) -> Correction:
    """Correct a person's result of a locked period, at the unit's commit. Returns the correction.

    Raises Conflict (409): ``not_locked``, ``void``, ``same_result``; Invalid
    (422) for a person without a computed result, and for wrong figures. The commit raises Busy
    (409) when another correction of the result came first.
    """
    record = read_period(context.table, context.scope, wanted.period, wanted.scheme)
    if record is None or record.state != LOCKED:
        raise Conflict("not_locked", refusals.NOT_LOCKED)
    locked = read_card(context, wanted.scheme, wanted.period, wanted.person)
    if locked is None or locked.imported:
        raise NoResult
    if locked.void is not None:
        raise NothingToCorrect("void", refusals.VOID)
    stands = standing_of(context, locked)
    version = existing(context.table, context.scope, wanted.scheme, stands.version)
    figures = () if wanted.figures is None else read_figures(version, wanted.figures)
    correction_id = wanted.id or new_id("cor", context.now)
    decisions = decisions_of(context, wanted.scheme, wanted.period, record)
    if wanted.in_force is not None:
        decisions = replace(decisions, cases=GivenCases(wanted.in_force))
    card = corrected_card(context, version, decisions, stands, figures, correction_id)
    if fingerprint(card) == fingerprint(stands):
        raise NothingToCorrect("same_result", refusals.SAME)
    card = replace(card, link=chain.linked(card, stands))
    principal = context.principal
    made = {"at": context.time, "by": principal.credential, "person": principal.person}
    correction = Correction(
        id=correction_id,
        scheme=wanted.scheme,
        period=wanted.period,
        person=wanted.person,
        kind=wanted.kind,
        reason=wanted.reason,
        made={name: value for name, value in made.items() if value is not None},
        before=told(version, stands),
        after=told(version, card),
        updated_at=context.time,
        difference=_difference(stands, card),
        share=card.share,
        team=card.team,
        figures=tuple(map(_texts, figures)) or None,
        cause=None if wanted.cause is None else dict(wanted.cause),
    )
    _write(context, unit, record, locked, stands, card, cases=wanted.in_force is not None)
    _owe(context, unit, locked, card, correction_id)
    _tell(context, unit, correction)
    queue.send(context, correction_id)
    return correction


def _difference(before: Scorecard, after: Scorecard) -> Decimal | None:
    """Return the difference of the coefficients, where none counts as 0."""
    if not after.paying:
        return None
    return (after.coefficient or Decimal(0)) - (before.coefficient or Decimal(0))


def _texts(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {code: None if cell is None else as_text(cell) for code, cell in figures.items()}


def _write(
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
    # An erasure moves the result, and takes the person from the register before it does.
    unit.check(key_of(context, card.person), Path("pk").exists(), busy)
    unit.update(
        key_of_scorecard(scope, *place, shards),
        [former.set({"revision": card.revision, "at": card.computed_at})],
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


def _owe(context: Context, unit: Unit, locked: Scorecard, card: Scorecard, correction: str) -> None:
    """Write what is due of the result now, unless it pays nobody."""
    if not card.paying:
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


def _tell(context: Context, unit: Unit, correction: Correction) -> None:
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
