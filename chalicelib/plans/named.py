"""Plans that a record of something else names: each must be the person's own."""

from collections.abc import Sequence
from typing import Final

from chalicelib.errors import Fault
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.plans.ids import key_of
from chalicelib.plans.records import plan_of
from chalicelib.tenancy.context import Context


def faults_of_plans(context: Context, person: PersonKey, plans: Sequence[str]) -> list[Fault]:
    """Return a fault for each id under ``/plans`` that is no plan of the person. One read."""
    shards = context.principal.shards
    places = [key_of(context.scope, plan_id, shards) for plan_id in plans]
    wanted = list(dict.fromkeys(key for key in places if key is not None))
    found = context.table.get_many(wanted) if wanted else {}
    own = {key for key, item in found.items() if plan_of(item).person == person}
    return [
        Fault(f"/plans/{number}", "unknown_plan", NO_PLAN)
        for number, key in enumerate(places)
        if key not in own
    ]


NO_PLAN: Final = Text("此员工没有该改进计划。", "The person has no such improvement plan.")
