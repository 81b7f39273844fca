"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.person_keys import shown
from chalicelib.rating_forms import records
from chalicelib.rating_forms.keys import (
    PROGRESS,
    RATER_FLAGS,
    ROUNDS,
    ROUNDS_UNDER_WAY,
    SHEETS,
    partition_of_flags,
    partition_of_progress,
    partition_of_rounds,
    partition_of_rounds_under_way,
)
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_links.keys import RATING_LINKS, partition_of_links
from chalicelib.rating_rounds import (
    erasure,
    flag_routes,
    joined_routes,
    link_routes,
    progress_routes,
    routes,
    single_marks_routes,
)
from chalicelib.rating_rounds.due_rounds import CLOSE_DUE_ROUNDS
from chalicelib.rating_rounds.jobs import (
    DRAW_RATING_ROUND,
    EXAMINE_RATERS,
    JOIN_RATING_ROUND,
    REMIND_RATERS,
)
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
    NothingPersonal,
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
    for round_id, draw in _draws(context):
        yield from sheet_partitions(context, round_id, draw)


def _progress(context: Context, _: str) -> Iterator[str]:
    for round_id, draw in _draws(context):
        yield partition_of_progress(context.scope, round_id, draw)


def _draws(context: Context) -> Iterator[tuple[str, int]]:
    partition = partition_of_rounds(context.scope)
    for item in context.table.query_all(partition, only=("sk", "draw")):
        for draw in range(1, int(item.get("draw", 1)) + 1):
            yield item["sk"], draw


def _flags(context: Context, _: str) -> Iterator[str]:
    for item in context.table.query_all(partition_of_rounds(context.scope), only=("sk",)):
        yield partition_of_flags(context.scope, item["sk"])


def _links(context: Context, _: str) -> Iterator[str]:
    for item in context.table.query_all(partition_of_rounds(context.scope), only=("sk",)):
        yield partition_of_links(context.scope, item["sk"])


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
        "rating_rounds.joined": "rating_round.people_joined",
        "rating_rounds.add_joined": "rating_round.people_to_be_added",
        "rating_rounds.added": "rating_round.people_added",
        "rating_rounds.open": "rating_round.opened",
        "rating_rounds.close": "rating_round.closed",
        "rating_rounds.reopen": "rating_round.reopened",
        "rating_rounds.cancel": "rating_round.cancelled",
        "rating_rounds.remind": "rating_round.reminder_due",
        "rating_rounds.open_marks": "rating_round.marks_opened",
        "rating_rounds.examined": "rating_round.examined",
        "rating_rounds.answer_flag": "rating_round.flag_answered",
        "rating_rounds.leave_out": "rating_round.role_left_out",
        "rating_links.draw": "rating_links.drawn",
        "rating_links.revoke": "rating_link.revoked",
        "rating_links.revoke_all": "rating_links.revoked",
    },
    routes=(
        *(routes, joined_routes, link_routes, progress_routes),
        *(single_marks_routes, flag_routes),
    ),
    jobs=(DRAW_RATING_ROUND, JOIN_RATING_ROUND, REMIND_RATERS, EXAMINE_RATERS, CLOSE_DUE_ROUNDS),
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
            ROUNDS_UNDER_WAY,
            lambda context, _: [partition_of_rounds_under_way(context.scope)],
            NotCopied("which rounds have not ended, as they tell"),
            NothingPersonal("ids of rounds"),
        ),
        Holding(
            SHEETS,
            _sheets,
            NotCopied("what single people gave: nobody reads it"),
            ErasedWithResults("the step of the rounds erases it"),
            targets=Targets("rating-sheets/", _names, harmless=("forms",)),
        ),
        Holding(
            PROGRESS,
            _progress,
            NotCopied("numbers of forms by team and role, which follow from what nobody reads"),
            NothingPersonal("numbers of forms by team and role"),
            targets=Targets("rating-marks/", _names, harmless=("forms",)),
        ),
        Holding(
            RATER_FLAGS,
            _flags,
            NotCopied("figures of raters, which follow from what nobody reads"),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.flags(erasing, after)
            ),
        ),
        Holding(
            RATING_LINKS,
            _links,
            NotCopied("links of raters: whose they are, and hashes of their secrets"),
            ErasureStep(
                ErasureStage.CREDENTIALS, lambda erasing, after: erasure.links(erasing, after)
            ),
            targets=Targets("rating-links/", _names, harmless=("links", "session_ends_at")),
        ),
    ),
)
