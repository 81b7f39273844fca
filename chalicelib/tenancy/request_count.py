"""The number of requests that all processes have taken, in one item for each tenant and minute.

A credential that makes many requests has an item of its own beside it, and so have the requests
that are kept for people, while they are used.

Adding is one atomic write without a condition, also when no request is left. The total that it
returns shows which of the added requests are within the limit. A write that is repeated after a
lost answer counts twice. The tenant then gets a few requests less.
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

#: How long the table keeps a window's item after the window began. No clock is this far behind,
#: so a process with a slow clock still finds the count of its window.
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SharedCount:
    """The count of one tenant (None: the operator), or of one credential, used by one request.

    ``request_id`` and ``stage`` go into the log line when the count does not answer.
    """

    table: Table
    tenant: str | None
    request_id: str
    stage: str
    credential: str | None = None

    def add(self, window: datetime, requests: int) -> int | None:
        """Add requests to the window and return the new total.

        When the table does not answer, return None, and write a log line with a metric.
        """
        minute = window.strftime("%Y-%m-%dT%H:%MZ")
        try:
            if self.tenant is None:
                with acting_as_operator():
                    return self._added(operator_scope.requests(minute), window, requests)
            scope = TenantScope(self.tenant)
            with acting_as(scope):
                key = key_of_request_count(scope, minute, self.credential)
                return self._added(key, window, requests)
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
