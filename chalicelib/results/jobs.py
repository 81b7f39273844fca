"""Background work of this package: rescoring a period, the effects of cases, and the sweep of
abandoned leases."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.cases import queue as cases
from chalicelib.jobs import companies
from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next
from chalicelib.periods import records
from chalicelib.results import (
    abandoned,
    applying_cases,
    ended_cases,
    failed_rescorings,
    queue,
    rescoring,
)
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant

if TYPE_CHECKING:
    from chalicelib.results.queue import Rescore


@dataclass(frozen=True, slots=True)
class RequestedRescore:
    """A rescoring whose record is committed. ``gave_up_at``: since when it counts as given up."""

    rescore: "Rescore"
    gave_up_at: str | None


def _read(context: Context, message: Message) -> RequestedRescore | None:
    rescore = queue.rescore_of(message)
    record = records.read_period(context.table, context.scope, rescore.period, rescore.scheme)
    state = (record.rescoring if record else None) or {}
    if state.get("id") != rescore.id:
        return None
    return RequestedRescore(rescore, state.get("gave_up_at"))


def _run(
    context: Context, requested: RequestedRescore, _tenant: Tenant, deadline: datetime
) -> Next | None:
    after = rescoring.run(context, requested.rescore, deadline)
    return None if after.delay is None else Next(after.delay, {"claim": after.claim})


def _give_up(context: Context, message: Message, at: str | None) -> None:
    failed_rescorings.note_given_up(context, queue.rescore_of(message), at)


RESCORE_PERIOD = Kind(queue.KIND, UPLOADS, "rescoring", _read, _run, _give_up)


def _decided(context: Context, message: Message) -> "applying_cases.Due | None":
    return applying_cases.read(context, cases.asked_by(message))


def _apply(
    context: Context, due: "applying_cases.Due", _tenant: Tenant, deadline: datetime
) -> Next | None:
    after = applying_cases.run(context, due, deadline)
    return None if after.delay is None else Next(after.delay, {"claim": after.claim})


def _case_given_up(context: Context, message: Message, at: str | None) -> None:
    ended_cases.note_given_up(context, cases.asked_by(message), at)


APPLY_CASE = Kind(cases.KIND, UPLOADS, "cases", _decided, _apply, _case_given_up)


def _in_pilot(context: Context, message: Message) -> "applying_cases.InPilot | None":
    claim = message.optional_text("claim")
    return applying_cases.read_in_pilot(context, message.text("id"), message.text("scheme"), claim)


def _apply_in_pilot(
    context: Context, asked: "applying_cases.InPilot", _tenant: Tenant, deadline: datetime
) -> Next | None:
    after = applying_cases.run_in_pilot(context, asked, deadline)
    return None if after.delay is None else Next(after.delay, {"claim": after.claim})


#: Nothing waits for it, so giving up needs no note: a dead letter is sent again by itself, and the
#: pilot's next scoring follows the case too.
APPLY_CASE_IN_PILOT = Kind(cases.IN_PILOT, UPLOADS, "cases", _in_pilot, _apply_in_pilot, again=True)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A period that broken off work (its id) has left unsettled."""

    period: str
    scheme: str
    work: str


def _unsettled(_context: Context, message: Message) -> Unsettled:
    return Unsettled(message.text("period"), message.text("scheme"), message.text("work"))


def _settle(context: Context, found: Unsettled, _tenant: Tenant, deadline: datetime) -> Next | None:
    after = abandoned.settle_and_release(context, found.period, found.scheme, found.work, deadline)
    return None if after.delay is None else Next(after.delay)


#: Giving up needs no note: the sweep asks again after an hour.
SETTLE_PERIOD = Kind(queue.SETTLE, UPLOADS, "scoring", _unsettled, _settle)


def _company(_context: Context, message: Message) -> str:
    return message.scope.tenant


def _sweep(context: Context, _company: str, _tenant: Tenant, _deadline: datetime) -> None:
    abandoned.sweep(context)


#: Giving up needs no note: the tick asks again after an hour.
SWEEP_LEASES = Kind(queue.SWEEP, UPLOADS, "scoring", _company, _sweep)


def tick(platform: Platform) -> int:
    """Send a message for every company whose leases are to be swept. Returns their number."""
    return companies.ask(platform, UPLOADS, queue.SWEEP, companies.staying(platform))
