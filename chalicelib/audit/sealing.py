"""Seal the audit logs of all companies. Only the sealer's function may write seals.

A company's events are sealed in the order of their ids once they are older than :data:`HORIZON`. An
id is made by the process that commits the event, and no function lives longer than five minutes. So
no event of the service appears behind a seal later; one that does was put there by somebody else.

A seal is written under the next number, if nobody wrote that number before. A run that dies, comes
twice or comes late seals what is left, or nothing. The last seal is the checkpoint.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from pynamodb.expressions.operand import Path

from chalicelib.audit.commitments import leaf
from chalicelib.audit.keys import key_of_seal
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.seals import BEGINNING, MOST_EVENTS, Seal, hash_of, last_seal
from chalicelib.audit.walking import Place, events_after
from chalicelib.store.identifiers import first_id
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.leaving import companies_that_stay
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import ACTIVE, SUSPENDED, Tenant, read_tenant
from chalicelib.tenancy.scope import TenantScope

#: Longer than any process may live that makes an event's id (5 minutes), and than clocks differ.
HORIZON = timedelta(minutes=15)
#: Time of one run, and of one company in it, so that a large log delays no other for long.
RUN = timedelta(seconds=240)
SHARE = timedelta(seconds=60)
#: Companies are taken in the order of their ids, from another one in each hour.
STRIDE = 7919


def seal_all(platform: Platform) -> int:
    """Seal every company's events; return the number of seals made.

    What a run has no time for, the next one does. An error at one company stops no other; the last
    one is raised at the end, so that the function fails and its alarm tells the operator.
    """
    until = platform.clock() + RUN
    made, error = 0, None
    for tenant_id in _companies(platform):
        now = platform.clock()
        if now > until:
            break
        try:
            made += seal_company(platform, TenantScope(tenant_id), min(until, now + SHARE))
        except Exception as failure:  # noqa: BLE001 raised below
            error = failure
            log(logging.ERROR, "sealing_failed", tenant=tenant_id, **described(failure))
    if error is not None:
        raise error
    return made


def seal_company(platform: Platform, scope: TenantScope, until: datetime) -> int:
    """Seal what is old enough in one company's log, until the time is up; return the seals made."""
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        if tenant is None or tenant.status not in (ACTIVE, SUSPENDED):
            return 0
        made, last = 0, last_seal(platform.table, scope)
        while platform.clock() <= until:
            seal = _next(platform, scope, tenant, last)
            if seal is None or not _store(platform, scope, seal):
                break
            # The line keeps the chain's head outside the table: whoever cuts the chain's end off
            # cannot cut it off there.
            hashed = {"number": seal.number, "hash": seal.hash, "last": seal.last}
            log(logging.INFO, "audit_sealed", tenant=scope.tenant, **hashed)
            made, last = made + 1, seal
    return made


def _companies(platform: Platform) -> Sequence[str]:
    """The ids of the companies that exist, from another one on in each hour."""
    with acting_as_operator():
        ids = [one for one, _ in companies_that_stay(platform.table)]
    if not ids:
        return ids
    begin = int(platform.clock().timestamp()) // 3600 * STRIDE % len(ids)
    return ids[begin:] + ids[:begin]


def _next(platform: Platform, scope: TenantScope, tenant: Tenant, last: Seal | None) -> Seal | None:
    """The seal of the next events of one month; None when nothing is old enough."""
    now = platform.clock()
    horizon = now - HORIZON
    begin = Place(last.month, last.last) if last else Place(tenant.created_at[:7], "")
    before = Place(f"{horizon:%Y-%m}", first_id("evt", horizon))
    events: list[AuditEvent] = []
    month = begin.month
    for place, event in islice(events_after(platform.table, scope, begin, before), MOST_EVENTS):
        if events and place.month != month:
            break
        month = place.month
        events.append(event)
    if not events:
        return None
    number, previous = (last.number + 1, last.hash) if last else (1, BEGINNING)
    sealed = tuple(f"{event.id} {leaf(event)}" for event in events)
    made_at = timestamp(now)
    return Seal(
        number, previous, month, sealed, made_at, hash_of(number, previous, month, sealed, made_at)
    )


def _store(platform: Platform, scope: TenantScope, seal: Seal) -> bool:
    """Store the seal, unless another run was faster or the company is being deleted."""
    unit = Unit(platform.table)
    unit.check(key_of_company(scope), Path("status").is_in(ACTIVE, SUSPENDED))
    unit.put(key_of_seal(scope, seal.number), to_item(seal), Path("pk").does_not_exist())
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True
