"""The one entry to corrections: whoever knows what is wrong in a locked month asks here.

A correction is one transaction: the corrected result with the revision before it, that the locked
one has it beside it, what is due of it (chalicelib/differences), the correction itself, and its
event. So it is made whole or not at all. Of somebody without a result it makes the first one
(corrections/first_results.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.cases.in_force import GivenCases, InForce
from chalicelib.corrections import queue, refusals
from chalicelib.corrections.figures import FigureRows, as_text, read_figures
from chalicelib.corrections.first_results import NOTHING_STOOD, first_card, gone_before
from chalicelib.corrections.records import FIGURES, Correction
from chalicelib.corrections.scoring import corrected_card, told, void_card
from chalicelib.corrections.writing import (
    difference,
    write_correction,
    write_owed,
    write_results,
)
from chalicelib.errors import Conflict, Fault, Invalid
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import decisions_of
from chalicelib.results.stored_state import fingerprint
from chalicelib.schemes.asked_version import asked_version
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards import chain
from chalicelib.scorecards.closed import changes_by_corrections
from chalicelib.scorecards.combined_ratings import told_figures
from chalicelib.scorecards.corrected import standing_of
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.store.identifiers import new_id
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be corrected, and why.

    ``figures`` are columns by code, as a request sends them, or a list of them with their slices;
    without any the result is scored again with what is in force now. ``rows`` are figures that were
    read already, in their place. ``in_force`` are the person's recorded cases as they will be with
    the unit's commit; None: as they are. ``void``: the result is declared void, or (False) is a
    result again; None: neither. ``cause`` names what led to it: ``{"appeal": id}``. ``id`` is the
    correction's; empty: a new one. ``made`` says who asked for it, where a job makes it: ``at``,
    ``by``, ``person``. ``stood`` is the revision that must stand still (NOTHING_STOOD: no result);
    None: any.
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
    void: bool | None = None
    rows: FigureRows | None = None
    made: Mapping[str, Any] | None = None
    stood: int | None = None


class NothingToCorrect(Conflict):
    """The result stays as it stands: it comes out the same, or is void."""


class NoResult(Invalid):
    """The person has no result of the period that was computed here, and no figures for one."""

    def __init__(self) -> None:
        super().__init__([Fault("/employee_id", "no_result", refusals.NO_RESULT)])


def correct(context: Context, unit: Unit, wanted: Wanted) -> Correction:
    """Correct a person's result of a locked period, or one that was settled ahead of it, at the
    unit's commit. Returns the correction.

    Raises Conflict (409): ``not_locked``, ``void``, ``not_void``, ``changed_since``,
    ``same_result``; Invalid (422) for a person without a computed result, and for wrong figures.
    The commit raises Busy (409) when another correction of the result came first.
    """
    record = read_period(context.table, context.scope, wanted.period, wanted.scheme)
    locked = read_card(context, wanted.scheme, wanted.period, wanted.person)
    if record is None or not changes_by_corrections(record, locked):
        raise Conflict("not_locked", refusals.NOT_LOCKED)
    _check_result(locked, wanted)
    stands = None if locked is None else standing_of(context, locked)
    _check_stands(stands, wanted)
    if stands is None:
        version = asked_version(context, wanted.scheme, wanted.period)
    else:
        version = existing(context.table, context.scope, wanted.scheme, stands.version)
    figures = wanted.rows or ()
    if wanted.figures is not None:
        # Those of an appeal may be what a role of raters answered anew.
        figures = read_figures(version, wanted.figures, combined=wanted.cause is not None)
    correction_id = wanted.id or new_id("cor", context.now)
    card = _card(context, wanted, record, version, stands, figures, correction_id)
    if stands is not None and fingerprint(card) == fingerprint(stands):
        raise NothingToCorrect("same_result", refusals.SAME)
    correction = Correction(
        id=correction_id,
        scheme=wanted.scheme,
        period=wanted.period,
        person=wanted.person,
        kind=wanted.kind,
        reason=wanted.reason,
        made=dict(wanted.made or signature(context)),
        before=None if stands is None else told(version, stands),
        after=told(version, card),
        updated_at=context.time,
        difference=difference(stands, card),
        share=card.share,
        team=card.team,
        figures=tuple(_texts(told_figures(version.scheme, row)) for row in figures) or None,
        cause=None if wanted.cause is None else dict(wanted.cause),
    )
    write_results(context, unit, record, locked, stands, card, cases=wanted.in_force is not None)
    write_owed(context, unit, locked, card, correction_id)
    write_correction(context, unit, correction)
    queue.send(context, correction_id)
    return correction


def _card(
    context: Context,
    wanted: Wanted,
    record: PeriodRecord,
    version: ReadyScheme,
    stands: Scorecard | None,
    figures: FigureRows,
    correction: str,
) -> Scorecard:
    """Return the corrected result, or the first one, as the next link of its chain."""
    decisions = decisions_of(context, wanted.scheme, wanted.period, record)
    if wanted.in_force is not None:
        decisions = replace(decisions, cases=GivenCases(wanted.in_force))
    if stands is None:
        gone = gone_before(context, record, wanted.person)
        place = (wanted.scheme, wanted.period, wanted.person)
        card = first_card(context, version, decisions, place, figures, correction, gone)
        return replace(card, link=chain.linked(card, gone))
    if wanted.void:
        card = void_card(context, stands, correction, wanted.reason)
    else:
        card = corrected_card(context, version, decisions, stands, figures, correction)
    return replace(card, link=chain.linked(card, stands))


def _check_result(locked: Scorecard | None, wanted: Wanted) -> None:
    """Raise NoResult: an imported result is not corrected, and the first one has figures."""
    if locked is None and wanted.figures is None and not wanted.rows:
        raise NoResult
    if locked is not None and locked.imported:
        raise NoResult


def _check_stands(stands: Scorecard | None, wanted: Wanted) -> None:
    """Raise NothingToCorrect: a void holds until it is lifted, and what was seen must stand."""
    void = stands is not None and stands.void is not None
    if void and wanted.void is not False:
        raise NothingToCorrect("void", refusals.VOID)
    if not void and wanted.void is False:
        raise NothingToCorrect("not_void", refusals.NOT_VOID)
    if wanted.stood not in (None, NOTHING_STOOD if stands is None else stands.revision):
        raise NothingToCorrect("changed_since", refusals.CHANGED)


def _texts(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {code: None if cell is None else as_text(cell) for code, cell in figures.items()}
