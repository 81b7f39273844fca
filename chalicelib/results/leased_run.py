"""One run of work that writes a period's results, under the period's lease.

Every writer of results works through :func:`run_under_lease`: the run of an upload, and the run of
a rescoring. The end of the work decides about the lease (:mod:`chalicelib.periods.lease`):

======================  =========================================================================
the work returns        released: the period is finished, and may be locked. Mostly the work has
                        released it together with its end state (``Lease.end_in``)
``OutOfTime``           kept, and handed over: the next run takes it with this run's claim,
                        behind the messages that wait when it ends for them (``OthersWait``)
``TakenOver``           abandoned, and another run is asked for: another run has continued the work
any other exception     abandoned for the next delivery of the message; the exception is raised
======================  =========================================================================

Any writer can take an abandoned lease. The period cannot be locked until a writer has
finished.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.jobs import fair_share
from chalicelib.jobs.fair_share import Share
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodBusy, PeriodLocked
from chalicelib.periods.lease import Lease
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context

#: Time kept free at the end of an invocation, for the current chunk and for the message to the
#: next run.
RESERVE = timedelta(seconds=20)
#: Seconds until the next try when another run is writing the period.
BUSY_SECONDS = 3


class OutOfTime(Exception):
    """The invocation is about to end; another run must continue."""


class OthersWait(OutOfTime):
    """The run has had its share of the worker, and others wait: they are taken first."""


def end_of(share: Share) -> OutOfTime:
    """Return why a run ends that must end now: for others, or because its time is over."""
    return OthersWait() if share.ended else OutOfTime()


def end_after_step(share: Share, until: datetime) -> OutOfTime | None:
    """Note a step, and return why the run must end after it; None: it goes on."""
    return end_of(share) if share.over_after_step(until) else None


class TakenOver(Exception):
    """The stored state of the work is not as this run left it: another run has continued it."""


@dataclass(frozen=True, slots=True)
class Next:
    """The next step after a run: another run after ``delay`` seconds; None: the work is finished.

    ``claim`` is the claim on the period that the next run inherits.
    """

    delay: int | None
    claim: str | None = None


DONE = Next(None)


def run_under_lease(
    context: Context,
    scheme: str,
    period: str,
    inherited: str | None,
    deadline: datetime,
    work: Callable[[Lease], None],
    work_id: str,
) -> Next:
    """Take the period's lease until ``deadline``, do the work, and give the lease back.

    ``inherited`` is the claim of the previous run, if that run asked for this one. ``work_id`` is
    the id of the upload or rescoring, which the period stores with the lease. When the period
    is busy, the work is not done and another run is asked for. Raises PeriodLocked before the work,
    and the errors of the work.
    """
    claim = new_id("run", context.now)
    try:
        held = lease.take(context, period, scheme, claim, deadline, inherited, work=work_id)
    except PeriodBusy:
        return Next(BUSY_SECONDS, inherited)
    except PeriodLocked:
        raise
    except Exception:
        # The answer to a write may be lost, and the period held under this claim.
        lease.abandon(context, period, scheme, claim)
        raise
    try:
        work(held)
    except OthersWait:
        return Next(fair_share.BEHIND_OTHERS, claim)
    except OutOfTime:
        return Next(0, claim)
    except TakenOver:
        # Another run did it, or this run's own write was sent twice because its answer was lost.
        lease.abandon(context, period, scheme, claim)
        return Next(BUSY_SECONDS)
    except Exception:
        lease.abandon(context, period, scheme, claim)
        raise
    if not held.ended:
        lease.give_back(context, held)
    return DONE
