"""The effect of a calendar change on periods that already have results.

Payroll uses a locked period, so no change may put it under another version. An open period keeps
its results until somebody requests ``POST /v1/periods/{p}/rescore``.
"""

from collections.abc import Iterator, Sequence

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import LOCKED, not_locked
from chalicelib.schemes.calendar import (
    Effect,
    first_month_changing,
    periods_changing_version,
)
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context

#: Most periods whose state the transaction checks again; a transaction takes 100 writes. For any
#: further period the state that was just read is used.
MOST_CHECKED = 60


def check_change(
    context: Context, code: str, before: Sequence[Effect], after: Sequence[Effect]
) -> list[str]:
    """Return the periods with results that come under another version, or under none.

    Raises Conflict (409) ``period_locked`` when such a period is locked. The unit's transaction
    raises it too, when one is locked between this check and the write.
    """
    first = first_month_changing(before, after)
    if first is None:
        return []
    states = dict(_states(context, code, first))
    changed = periods_changing_version(before, after, states)
    locked = [period for period in changed if states[period] == LOCKED]
    if locked:
        raise _locked(locked)
    for period in changed[:MOST_CHECKED]:
        context.unit.check(
            key_of_period(context.scope, period, code),
            not_locked(),
            lambda period=period: _locked([period]),  # type: ignore[misc]
        )
    return [period for period in changed if states[period]]


def _states(context: Context, code: str, first: str) -> Iterator[tuple[str, str]]:
    """Yield the periods from a month on that the scheme has a record of, with their states.

    The state is an empty string while the period has no results. Those of all schemes are read, so
    what lies years back is not: a year of a hundred schemes is 1,200 records.
    """
    wanted = ("state", "scorecards", "imported")
    partition = partition_of_periods(context.scope)
    # Of January's, the year that begins with it lies before.
    begin = context.scope.key(partition, first.removesuffix("-01")).sk
    for item in context.table.query_all(partition, after=begin, only=("pk", "sk", *wanted)):
        period, scheme = parts_of(item["sk"])
        if scheme == code:
            has_results = "scorecards" in item or "state" in item
            # Imported results come under no version.
            has_results &= bool(item.get("scorecards")) or not item.get("imported")
            yield period, str(item.get("state", "provisional")) if has_results else ""


def _locked(periods: Sequence[str]) -> ServiceError:
    named = sorted(periods)
    return Conflict(
        "period_locked",
        Text(
            f"期间 {'、'.join(named)} 已锁定用于发薪，不能改由其他版本考核。请选择之后的月份。",
            f"{', '.join(named)}: locked for payroll, so no other version may come to govern it. "
            "Choose a later month.",
        ),
        periods=named,
    )
