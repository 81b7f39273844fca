"""One conditional write. A refusal carries the stored item, so that no read is needed.

pynamodb's own calls neither request nor return that item. So a role that may write needs no
permission to read.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.store.backoff import MOST_WAITS, waits
from chalicelib.store.converters import Attributes
from chalicelib.store.errors import ConditionFailed, Throttled
from chalicelib.store.item_formats import expects_nothing
from chalicelib.store.keys import Key

#: The answer to a single write of an item that a transaction is using.
CONFLICT = "TransactionConflictException"
Kind = Literal["put", "update", "delete"]
_OPERATIONS: Mapping[Kind, tuple[str, str, type[PutError | UpdateError | DeleteError]]] = {
    "put": ("PutItem", "Item", PutError),
    "update": ("UpdateItem", "Key", UpdateError),
    "delete": ("DeleteItem", "Key", DeleteError),
}


class Refused(ConditionFailed):
    """The condition did not hold for the stored item ``found`` (None: there is no item)."""

    def __init__(self, found: Attributes | None) -> None:
        super().__init__()
        self.found = found


def write(
    connection: TableConnection,
    kind: Kind,
    key: Key,
    *,
    condition: Condition | None,
    attributes: Attributes | None = None,
    actions: Sequence[Action] | None = None,
    return_values: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Make the write and return DynamoDB's answer.

    While a transaction uses the item, the write waits and is made again; nothing was written then.
    Raises Refused when the condition does not hold, Throttled when the transactions do not end, and
    pynamodb's errors for all else.
    """
    operation, place, failed = _OPERATIONS[kind]
    # Where no item is expected, the one that is there needs no upgrade.
    tells = condition is not None and not expects_nothing(condition)
    request = connection.get_operation_kwargs(
        key.pk,
        key.sk,
        key=place,
        attributes=attributes,
        actions=actions,
        condition=condition,
        return_values=return_values,
        return_values_on_condition_failure="ALL_OLD" if tells else None,
    )
    for wait in (*waits(MOST_WAITS), None):
        try:
            return dict(connection.connection.dispatch(operation, request))
        except (BotoCoreError, ClientError) as error:
            failure = failed(f"Failed to {kind} item: {error}", error)
            if failure.cause_response_code == "ConditionalCheckFailedException":
                raise Refused(_found(error)) from failure
            if failure.cause_response_code != CONFLICT:
                raise failure from error
            if wait is None:
                raise Throttled("writing an item of a transaction") from failure
            sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _found(error: Exception) -> Attributes | None:
    """Return the stored item of botocore's error, because pynamodb's error lacks it."""
    found: Attributes | None = getattr(error.__cause__, "response", {}).get("Item")
    return found
