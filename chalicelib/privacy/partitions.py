"""Everything that is kept of a tenant in the table: all its partitions, found without a scan.

A partition is known from what lies in another (an upload tells of its row errors, a period of
its scorecards), so those that others are found by come last: whoever removes them in this order
can begin anew at any moment and still find the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.api_keys.keys import partition_of_api_keys
from chalicelib.audit.keys import partition_of_audit_events
from chalicelib.exports.keys import partition_of_exports
from chalicelib.people.keys import partition_of_employees, partition_of_external_ids
from chalicelib.periods.calendar import following
from chalicelib.periods.keys import partition_of_periods, partition_of_pilot_periods
from chalicelib.plans.keys import partition_of_plans
from chalicelib.privacy.copying.keys import partition_of_copies
from chalicelib.privacy.erasing.keys import partition_of_erasures
from chalicelib.schemes.keys import partition_of_scheme_versions, partition_of_schemes
from chalicelib.scorecards.keys import partition_of_scorecards
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.keys import key_of_company, partition_of_request_counts
from chalicelib.uploads.keys import partition_of_row_errors, partition_of_uploads
from chalicelib.web.keys import key_of_idempotency_record


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition, and what lies in it. ``root``: others are found by its items."""

    collection: str
    name: str
    root: bool = False


def partitions(context: Context, first_month: str) -> Iterator[Partition]:
    """All of them, those that are found by others first; some may be empty.

    ``first_month`` is that in which the tenant was onboarded.
    """
    scope = context.scope
    for upload_id in _sort_keys(context, partition_of_uploads(scope)):
        yield Partition("row_errors", partition_of_row_errors(scope, upload_id))
    both = (partition_of_periods(scope), partition_of_pilot_periods(scope))
    places = [parts_of(place) for found in both for place in _sort_keys(context, found)]
    for period, scheme in places:
        for shard in range(context.principal.shards):
            yield Partition("scorecards", partition_of_scorecards(scope, scheme, period, shard))
    for period in sorted({period for period, _ in places}):
        for shard in range(context.principal.shards):
            yield Partition("improvement_plans", partition_of_plans(scope, period, shard))
    for code in _sort_keys(context, partition_of_schemes(scope)):
        yield Partition("scheme_versions", partition_of_scheme_versions(scope, code))
    for month in _months(first_month, context.time[:7]):
        yield Partition("audit_events", partition_of_audit_events(scope, month))
    yield Partition("employees", partition_of_employees(scope))
    yield Partition("external_ids", partition_of_external_ids(scope))
    yield Partition("idempotency", key_of_idempotency_record(scope, "").pk)
    yield Partition("requests", partition_of_request_counts(scope))
    yield Partition("uploads", partition_of_uploads(scope), root=True)
    yield Partition("periods", partition_of_periods(scope), root=True)
    yield Partition("pilot_periods", partition_of_pilot_periods(scope), root=True)
    yield Partition("schemes", partition_of_schemes(scope), root=True)
    yield Partition("exports", partition_of_exports(scope), root=True)
    yield Partition("erasures", partition_of_erasures(scope), root=True)
    yield Partition("copies", partition_of_copies(scope), root=True)
    yield Partition("api_keys", partition_of_api_keys(scope), root=True)
    yield Partition("tenant", key_of_company(scope).pk, root=True)


def _sort_keys(context: Context, partition: str) -> list[str]:
    """Read whole before anything is yielded: the reader may remove what it is given."""
    return [item["sk"] for item in context.table.query_all(partition, only=("pk", "sk"))]


def _months(first: str, last: str) -> Iterator[str]:
    while first <= last:
        yield first
        first = following(first)
