"""Reads the board: counts made at the settling, a bounded look at people, and the uploads named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from chalicelib.acknowledgements.records import FORMS, read_counts
from chalicelib.announcements.not_told import asks_for_plans
from chalicelib.announcements.records import Announcement, latest, read_acknowledged
from chalicelib.people.records import Employee, read_people
from chalicelib.periods.records import PROVISIONAL, PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.publication import missing, obstacles, service
from chalicelib.publication.missing import Told
from chalicelib.publication.mixed_versions import version_in_effect
from chalicelib.publication.obstacles import Obstacle
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scorecards.period_cards import heads
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import read_tenant
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import Upload

#: Uploads of a source that the board names; the period keeps more of them.
MOST_UPLOADS: Final = 5
#: Results that are looked at for people to name, and people named of a source.
MOST_LOOKED_AT: Final = 2_000
MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Board:
    """A period's board. ``counts`` are those of each source at the settling, by code.

    ``awaiting``: the first people whose results await a source, by its code. ``missing`` is what
    the register says of people without a result. ``today`` is the date in the company's time zone.
    ``version`` None: none is in effect, and none has made results. ``said`` counts the people who
    have acknowledged a result of theirs, by what they said last. ``announced`` is the announcement
    of the plan that stands, which ``read_by`` people have acknowledged.
    """

    record: PeriodRecord
    version: ReadyScheme | None
    counts: Mapping[str, Mapping[str, Any]]
    uploads: Mapping[str, Upload]
    awaiting: Mapping[str, Sequence[PersonKey]]
    people: Mapping[PersonKey, Employee]
    missing: Told
    obstacles: Sequence[Obstacle]
    today: date
    said: Mapping[str, int]
    announced: Announcement | None
    read_by: int


def board(context: Context, period: str, scheme: str) -> Board:
    """Return the board of a scheme's period. Raises NotFound (404) for an unknown scheme.

    It reads at most MOST_LOOKED_AT results and as much of the register as the period's own page.
    """
    (record,) = service.of_period(context, period, scheme)
    counts = {one["code"]: one for one in (record.board or {}).get("sources", ())}
    awaiting = _awaiting(context, record) if record.incomplete else {}
    announced = latest(context, period, scheme)
    tenant = read_tenant(context.table, context.scope)
    asked = announced is not None or asks_for_plans(tenant)
    told = missing.told(context, record, asked=asked)
    zone = ZoneInfo(tenant.time_zone) if tenant else ZoneInfo("UTC")
    return Board(
        record,
        _version(context, record),
        counts,
        _uploads(context, counts),
        awaiting,
        read_people(context, dict.fromkeys(one for some in awaiting.values() for one in some)),
        told,
        obstacles.found(context, record, told),
        context.now.astimezone(zone).date(),
        _said(context, record),
        announced,
        0 if announced is None else read_acknowledged(context, announced),
    )


def _said(context: Context, record: PeriodRecord) -> dict[str, int]:
    """Nobody says anything of a period before it is published."""
    if record.state == PROVISIONAL:
        return dict.fromkeys(FORMS, 0)
    return read_counts(context, record.period, record.scheme)


def _version(context: Context, record: PeriodRecord) -> ReadyScheme | None:
    """Return the version in effect, or else the newest that made results."""
    number = version_in_effect(context, record.scheme, record.period)
    number = number or max(map(int, record.versions), default=None)
    if number is None:
        return None
    return ready(context.table, context.scope, record.scheme, number)


def _awaiting(context: Context, record: PeriodRecord) -> dict[str, list[PersonKey]]:
    found: dict[str, list[PersonKey]] = {}
    for person, sources in islice(_incomplete(context, record), MOST_LOOKED_AT):
        for source in sources:
            named = found.setdefault(source, [])
            if len(named) < MOST_NAMED:
                named.append(person)
    return found


def _incomplete(
    context: Context, record: PeriodRecord
) -> Iterator[tuple[PersonKey, Sequence[str]]]:
    only = ("employee_id", "awaiting")
    for item in heads(context, record.scheme, record.period, only=only):
        yield PersonKey(item["employee_id"]), item.get("awaiting") or ()


def _uploads(context: Context, counts: Mapping[str, Mapping[str, Any]]) -> dict[str, Upload]:
    named = [upload for one in counts.values() for upload, _ in one["uploads"][:MOST_UPLOADS]]
    keys = [key_of_upload(context.scope, upload) for upload in dict.fromkeys(named)]
    items = context.table.get_many(keys)
    return {item["id"]: from_item(Upload, item) for item in items.values()}
