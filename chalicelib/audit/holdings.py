"""The package's routes and collections: audit events."""

from collections.abc import Iterator

from chalicelib.audit import erasure, records, service
from chalicelib.audit.keys import AUDIT_EVENTS, months, partition_of_audit_events
from chalicelib.audit.routes import routes
from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _partitions(context: Context, first_month: str) -> Iterator[str]:
    for month in months(first_month, context.time[:7]):
        yield partition_of_audit_events(context.scope, month)


def _event(_: Context, item: Item) -> Iterator[Row]:
    yield service.described(from_item(records.AuditEvent, item))


package = Package(
    routes=(routes,),
    holdings=(
        Holding(
            AUDIT_EVENTS,
            _partitions,
            Copied("audit_events", _event),
            ErasureStep(ErasureStage.LOG, lambda erasing, after: erasure.erase(erasing, after)),
        ),
    ),
)
