"""One run that closes an inspection, or cancels one that has given figures.

What was judged is written by person, then the figures of all closed inspections of the source go
into a file (uploads/judged_figures.py), then the inspection is closed. The same tickets give the
same items and the same file, so a run may be repeated from the start. It has at most 20,000
tickets, and fits in one invocation.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.inspections import figures
from chalicelib.inspections.figures import Found, found_of, found_write
from chalicelib.inspections.keys import (
    key_of_closing,
    key_of_inspection,
    key_of_statistics,
)
from chalicelib.inspections.records import CANCELLED, CANCELLING, CLOSED, CLOSING, Inspection
from chalicelib.inspections.sources import counted_by, judged_of
from chalicelib.inspections.statistics import statistics
from chalicelib.inspections.tickets import Ticket, all_tickets
from chalicelib.inspections.totals import Outcome, cells, outcome
from chalicelib.people.identity import called
from chalicelib.people.records import DELETED, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.scoring.judged_sources import Judged
from chalicelib.store.changes import actions_of
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence
from chalicelib.uploads.judged_figures import JudgedFigures, send
from chalicelib.web import exact_json


def run(context: Context, inspection: Inspection) -> None:
    """Close or cancel the inspection. Does nothing when that is done."""
    if inspection.status not in (CLOSING, CANCELLING) or inspection.upload is None:
        return
    Presence(context).check()
    judged = judged_of(context, inspection)
    tickets = list(all_tickets(context, inspection.id))
    counted = tickets if inspection.status == CLOSING else []
    _write_found(context, inspection, tickets, counted)
    _write_statistics(context, inspection, judged, counted)
    everything = figures.of_period(context, inspection.period, inspection.scheme)
    counting = counted_by(context, inspection)
    rows = _rows(context, counting, (one for one in everything if one.source == inspection.source))
    columns = sorted(counting.columns)
    send(
        context,
        inspection.upload,
        JudgedFigures(
            inspection.scheme,
            inspection.period,
            inspection.source,
            f"inspections/{inspection.id}",
            columns,
            [(employee_id, [found[column] for column in columns]) for employee_id, found in rows],
        ),
    )
    _end(context, inspection)


def _write_found(
    context: Context, inspection: Inspection, tickets: Iterable[Ticket], counted: Iterable[Ticket]
) -> None:
    """Write what the inspection found of each person; of one that is cancelled nothing."""
    outcomes: dict[PersonKey, list[Outcome]] = {ticket.person: [] for ticket in tickets}
    for ticket in counted:
        found = outcome(ticket)
        if found is not None:
            outcomes[ticket.person].append(found)
    context.table.write_batch(
        found_write(
            context,
            inspection.period,
            inspection.scheme,
            found_of(inspection.id, inspection.source, person, some),
        )
        for person, some in outcomes.items()
    )


def _write_statistics(
    context: Context, inspection: Inspection, judged: Judged, tickets: Sequence[Ticket]
) -> None:
    text = exact_json.write(statistics(inspection, judged, tickets))
    packed = zlib.compress(text.encode())
    key = key_of_statistics(context.scope, inspection.id)
    context.table.put(key, {"packed": packed})


def _rows(
    context: Context, judged: Judged, found: Iterable[Found]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the cells of each person by column, with what the person is called now.

    Who is not on the register any more gets no figures.
    """
    by_person: dict[PersonKey, list[Found]] = {}
    for one in found:
        by_person.setdefault(one.person, []).append(one)
    outcomes = {
        person: [each for _, some in figures.counted(own) for each in some]
        for person, own in by_person.items()
    }
    people = read_people(context, outcomes)
    for person, some in outcomes.items():
        there = people.get(person)
        if there is not None and there.status != DELETED:
            yield called(person, there), cells(judged, some)


def _end(context: Context, inspection: Inspection) -> None:
    """Store the end with its event, and let other inspections of the period be closed."""
    status = CLOSED if inspection.status == CLOSING else CANCELLED
    changes: dict[str, Any] = {
        "status": status,
        "finished_at": timestamp(context.platform.clock()),
        "gave_up_at": None,
    }

    def free(unit: Unit) -> None:
        key = key_of_closing(context.scope, inspection.period, inspection.scheme)
        unit.delete(key, Path("closing") == inspection.id)

    end_work(
        context,
        key_of_inspection(context.scope, inspection.id),
        actions_of(changes),
        (Path("status") == inspection.status) & (Path("upload") == inspection.upload),
        "inspections.end",
        f"inspections/{inspection.id}",
        {"status": status, "code": None},
        inspection.revision + 1,
        free,
    )
