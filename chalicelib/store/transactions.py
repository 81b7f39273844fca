"""A unit of work: writes collected during a request and committed in one transaction.

The caller's write, its audit event and its idempotency record are committed together. A request
that is repeated after any failure finds either all of them or none.
"""

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.store.backoff import MOST_WAITS, waits
from chalicelib.store.converters import Attributes
from chalicelib.store.errors import ItemTooLarge, Throttled
from chalicelib.store.item_formats import expects_nothing, format_condition, set_format, with_format
from chalicelib.store.keys import Key, attributes_of
from chalicelib.store.sizes import item_bytes
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.store.writes import Refused, write

#: Bytes that an item may have as :mod:`chalicelib.store.sizes` counts them. DynamoDB takes 409,600.
LARGEST_ITEM = 404_000
#: DynamoDB accepts at most this many writes in one transaction.
MOST_WRITES = 100
#: Reasons of a cancelled transaction that pass by themselves. DynamoDB has written nothing then.
PASSING = frozenset(
    {
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
        "RequestLimitExceeded",
    }
)
#: The answer when the same request, sent before, has not ended yet.
IN_PROGRESS = "TransactionInProgressException"

#: The order of the writes in pynamodb's request, and so of DynamoDB's cancellation reasons.
ORDER = ("check", "delete", "put", "update")

Refusal = Callable[[], Exception]


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a unit, with the error to raise when its condition does not hold."""

    kind: Literal["check", "delete", "put", "update"]
    key: Key
    attributes: Attributes | None
    actions: Sequence[Action] | None
    condition: Condition | None
    refusal: Refusal


class _Refused(Exception):
    """The conditions of these writes did not hold for the stored items."""

    def __init__(self, writes: list[tuple[Write, Attributes | None]], cause: Exception) -> None:
        super().__init__()
        self.writes = writes
        self.cause = cause

    def refusal(self) -> Exception:
        return self.writes[0][0].refusal()


class Unit:
    """Collect writes; :meth:`commit` makes all of them or none.

    When the condition of a write does not hold, ``commit`` raises that write's refusal. Conditions
    are evaluated on items of the current format: an older item is upgraded first, and the writes
    are retried.
    """

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
        """Add a write of the whole item. ``refusal`` makes the error for a failed condition.

        Raises ItemTooLarge for an item that the table would not take.
        """
        fit = format_condition(key, condition, partly=False)
        attributes = with_format(key, item)
        if item_bytes({**attributes, **attributes_of(key)}) > LARGEST_ITEM:
            raise ItemTooLarge
        self._writes.append(Write("put", key, attributes, None, fit, refusal))

    def update(
        self,
        key: Key,
        actions: Sequence[Action],
        condition: Condition | None = None,
        refusal: Refusal = ConditionFailed,
    ) -> None:
        """Add a change of some attributes. ``refusal`` makes the error for a failed condition."""
        fit = format_condition(key, condition, partly=True)
        all_actions = [*actions, set_format(key)]
        self._writes.append(Write("update", key, None, all_actions, fit, refusal))

    def delete(
        self, key: Key, condition: Condition | None = None, refusal: Refusal = ConditionFailed
    ) -> None:
        """Add a deletion. ``refusal`` makes the error for a failed condition."""
        fit = format_condition(key, condition, partly=False)
        self._writes.append(Write("delete", key, None, None, fit, refusal))

    def check(self, key: Key, condition: Condition, refusal: Refusal = ConditionFailed) -> None:
        """Require that a condition holds for an item that the unit does not write."""
        fit = format_condition(key, condition, partly=False)
        self._writes.append(Write("check", key, None, None, fit, refusal))

    def join(self, other: "Unit") -> None:
        """Move the writes of another unit to this one."""
        taken, other._writes = other._writes, []
        self._writes += taken

    def commit(self) -> None:
        """Make every write, or none. The unit is empty afterwards.

        A unit without writes makes no request. Raises the refusal of a write whose condition does
        not hold, ValueError for more than MOST_WRITES writes, Throttled when the table is too busy
        for too long, and pynamodb's errors for all else.
        """
        writes, self._writes = self._writes, []
        if len(writes) > MOST_WRITES:
            raise ValueError(f"{len(writes)} writes do not fit in one transaction")
        if not writes:
            return
        make = self._commit_all
        if len(writes) == 1 and writes[0].kind != "check":
            make = self._commit_one
        try:
            make(writes)
        except _Refused as refused:
            found = refused.writes
            upgraded = [self._table.upgrade_item(one.key, there) for one, there in found]
            if not any(upgraded):
                raise refused.refusal() from refused.cause
            self._retry(make, writes)

    def _retry(self, make: Callable[[list[Write]], None], writes: list[Write]) -> None:
        try:
            make(writes)
        except _Refused as refused:
            raise refused.refusal() from refused.cause

    def _commit_one(self, writes: list[Write]) -> None:
        """Make a single write without a transaction, which costs half as much."""
        (one,) = writes
        assert one.kind != "check"  # noqa: S101 (a check needs a transaction)
        try:
            write(
                self._table.connection,
                one.kind,
                one.key,
                condition=one.condition,
                attributes=one.attributes,
                actions=one.actions,
                sleep=self._sleep,
            )
        except Refused as error:
            raise _Refused([(one, error.found)], error) from error

    def _commit_all(self, writes: list[Write]) -> None:
        """Make the writes in a transaction; wait and make it again when the table is too busy.

        All attempts have one token, so a transaction whose answer was lost is made once. Raises
        _Refused when a condition does not hold, whatever the other reasons are, and Throttled.
        """
        ordered = sorted(writes, key=lambda write: ORDER.index(write.kind))
        token = str(uuid.uuid4())
        for wait in (*waits(MOST_WAITS), None):
            try:
                self._transact(ordered, token)
            except TransactWriteError as error:
                reasons = error.cancellation_reasons
                refused = [
                    (one, reason.raw_item)
                    for one, reason in zip(ordered, reasons, strict=False)
                    if reason and reason.code == "ConditionalCheckFailed"
                ]
                if refused:
                    raise _Refused(refused, error) from error
                if not _passes(error):
                    raise
                if wait is None:
                    raise Throttled("writing in a transaction") from error
                self._sleep(wait)
            else:
                return

    def _transact(self, writes: list[Write], token: str) -> None:
        groups: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ORDER}
        for one in writes:
            tells = one.condition is not None and not expects_nothing(one.condition)
            groups[one.kind].append(
                self._table.connection.get_operation_kwargs(
                    one.key.pk,
                    one.key.sk,
                    key="Item" if one.kind == "put" else "Key",
                    attributes=one.attributes,
                    actions=one.actions,
                    condition=one.condition,
                    return_values_on_condition_failure="ALL_OLD" if tells else None,
                )
            )
        self._table.connection.connection.transact_write_items(
            condition_check_items=groups["check"],
            delete_items=groups["delete"],
            put_items=groups["put"],
            update_items=groups["update"],
            client_request_token=token,
        )


def _passes(error: TransactWriteError) -> bool:
    """Return whether another attempt may succeed: every reason of the error passes by itself."""
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if error.cause_response_code == IN_PROGRESS:
        return True
    return bool(codes) and codes <= PASSING
