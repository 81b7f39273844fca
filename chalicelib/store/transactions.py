"""A unit of work: writes collected while a request is served, and committed in one transaction.

The caller's write, its audit event and its idempotency record stand or fall together, so
that a request that is repeated after any failure finds either all of them or none.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pynamodb.exceptions import PynamoDBConnectionError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.store.converters import to_attributes
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed, Table

#: DynamoDB takes at most this many writes in one transaction.
MOST_WRITES = 100
#: Another transaction touching the same item cancels ours; it is then tried again.
ATTEMPTS = 6

#: pynamodb lines a transaction up in this order; DynamoDB gives its reasons in the same.
ORDER = ("check", "delete", "put", "update")

Refusal = Callable[[], Exception]


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a unit, and the error to raise when its condition does not hold."""

    kind: Literal["check", "delete", "put", "update"]
    key: Key
    attributes: Mapping[str, Any] | None
    actions: Sequence[Action] | None
    condition: Condition | None
    refusal: Refusal


class Unit:
    """Collects writes; :meth:`commit` makes them all, or none and raises the refusal of one."""

    def __init__(self, table: Table, sleep: Callable[[float], None] = time.sleep) -> None:
        self._table = table
        self._writes: list[Write] = []
        self._sleep = sleep

    def __len__(self) -> int:
        return len(self._writes)

    def put(
        self,
        key: Key,
        item: Mapping[str, Any],
        condition: Condition | None = None,
        refusal: Refusal = ConditionFailed,
    ) -> None:
        self._writes.append(Write("put", key, to_attributes(item), None, condition, refusal))

    def update(
        self,
        key: Key,
        actions: Sequence[Action],
        condition: Condition | None = None,
        refusal: Refusal = ConditionFailed,
    ) -> None:
        self._writes.append(Write("update", key, None, actions, condition, refusal))

    def delete(
        self, key: Key, condition: Condition | None = None, refusal: Refusal = ConditionFailed
    ) -> None:
        self._writes.append(Write("delete", key, None, None, condition, refusal))

    def check(self, key: Key, condition: Condition, refusal: Refusal = ConditionFailed) -> None:
        """Require a state of an item that is not itself written."""
        self._writes.append(Write("check", key, None, None, condition, refusal))

    def join(self, other: "Unit") -> None:
        """Take over the other's writes."""
        taken, other._writes = other._writes, []
        self._writes += taken

    def commit(self) -> None:
        """Make every write, or none. A unit without writes does nothing; afterwards it is empty."""
        writes, self._writes = self._writes, []
        if len(writes) > MOST_WRITES:
            raise ValueError(f"{len(writes)} writes do not fit in one transaction")
        if len(writes) == 1 and writes[0].kind != "check":
            self._commit_one(writes[0])
        elif writes:
            self._commit_all(writes)

    def _commit_one(self, write: Write) -> None:
        """A single write needs no transaction, and costs half as much without one."""
        connection = self._table.connection
        pk, sk, condition = write.key.pk, write.key.sk, write.condition
        try:
            match write.kind:
                case "put":
                    connection.put_item(pk, sk, attributes=write.attributes, condition=condition)
                case "update":
                    connection.update_item(pk, sk, actions=write.actions, condition=condition)
                case _:
                    connection.delete_item(pk, sk, condition=condition)
        except PynamoDBConnectionError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                raise write.refusal() from error
            raise

    def _commit_all(self, writes: list[Write]) -> None:
        lined_up = sorted(writes, key=lambda write: ORDER.index(write.kind))
        for attempt in range(ATTEMPTS):
            try:
                self._transact(lined_up)
            except TransactWriteError as error:
                codes = [reason.code if reason else None for reason in error.cancellation_reasons]
                for write, code in zip(lined_up, codes, strict=False):
                    if code == "ConditionalCheckFailed":
                        raise write.refusal() from error
                if "TransactionConflict" not in codes or attempt == ATTEMPTS - 1:
                    raise
                self._sleep(0.02 * 2**attempt)
            else:
                return

    def _transact(self, writes: list[Write]) -> None:
        groups: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ORDER}
        for write in writes:
            groups[write.kind].append(
                self._table.connection.get_operation_kwargs(
                    write.key.pk,
                    write.key.sk,
                    key="Item" if write.kind == "put" else "Key",
                    attributes=write.attributes,
                    actions=write.actions,
                    condition=write.condition,
                )
            )
        self._table.connection.connection.transact_write_items(
            condition_check_items=groups["check"],
            delete_items=groups["delete"],
            put_items=groups["put"],
            update_items=groups["update"],
        )


def together(table: Table, units: Iterable[Unit], most: int = MOST_WRITES) -> Iterator[Unit]:
    """The units joined into as few of so many writes as there may be, each whole in one of them."""
    joint = Unit(table)
    for unit in units:
        if len(joint) + len(unit) > most:
            yield joint
            joint = Unit(table)
        joint.join(unit)
    yield joint
