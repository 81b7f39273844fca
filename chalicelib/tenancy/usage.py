"""What each company uses, counted in the process and written to its counter of the month.

A process adds up what requests and runs have used, by company. The first of a company is written at
once. What follows within a minute waits, until the minute is over or enough has come together: so
the counter costs at most one write for each company, process and minute, or one for
:data:`MOST_UNITS` units. What a process holds when it ends is lost; a write that is repeated after
a lost answer counts twice. See docs/decisions/costs.md.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.operand import Path

from chalicelib.store.consumed_units import Units
from chalicelib.store.errors import ConditionFailed, Throttled
from chalicelib.store.keys import EXPIRES_AT
from chalicelib.telemetry import described, log
from chalicelib.tenancy import credentials
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.keys import key_of_usage
from chalicelib.tenancy.scope import TenantScope
from chalicelib.tenancy.used import NAMES, Used

if TYPE_CHECKING:
    from chalicelib.tenancy.platform import Platform

#: How long usage waits in a process at most, as long as requests come.
WAIT = timedelta(minutes=1)
#: So many requests, or units of the table, are written before that. A page of a list is some 400.
MOST_REQUESTS, MOST_UNITS = 50, 1000
#: How long a month's counter is kept after the month began.
KEPT = timedelta(days=31 * 26)
#: Counters of which one process remembers when it wrote; the first written is forgotten first.
MOST_COUNTERS = 10_000
#: The write of the counter itself, a part of the usage: an item below 1 KB, without an index.
OWN_WRITE = Used(write_halves=2)


def of_request(units: Units, seconds: float, memory: int) -> Used:
    """Return the usage of one request that took so long in a function with ``memory`` MB."""
    ms = round(seconds * 1000)
    return _consumed(units) + Used(requests=1, request_ms=ms, memory_ms=ms * memory)


def of_run(units: Units, seconds: float, memory: int) -> Used:
    """Return the usage of one run of background work."""
    ms = round(seconds * 1000)
    return _consumed(units) + Used(runs=1, run_ms=ms, memory_ms=ms * memory)


def _consumed(units: Units) -> Used:
    return Used(
        read_halves=round(units.read * 2),
        write_halves=round(units.write * 2),
        object_reads=units.object_reads,
        object_writes=units.object_writes,
    )


@dataclass(slots=True)
class _Held:
    """What is not written of a company's month. ``since``: the time of the oldest part."""

    used: Used
    since: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Usage to be added to the counter of a company and month."""

    tenant: str
    month: str
    used: Used
    since: datetime


class Usage:
    """The usage that one process holds, by company and month."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], _Held] = {}
        self._written: dict[tuple[str, str], datetime] = {}

    def add(self, tenant: str, used: Used, now: datetime) -> list[Part]:
        """Add usage, and return what is to be written now. It is no longer held.

        That is the company's own when it is due, and the oldest of another company or month when it
        has waited long enough.
        """
        place = (tenant, f"{now:%Y-%m}")
        self.hold(tenant, used, now)
        due = [place] if self._is_due(place, now) else []
        oldest = next(iter(self._held))
        if oldest != place and now - self._held[oldest].since >= WAIT:
            due.append(oldest)
        return [self._taken(one, now) for one in due]

    def hold(self, tenant: str, used: Used, now: datetime) -> None:
        """Add usage that is not to be written now, whatever is due."""
        self._hold((tenant, f"{now:%Y-%m}"), used, now)

    def keep(self, part: Part) -> None:
        """Hold a part again that could not be written."""
        self._hold((part.tenant, part.month), part.used, part.since)

    def _hold(self, place: tuple[str, str], used: Used, now: datetime) -> None:
        held = self._held.get(place)
        if held is None:
            self._held[place] = _Held(used, now)
        else:
            held.used += used
            held.since = min(held.since, now)

    def _is_due(self, place: tuple[str, str], now: datetime) -> bool:
        written = self._written.get(place)
        used = self._held[place].used
        return (
            written is None
            or not timedelta(0) <= now - written < WAIT
            or used.requests + used.runs >= MOST_REQUESTS
            or used.read_units + used.write_units >= MOST_UNITS
        )

    def _taken(self, place: tuple[str, str], now: datetime) -> Part:
        held = self._held.pop(place)
        # Removed and inserted again: the dictionary's first entry is the one written longest ago.
        self._written.pop(place, None)
        self._written[place] = now
        if len(self._written) > MOST_COUNTERS:
            del self._written[next(iter(self._written))]
        return Part(*place, held.used, held.since)


def note(
    platform: "Platform",
    tenant: str,
    used: Used,
    *,
    makes: bool = True,
    error: Exception | None = None,
) -> None:
    """Count what a company has used. Usage that cannot be written is held again, with a log line.

    ``makes``: whether the month's counter may be made. It may by a request or a run of a company
    that is there. What a deletion or a late message has used is added only while the counter is
    there; so nothing of a deleted company comes back.

    ``error``: how the request or run has failed. When it had no credentials, its usage is held:
    a write would ask STS once more, which did not answer, while the caller waits.
    """
    usage = platform.remembered(Usage, Usage)
    if isinstance(error, credentials.CredentialsUnavailable):
        usage.hold(tenant, used, platform.clock())
        return
    for part in usage.add(tenant, used, platform.clock()):
        scope = TenantScope(part.tenant)
        try:
            with acting_as(scope):
                _write(platform, scope, part, makes=makes and part.tenant == tenant)
        except ConditionFailed:
            continue  # The company has been deleted.
        except (PynamoDBException, Throttled, credentials.CredentialsUnavailable) as error:
            usage.keep(part)
            log(logging.WARNING, "usage_not_written", tenant=part.tenant, **described(error))


def _write(platform: "Platform", scope: TenantScope, part: Part, *, makes: bool) -> None:
    used = part.used + OWN_WRITE
    amounts = [(name, amount) for name in NAMES if (amount := getattr(used, name))]
    platform.table.update(
        key_of_usage(scope, part.month),
        [
            *(Path(name).add(amount) for name, amount in amounts),
            Path(EXPIRES_AT).set(expires_at(part.month)),
        ],
        None if makes else Path("pk").exists(),
    )


def expires_at(month: str) -> int:
    """Return when the table removes what is kept of a month (Unix time)."""
    return int((datetime.fromisoformat(f"{month}-01T00:00:00+00:00") + KEPT).timestamp())
