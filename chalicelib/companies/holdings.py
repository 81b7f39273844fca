"""The package's routes and collections: a company's settings, and records of requests.

The collections of :mod:`chalicelib.tenancy`, :mod:`chalicelib.web` and :mod:`chalicelib.jobs` are
declared here, because those packages stand on lower floors and do not know copies.
"""

from collections.abc import Iterator

from chalicelib.companies import routes, service
from chalicelib.contents import Package
from chalicelib.jobs.keys import WORKERS, partition_of_workers
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy import records
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, NotCopied, NothingPersonal, Removal, Row
from chalicelib.tenancy.keys import (
    COMPANY,
    REQUEST_COUNTS,
    partition_of_company,
    partition_of_request_counts,
)
from chalicelib.web.keys import IDEMPOTENCY_RECORDS, partition_of_idempotency_records


def _settings(context: Context, item: Item) -> Iterator[Row]:
    yield {"settings": service.described(from_item(records.Tenant, item), context.time)}


package = Package(
    events={
        "tenants.create": "company.onboarded",
        "tenants.change": "company.changed",
        "tenant.change": "company.changed",
    },
    routes=(routes,),
    holdings=(
        Holding(
            COMPANY,
            lambda context, _: [partition_of_company(context.scope)],
            Copied("tenant", _settings),
            NothingPersonal("settings of the company"),
            Removal.COMPANY,
        ),
        Holding(
            REQUEST_COUNTS,
            lambda context, _: [partition_of_request_counts(context.scope)],
            NotCopied("numbers of requests, kept for an hour"),
            NothingPersonal("numbers of requests"),
        ),
        Holding(
            WORKERS,
            lambda context, _: [partition_of_workers(context.scope)],
            NotCopied("which workers are at work"),
            NothingPersonal("ids of messages"),
        ),
        Holding(
            IDEMPOTENCY_RECORDS,
            lambda context, _: [partition_of_idempotency_records(context.scope)],
            NotCopied("sealed with the caller's header, kept for a day"),
            NothingPersonal("sealed with the caller's header, kept for a day"),
        ),
    ),
)
