"""The package's routes and collections: audit events."""

from collections.abc import Iterator

from chalicelib.audit import erasure, records, routes, seals, service
from chalicelib.audit.keys import (
    AUDIT_EVENTS,
    AUDIT_SEALS,
    months,
    partition_of_audit_events,
    partition_of_seals,
)
from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NothingPersonal,
    Row,
)


def _partitions(context: Context, first_month: str) -> Iterator[str]:
    for month in months(first_month, context.time[:7]):
        yield partition_of_audit_events(context.scope, month)


def _event(_: Context, item: Item) -> Iterator[Row]:
    yield service.described(from_item(records.AuditEvent, item))


def _seal(_: Context, item: Item) -> Iterator[Row]:
    yield service.described_seal(from_item(seals.Seal, item))


package = Package(
    events={"audit_events.erased": "audit_events.person_erased"},
    routes=(routes,),
    holdings=(
        Holding(
            AUDIT_EVENTS,
            _partitions,
            Copied("audit_events", _event),
            ErasureStep(ErasureStage.LOG, lambda erasing, after: erasure.erase(erasing, after)),
        ),
        Holding(
            AUDIT_SEALS,
            lambda context, _: [partition_of_seals(context.scope)],
            Copied("audit_seals", _seal),
            NothingPersonal("ids of events and hashes of salted commitments, which name nobody"),
            removed_singly=True,
        ),
    ),
)
