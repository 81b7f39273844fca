"""The tenant that the process works for now. The guard checks every AWS request against it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class CurrentTenant:
    """The current scope (None: no tenant), and whether the operator's registers are open."""

    scope: TenantScope | None
    operator: bool


_NOBODY = CurrentTenant(None, operator=False)
_current: ContextVar[CurrentTenant] = ContextVar("current_tenant", default=_NOBODY)


def current_tenant() -> CurrentTenant:
    """Return the current tenant: nobody outside the blocks of this module."""
    return _current.get()


@contextmanager
def acting_as(scope: TenantScope) -> Iterator[None]:
    """Work for one tenant alone inside the block. The operator's registers are closed."""
    token = _current.set(CurrentTenant(scope, operator=False))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def acting_as_operator() -> Iterator[None]:
    """Work on the operator's registers alone inside the block. Every tenant is closed."""
    token = _current.set(CurrentTenant(None, operator=True))
    try:
        yield
    finally:
        _current.reset(token)


def open_tenant(scope: TenantScope) -> None:
    """Open this tenant too until the operator's block ends (onboarding, limits).

    Raises PermissionError outside such a block, so that a tenant's request cannot widen itself.
    """
    if not _current.get().operator:
        raise PermissionError("only the operator's work opens a tenant")
    _current.set(CurrentTenant(scope, operator=True))
