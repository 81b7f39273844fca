"""Rescorings that the uploads queue brings."""

from dataclasses import replace
from datetime import datetime

from chalicelib.periods.records import read_period
from chalicelib.results.queue import Rescore, send
from chalicelib.results.rescoring import run
from chalicelib.tenancy.background import background
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope

#: A message that came before its record was committed is sent again so often, a second apart.
ATTEMPTS = 5


def rescore(platform: Platform, asked: Rescore, deadline: datetime) -> None:
    """A run of the rescoring, and a message for the next when there is more to do."""
    scope = TenantScope(asked.tenant)
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        if tenant is None:
            return
        context = background(platform, tenant, "rescoring")
        record = read_period(platform.table, scope, asked.period, asked.scheme)
        if record is None or (record.rescoring or {}).get("id") != asked.id:
            if asked.attempt < ATTEMPTS:
                send(context, replace(asked, attempt=asked.attempt + 1), delay=1)
            return
        after = run(context, asked, deadline)
        if after.delay is not None:
            send(context, replace(asked, claim=after.claim), after.delay)
