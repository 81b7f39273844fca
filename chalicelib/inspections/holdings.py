"""What this package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.inspections import erasure, presenting, records, routes, told, writing
from chalicelib.inspections.jobs import CLOSE_INSPECTION, DRAW_INSPECTION, HAND_ON_INSPECTION
from chalicelib.inspections.keys import (
    CLOSINGS,
    FIGURES,
    INSPECTIONS,
    PARTS,
    TASKS,
    partition_of_closings,
    partition_of_figures,
    partition_of_inspections,
    partition_of_parts,
    partition_of_tasks,
)
from chalicelib.person_keys import PersonKey, first_id
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
    Row,
    sort_keys,
)


def _parts(context: Context, _: str) -> Iterator[str]:
    for inspection_id in sort_keys(context, partition_of_inspections(context.scope)):
        yield partition_of_parts(context.scope, inspection_id)


def _tasks(context: Context, _: str) -> Iterator[str]:
    every = context.table.query_all(partition_of_inspections(context.scope), only=("inspectors",))
    inspectors = dict.fromkeys(one for item in every for one in item["inspectors"])
    for inspector in inspectors:
        yield partition_of_tasks(context.scope, PersonKey(inspector))


def _figures(context: Context, _: str) -> Iterator[str]:
    every = context.table.query_all(
        partition_of_inspections(context.scope), only=("period", "scheme")
    )
    for period, scheme in dict.fromkeys((item["period"], item["scheme"]) for item in every):
        yield partition_of_figures(context.scope, period, scheme)


def _inspection(context: Context, item: Item) -> Iterator[Row]:
    found = records.inspection_of(item)
    ids = {one: first_id(one) for one in found.inspectors}
    yield presenting.described(found, ids, context.language, context)


def _part(_context: Context, item: Item) -> Iterator[Row]:
    inspection_id = parts_of(item["pk"])[-1]
    yield from presenting.copied_parts(item, inspection_id, parts_of(item["sk"])[0])


package = Package(
    events={
        "inspections.create": "inspection.created",
        "inspections.change": {
            "closing": "inspection.closing",
            "open": "inspection.reopened",
            "cancelling": "inspection.cancelling",
            "cancelled": "inspection.cancelled",
        },
        "inspections.hand_on": "inspection.handing_on",
        "inspections.end_handing_on": "inspection.handed_on",
        "inspections.end": {
            "open": "inspection.opened",
            "closed": "inspection.closed",
            "cancelled": "inspection.cancelled",
            "failed": "inspection.failed",
        },
        "inspection_tasks.save": "inspection_task.saved",
    },
    routes=(routes,),
    jobs=(DRAW_INSPECTION, HAND_ON_INSPECTION, CLOSE_INSPECTION),
    writers=(lambda: writing.closings,),
    told_inspections=lambda context, period, scheme, person: told.told(
        context, period, scheme, person
    ),
    holdings=(
        Holding(
            INSPECTIONS,
            lambda context, _: [partition_of_inspections(context.scope)],
            Copied("inspections", _inspection),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
            Removal.ROOTS,
        ),
        Holding(
            PARTS,
            _parts,
            Copied("inspection_parts", _part),
            NothingPersonal("the step of the inspections takes the person out of their parts"),
        ),
        Holding(
            TASKS,
            _tasks,
            NotCopied("the tickets name their inspectors"),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase_tasks(erasing, after),
            ),
        ),
        Holding(
            FIGURES,
            _figures,
            NotCopied("what the tickets came to; the scorecards show it"),
            NothingPersonal("the step of the inspections moves them to the pseudonym"),
        ),
        Holding(
            CLOSINGS,
            lambda context, _: [partition_of_closings(context.scope)],
            NotCopied("which inspection is being closed at the moment"),
            NothingPersonal("ids of inspections alone"),
        ),
    ),
)
