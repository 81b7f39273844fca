"""What a person decides about a signal: that nothing follows, or that a case is proposed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.cases.records import Case
from chalicelib.cases.service import propose
from chalicelib.errors import Changed, Conflict, not_reachable
from chalicelib.people.records import Employee, key_of, read_person
from chalicelib.signals import period_count, refusals
from chalicelib.signals.records import CASE, DISMISSED, OPEN, Signal, signal_write
from chalicelib.signals.rules import RATER_FLAG
from chalicelib.signals.sight import seen
from chalicelib.signals.standing import outdated
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def dismiss(context: Context, signal_id: str, reason: str, expected: Expected) -> Signal:
    """Dismiss an open signal, with a reason. Returns it as it will be stored.

    Raises NotFound (404), 412, Conflict (409) ``status_not_reachable``.
    """
    before = seen(context, signal_id)
    check(expected, before.revision)
    if before.state != OPEN:
        raise not_reachable("a signal", before.state, (CASE,) if before.state == DISMISSED else ())
    said = {"at": context.time, "by": context.principal.credential, "reason": reason}
    after = replace(before, state=DISMISSED, dismissed=said)
    return put_changed(context, before, after, "signals.dismiss", {"reason": reason})


def propose_case(
    context: Context, signal_id: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Signal, Case]:
    """Propose a case by a signal, whose figures are its evidence. Returns both as they will be
    stored: in one transaction, so that one signal never makes two cases.

    ``wanted`` is a case's body without person, period and scheme. Raises NotFound (404), 412,
    Conflict (409) ``case_proposed``, ``signal_gone``, ``signal_outdated``, ``person_erased``, and
    as :func:`chalicelib.cases.service.propose` does.
    """
    before = seen(context, signal_id)
    check(expected, before.revision)
    if before.state == CASE:
        raise Conflict("case_proposed", refusals.PROPOSED)
    if before.gone_at is not None:
        raise Conflict("signal_gone", refusals.GONE)
    if outdated(context, [before]):
        raise Conflict("signal_outdated", refusals.OUTDATED)
    person = _person(context, before)
    named = {"scheme": before.scheme, "period": before.period}
    evidence = _evidence(context, before, wanted.get("evidence"))
    case = propose(context, {**wanted, **named, "evidence": evidence}, known=person)
    after = replace(before, state=CASE, case=case.id)
    return put_changed(context, before, after, "signals.propose_case", {}), case


def put_changed(
    context: Context, before: Signal, after: Signal, action: str, said: Mapping[str, Any]
) -> Signal:
    """Add the write of a decided signal and its audit event to the request's unit; return it."""
    after = replace(after, updated_at=context.time, revision=before.revision + 1)
    same = Path("revision") == before.revision
    context.unit.put(*signal_write(context, after), same, Changed)
    period_count.decided(context, context.unit, [before])
    told = {"kind": after.kind, "state": after.state, **said}
    former = {"kind": before.kind, "state": before.state}
    record_change(context, action, f"signals/{after.id}", former, told, revision=after.revision)
    return after


def _person(context: Context, signal: Signal) -> Employee:
    """Return whom a signal is about. An erasure that comes first leaves no case of the person."""
    person = read_person(context, signal.person)
    if person is None or person.erased_at is not None:
        raise _erased()
    there = Path("erased_at").does_not_exist()
    context.unit.check(key_of(context, person.key), there, _erased)
    return person


def _evidence(context: Context, signal: Signal, more: str | None) -> str:
    """Return a case's evidence: the signal with its figures in words, and what the caller adds.

    The person concerned may read it. So what a flag tells of a rater's marks beside others' is not
    in it: hr reads that at the signal.
    """
    parts = [refusals.BY_SIGNAL.to(context.language).format(signal.id)]
    if signal.kind != RATER_FLAG:
        parts.append(signal.text[context.language])
    return "\n".join([*parts, *([more] if more else [])])


def _erased() -> Conflict:
    return Conflict("person_erased", refusals.NOBODY)
