"""The tenant that the process works for now. The guard checks every AWS request against it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class Acting:
    """The current scope (None: no tenant), and whether the operator's registers are open."""

    scope: TenantScope | None
    operator: bool


_NOBODY = Acting(None, operator=False)
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


def acting() -> Acting:
    """Return the current tenant: nobody outside the blocks of this module."""
    return _acting.get()


@contextmanager
def acting_as(scope: TenantScope) -> Iterator[None]:
    """Work for one tenant alone inside the block. The operator's registers are closed."""
    token = _acting.set(Acting(scope, operator=False))
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def acting_as_operator() -> Iterator[None]:
    """Work on the operator's registers alone inside the block. Every tenant is closed."""
    token = _acting.set(Acting(None, operator=True))
    try:
        yield
    finally:
        _acting.reset(token)


def open_tenant(scope: TenantScope) -> None:
    """Open this tenant too until the operator's block ends (onboarding, limits).

    Raises PermissionError outside such a block, so that a tenant's request cannot widen itself.
    """
    if not _acting.get().operator:
        raise PermissionError("only the operator's work opens a tenant")
    _acting.set(Acting(scope, operator=True))
