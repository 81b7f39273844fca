"""Inspections, draws and tasks as the API shows them."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.inspections.at_work import gone
from chalicelib.inspections.drawing import ALGORITHM
from chalicelib.inspections.keys import FRAME, key_of_statistics, partition_of_parts
from chalicelib.inspections.progress import Progress, read_progress
from chalicelib.inspections.records import GAVE_UP, Inspection
from chalicelib.inspections.sources import described as described_checklists
from chalicelib.inspections.sources import judged_of
from chalicelib.inspections.statistics import people_in, renamed
from chalicelib.inspections.tasks import Task
from chalicelib.jobs import given_up
from chalicelib.language import Language
from chalicelib.people.identity import current_ids, ids_now
from chalicelib.people.records import Employee, read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json


def described_all(
    context: Context, found: Sequence[Inspection], language: Language
) -> list[dict[str, Any]]:
    """Return inspections as lists show them: without the inspectors' progress and statistics."""
    persons = [one for each in found for one in each.inspectors]
    people = read_people(context, dict.fromkeys(persons))
    ids = ids_now(persons, people)
    return [
        {**described(one, ids, language, context), "left": _left(context, one, ids, people)}
        for one in found
    ]


def described_whole(context: Context, found: Inspection, language: Language) -> dict[str, Any]:
    """Return an inspection with how far each inspector is, what is judged, and the statistics."""
    progress = read_progress(context, found)
    item = context.table.get(key_of_statistics(context.scope, found.id))
    reports = None if item is None else exact_json.read(zlib.decompress(item["packed"]).decode())
    named = [*found.inspectors, *people_in(reports or ())]
    people = read_people(context, dict.fromkeys(named))
    ids = ids_now(named, people)
    return {
        **described(found, ids, language, context),
        "left": _left(context, found, ids, people),
        "progress": [_progress(ids[one], each) for one, each in progress.items()],
        "judged": described_checklists(judged_of(context, found)),
        "statistics": None if reports is None else renamed(reports, ids),
    }


def described(
    found: Inspection, ids: Mapping[PersonKey, str], language: Language, context: Context
) -> dict[str, Any]:
    """Return an inspection. ``ids``: what its inspectors are called now."""
    failed_at = found.failed_at(context)
    reason = given_up.reason(GAVE_UP) if failed_at is not None else found.reason
    return {
        "id": found.id,
        "status": found.status,
        "failed_at": failed_at,
        "reason": given_up.shown_reason(reason, language),
        "scheme": found.scheme,
        "version": found.version,
        "source": found.source,
        "period": found.period,
        "days": {"from": found.days[0], "to": found.days[1]},
        "per_agent": found.per_agent,
        "double_percent": found.double_percent,
        "tolerance": {"items": found.tolerance_items, "marks": found.tolerance.marks},
        "inspectors": [ids[one] for one in found.inspectors],
        "handed_on": _handed_on(found, ids),
        "inspectors_shown": found.inspectors_shown,
        "seed": found.seed,
        "frame": {
            "upload": found.frame.get("upload"),
            "sha256": found.frame_sha256,
            "contacts": found.contacts,
            "people": found.people,
            "left_out": dict(found.left_out),
            "unknown_ids": list(found.unknown),
        },
        "drawn": {"people": found.done, "tickets": found.tickets, "tasks": found.tasks},
        "upload": found.upload,
        "finished_at": found.finished_at,
        "created_at": found.created_at,
        "created_by": found.created_by,
        "updated_at": found.updated_at,
        "revision": found.revision,
    }


def described_task(context: Context, task: Task) -> dict[str, Any]:
    """Return a task with its checklist and what the inspector has judged."""
    own = task.own
    return {
        **described_task_briefly(task, current_ids(context, [task.ticket.person])),
        "judged": described_checklists(judged_of(context, task.inspection)),
        "verdicts": dict(own.verdicts),
        "marks": dict(own.opinion.marks),
        "passage": own.passage,
        "note": own.note,
    }


def described_tasks(context: Context, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Return tasks as lists show them."""
    ids = current_ids(context, [one.ticket.person for one in tasks])
    return [described_task_briefly(one, ids) for one in tasks]


def described_task_briefly(task: Task, ids: Mapping[PersonKey, str]) -> dict[str, Any]:
    """Return a task: which contact is to be judged, and how far that is."""
    ticket = task.ticket
    return {
        "id": task.id,
        "status": task.status,
        "inspection": task.inspection.id,
        "inspection_status": task.inspection.status,
        "scheme": task.inspection.scheme,
        "period": task.inspection.period,
        "employee_id": ids[ticket.person],
        "contact": ticket.contact,
        "day": ticket.day,
        "channel": ticket.channel,
        "saved_at": task.own.saved_at,
        "submitted_at": task.own.submitted_at,
        "revision": task.own.revision,
    }


def draw_page(
    context: Context, found: Inspection, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return up to ``limit`` parts of the frame, with what was drawn, and the position after."""
    partition = partition_of_parts(context.scope, found.id)
    prefix = context.scope.key(partition, FRAME, "").sk
    page = context.table.query(partition, prefix=prefix, after=after, limit=limit)
    return [described_part(item) for item in page.items], page.after


def described_part(item: Item) -> dict[str, Any]:
    """Return a part of the frame: contacts of one person, and the number of each that is drawn."""
    return {
        "employee_id": item["called"],
        "person": shown(item["employee_id"]),
        "contacts": [
            {
                "contact": contact,
                "day": day,
                "channel": channel,
                "ticket": None if number is None else int(number),
            }
            for contact, day, channel, number in item["contacts"]
        ],
    }


def described_terms(found: Inspection) -> dict[str, Any]:
    """Return what a draw is made of, besides its frame."""
    return {
        "algorithm": ALGORITHM,
        "seed": found.seed,
        "per_agent": found.per_agent,
        "double_percent": found.double_percent,
        "inspectors": list(found.terms.inspectors),
        "sha256": found.frame_sha256,
    }


def copied_parts(item: Item, inspection_id: str, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the row of an inspection's part in a copy of the company."""
    if kind == FRAME:
        yield {"inspection": inspection_id, "kind": kind, **described_part(item)}
        return
    kept = {name: one for name, one in item.items() if name not in ("pk", "sk", "f", "packed")}
    yield {"inspection": inspection_id, "kind": kind, **kept}


def _left(
    context: Context,
    found: Inspection,
    ids: Mapping[PersonKey, str],
    people: Mapping[PersonKey, Employee],
) -> list[str]:
    """Return the inspectors whose employment has ended, or who were erased."""
    return [ids[one] for one in gone(context, found.inspectors, people)]


def _handed_on(found: Inspection, ids: Mapping[PersonKey, str]) -> dict[str, Any] | None:
    if found.handing is None:
        return None
    return {
        "from": ids[found.handing["from"]],
        "to": [ids[one] for one in found.handing["to"]],
        "tasks": found.handed,
    }


def _progress(employee_id: str, found: Progress) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "assigned": found.assigned,
        "submitted": found.submitted,
    }
