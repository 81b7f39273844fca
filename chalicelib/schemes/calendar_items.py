"""The calendar of versions as a scheme's head holds it, and the month that it is read in."""

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

#: A scheme published every month comes to it in twenty years.
MOST_VERSIONS = 240
#: Bytes. The calendar lies in one item beside the draft, and twice in an audit event; 240 versions
#: take 40,000, and the rest is for the teams of pilots.
LARGEST_CALENDAR = 180_000


def this_month(context: Context) -> str:
    """The current month where the tenant is."""
    zone = ZoneInfo(context.principal.time_zone)
    return datetime.astimezone(context.now, zone).strftime("%Y-%m")


def store_calendar(
    context: Context, head: SchemeHead, effects: Sequence[Effect], latest: int
) -> SchemeHead:
    """Put the effects in the head's calendar; the unit refuses when the head has changed.

    409 ``too_many_versions`` when they do not fit in.
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
    """An effect as the calendar holds it; lists for tuples, which pynamodb does not take."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in to_item(effect).items()
    }


_FULL = Text(
    f"此方案的版本（最多 {MOST_VERSIONS} 个）及试行团队已达上限，请另建方案。",
    f"The scheme's versions (at most {MOST_VERSIONS}) and their pilots' teams fill its calendar; "
    "make another scheme.",
)
