"""A company's counter of a month as it is stored, and its copy in the operator's register."""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.keys import key_of_usage
from chalicelib.tenancy.scope import TenantScope
from chalicelib.tenancy.used import Used

#: What is measured, not counted. All are None before the first measurement.
MEASURED = ("table_bytes", "table_items", "file_bytes", "files", "measured_at")


@dataclass(frozen=True, slots=True)
class Counter(Used):
    """What a company has used in a month, and what it stores.

    ``table_bytes``, ``table_items``: of the table with its index, as AWS bills them.
    ``file_bytes``, ``files``: of all versions of files. ``measured_at`` (RFC 3339, UTC): when.
    """

    table_bytes: int | None = None
    table_items: int | None = None
    file_bytes: int | None = None
    files: int | None = None
    measured_at: str | None = None

    @property
    def stored_bytes(self) -> int:
        return (self.table_bytes or 0) + (self.file_bytes or 0)


@dataclass(frozen=True, slots=True)
class Entry(Counter):
    """A counter in the operator's register, as it was at ``as_of`` (RFC 3339, UTC; None: never)."""

    tenant: str = ""
    month: str = ""
    as_of: str | None = None


def as_fields(counter: Counter) -> dict[str, Any]:
    return {name: getattr(counter, name) for name in Counter.__dataclass_fields__}


def read_counter(table: Table, scope: TenantScope, month: str) -> Counter | None:
    """Return the counter of a month; None when nothing was counted.

    A month without a measurement yet has the one of the month before.
    """
    found = _read(table, scope, month)
    if found is None or found.measured_at is not None:
        return found
    before = _read(table, scope, month_before(month))
    if before is None:
        return found
    return replace(found, **{name: getattr(before, name) for name in MEASURED})


def _read(table: Table, scope: TenantScope, month: str) -> Counter | None:
    item = table.get(key_of_usage(scope, month))
    return None if item is None else from_item(Counter, item)


def month_before(month: str) -> str:
    """Return the month before one (``2026-11``), January of year 1 for itself."""
    year, number = int(month[:4]), int(month[5:])
    if (year, number) == (1, 1):
        return month
    return f"{year:04}-{number - 1:02}" if number > 1 else f"{year - 1:04}-12"
