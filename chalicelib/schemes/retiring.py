"""Taking versions out of effect. What they scored stays, and they stay readable for ever."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import NotFound
from chalicelib.schemes import affected_periods
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.calendar_items import entry, store_calendar, this_month
from chalicelib.schemes.drafts import existing
from chalicelib.schemes.records import SchemeHead
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def retire(
    context: Context, code: str, wanted: Mapping[str, Any], expected: Expected
) -> SchemeHead:
    """Take a version (without one: every version) out of effect from a month on, by default the
    current one. Results that it gave stay. 409 ``period_locked`` as for publishing."""
    head = existing(context, code)
    check(expected, head.revision)
    number = wanted["version"]
    if number is not None and head.effect(number) is None:
        raise NotFound
    since = wanted["effective_from"] or this_month(context)
    effects = [
        _retired(effect, since) if number in (None, effect.version) else effect
        for effect in head.effects
    ]
    affected_periods.check_change(context, code, head.effects, effects)
    changed = store_calendar(context, head, effects, head.latest_version)
    record_change(
        context,
        "schemes.retire",
        f"schemes/{code}",
        {"calendar": [entry(effect) for effect in head.effects]},
        {"calendar": [entry(effect) for effect in effects]},
        revision=head.revision + 1,
    )
    return changed


def _retired(effect: Effect, since: str) -> Effect:
    """Out of effect from the month on; what was retired earlier stays so."""
    if effect.retired_from is not None and effect.retired_from <= since:
        return effect
    return replace(effect, retired_from=since)
