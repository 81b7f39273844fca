"""A worker's context in a company, for tests that call a service without a request."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope
from chalicelib.tenancy.service_context import service_context


@contextmanager
def worker_in(platform: Platform, tenant_id: str, actor: str = "test") -> Iterator[Context]:
    """Act for the company in the block, and give the context of a worker there."""
    scope = TenantScope(tenant_id)
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        assert tenant is not None
        yield service_context(platform, tenant, actor)
