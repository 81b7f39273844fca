"""Step 3: other people's improvement plans that the person is to see through."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.plans.changing import Change, change_all
from chalicelib.plans.keys import partition_of_plans
from chalicelib.plans.records import Plan, plan_of
from chalicelib.privacy.erasing.job import Job
from chalicelib.privacy.erasing.plans import owner_without
from chalicelib.privacy.erasing.results import places
from chalicelib.store.keys import parts_of

#: Plans read at a time.
SIZE = 500


def erase(job: Job, after: str | None) -> Iterator[str]:
    """Every plan of the tenant is looked at; the checkpoint is ``period/shard/plan``."""
    context = job.context
    done = after or ""
    for period in sorted({parts_of(place)[0] for place in places(job)}):
        for shard in range(context.principal.shards):
            here = f"{period}/{shard:02d}/"
            if done >= here + "~":
                continue
            partition = partition_of_plans(context.scope, period, shard)
            last = done.removeprefix(here) if done.startswith(here) else ""
            start = last or None
            while True:
                page = context.table.query(partition, after=start, limit=SIZE)
                _take_over(job, [plan_of(item) for item in page.items])
                start = page.after
                yield here + (start or "~")
                if start is None:
                    break


def _take_over(job: Job, plans: list[Plan]) -> None:
    theirs = [plan for plan in plans if (plan.owner or {}).get("employee_id") == job.person]
    change_all(job.context, [Change(plan, lambda plan: _changed(job, plan)) for plan in theirs])
    job.count("plans", len(theirs))


def _changed(job: Job, plan: Plan) -> Plan:
    owner = owner_without(plan.owner, job.person, job.pseudonym)
    return plan if owner == plan.owner else replace(plan, owner=owner, revision=plan.revision + 1)
