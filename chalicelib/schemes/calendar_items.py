"""The calendar of versions as the scheme's head stores it, and the current month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed, Conflict
from chalicelib.language import Text
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.keys import key_of_scheme
from chalicelib.schemes.records import SchemeHead
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json

#: Most versions of a scheme: one every month for twenty years.
MOST_VERSIONS = 240
#: Most bytes of a calendar. One item holds the calendar and the draft, and an audit event holds the
#: calendar twice. 240 versions take 40,000 bytes. The rest is for the teams of pilots.
LARGEST_CALENDAR = 180_000


def this_month(context: Context) -> str:
    """Return the current month in the tenant's time zone, such as ``2026-11``."""
    zone = ZoneInfo(context.principal.time_zone)
    return datetime.astimezone(context.now, zone).strftime("%Y-%m")


def store_calendar(
    context: Context, head: SchemeHead, effects: Sequence[Effect], latest: int
) -> SchemeHead:
    """Add the update of the head's calendar to the unit, and return the new head.

    ``latest`` is the number of the latest version. Raises Conflict (409) ``too_many_versions`` when
    the effects do not fit in. The unit raises Changed when the head's revision has changed.
    """
    calendar = [entry(effect) for effect in effects]
    if len(effects) > MOST_VERSIONS or len(exact_json.write(calendar).encode()) > LARGEST_CALENDAR:
        raise Conflict("too_many_versions", _FULL)
    changed: dict[str, Any] = {
        "calendar": calendar,
        "latest_version": latest,
        "revision": head.revision + 1,
        "updated_at": context.time,
    }
    context.unit.update(
        key_of_scheme(context.scope, head.code),
        [Path(name).set(value) for name, value in changed.items()],
        Path("revision") == head.revision,
        Changed,
    )
    return replace(head, **{**changed, "calendar": tuple(calendar)})


def entry(effect: Effect) -> dict[str, Any]:
    """Return an effect as the calendar stores it: lists for tuples, which pynamodb refuses."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in to_item(effect).items()
    }


_FULL = Text(
    f"此方案的版本（最多 {MOST_VERSIONS} 个）及试行团队已达上限，请另建方案。",
    f"The scheme's versions (at most {MOST_VERSIONS}) and their pilots' teams fill its calendar; "
    "make another scheme.",
)
