"""What a service needs for one request or event: tenant, caller, time, storage."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chalicelib.language import Language
from chalicelib.store.table import Table
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

if TYPE_CHECKING:
    from chalicelib.store.objects import Objects
    from chalicelib.store.transactions import Unit
    from chalicelib.tenancy.principal import Principal


@dataclass(frozen=True, slots=True)
class Context:
    """One piece of work for one tenant.

    ``now`` is read from the clock once, so that all writes of the work have the same time.
    """

    platform: Platform
    scope: TenantScope
    principal: "Principal"
    unit: "Unit"
    now: datetime

    @property
    def table(self) -> Table:
        return self.platform.table

    @property
    def objects(self) -> "Objects":
        return self.platform.objects

    @property
    def register_shards(self) -> int:
        """The partitions of the company's register of people (tenancy/records.py)."""
        return self.principal.register_shards

    @property
    def time(self) -> str:
        """``now`` as :func:`timestamp` writes it."""
        return timestamp(self.now)

    @property
    def language(self) -> Language:
        """The company's language, for texts that are made without a caller's preference."""
        return "zh" if self.principal.locale == "zh" else "en"


@dataclass(frozen=True, slots=True)
class OperatorContext:
    """One piece of work for the operator. It has no tenant and uses the registers alone."""

    platform: Platform
    principal: "Principal"
    unit: "Unit"
    now: datetime

    @property
    def table(self) -> Table:
        return self.platform.table

    @property
    def time(self) -> str:
        return timestamp(self.now)


def timestamp(moment: datetime) -> str:
    """Format a time as RFC 3339 in UTC, to the millisecond: ``2026-11-01T08:00:00.000Z``.

    These texts sort by time, from year 1 on: the year always has four digits.
    """
    in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{in_utc.isoformat(timespec='milliseconds')}Z"
