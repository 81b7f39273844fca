"""A cache of compiled versions in the process. A version never changes, so it is compiled once."""

from collections import OrderedDict
from dataclasses import dataclass

from chalicelib.schemes.fingerprint import verify
from chalicelib.schemes.records import SchemeVersion, read_version
from chalicelib.scoring import CompiledScheme, Scheme, compile_scheme, read_scheme
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import exact_json

#: Most versions in the cache. A warm process serves many tenants, and a compiled scheme of ten
#: lines takes some tens of kilobytes.
MOST_KEPT = 200

#: The least recently used entry comes first.
_kept: "OrderedDict[tuple[str, str, int], ReadyScheme]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class ReadyScheme:
    """A version, read and compiled."""

    version: int
    sha256: str
    scheme: Scheme
    compiled: CompiledScheme

    def lacking(self, other: "ReadyScheme") -> tuple[str, ...]:
        """Return the required columns of these rules that the other rules do not have.

        With such a column, inputs stored under the other rules cannot be scored by these rules. A
        column that a file was not asked for differs from a figure that a person did not have.
        """
        columns_of_other = {column.code for column in other.compiled.columns}
        needed = (column for column in self.compiled.columns if column.required)
        return tuple(column.code for column in needed if column.code not in columns_of_other)


def ready(table: Table, scope: TenantScope, code: str, version: int) -> ReadyScheme | None:
    """Return the compiled version, from the cache or the table; None when there is none.

    The cache's key begins with the tenant, so one tenant cannot reach another's entries. Raises
    Damaged when the stored document does not match its fingerprint.
    """
    key = (scope.tenant, code, version)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    stored = read_version(table, scope, code, version)
    if stored is None:
        return None
    _kept[key] = _compiled(stored)
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def existing(table: Table, scope: TenantScope, code: str, version: int) -> ReadyScheme:
    """Return the compiled version that made something stored.

    Raises LookupError without it. Versions are never removed, so that is a fault of the service.
    """
    found = ready(table, scope, code, version)
    if found is None:
        raise LookupError(f"version {version} of a scheme is gone")
    return found


def _compiled(stored: SchemeVersion) -> ReadyScheme:
    """Verify the fingerprint of a stored version, then read and compile it. Raises Damaged."""
    verify(stored)
    scheme = read_scheme(exact_json.read(stored.document))
    return ReadyScheme(stored.version, stored.sha256, scheme, compile_scheme(scheme))


def forget() -> None:
    """Empty the cache. For tests."""
    _kept.clear()
