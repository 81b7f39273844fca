"""One run of an erasure: its steps from the checkpoint on, until all are done or time is up."""

from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.privacy.erasing import api_keys, files, log, owners, results, row_errors
from chalicelib.privacy.erasing.job import Busy, Job, Steps
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import COMPLETED, Erasure
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import Tenant

#: Results first: what they tell (the person's names) the later steps look for.
STEPS: Steps = (
    api_keys.erase,
    results.erase,
    owners.erase,
    row_errors.erase,
    log.erase,
    files.erase_copies,
    files.erase_files,
)
#: Time kept free at the end of an invocation, for the piece at work and for handing on.
RESERVE = timedelta(seconds=20)
BUSY_SECONDS = 15


def run(context: Context, erasure: Erasure, tenant: Tenant, deadline: datetime) -> int | None:
    """Do what is left. None when it is done, else seconds until the next run."""
    if erasure.status == COMPLETED:
        return None
    job = Job(context, erasure, tenant.created_at[:7], deadline - RESERVE)
    try:
        for step in range(erasure.step, len(STEPS)):
            for after in STEPS[step](job, job.erasure.after):
                job.reach(step, after)
                if job.late():
                    return 0
            job.reach(step + 1, None)
    except Busy:
        return BUSY_SECONDS
    _finish(job)
    return None


def _finish(job: Job) -> None:
    """Forget whom it was of, and write into the audit log that it is done."""
    context, erasure = job.context, job.erasure
    unit = Unit(context.table)
    unit.update(
        key_of_erasure(context.scope, erasure.id),
        [
            Path("status").set(COMPLETED),
            Path("finished_at").set(timestamp(context.platform.clock())),
            *(Path(name).remove() for name in ("employee_id", "pseudonym", "names", "uploads")),
            Path("after").remove(),
        ],
        Path("status") != COMPLETED,
    )
    counts = dict(erasure.counts)
    unit.put(
        *event_write(
            context, "employees.erased", f"erasures/{erasure.id}", None, counts, revision=2
        )
    )
    unit.commit()
