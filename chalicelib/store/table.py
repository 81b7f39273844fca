"""The one table, over pynamodb's connection: reads, conditional writes, batches, transactions."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.store import batches, item_formats, keys
from chalicelib.store.answer_decoding import decode_directly
from chalicelib.store.batches import item_at
from chalicelib.store.converters import Attributes, Item
from chalicelib.store.errors import ConditionFailed, Throttled
from chalicelib.store.item_formats import format_condition, kind_of, set_format, with_format
from chalicelib.store.keys import Key
from chalicelib.store.layout import meta_table
from chalicelib.store.queries import Page, count, page
from chalicelib.store.request_encoding import encode_directly
from chalicelib.store.upgrading import UpgradedPage, upgrade_item, upgrade_page
from chalicelib.store.writes import Kind, Refused, write

__all__ = ["ConditionFailed", "Page", "Table", "Throttled", "item_at", "meta_table"]


class Table:
    """Reads and writes of the table. Items are plain mappings; keys come from a TenantScope."""

    def __init__(
        self, connection: TableConnection, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        encode_directly(connection.connection.client)
        decode_directly(connection.connection.client)
        self.connection = connection
        self._sleep = sleep

    @property
    def name(self) -> str:
        return self.connection.table_name

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """Return the item at the key, or None, with one read.

        Raises UnknownFormat, as every read does, for an item that cannot be upgraded.
        """
        kind = kind_of(key.pk)
        answer = self.connection.get_item(key.pk, key.sk, consistent_read=consistent)
        found = answer.get("Item")
        return item_formats.read(kind, found) if found else None

    def get_many(
        self, wanted: Sequence[Key], *, consistent: bool = True, only: Sequence[str] | None = None
    ) -> dict[Key, Item]:
        """Return the items that exist among the keys, by key.

        One request reads a hundred keys; unprocessed keys are retried with back-off. Raises
        Throttled when retries are exhausted.
        """
        return batches.read(self.connection, wanted, self._sleep, consistent=consistent, only=only)

    def query(
        self,
        partition: str,
        *,
        prefix: str = "",
        after: str | None = None,
        limit: int | None = None,
        descending: bool = False,
        consistent: bool = True,
        only: Sequence[str] | None = None,
        where: Condition | None = None,
    ) -> Page:
        """Return one page (at most 1 MB read) of the items whose sort keys begin with the prefix.

        The page begins after the sort key ``after``. ``only``: the attributes to return. ``where``
        filters items after DynamoDB has read them: they consume units, but are not sent.
        """
        return page(
            self.connection,
            partition,
            after=after,
            only=only,
            where=where,
            range_key_condition=Path(keys.SORT).startswith(prefix) if prefix else None,
            limit=limit,
            scan_index_forward=not descending,
            consistent_read=consistent,
        )

    def query_from(
        self,
        partition: str,
        low: str,
        high: str,
        *,
        limit: int | None = None,
        consistent: bool = True,
        only: Sequence[str] | None = None,
    ) -> Page:
        """Return one page of the items whose sort keys lie between low and high, inclusive."""
        return page(
            self.connection,
            partition,
            after=None,
            only=only,
            where=None,
            range_key_condition=Path(keys.SORT).between(low, high),
            limit=limit,
            consistent_read=consistent,
        )

    def query_all(
        self,
        partition: str,
        *,
        prefix: str = "",
        after: str | None = None,
        consistent: bool = True,
        only: Sequence[str] | None = None,
        where: Condition | None = None,
    ) -> Iterator[Item]:
        """Yield every item of a partition with the prefix that passes ``where``, page by page.

        ``after``: the sort key after which to begin; None: at the beginning.
        """
        while True:
            found = self.query(
                partition,
                prefix=prefix,
                after=after,
                consistent=consistent,
                only=only,
                where=where,
            )
            yield from found.items
            if found.after is None:
                return
            after = found.after

    def count(self, partition: str, condition: Condition | None = None) -> int:
        """Count the items of a partition that meet the condition; DynamoDB sends none of them."""
        return count(self.connection, partition, condition)

    def keys_of_employee(self, partition: str, *, prefix: str = "") -> list[Key]:
        """Return the keys in the employee index under a partition (eventually consistent)."""
        found: list[Key] = []
        start: dict[str, Any] | None = None
        while True:
            answer = self.connection.query(
                partition,
                range_key_condition=Path(keys.EMPLOYEE_SORT).startswith(prefix) if prefix else None,
                exclusive_start_key=start,
                index_name=keys.EMPLOYEE_INDEX,
            )
            found.extend(keys.key_of_attributes(item) for item in answer.get("Items", ()))
            start = answer.get("LastEvaluatedKey")
            if not start:
                return found

    def keys_in_index(
        self, partition: str, *, after: Key | None, limit: int
    ) -> tuple[list[Key], bool]:
        """Return one page of the keys in the employee index under a partition, and whether more
        may follow (eventually consistent).

        The items' places in the index are their own sort keys. ``after``: the last key before.
        """
        start = None if after is None else keys.attributes_in_index(after, partition)
        answer = self.connection.query(
            partition, limit=limit, exclusive_start_key=start, index_name=keys.EMPLOYEE_INDEX
        )
        found = [keys.key_of_attributes(item) for item in answer.get("Items", ())]
        return found, bool(answer.get("LastEvaluatedKey"))

    def put(self, key: Key, item: Mapping[str, Any], condition: Condition | None = None) -> None:
        """Write the whole item. Raises ConditionFailed.

        Here and in every write, a condition is evaluated on an item of the current format: an older
        item is upgraded first. Raises UnknownFormat when there is no upgrade.
        """
        self._write("put", key, condition, attributes=with_format(key, item))

    def update(
        self,
        key: Key,
        actions: Sequence[Action],
        condition: Condition | None = None,
        *,
        before: bool = False,
    ) -> Item:
        """Change attributes and return the changed item. Raises ConditionFailed.

        ``before``: return the item as it was; an empty one when there was none.
        """
        kind = kind_of(key.pk)
        values = "ALL_OLD" if before else "ALL_NEW"
        all_actions = [*actions, set_format(key)]
        answer = self._write("update", key, condition, actions=all_actions, return_values=values)
        found = answer.get("Attributes")
        return item_formats.read(kind, found) if found else {}

    def delete(self, key: Key, condition: Condition | None = None) -> None:
        """Remove the item if it exists. Raises ConditionFailed."""
        self._write("delete", key, condition)

    def _write(self, kind: Kind, key: Key, condition: Condition | None, **more: Any) -> Any:
        """Write under the condition; retry once when an older item had to be upgraded."""
        fit = format_condition(key, condition, partly=kind == "update")
        more["sleep"] = self._sleep
        try:
            return write(self.connection, kind, key, condition=fit, **more)
        except Refused as refused:
            if not self.upgrade_item(key, refused.found):
                raise
        return write(self.connection, kind, key, condition=fit, **more)

    def upgrade_item(self, key: Key, found: Attributes | None) -> bool:
        """Upgrade the item that was found at the key; return whether it was older."""
        return upgrade_item(self.connection, key, found)

    def upgrade_page(self, partition: str, *, after: str | None, limit: int) -> UpgradedPage:
        """Upgrade the older items among a partition's next ``limit``, after a sort key."""
        return upgrade_page(self.connection, partition, after, limit)

    def write_batch(
        self,
        puts: Iterable[tuple[Key, Mapping[str, Any]]],
        deletes: Iterable[Key] = (),
        *,
        at_once: int = 1,
    ) -> None:
        """Write many items, 25 per request; unprocessed items are retried with back-off.

        This is not a transaction: after an error any part may be written. So callers write only
        items that they may write again. ``at_once`` is the number of requests in flight at a time.
        Raises Throttled when retries are exhausted.
        """
        batches.write(self.connection, puts, deletes, self._sleep, at_once)
