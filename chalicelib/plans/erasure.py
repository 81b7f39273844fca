"""Erase a person as the owner of other people's improvement plans.

The person's own plans move together with the results (:mod:`chalicelib.plans.moving`).
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.periods.records import places
from chalicelib.plans.changing import Change, change_all
from chalicelib.plans.keys import partition_of_plans
from chalicelib.plans.moving import owner_without
from chalicelib.plans.records import Plan, plan_of
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import Erasing

#: Plans read at a time.
SIZE = 500


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym in the person's place as owner, in every plan of the company.

    Gives checkpoints ``period/shard/plan id``; ``~`` in place of the plan id ends a shard.
    """
    context = erasing.context
    done = after or ""
    for period in sorted({parts_of(place)[0] for place in places(erasing.context)}):
        for shard in range(context.principal.shards):
            here = f"{period}/{shard:02d}/"
            if done >= here + "~":
                continue
            partition = partition_of_plans(context.scope, period, shard)
            last = done.removeprefix(here) if done.startswith(here) else ""
            start = last or None
            while True:
                page = context.table.query(partition, after=start, limit=SIZE)
                _replace_owner(erasing, [plan_of(item) for item in page.items])
                start = page.after
                yield here + (start or "~")
                if start is None:
                    break


def _replace_owner(erasing: Erasing, plans: list[Plan]) -> None:
    owned = [plan for plan in plans if (plan.owner or {}).get("employee_id") == erasing.person]
    change_all(
        erasing.context,
        [Change(plan, lambda plan: _with_pseudonym(erasing, plan)) for plan in owned],
    )
    erasing.count("plans", len(owned))


def _with_pseudonym(erasing: Erasing, plan: Plan) -> Plan:
    owner = owner_without(plan.owner, erasing.person, erasing.pseudonym)
    if owner == plan.owner:
        return plan
    time = timestamp(erasing.context.platform.clock())
    return replace(plan, owner=owner, updated_at=time, revision=plan.revision + 1)
