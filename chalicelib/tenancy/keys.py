"""The keys of a company's settings, of its request counts and of its usage."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

COMPANY = Collection("tenant")
REQUEST_COUNTS = Collection("requests")
USAGE = Collection("usage")
#: In the place of a credential's id: requests that are kept for people, and for keys that are
#: nobody's. No id begins so, and no name of a person (callers_share.py).
PEOPLES, KEYS = "~people", "~keys"


def partition_of_company(scope: TenantScope) -> str:
    return scope.partition(COMPANY)


def key_of_company(scope: TenantScope) -> Key:
    return scope.key(partition_of_company(scope), "settings")


def partition_of_request_counts(scope: TenantScope) -> str:
    return scope.partition(REQUEST_COUNTS)


def key_of_request_count(scope: TenantScope, minute: str, credential: str | None = None) -> Key:
    """Return the key of the number of requests in a minute (``2026-11-05T08:00Z``).

    ``credential``: of this credential alone, or of one person's (callers_share.py: share_name);
    PEOPLES, KEYS: those that were kept for people, or for other keys; None: the company's others.
    """
    of_one = (credential,) if credential is not None else ()
    return scope.key(partition_of_request_counts(scope), minute, *of_one)


def partition_of_usage(scope: TenantScope) -> str:
    return scope.partition(USAGE)


def key_of_usage(scope: TenantScope, month: str) -> Key:
    """Return the key of what the company has used in a month (``2026-11``)."""
    return scope.key(partition_of_usage(scope), month)
