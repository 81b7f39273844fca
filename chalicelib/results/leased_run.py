"""One run of work that writes a period's results: it takes the period's lease, and gives it back.

Every writer of results works through :func:`run_under_lease`: an upload's run, a rescoring's run.
What happens to the lease (:mod:`chalicelib.periods.lease`) follows from how the work ends:

======================  =========================================================================
the work returns        released: the period is finished, and may be locked
``OutOfTime``           kept, and handed on: the next run takes it over by this run's claim
``TakenOver``           laid down, and the work is asked for again: another run has gone on with it
any other exception     laid down: the next delivery of the message takes it; raised again
======================  =========================================================================

A lease that was laid down can be taken by any writer, but the period cannot be locked until a
writer has finished.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodBusy
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context

#: Time kept free at the end of an invocation, for the chunk at work and for handing on.
RESERVE = timedelta(seconds=20)
#: Seconds to wait before asking again for a period that another run is writing.
BUSY_SECONDS = 3


class OutOfTime(Exception):
    """The invocation is about to end; another run must go on."""


class TakenOver(Exception):
    """What the work has stored is not as this run left it: another run has gone on with it."""


@dataclass(frozen=True, slots=True)
class Next:
    """What to do after a run: another one after ``delay`` seconds; None: nothing is left.

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
    work: Callable[[], None],
) -> Next:
    """Take the period's lease until ``deadline``, do the work, and give the lease back.

    ``inherited`` is the claim of the run that handed on, if one did. A busy period is asked for
    again later. Raises PeriodLocked (nothing was done), and whatever the work raises.
    """
    claim = new_id("run", context.now)
    try:
        lease.take(context, period, scheme, claim, deadline, inherited)
    except PeriodBusy:
        return Next(BUSY_SECONDS, inherited)
    try:
        work()
    except OutOfTime:
        return Next(0, claim)
    except TakenOver:
        # By another run, or by this run's own write, whose answer was lost and that was sent again.
        lease.abandon(context, period, scheme, claim)
        return Next(BUSY_SECONDS)
    except Exception:
        lease.abandon(context, period, scheme, claim)
        raise
    lease.release(context, period, scheme, claim)
    return DONE
