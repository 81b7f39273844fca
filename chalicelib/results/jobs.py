"""Background work of this package: rescoring a period."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.jobs.kinds import UPLOADS, Kind, Message, Next
from chalicelib.periods import records
from chalicelib.results import failed_rescorings, queue, rescoring
from chalicelib.tenancy.context import Context
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
