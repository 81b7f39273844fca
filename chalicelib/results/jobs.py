"""Background work of results: rescorings of a period."""

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
class Asked:
    """A rescoring whose record is committed, and since when that counts as given up."""

    rescore: "Rescore"
    gave_up_at: str | None


def _asked(context: Context, message: Message) -> Asked | None:
    rescore = queue.rescore_of(message)
    record = records.read_period(context.table, context.scope, rescore.period, rescore.scheme)
    state = (record.rescoring if record else None) or {}
    if state.get("id") != rescore.id:
        return None
    return Asked(rescore, state.get("gave_up_at"))


def _run(context: Context, asked: Asked, _: Tenant, deadline: datetime) -> Next | None:
    after = rescoring.run(context, asked.rescore, deadline)
    return None if after.delay is None else Next(after.delay, {"claim": after.claim})


def _give_up(context: Context, message: Message, at: str | None) -> None:
    failed_rescorings.note_given_up(context, queue.rescore_of(message), at)


RESCORE_PERIOD = Kind(queue.KIND, UPLOADS, "rescoring", _asked, _run, _give_up)
