"""A version that changes the rules of a month that has begun: it needs a reason, which is kept."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import following
from chalicelib.schemes.calendar import Effect, in_effect


def with_reason(
    before: Sequence[Effect], effect: Effect, reason: str | None, this_month: str
) -> Effect:
    """Return the effect of a new version with the reason that was given for it.

    Raises Invalid (422) ``reason_required`` where it takes the place of another version in a month
    that has begun, and nobody says why. Where no version was in effect, no rules change.
    """
    if reason is None and replaces_rules(before, effect, this_month):
        raise invalid_value("/reason", "reason_required", NEEDS_REASON)
    return replace(effect, reason=reason)


def replaces_rules(before: Sequence[Effect], effect: Effect, this_month: str) -> bool:
    """Return whether in a month that has begun another version was in effect, and this one is."""
    after = [*before, effect]
    for month in _beginnings(before, effect):
        if month > this_month or not effect.covers(month):
            continue
        former, now = in_effect(before, month), in_effect(after, month)
        if former is not None and now is not None and now.version == effect.version:
            return True
    return False


def _beginnings(before: Sequence[Effect], effect: Effect) -> set[str]:
    """Return the months in which another version may come into effect: between them none does."""
    ends = (following(one.last) for one in before if one.last is not None)
    return {effect.effective_from, *(one.effective_from for one in before), *ends}


NEEDS_REASON = Text(
    "此版本改变已开始月份的规则，须说明理由；也可从下个月起生效。",
    "This version changes the rules of a month that has begun: say why, or let it begin with a "
    "later month.",
)
