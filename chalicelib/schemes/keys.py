"""Keys of the stored schemes and versions."""

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

SCHEMES = Collection("schemes")
SCHEME_VERSIONS = Collection("scheme")


def partition_of_schemes(scope: TenantScope) -> str:
    return scope.partition(SCHEMES)


def key_of_scheme(scope: TenantScope, code: str) -> Key:
    return scope.key(partition_of_schemes(scope), code)


def partition_of_scheme_versions(scope: TenantScope, code: str) -> str:
    return scope.partition(SCHEME_VERSIONS, code)


def key_of_scheme_version(scope: TenantScope, code: str, version: int) -> Key:
    """Return the key of a version. A pilot's code gives the key of its scheme's version."""
    return scope.key(partition_of_scheme_versions(scope, scheme_of(code)), f"v{version:06d}")
