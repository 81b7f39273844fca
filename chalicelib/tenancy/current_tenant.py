"""For whom the process is working at this moment: what the guard holds every AWS request to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class Acting:
    """The scope at work (None: no tenant's), and whether the operator's registers are open too."""

    scope: TenantScope | None
    operator: bool


_NOBODY = Acting(None, operator=False)
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


def acting() -> Acting:
    """Who is at work now; nobody unless a block below says so."""
    return _acting.get()


@contextmanager
def acting_as(scope: TenantScope) -> Iterator[None]:
    """Work for one tenant, and nothing else, inside the block."""
    token = _acting.set(Acting(scope, operator=False))
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def acting_as_operator() -> Iterator[None]:
    """Work on the operator's registers alone."""
    token = _acting.set(Acting(None, operator=True))
    try:
        yield
    finally:
        _acting.reset(token)


def open_tenant(scope: TenantScope) -> None:
    """Until the operator's block ends, let it reach this tenant too (onboarding, limits).

    Raises PermissionError outside such a block: a tenant's request can never widen itself.
    """
    if not _acting.get().operator:
        raise PermissionError("only the operator's work opens a tenant")
    _acting.set(Acting(scope, operator=True))
