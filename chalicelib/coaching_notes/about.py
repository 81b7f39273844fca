"""What a coaching note is about: a period, a scheme that scores it, an indicator of the scheme."""

from collections.abc import Mapping
from typing import Any

from chalicelib.coaching_notes import refusals
from chalicelib.errors import invalid_value
from chalicelib.schemes.asked_version import asked_version, no_scheme_in_effect
from chalicelib.schemes.compiled import ReadyScheme, in_effect
from chalicelib.tenancy.context import Context


def check_about(context: Context, about: Mapping[str, Any], day: str) -> None:
    """Check what a note of a day is about: ``scheme``, ``indicator``, ``period``, each or None.

    Without a period the version counts that is in effect in the month of the day. Raises Invalid
    (422): ``no_scheme_in_effect``, ``wrong_kind_of_period``, ``required``, ``unknown_indicator``.
    """
    scheme, indicator, period = (about.get(name) for name in ("scheme", "indicator", "period"))
    if scheme is None:
        if indicator is not None:
            raise invalid_value("/scheme", "required", refusals.NEEDS_SCHEME)
        return
    version = (
        _of_day(context, scheme, day) if period is None else asked_version(context, scheme, period)
    )
    codes = {one.code for one in version.scheme.indicators}
    if indicator is not None and indicator not in codes:
        raise invalid_value("/indicator", "unknown_indicator", refusals.NO_INDICATOR)


def _of_day(context: Context, scheme: str, day: str) -> ReadyScheme:
    found = in_effect(context.table, context.scope, scheme, day[:7])
    if found is None:
        raise no_scheme_in_effect()
    return found
