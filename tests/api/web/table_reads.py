"""What requests read of the table: their number, and the units that AWS would bill."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

from chalicelib.store.sizes import item_bytes
from chalicelib.tenancy.platform import Platform

#: Bytes of a unit of a consistent read.
UNIT = 4096


@dataclass
class TableReads:
    """Requests that read, but the authorizer's batch of keys, and their units.

    The emulator has no sizes, so a unit is 4 KB of the items that were sent: of each item of a
    batch, of all together of a query. Of a key without an item it is a unit too.
    """

    requests: int = 0
    units: int = 0

    def add(self, operation: str, parsed: dict[str, Any], asked: int) -> None:
        self.requests += 1
        if operation == "Query":
            self.units += max(1, ceil(sum(map(item_bytes, parsed["Items"])) / UNIT))
            return
        found = [one for items in parsed.get("Responses", {}).values() for one in items]
        found += [parsed["Item"]] if "Item" in parsed else []
        self.units += sum(ceil(item_bytes(one) / UNIT) for one in found) + asked - len(found)


@contextmanager
def table_reads(platform: Platform) -> Iterator[TableReads]:
    """Count what is read in the block."""
    reads = TableReads()

    def before(params: Any, context: Any, **_: object) -> None:
        body = params["body"]
        context["authorizing"] = b'#keys"' in body
        context["asked"] = body.count(b'"pk"')

    def after(parsed: Any, model: Any, context: Any, **_: object) -> None:
        if model.name in ("GetItem", "BatchGetItem", "Query") and not context["authorizing"]:
            reads.add(model.name, parsed, context["asked"])

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.*", before)
    events.register("after-call.dynamodb.*", after)
    try:
        yield reads
    finally:
        events.unregister("before-call.dynamodb.*", before)
        events.unregister("after-call.dynamodb.*", after)
