"""Stored announcements of a scheme's period, and what each person was told of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.announcements.keys import (
    COUNTS,
    key_of_acknowledged,
    key_of_announced_plan,
    key_of_announcement,
    key_of_told,
    partition_of_announcements,
    period_prefix,
    scheme_prefix,
)
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods.pieces import opened
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item, stored_as
from chalicelib.tenancy.context import Context

#: People are being told; they were told; a later announcement stands; telling was given up, as it
#: is shown (not stored).
TELLING: Final = "telling"
TOLD: Final = "told"
SUPERSEDED: Final = "superseded"
FAILED: Final = "failed"
STATUSES: Final = (TELLING, TOLD, SUPERSEDED, FAILED)
#: Announcements of a scheme's period at most: what a person was told of them is one item.
MOST: Final = 20
#: After this time without a checkpoint telling has failed: its message is lost.
LONGEST_WITHOUT_A_CHECKPOINT: Final = timedelta(hours=6)
GAVE_UP: Final = Text(
    "多次尝试后仍未能通知完毕；已通知的保留。请再次通知，即从头核对并补齐。",
    "Not everybody was told, though it was tried several times. Who was told stays told; tell once "
    "more, and the others are.",
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """The plan of a scheme's period, as it was announced. ``number`` counts those of the period.

    ``version`` and ``sha256`` are the scheme's. ``teams`` are codes; empty: everybody of the scheme
    is told. ``dates`` has the days that are known, by name (plan.py). ``pieces`` of the plan lie
    beside it. ``note`` has ``zh`` and ``en``. ``worse_off``: how many people the version left worse
    off in the period that had begun, which the company insisted on; None: nobody. ``after`` is the
    key of the last person that telling has looked at, ``told`` and ``late`` count those told so
    far, and those of them who were not told before the month began. ``revision`` grows with each
    event.
    """

    period: str
    scheme: str
    number: int
    status: str
    version: int
    sha256: str
    announced_at: str
    announced_by: str
    pieces: int
    dates: dict[str, str] = field(default_factory=dict)
    teams: tuple[str, ...] = ()
    note: dict[str, str] | None = None
    reason: str | None = None
    worse_off: int | None = None
    revision: int = 1
    after: str | None = None
    told: int = 0
    late: int = 0
    moved_at: str | None = None
    finished_at: str | None = None
    gave_up_at: str | None = None
    superseded_at: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person was told of a scheme's period. ``number`` 0: nothing is stored.

    ``number`` and ``at``: the announcement of which the person was told last, and when.
    ``first_at``: when of the period for the first time. ``tellings`` and ``acknowledged`` have
    ``number`` and ``at``, an acknowledgement ``by`` (the credential), the oldest first.
    """

    period: str
    scheme: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    number: int = 0
    at: str | None = None
    first_at: str | None = None
    tellings: tuple[Mapping[str, Any], ...] = ()
    acknowledged: tuple[Mapping[str, Any], ...] = ()
    revision: int = 0

    def told_at(self, number: int) -> str | None:
        """Return when the person was told of an announcement; None: never."""
        return _at(self.tellings, number)

    def acknowledged_at(self, number: int) -> str | None:
        """Return when the person acknowledged an announcement; None: never."""
        return _at(self.acknowledged, number)


def _at(entries: Iterable[Mapping[str, Any]], number: int) -> str | None:
    return next((one["at"] for one in entries if int(one["number"]) == number), None)


def announcement_of(item: Item) -> Announcement:
    """Return the announcement that an item holds."""
    return from_item(Announcement, item)


def read_announcement(
    context: Context, period: str, scheme: str, number: int
) -> Announcement | None:
    """Return one announcement; None when there is none of this number."""
    item = context.table.get(key_of_announcement(context.scope, period, scheme, number))
    return None if item is None else announcement_of(item)


def latest(context: Context, period: str, scheme: str) -> Announcement | None:
    """Return the announcement that stands of a scheme's period; None: it was never announced."""
    page = context.table.query(
        partition_of_announcements(context.scope),
        prefix=scheme_prefix(period, scheme),
        limit=1,
        descending=True,
    )
    return announcement_of(page.items[0]) if page.items else None


def standing(context: Context, period: str) -> list[Announcement]:
    """Return the announcements of a period that stand, by scheme: at most MOST items of each."""
    found: dict[str, Announcement] = {}
    partition = partition_of_announcements(context.scope)
    for item in context.table.query_all(partition, prefix=period_prefix(period)):
        one = announcement_of(item)
        found[one.scheme] = one
    return list(found.values())


def places(context: Context) -> Iterator[tuple[str, str]]:
    """Give each period and scheme of which something was announced, in order."""
    former = None
    partition = partition_of_announcements(context.scope)
    for item in context.table.query_all(partition, only=("pk", "sk")):
        period, scheme, _ = parts_of(item["sk"])
        if (period, scheme) != former:
            former = period, scheme
            yield period, scheme


def read_plan(context: Context, found: Announcement) -> dict[str, Any]:
    """Return the plan of an announcement as it then was (plan.py). One batch read."""
    keys = [
        key_of_announced_plan(context.scope, found.period, found.scheme, found.number, piece)
        for piece in range(found.pieces)
    ]
    items = context.table.get_many(keys)
    plan: dict[str, Any] = opened(b"".join(bytes(items[key]["plan"]) for key in keys))
    return plan


def read_told(
    context: Context, period: str, scheme: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, Telling]:
    """Return what each of the persons was told. One batch read for a hundred."""
    shards = context.principal.shards
    keys = {
        one: key_of_told(context.scope, period, scheme, one, shards)
        for one in dict.fromkeys(persons)
    }
    items = context.table.get_many(list(keys.values())) if keys else {}
    return {
        one: from_item(Telling, items[key]) if key in items else Telling(period, scheme, one)
        for one, key in keys.items()
    }


def read_own(
    context: Context, period: str, schemes: Iterable[str], person: PersonKey
) -> dict[str, Telling]:
    """Return what a person was told of each scheme's period. One batch read for a hundred."""
    shards = context.principal.shards
    keys = {
        one: key_of_told(context.scope, period, one, person, shards)
        for one in dict.fromkeys(schemes)
    }
    items = context.table.get_many(list(keys.values())) if keys else {}
    return {
        one: from_item(Telling, items[key]) if key in items else Telling(period, one, person)
        for one, key in keys.items()
    }


def read_acknowledged(context: Context, found: Announcement) -> int:
    """Return how many people acknowledged an announcement. One batch read."""
    place = (context.scope, found.period, found.scheme, found.number)
    keys = [key_of_acknowledged(*place, piece) for piece in range(COUNTS)]
    items = context.table.get_many(keys).values()
    return sum(int(item.get("people", 0)) for item in items)


def as_shown(found: Announcement, now: datetime) -> Announcement:
    """Return it as it is shown: failed when telling was given up, or has not moved for hours."""
    if found.status != TELLING:
        return found
    moved_at = found.moved_at or found.announced_at
    ended = given_up.ended_at(found.gave_up_at, moved_at, LONGEST_WITHOUT_A_CHECKPOINT, now)
    return found if ended is None else replace(found, status=FAILED, finished_at=ended)
