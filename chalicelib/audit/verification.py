"""Check a company's audit log against its seals, seal by seal.

The check names the first thing that is not as it was sealed. It holds for events up to the last
seal: later ones are not sealed yet. A chain whose end was cut off, or was made anew from some seal
on, is whole in itself; a caller who kept a former seal's number and hash finds that out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.audit.commitments import content_holds, is_covered, leaf
from chalicelib.audit.erased_events import records_erasure
from chalicelib.audit.finding_kinds import (
    EVENT_ADDED,
    EVENT_CHANGED,
    EVENT_REMOVED,
    SEAL_CHANGED,
    SEAL_MISSING,
    SEAL_REPLACED,
)
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.seals import BEGINNING, Seal, is_whole, last_seal, read_seal, seals_after
from chalicelib.audit.walking import Place, items_after
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

#: Seals of one check: some 2,000 events.
MOST_SEALS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not as it was sealed.

    ``kind`` is one of ``finding_kinds.KINDS``, ``seal`` the number of the seal that shows it or is
    concerned, ``event`` the id of the event concerned.
    """

    kind: str
    seal: int
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one check found.

    ``seals`` and ``events`` were checked. The content of ``without_commitment`` events is not
    covered: versions before the chain wrote them. From ``erased`` events a person was erased.
    ``after`` is the number of the last seal checked, from which the next check goes on (None: it
    was the last one, or something was found). ``last`` is the chain's last seal.
    """

    seals: int = 0
    events: int = 0
    without_commitment: int = 0
    erased: int = 0
    finding: Finding | None = None
    after: int | None = None
    last: Seal | None = None


class _Found(Exception):
    """The check ends here."""

    def __init__(self, kind: str, seal: int, event: str | None = None) -> None:
        super().__init__(kind)
        self.finding = Finding(kind, seal, event)


def kept_seal(text: str) -> tuple[int, str]:
    """Return number and hash of a seal that somebody kept as ``number:hash``."""
    number, _, digest = text.partition(":")
    return int(number), digest


def verify(
    table: Table,
    scope: TenantScope,
    first_month: str,
    after: int = 0,
    kept: tuple[int, str] | None = None,
    limit: int = MOST_SEALS,
) -> Report:
    """Check the ``limit`` seals after a number, and the events of each.

    ``first_month`` is the month in which the company was onboarded. ``kept`` are the number and
    hash of a seal that the caller kept.
    """
    last = last_seal(table, scope)
    report = Report(last=last)
    try:
        if kept is not None:
            _check_kept(table, scope, *kept)
        before = _seal_before(table, scope, after)
        seals = list(seals_after(table, scope, after, limit))
        for seal in seals:
            _check_link(seal, before)
            report = _checked(table, scope, first_month, seal, before, report)
            before = seal
    except _Found as found:
        return replace(report, finding=found.finding)
    going_on = before is not None and last is not None and before.number < last.number
    return replace(report, after=before.number if before is not None and going_on else None)


def _check_kept(table: Table, scope: TenantScope, number: int, known: str) -> None:
    seal = read_seal(table, scope, number)
    if seal is None:
        raise _Found(SEAL_MISSING, number)
    if seal.hash != known:
        raise _Found(SEAL_REPLACED, number)


def _seal_before(table: Table, scope: TenantScope, number: int) -> Seal | None:
    if number == 0:
        return None
    seal = read_seal(table, scope, number)
    if seal is None:
        raise _Found(SEAL_MISSING, number)
    return seal


def _check_link(seal: Seal, before: Seal | None) -> None:
    """Check the seal itself, and that it follows the one before."""
    number, known = (before.number + 1, before.hash) if before else (1, BEGINNING)
    if seal.number != number:
        raise _Found(SEAL_MISSING if seal.number > number else SEAL_CHANGED, number)
    if not is_whole(seal):
        raise _Found(SEAL_CHANGED, seal.number)
    if seal.previous != known:
        # Both seals are whole, so the one before is not the one that this one was made after.
        raise _Found(SEAL_REPLACED, max(1, number - 1))


def _checked(
    table: Table,
    scope: TenantScope,
    first_month: str,
    seal: Seal,
    before: Seal | None,
    report: Report,
) -> Report:
    """Check the events from the seal before to this one; return the report with them counted."""
    begin = Place(before.month, before.last) if before else Place(first_month, "")
    sealed = iter(seal.leaves().items())
    awaited = next(sealed, None)
    for place, item in _items(table, scope, begin, seal):
        if awaited is None or place < Place(seal.month, awaited[0]):
            raise _Found(EVENT_ADDED, seal.number, place.id)
        known, expected = awaited
        if place.id != known:
            raise _Found(EVENT_REMOVED, seal.number, known)
        event = _as_sealed(table, scope, item, known, expected)
        if event is None:
            raise _Found(EVENT_CHANGED, seal.number, known)
        report = replace(
            report,
            events=report.events + 1,
            without_commitment=report.without_commitment + (not is_covered(event)),
            erased=report.erased + (event.erased_in is not None),
        )
        awaited = next(sealed, None)
    if awaited is not None:
        raise _Found(EVENT_REMOVED, seal.number, awaited[0])
    return replace(report, seals=report.seals + 1)


def _items(
    table: Table, scope: TenantScope, begin: Place, seal: Seal
) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    return items_after(table, scope, begin, Place(seal.month, seal.last))


def _as_sealed(
    table: Table, scope: TenantScope, item: Mapping[str, Any], known: str, expected: str
) -> AuditEvent | None:
    """Return the event of this id and leaf; None for one that is another, or no event any more."""
    try:
        event = from_item(AuditEvent, item)
        same = event.id == known and leaf(event) == expected
    except (TypeError, ValueError, ArithmeticError):
        return None
    return event if same and _holds(table, scope, event) else None


def _holds(table: Table, scope: TenantScope, event: AuditEvent) -> bool:
    """Whether the content is what was committed to, or what a recorded erasure left of it."""
    if not content_holds(event):
        return False
    return event.erased_in is None or records_erasure(table, scope, event)
