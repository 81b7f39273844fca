"""Erase a person as the owner of others' improvement plans, and from the words of groups' plans.

The person's own plans move together with the results (:mod:`chalicelib.plans.moving`).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chalicelib.periods.records import places
from chalicelib.plans.changing import Change, change_all
from chalicelib.plans.keys import partition_of_plans
from chalicelib.plans.moving import owner_without
from chalicelib.plans.records import WORDS, Plan, plan_of
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.mentions import without_mentions

#: Plans read at a time.
SIZE = 500


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym in the person's place as owner, and where a plan of a team or department
    names them, in every plan of the company.

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
                _replace(erasing, [plan_of(item) for item in page.items])
                start = page.after
                yield here + (start or "~")
                if start is None:
                    break


def _replace(erasing: Erasing, plans: list[Plan]) -> None:
    named = [plan for plan in plans if _without(erasing, plan) != plan]
    change_all(
        erasing.context,
        [Change(plan, lambda plan: _with_pseudonym(erasing, plan)) for plan in named],
    )
    erasing.count("plans", len(named))


def _with_pseudonym(erasing: Erasing, plan: Plan) -> Plan:
    after = _without(erasing, plan)
    if after == plan:
        return plan
    time = timestamp(erasing.context.platform.clock())
    return replace(after, updated_at=time, revision=plan.revision + 1)


def _without(erasing: Erasing, plan: Plan) -> Plan:
    owner = owner_without(plan.owner, erasing.person, erasing.pseudonym)
    if plan.person is not None:
        return replace(plan, owner=owner)
    words: dict[str, Any] = {
        name: {one: without_mentions(erasing, text) for one, text in said.items()}
        for name in WORDS
        if (said := getattr(plan, name)) is not None
    }
    notes = tuple({**one, "text": without_mentions(erasing, one["text"])} for one in plan.notes)
    return replace(plan, owner=owner, notes=notes, **words)
