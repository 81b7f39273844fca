"""Whether publishing asks who was told of a period's plan, and what people were told, in order."""

from collections.abc import Iterator
from heapq import merge

from chalicelib.announcements.keys import partition_of_told
from chalicelib.announcements.records import latest
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant, read_tenant


def is_asked(context: Context, period: str, scheme: str) -> bool:
    """Return whether publishing names who was not told before the period began.

    It does where the scheme's period was announced, and where the company asks for announcements of
    every plan. Costs one read, or two.
    """
    if latest(context, period, scheme) is not None:
        return True
    return asks_for_plans(read_tenant(context.table, context.scope))


def asks_for_plans(tenant: Tenant | None) -> bool:
    """Return whether the company asks that the plan of every period is announced."""
    return tenant is not None and tenant.announced_plans


def told_in_order(context: Context, period: str, scheme: str) -> Iterator[Item]:
    """Give when people were first told of a scheme's period, in the order of their keys."""

    def of_shard(shard: int) -> Iterator[Item]:
        partition = partition_of_told(context.scope, period, scheme, shard)
        yield from context.table.query_all(partition, only=("pk", "sk", "first_at"))

    return merge(*map(of_shard, range(context.principal.shards)), key=lambda item: item["sk"])
