"""Compiled versions, kept in the process: a version never changes, so it is compiled once."""

from collections import OrderedDict
from dataclasses import dataclass

from chalicelib.schemes.fingerprint import verify
from chalicelib.schemes.records import SchemeVersion, read_version
from chalicelib.scoring import CompiledScheme, Scheme, compile_scheme, read_scheme
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import exact_json

#: A warm process serves many tenants; a compiled ten-line scheme is some tens of kilobytes.
MOST_KEPT = 200

_kept: "OrderedDict[tuple[str, str, int], ReadyScheme]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class ReadyScheme:
    """A version, read and compiled."""

    version: int
    sha256: str
    scheme: Scheme
    compiled: CompiledScheme

    def lacking(self, other: "ReadyScheme") -> tuple[str, ...]:
        """The columns that these rules need and that files for the other ones did not have.

        Inputs stored under the other rules cannot be scored by these then: a column that nobody
        was asked for is not the same as a figure that somebody did not have.
        """
        there = {column.code for column in other.compiled.columns}
        needed = (column for column in self.compiled.columns if column.required)
        return tuple(column.code for column in needed if column.code not in there)


def ready(table: Table, scope: TenantScope, code: str, version: int) -> ReadyScheme | None:
    """The version, from the process's memory or the table; None when there is none.

    The memory's key begins with the tenant, so it can no more be reached from outside the
    tenant than the table can.
    """
    key = (scope.tenant, code, version)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    stored = read_version(table, scope, code, version)
    if stored is None:
        return None
    _kept[key] = made(stored)
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def made(stored: SchemeVersion) -> ReadyScheme:
    """Read and compile a stored version, once it is known to be what was published."""
    verify(stored)
    scheme = read_scheme(exact_json.read(stored.document))
    return ReadyScheme(stored.version, stored.sha256, scheme, compile_scheme(scheme))


def forget() -> None:
    """Empty the process's memory; for tests."""
    _kept.clear()
