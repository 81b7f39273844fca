"""Enter changed plans into the log of changes (:mod:`chalicelib.change_log`)."""

from collections.abc import Iterable

from chalicelib.change_log import writing
from chalicelib.change_log.keys import PLANS
from chalicelib.change_log.records import Change
from chalicelib.plans.records import Plan
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def enter(context: Context, unit: Unit, changes: Iterable[tuple[Plan | None, Plan]]) -> None:
    """Enter plans, before and after, in the transaction that changes them.

    An entry names the team that the plan leaves: one that gets another id leaves its own.
    """
    writing.enter(context, unit, PLANS, [one for some in changes for one in _entries(*some)])


def announce(context: Context, plan_ids: Iterable[str]) -> None:
    """Enter plans before a write that is no transaction."""
    writing.announce(context, PLANS, map(Change, plan_ids))


def _entries(before: Plan | None, after: Plan) -> list[Change]:
    if before is None or before.id == after.id:
        moved = before is not None and before.team != after.team
        return [Change(after.id, before.team if before and moved else None)]
    return [Change(before.id, before.team), Change(after.id)]
