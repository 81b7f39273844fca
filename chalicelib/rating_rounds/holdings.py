"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.person_keys import shown
from chalicelib.rating_forms import records
from chalicelib.rating_forms.keys import ROUNDS, SHEETS, partition_of_rounds
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_rounds import erasure, routes
from chalicelib.rating_rounds.jobs import DRAW_RATING_ROUND
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasedWithResults,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    Removal,
    Row,
    Targets,
)

#: Members of a round that a copy shows: nobody's key.
COPIED = (
    *("id", "scheme", "version", "period", "status", "opens_on", "closes_on", "anonymity_min"),
    *("people", "raters", "forms", "closings", "upload", "opened_at", "closed_at", "created_at"),
)


def _sheets(context: Context, _: str) -> Iterator[str]:
    partition = partition_of_rounds(context.scope)
    for item in context.table.query_all(partition, only=("sk", "draw")):
        for draw in range(1, int(item.get("draw", 1)) + 1):
            yield from sheet_partitions(context, item["sk"], draw)


def _round(_context: Context, item: Item) -> Iterator[Row]:
    found = from_item(records.Round, item)
    told = {name: getattr(found, name) for name in COPIED}
    yield {**told, "indicators": list(found.indicators), "sources": list(found.sources)}


def _names(sheet: str, person: str) -> bool:
    return sheet.endswith(f".{shown(person)}")


package = Package(
    events={
        "rating_rounds.create": "rating_round.made",
        "rating_rounds.drawn": {
            "draft": "rating_round.drawn",
            "failed": "rating_round.not_drawn",
        },
        "rating_rounds.draw": "rating_round.to_be_drawn",
        "rating_rounds.change": "rating_round.changed",
        "rating_rounds.assign": "rating_round.assigned",
        "rating_rounds.open": "rating_round.opened",
        "rating_rounds.close": "rating_round.closed",
        "rating_rounds.reopen": "rating_round.reopened",
        "rating_rounds.cancel": "rating_round.cancelled",
    },
    routes=(routes,),
    jobs=(DRAW_RATING_ROUND,),
    holdings=(
        Holding(
            ROUNDS,
            lambda context, _: [partition_of_rounds(context.scope)],
            Copied("rating_rounds", _round),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
            Removal.ROOTS,
            targets=Targets("rating-tasks/", _names, harmless=("status",)),
        ),
        Holding(
            SHEETS,
            _sheets,
            NotCopied("what single people gave: nobody reads it"),
            ErasedWithResults("the step of the rounds erases it"),
            targets=Targets("rating-sheets/", _names, harmless=("forms",)),
        ),
    ),
)
