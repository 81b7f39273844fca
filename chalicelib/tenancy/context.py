"""What a service needs to serve one request or event: for whom, by whom, when, and with what."""

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.language import Language
from chalicelib.store.objects import Objects
from chalicelib.store.table import Table
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class Context:
    """One tenant's piece of work. ``now`` is read once, so that all it writes has one time."""

    platform: Platform
    scope: TenantScope
    principal: Principal
    unit: Unit
    now: datetime

    @property
    def table(self) -> Table:
        return self.platform.table

    @property
    def objects(self) -> Objects:
        return self.platform.objects

    @property
    def time(self) -> str:
        return timestamp(self.now)

    @property
    def language(self) -> Language:
        """The company's own, for what no caller's preference is known of."""
        return "zh" if self.principal.locale == "zh" else "en"


@dataclass(frozen=True, slots=True)
class OperatorContext:
    """The operator's piece of work: no tenant, the registers alone."""

    platform: Platform
    principal: Principal
    unit: Unit
    now: datetime

    @property
    def table(self) -> Table:
        return self.platform.table

    @property
    def time(self) -> str:
        return timestamp(self.now)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC to the millisecond: ``2026-11-01T08:00:00.000Z``; sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
