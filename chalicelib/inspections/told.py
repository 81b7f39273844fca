"""What an explanation of a result tells of inspections: which tickets were judged, what failed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.inspections.figures import Found, counted, of_person
from chalicelib.inspections.keys import key_of_inspection
from chalicelib.inspections.records import Inspection, inspection_of
from chalicelib.inspections.sources import item_names, judged_of
from chalicelib.inspections.tickets import Ticket, read_tickets
from chalicelib.inspections.totals import Outcome
from chalicelib.people.identity import current_ids
from chalicelib.person_keys import PersonKey
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context

Counting = Sequence[tuple[Found, Sequence[Outcome]]]


def told(
    context: Context, period: str, scheme: str, person: PersonKey
) -> Sequence[Mapping[str, Any]]:
    """Return the inspections of a person's period, the oldest first, with the judged tickets.

    Whoever sees a result may read this of it. Who judged is told to readers of the company, and to
    others where the inspection says so.
    """
    found = [one for one in counted(of_person(context, period, scheme, person)) if one[1]]
    if not found:
        return []
    keys = {key_of_inspection(context.scope, one.inspection): one.inspection for one, _ in found}
    items = context.table.get_many(list(keys))
    inspections = {keys[key]: inspection_of(item) for key, item in items.items()}
    judges = _judges(context, found, inspections)
    return [
        _described(context, outcomes, inspections[one.inspection], judges)
        for one, outcomes in found
        if one.inspection in inspections
    ]


def _described(
    context: Context,
    outcomes: Sequence[Outcome],
    inspection: Inspection,
    judges: Mapping[tuple[str, int], Sequence[str]],
) -> dict[str, Any]:
    names = item_names(judged_of(context, inspection))
    return {
        "inspection": inspection.id,
        "source": inspection.source,
        "days": {"from": inspection.days[0], "to": inspection.days[1]},
        "tickets": [
            {
                "contact": one.contact,
                "day": one.day,
                "channel": one.channel,
                "failed": [
                    {"item": key, "name": dict(names.get(key) or text(key, key))}
                    for key in one.failed
                ],
                "marks": {code: Decimal(mark) for code, mark in one.marks.items()},
                "passages": list(one.passages),
                "inspectors": judges.get((inspection.id, one.number)),
            }
            for one in outcomes
        ],
    }


def _judges(
    context: Context, found: Counting, inspections: Mapping[str, Inspection]
) -> dict[tuple[str, int], Sequence[str]]:
    """Return who judged each ticket, as far as the caller may know it. Two batch reads at most."""
    every = context.principal.sees_all
    places = [
        (one.inspection, each.number)
        for one, outcomes in found
        if one.inspection in inspections and (every or inspections[one.inspection].inspectors_shown)
        for each in outcomes
    ]
    tickets = read_tickets(context, places)
    people = {judge for ticket in tickets.values() for judge in _of(ticket)}
    ids = current_ids(context, people) if people else {}
    return {place: [ids[judge] for judge in _of(ticket)] for place, ticket in tickets.items()}


def _of(ticket: Ticket) -> list[PersonKey]:
    return [one.inspector for one in ticket.submitted]
