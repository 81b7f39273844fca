"""How many requests of a tenant's all processes have taken: one item for each minute.

Adding to it is one atomic write without a condition, whatever is left: the number that it
gives back tells which of the added requests lie within the limit. A write that is repeated
because its answer was lost counts twice, which only gives the tenant a few requests less.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.operand import Path

from chalicelib.store.keys import EXPIRES_AT, Key
from chalicelib.store.table import Table
from chalicelib.telemetry import log, metrics
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.keys import key_of_request_count
from chalicelib.tenancy.scope import TenantScope

#: The table may forget a window's item so long after the window began: later than any clock of
#: ours can be behind, for a process that thinks the window still goes on must find the count.
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SharedCount:
    """The count of one tenant (None: the operator), for one request."""

    table: Table
    tenant: str | None
    request_id: str
    stage: str

    def add(self, window: datetime, requests: int) -> int | None:
        """The number in the window with these among it; None, and a metric, without an answer."""
        minute = window.strftime("%Y-%m-%dT%H:%MZ")
        try:
            if self.tenant is None:
                with acting_as_operator():
                    return self._added(operator_scope.requests(minute), window, requests)
            scope = TenantScope(self.tenant)
            with acting_as(scope):
                return self._added(key_of_request_count(scope, minute), window, requests)
        except PynamoDBException as error:
            log(
                logging.WARNING,
                "requests_uncounted",
                request_id=self.request_id,
                tenant=self.tenant,
                stage=self.stage,
                error=type(error).__name__,
                uncounted=1,
                _aws=metrics({"uncounted": "Count"}, ("stage",)),
            )
            return None

    def _added(self, key: Key, window: datetime, requests: int) -> int:
        item = self.table.update(
            key,
            [
                Path("taken").add(requests),
                Path(EXPIRES_AT).set(int((window + KEPT).timestamp())),
            ],
        )
        return int(item["taken"])
