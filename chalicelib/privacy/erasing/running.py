"""One run of an erasure: the packages' unfinished steps, until all are done or time is up."""

from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.privacy.erasing.job import Ended, Job
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import COMPLETED, Erasure
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.holdings import ErasureBusy
from chalicelib.tenancy.records import Tenant

#: Time kept free at the end of an invocation, for the current piece and for handing on.
RESERVE = timedelta(seconds=20)
#: Seconds until the next run while another run writes what a step changes.
BUSY_SECONDS = 15
#: Attributes that are removed at the end: the person, the pseudonym and the progress.
FORGOTTEN = ("employee_id", "called", "pseudonym", "notes", "done", "step", "after")


def run(context: Context, erasure: Erasure, tenant: Tenant, deadline: datetime) -> int | None:
    """Do the unfinished steps. None when the erasure has ended, else seconds until the next run.

    ``deadline`` is the end of the invocation.
    """
    if erasure.status == COMPLETED:
        return None
    job = Job(context, erasure, tenant.created_at[:7], deadline - RESERVE)
    try:
        for name, step in job.steps():
            if name in job.erasure.done:
                continue
            for after in step.work(job, job.checkpoint(name)):
                job.reach(name, after)
                if job.late():
                    return 0
            job.complete(name)
    except ErasureBusy:
        return BUSY_SECONDS
    except Ended:
        return None
    _finish(job)
    return None


def _finish(job: Job) -> None:
    """End the erasure: remove the person and the pseudonym, write the audit event."""
    context, erasure = job.context, job.erasure
    end_work(
        context,
        key_of_erasure(context.scope, erasure.id),
        [
            Path("status").set(COMPLETED),
            Path("finished_at").set(timestamp(context.platform.clock())),
            *(Path(name).remove() for name in FORGOTTEN),
        ],
        Path("status") != COMPLETED,
        "employees.erased",
        f"erasures/{erasure.id}",
        dict(erasure.counts),
        erasure.revision + 1,
    )
