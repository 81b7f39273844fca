"""Keys of due days: the company's, and those of each scheme that has its own."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

DUE_DAYS = Collection("due-days")
_COMPANY, _SCHEME = "company", "scheme"


def partition_of_due_days(scope: TenantScope) -> str:
    return scope.partition(DUE_DAYS)


def key_of_due_days(scope: TenantScope, scheme: str | None) -> Key:
    """Return the key of a scheme's days; of the company's without a scheme."""
    place = (_COMPANY,) if scheme is None else (_SCHEME, scheme)
    return scope.key(partition_of_due_days(scope), *place)
