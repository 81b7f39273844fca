"""The calendar of versions as a scheme's head holds it, and the month that it is read in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pynamodb.expressions.operand import Path

from chalicelib.context import Context
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.records import SchemeHead
from chalicelib.store.records import to_item
from chalicelib.web.problems import stale


def this_month(context: Context) -> str:
    """The current month where the tenant is."""
    zone = ZoneInfo(context.principal.time_zone)
    return datetime.astimezone(context.now, zone).strftime("%Y-%m")


def store_calendar(
    context: Context, head: SchemeHead, effects: Sequence[Effect], latest: int
) -> SchemeHead:
    """Put the effects in the head's calendar; the unit refuses when the head has changed."""
    calendar = [entry(effect) for effect in effects]
    changed: dict[str, Any] = {
        "calendar": calendar,
        "latest_version": latest,
        "revision": head.revision + 1,
        "updated_at": context.time,
    }
    context.unit.update(
        context.scope.scheme(head.code),
        [Path(name).set(value) for name, value in changed.items()],
        Path("revision") == head.revision,
        stale,
    )
    return replace(head, **{**changed, "calendar": tuple(calendar)})


def entry(effect: Effect) -> dict[str, Any]:
    """An effect as the calendar holds it; lists for tuples, which pynamodb does not take."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in to_item(effect).items()
    }
