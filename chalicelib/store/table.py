"""The one table, over pynamodb's connection: reads, conditional writes, batches, transactions."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PynamoDBConnectionError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.store import batches, keys
from chalicelib.store.batches import item_at
from chalicelib.store.converters import Item, from_attributes, to_attributes
from chalicelib.store.errors import ConditionFailed, Throttled
from chalicelib.store.keys import Key
from chalicelib.store.layout import meta_table
from chalicelib.store.request_encoding import write_plainly

__all__ = ["ConditionFailed", "Page", "Table", "Throttled", "item_at", "meta_table"]


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a partition in sort-key order. The next page begins ``after`` this sort key;
    None: it was the last page."""

    items: tuple[Item, ...]
    after: str | None


class Table:
    """Reads and writes of the table. Items are plain mappings; keys come from a TenantScope."""

    def __init__(
        self, connection: TableConnection, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        write_plainly(connection.connection.client)
        self.connection = connection
        self._sleep = sleep

    @property
    def name(self) -> str:
        return self.connection.table_name

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """The item at the key, or None. One read."""
        answer = self.connection.get_item(key.pk, key.sk, consistent_read=consistent)
        found = answer.get("Item")
        return from_attributes(found) if found else None

    def get_many(
        self, wanted: Sequence[Key], *, consistent: bool = True, only: Sequence[str] | None = None
    ) -> dict[Key, Item]:
        """The items that exist among the keys; one read per hundred keys, retried with back-off."""
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
        """One page (at most 1 MB read) of a partition whose sort keys begin with the prefix,
        behind the sort key ``after``.

        ``where`` leaves items out after they are read: they are paid for, and not sent.
        """
        answer = self.connection.query(
            partition,
            range_key_condition=Path(keys.SORT).startswith(prefix) if prefix else None,
            exclusive_start_key=_start(partition, after),
            limit=limit,
            scan_index_forward=not descending,
            filter_condition=where,
            consistent_read=consistent,
            attributes_to_get=list(only) if only else None,
        )
        return _page(answer)

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
        """One page of a partition whose sort keys lie between low and high, both included."""
        answer = self.connection.query(
            partition,
            range_key_condition=Path(keys.SORT).between(low, high),
            limit=limit,
            consistent_read=consistent,
            attributes_to_get=list(only) if only else None,
        )
        return _page(answer)

    def query_all(
        self,
        partition: str,
        *,
        prefix: str = "",
        consistent: bool = True,
        only: Sequence[str] | None = None,
        where: Condition | None = None,
    ) -> Iterator[Item]:
        """Every item of a partition with the prefix (and where it holds), page after page."""
        after: str | None = None
        while True:
            page = self.query(
                partition,
                prefix=prefix,
                after=after,
                consistent=consistent,
                only=only,
                where=where,
            )
            yield from page.items
            if page.after is None:
                return
            after = page.after

    def count(self, partition: str, condition: Condition | None = None) -> int:
        """How many items of a partition meet the condition; reads them, sends none of them."""
        found = 0
        start: dict[str, Any] | None = None
        while True:
            answer = self.connection.query(
                partition, filter_condition=condition, exclusive_start_key=start, select="COUNT"
            )
            found += int(answer.get("Count", 0))
            start = answer.get("LastEvaluatedKey")
            if not start:
                return found

    def keys_of_employee(self, partition: str, *, prefix: str = "") -> list[Key]:
        """The keys that the employee index holds under a partition (eventually consistent)."""
        found: list[Key] = []
        start: dict[str, Any] | None = None
        while True:
            answer = self.connection.query(
                partition,
                range_key_condition=Path(keys.EMPLOYEE_SORT).startswith(prefix) if prefix else None,
                exclusive_start_key=start,
                index_name=keys.EMPLOYEE_INDEX,
            )
            found.extend(
                Key(item[keys.PARTITION]["S"], item[keys.SORT]["S"])
                for item in answer.get("Items", ())
            )
            start = answer.get("LastEvaluatedKey")
            if not start:
                return found

    def put(self, key: Key, item: Mapping[str, Any], condition: Condition | None = None) -> None:
        """Write the whole item. Raises ConditionFailed."""
        with _conditional():
            self.connection.put_item(
                key.pk, key.sk, attributes=to_attributes(item), condition=condition
            )

    def update(
        self, key: Key, actions: Sequence[Action], condition: Condition | None = None
    ) -> Item:
        """Change attributes and return the item as it is now. Raises ConditionFailed."""
        with _conditional():
            answer = self.connection.update_item(
                key.pk, key.sk, actions=actions, condition=condition, return_values="ALL_NEW"
            )
        return from_attributes(answer.get("Attributes", {}))

    def delete(self, key: Key, condition: Condition | None = None) -> None:
        """Remove the item, if it is there. Raises ConditionFailed."""
        with _conditional():
            self.connection.delete_item(key.pk, key.sk, condition=condition)

    def write_batch(
        self,
        puts: Iterable[tuple[Key, Mapping[str, Any]]],
        deletes: Iterable[Key] = (),
        *,
        at_once: int = 1,
    ) -> None:
        """Write many items, 25 a request; what comes back unprocessed is sent again with back-off.

        Not a transaction: after an error any part may have been written, so callers write
        what may be written again. ``at_once`` is how many requests may be on their way at a
        time. Raises Throttled when the table does not take it.
        """
        batches.write(self.connection, puts, deletes, self._sleep, at_once)


def _start(partition: str, after: str | None) -> dict[str, dict[str, str]] | None:
    if after is None:
        return None
    return {keys.PARTITION: {"S": partition}, keys.SORT: {"S": after}}


def _page(answer: Mapping[str, Any]) -> Page:
    last = answer.get("LastEvaluatedKey")
    return Page(
        tuple(from_attributes(item) for item in answer.get("Items", ())),
        last[keys.SORT]["S"] if last else None,
    )


class _conditional:  # noqa: N801 (reads as a statement)
    """Turns DynamoDB's failed condition into ConditionFailed, and leaves every other error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if (
            isinstance(error, PynamoDBConnectionError)
            and error.cause_response_code == "ConditionalCheckFailedException"
        ):
            raise ConditionFailed from error
