"""Move an erased person's own improvement plans to the pseudonym."""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.plans.changes import enter
from chalicelib.plans.ids import drafted_id, prefix_of, random_id
from chalicelib.plans.keys import partition_of_plans
from chalicelib.plans.records import Plan, plan_of, plan_write
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import NAMES, Erasing
from chalicelib.tenancy.scope import shard_of

#: Replaces the words about the person in a plan that must have some.
ERASED = Text("（已删除）", "(erased)")


def move_plans(erasing: Erasing, scheme: str, period: str) -> None:
    """Move the person's plans of a scheme's period. The caller holds the period's lease.

    A plan's id is made from the employee id, so each plan gets a new id. A plan for an indicator
    gets the id that drafting gives for the pseudonym, so that later results find it.
    """
    context = erasing.context
    partition = partition_of_plans(
        context.scope, period, shard_of(erasing.person, context.principal.shards)
    )
    for item in list(context.table.query_all(partition, prefix=prefix_of(period, erasing.person))):
        plan = plan_of(item)
        if plan.scheme != scheme or plan.person != erasing.person:
            continue
        if plan.employee_name:
            erasing.note(NAMES, plan.employee_name)
        _move(erasing, key_of_item(item), plan)
        erasing.count("plans")


def _move(erasing: Erasing, key: Key, plan: Plan) -> None:
    time = timestamp(erasing.context.platform.clock())
    moved = replace(pseudonymised(plan, erasing.person, erasing.pseudonym), updated_at=time)
    unit = Unit(erasing.context.table)
    new_key, item = plan_write(erasing.context, moved)
    unit.put(new_key, item, Path("pk").does_not_exist())
    unit.delete(key, Path("pk").exists())
    enter(erasing.context, unit, [(plan, moved)])
    try:
        unit.commit()
    except ConditionFailed:
        # The plan was drafted for the pseudonym meanwhile. The drafted one is kept.
        enter(erasing.context, unit, [(plan, moved)])
        unit.commit()
        erasing.context.table.delete(key)


def pseudonymised(plan: Plan, person: str, pseudonym: str) -> Plan:
    """Return the plan under the pseudonym, without name, words and notes.

    Figures and dates stay.
    """
    drafted = (
        None
        if plan.indicator is None
        else drafted_id(plan.scheme, plan.period, pseudonym, plan.indicator)
    )
    return replace(
        plan,
        id=drafted or random_id(plan.period, pseudonym),
        person=PersonKey(pseudonym),
        employee_name=None,
        problem=None if drafted else ERASED.as_names(),
        cause=None,
        measure=None,
        expected_effect=None,
        owner=owner_without(plan.owner, person, pseudonym),
        notes=(),
        revision=plan.revision + 1,
    )


def owner_without(
    owner: dict[str, str] | None, person: str, pseudonym: str
) -> dict[str, str] | None:
    """Return the owner, or the pseudonym as owner when the owner is the person.

    An owner without an employee id is kept.
    """
    if owner is None or owner.get("employee_id") != person:
        return owner
    return {"employee_id": pseudonym}
