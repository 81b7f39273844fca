"""Take an erased person out of inspections: as the one inspected, and as an inspector.

What was judged stays under the pseudonym, as the figures do, without passages and notes. The
person's part of the frame goes, so that part cannot be drawn again. An inspector's judgements stay.
"""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.inspections.figures import found_in, found_of, found_write
from chalicelib.inspections.keys import (
    FRAME,
    key_of_figures,
    key_of_inspection,
    key_of_inspector,
    key_of_statistics,
    key_of_ticket,
    partition_of_inspections,
    partition_of_parts,
    partition_of_tasks,
)
from chalicelib.inspections.records import AT_WORK, Inspection, inspection_of
from chalicelib.inspections.statistics import renamed
from chalicelib.inspections.tickets import Judgement, Ticket, all_tickets, ticket_item
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.web import exact_json

#: Inspections read at a time.
SIZE = 100


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every inspection. Gives the ids of inspections as checkpoints.

    Raises ErasureBusy while one is drawn or closed, or somebody changes what is to be changed.
    """
    context = erasing.context
    start = after
    while True:
        page = context.table.query(partition_of_inspections(context.scope), after=start, limit=SIZE)
        for item in page.items:
            inspection = inspection_of(item)
            _erase_one(erasing, inspection)
            yield inspection.id
        start = page.after
        if start is None:
            return


def erase_tasks(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the list of the person's tasks. What was judged is in the tickets. Gives one
    checkpoint."""
    if after is not None:
        return
    context = erasing.context
    partition = partition_of_tasks(context.scope, erasing.person)
    keys = [key_of_item(item) for item in context.table.query_all(partition, only=("pk", "sk"))]
    context.table.write_batch((), keys)
    yield "tasks"


def _erase_one(erasing: Erasing, inspection: Inspection) -> None:
    if inspection.status in AT_WORK and inspection.failed_at(erasing.context) is None:
        raise ErasureBusy
    try:
        for ticket in all_tickets(erasing.context, inspection.id):
            _erase_from_ticket(erasing, ticket)
        if erasing.person in inspection.inspectors:
            _erase_inspector(erasing, inspection)
    except ConditionFailed:
        raise ErasureBusy from None
    _erase_frame(erasing, inspection)
    _move_figures(erasing, inspection)


def _erase_from_ticket(erasing: Erasing, ticket: Ticket) -> None:
    inspected = ticket.person == erasing.person
    former = tuple(one for one in ticket.handed_on_by if one != erasing.person)
    if not inspected and ticket.of(erasing.person) is None and former == ticket.handed_on_by:
        return
    pseudonym = PersonKey(erasing.pseudonym)
    judgements = tuple(
        _without(one, erasing.person, pseudonym, wordless=inspected) for one in ticket.judgements
    )
    after = replace(
        ticket, judgements=judgements, revision=ticket.revision + 1, handed_on_by=former
    )
    if inspected:
        after = replace(after, person=pseudonym, called=erasing.pseudonym)
    erasing.context.table.put(
        key_of_ticket(erasing.context.scope, ticket.inspection, ticket.number),
        ticket_item(after),
        Path("revision") == ticket.revision,
    )
    erasing.count("inspection_tickets")


def _without(
    one: Judgement, person: PersonKey, pseudonym: PersonKey, *, wordless: bool
) -> Judgement:
    """Return a judgement without the person, and without its words if it is about the person."""
    found = replace(one, inspector=pseudonym) if one.inspector == person else one
    return replace(found, passage=None, note=None) if wordless else found


def _erase_inspector(erasing: Erasing, inspection: Inspection) -> None:
    """Put the pseudonym in the inspector's place, in the inspection and its parts."""
    context, scope, person = erasing.context, erasing.context.scope, erasing.person
    pseudonym = PersonKey(erasing.pseudonym)
    names = zip(inspection.inspectors, inspection.drawn_as, strict=True)
    drawn_as = [erasing.pseudonym if one == person else called for one, called in names]
    inspectors = [pseudonym if one == person else one for one in inspection.inspectors]
    stopped = [pseudonym if one == person else one for one in inspection.stopped]
    unit = Unit(context.table)
    unit.update(
        key_of_inspection(scope, inspection.id),
        [
            Path("inspectors").set(inspectors),
            Path("drawn_as").set(drawn_as),
            Path("stopped").set(stopped),
            *_handing(inspection, person, pseudonym),
            Path("revision").set(inspection.revision + 1),
        ],
        Path("revision") == inspection.revision,
    )
    own = key_of_inspector(scope, inspection.id, person)
    item = context.table.get(own)
    if item is not None:
        counts: dict[str, Any] = {name: item[name] for name in ("assigned", "submitted")}
        unit.put(key_of_inspector(scope, inspection.id, pseudonym), counts)
        unit.delete(own)
    statistics = context.table.get(key_of_statistics(scope, inspection.id))
    if statistics is not None:
        reports = exact_json.read(zlib.decompress(statistics["packed"]).decode())
        text = exact_json.write(renamed(reports, {person: erasing.pseudonym}))
        packed = {"packed": zlib.compress(text.encode())}
        unit.put(key_of_statistics(scope, inspection.id), packed)
    unit.commit()


def _handing(inspection: Inspection, person: PersonKey, pseudonym: PersonKey) -> list[Action]:
    """Return the change of the last handing on, if there was one."""
    if inspection.handing is None:
        return []
    found = [inspection.handing["from"], *inspection.handing["to"]]
    first, *to = (pseudonym if one == person else one for one in found)
    return [Path("handing").set({"from": first, "to": to})]


def _erase_frame(erasing: Erasing, inspection: Inspection) -> None:
    """Remove the person's part of the frame."""
    context = erasing.context
    partition = partition_of_parts(context.scope, inspection.id)
    prefix = context.scope.key(partition, FRAME, erasing.person, "").sk
    found = context.table.query_all(partition, prefix=prefix, only=("pk", "sk"))
    context.table.write_batch((), [key_of_item(item) for item in found])


def _move_figures(erasing: Erasing, inspection: Inspection) -> None:
    """Move what was found of the person to the pseudonym, without passages."""
    context, place = erasing.context, (inspection.period, inspection.scheme)
    key = key_of_figures(context.scope, *place, erasing.person, inspection.id)
    item = context.table.get(key)
    if item is None:
        return
    found = found_in(item)
    outcomes = [replace(one, passages=()) for one in found.outcomes]
    moved = found_of(found.inspection, found.source, PersonKey(erasing.pseudonym), outcomes)
    unit = Unit(context.table)
    unit.put(*found_write(context, *place, moved))
    unit.delete(key)
    unit.commit()
