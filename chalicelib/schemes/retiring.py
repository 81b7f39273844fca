"""Retire versions: take them out of effect. Their results stay, and they can always be read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import NotFound
from chalicelib.schemes import affected_periods, worse_off
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.calendar_items import entry, store_calendar, this_month
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.records import SchemeHead
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def retire(
    context: Context, code: str, wanted: Mapping[str, Any], expected: Expected
) -> SchemeHead:
    """Retire one version or all versions from a month on. Results stay.

    ``wanted`` is a ``RetireBody``. Without a version, all are retired. Without a month, the current
    month is used. Raises NotFound (404), Changed (412), and Conflict (409) ``period_locked`` when a
    locked period would come under another version or none. Where another version comes to govern
    results by it, raises Conflict (409) ``worse_off`` and ``not_compared`` as worse_off.py does.
    """
    head = existing_head(context, code)
    check(expected, head.revision)
    number = wanted["version"]
    if number is not None and head.effect(number) is None:
        raise NotFound("version")
    since = wanted["effective_from"] or this_month(context)
    effects = [
        _retired(effect, since) if number in (None, effect.version) else effect
        for effect in head.effects
    ]
    affected = affected_periods.affected(context, code, head.effects, effects)
    compared = worse_off.compared(context, code, affected.scored, effects)
    worse_off.refuse(code, compared, wanted)
    effects = worse_off.entered(effects, compared)
    unchanged = {one.period: one.unchanged for one in compared}
    affected_periods.check(context, code, affected, unchanged)
    changed = store_calendar(context, head, effects, head.latest_version)
    record_change(
        context,
        "schemes.retire",
        f"schemes/{code}",
        {"calendar": [entry(effect) for effect in head.effects]},
        {
            "calendar": [entry(effect) for effect in effects],
            **({"reason": wanted["reason"]} if wanted.get("reason") else {}),
        },
        revision=head.revision + 1,
    )
    return changed


def _retired(effect: Effect, since: str) -> Effect:
    """Return the effect, retired from the month on. An earlier retirement is kept."""
    if effect.retired_from is not None and effect.retired_from <= since:
        return effect
    return replace(effect, retired_from=since)
