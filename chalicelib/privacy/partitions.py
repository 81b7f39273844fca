"""Everything that is kept of a tenant in the table: all its partitions, found without a scan.

A partition is known from what lies in another (an upload tells of its row errors, a period of
its scorecards), so those that others are found by come last: whoever removes them in this order
can begin anew at any moment and still find the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.periods.calendar import following
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context


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
    for upload_id in _sort_keys(context, scope.uploads()):
        yield Partition("row_errors", scope.upload_errors(upload_id))
    both = (scope.periods(), scope.pilot_periods())
    places = [parts_of(place) for found in both for place in _sort_keys(context, found)]
    for period, scheme in places:
        for shard in range(context.principal.shards):
            yield Partition("scorecards", scope.scorecards(scheme, period, shard))
    for period in sorted({period for period, _ in places}):
        for shard in range(context.principal.shards):
            yield Partition("improvement_plans", scope.plans(period, shard))
    for code in _sort_keys(context, scope.schemes()):
        yield Partition("scheme_versions", scope.scheme_versions(code))
    for month in _months(first_month, context.time[:7]):
        yield Partition("audit_events", scope.audit(month))
    yield Partition("employees", scope.employees())
    yield Partition("external_ids", scope.external_ids())
    yield Partition("idempotency", scope.idempotency("").pk)
    yield Partition("requests", scope.requests())
    yield Partition("uploads", scope.uploads(), root=True)
    yield Partition("periods", scope.periods(), root=True)
    yield Partition("pilot_periods", scope.pilot_periods(), root=True)
    yield Partition("schemes", scope.schemes(), root=True)
    yield Partition("exports", scope.exports(), root=True)
    yield Partition("erasures", scope.erasures(), root=True)
    yield Partition("copies", scope.copies(), root=True)
    yield Partition("api_keys", scope.api_keys(), root=True)
    yield Partition("tenant", scope.settings().pk, root=True)


def _sort_keys(context: Context, partition: str) -> list[str]:
    """Read whole before anything is yielded: the reader may remove what it is given."""
    return [item["sk"] for item in context.table.query_all(partition, only=("pk", "sk"))]


def _months(first: str, last: str) -> Iterator[str]:
    while first <= last:
        yield first
        first = following(first)
