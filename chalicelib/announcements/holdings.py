"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.announcements import erasure, presenting, records, routes
from chalicelib.announcements.jobs import TELL_ANNOUNCEMENT
from chalicelib.announcements.keys import (
    ANNOUNCED_PLANS,
    ANNOUNCEMENTS,
    TOLD,
    partition_of_announced_plans,
    partition_of_announcements,
    partition_of_told,
)
from chalicelib.contents import Package
from chalicelib.person_keys import shown
from chalicelib.store.converters import Item
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
)


def _announcement(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.announced(context, records.announcement_of(item))


def _told(_context: Context, item: Item) -> Iterator[Row]:
    found = presenting.told_of(item)
    yield {"person": shown(found.person), **presenting.told_row(found)}


def _plans(context: Context, _: str) -> Iterator[str]:
    for period, scheme in records.places(context):
        yield partition_of_announced_plans(context.scope, period, scheme)


def _people(context: Context, _: str) -> Iterator[str]:
    for period, scheme in records.places(context):
        for shard in range(context.principal.shards):
            yield partition_of_told(context.scope, period, scheme, shard)


package = Package(
    events={
        "announcements.announce": "announcement.announced",
        "announcements.tell": "announcement.telling_requested",
        "announcements.end": {"told": "announcement.told", "failed": "announcement.failed"},
        "announcements.acknowledge": "announcement.acknowledged",
    },
    routes=(routes,),
    jobs=(TELL_ANNOUNCEMENT,),
    holdings=(
        Holding(
            ANNOUNCEMENTS,
            lambda context, _: [partition_of_announcements(context.scope)],
            Copied("announcements", _announcement),
            NothingPersonal("plans of a period, and how many were told"),
            Removal.ROOTS,
        ),
        Holding(
            ANNOUNCED_PLANS,
            _plans,
            NotCopied("shown with each announcement"),
            NothingPersonal("rules in words and counts, which name no person"),
        ),
        Holding(
            TOLD,
            _people,
            Copied("told", _told),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
