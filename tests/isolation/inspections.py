"""An inspection with one drawn contact, as it is stored. The scheme has no checklist for it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.inspections.drawing import ALGORITHM
from chalicelib.inspections.figures import found_of
from chalicelib.inspections.keys import (
    key_of_closing,
    key_of_figures,
    key_of_frame,
    key_of_inspection,
    key_of_inspector,
    key_of_task,
    key_of_ticket,
    task_id_of,
)
from chalicelib.inspections.records import OPEN, Inspection
from chalicelib.inspections.tickets import Judgement, Ticket, ticket_item
from chalicelib.inspections.totals import Outcome
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import to_attributes
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy.scope import TenantScope
from tests.api.world import TABLE, World

INSPECTION = "ins_01m6nbhk0000000000000a"
TIME = "2026-11-05T08:00:00.000Z"


def inspected(
    world: World, tenant: str, scheme: str, period: str, employee_id: str
) -> dict[str, str]:
    """Store an inspection that the person of the contact also judges. Return the names of it."""
    scope, person = TenantScope(tenant), PersonKey(employee_id)
    inspection = Inspection(
        id=INSPECTION,
        status=OPEN,
        scheme=scheme,
        version=1,
        source="qa",
        period=period,
        days=(f"{period}-01", f"{period}-30"),
        per_agent=1,
        double_percent=0,
        tolerance_items=0,
        tolerance_marks="0",
        inspectors=(person,),
        drawn_as=(employee_id,),
        inspectors_shown=False,
        seed=ALGORITHM,
        frame={"upload": None},
        created_at=TIME,
        created_by="key",
        updated_at=TIME,
        moved_at=TIME,
        people=1,
        done=1,
        contacts=1,
        tickets=1,
        tasks=1,
    )
    contact = f"{employee_id}-ticket"
    judgement = Judgement(person, note=f"{employee_id}-note", saved_at=TIME, revision=1)
    ticket = Ticket(
        INSPECTION, 1, person, employee_id, contact, f"{period}-01", "phone", (judgement,)
    )
    frame = {"employee_id": person, "called": employee_id}
    outcome = Outcome(1, contact, f"{period}-01", "phone", passages=(f"{employee_id}-passage",))
    task_id = task_id_of(INSPECTION, 1)
    items: dict[Key, Mapping[str, Any]] = {
        key_of_inspection(scope, INSPECTION): to_item(inspection),
        key_of_frame(scope, INSPECTION, person, 0): {
            **frame,
            "contacts": [[contact, f"{period}-01", "phone", 1]],
        },
        key_of_inspector(scope, INSPECTION, person): {"assigned": 1, "submitted": 0},
        key_of_ticket(scope, INSPECTION, 1): ticket_item(ticket),
        key_of_task(scope, person, task_id): {"inspection": INSPECTION},
        key_of_figures(scope, period, scheme, person, INSPECTION): to_item(
            found_of(INSPECTION, "qa", person, [outcome])
        ),
        key_of_closing(scope, period, f"{scheme}-other"): {"closing": INSPECTION},
    }
    for key, item in items.items():
        stored = to_attributes({"pk": key.pk, "sk": key.sk, **item, "f": 1})
        world.dynamodb.put_item(TableName=TABLE, Item=stored)
    return {"inspection_id": INSPECTION, "inspection": INSPECTION, "inspection_task_id": task_id}
