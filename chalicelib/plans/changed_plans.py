"""The plans that changed since a time, for copies of the list in other systems."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.change_log import reading
from chalicelib.change_log.keys import PLANS
from chalicelib.change_log.reading import Changed
from chalicelib.plans.ids import key_of
from chalicelib.plans.listing import filtered, in_list
from chalicelib.plans.records import Plan, plan_of
from chalicelib.tenancy.context import Context


def changed_plans(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    since: datetime,
    limit: int,
    after: str | None,
) -> tuple[list[Plan], Sequence[Mapping[str, Any]], str | None]:
    """Return a page of the plans that changed since a time, and of those that the list has no more.

    ``filters`` and ``team``: as for a list. The last value is the position of the next page (None:
    last). For callers who see other people's plans.
    """
    found, last = reading.page(context, PLANS, since, context.now, limit, after)
    shards = context.principal.shards
    keys = [key for one in found if (key := key_of(context.scope, one.id, shards)) is not None]
    stored = context.table.get_many(keys) if keys else {}
    plans = {plan.id: plan for plan in map(plan_of, stored.values())}
    kept = in_list(context, list(plans.values()), filtered(context, filters, team))
    listed = {plan.id: plan for plan in kept}
    items = [listed[one.id] for one in found if one.id in listed]
    removed = [
        {"id": one.id, "removed_at": one.at}
        for one in found
        if one.id not in listed and _was_seen(context, plans.get(one.id), one)
    ]
    return items, removed, last


def _was_seen(context: Context, now: Plan | None, changed: Changed) -> bool:
    """Return whether the caller may have seen a plan: ids of plans lead to persons."""
    principal = context.principal
    teams = {*changed.left, *([now.team] if now is not None and now.team else [])}
    return principal.sees_all or any(map(principal.oversees, teams))
