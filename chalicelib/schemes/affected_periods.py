"""The effect of a calendar change on periods that already have results.

Payroll uses a locked period, so no change may put it under another version. An open period keeps
its results until somebody requests ``POST /v1/periods/{p}/rescore``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pynamodb.expressions.condition import Condition

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodBusy
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import LOCKED, not_locked, read_period
from chalicelib.schemes.calendar import Effect, first_month_changing, periods_changing_version
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context

#: Most periods whose state the transaction checks again; a transaction takes 100 writes. For any
#: further period the state that was just read is used, and of those whose results were compared
#: there cannot be more.
MOST_CHECKED = 60


@dataclass(frozen=True, slots=True)
class Affected:
    """The periods that come under another version, or under none. ``scored``: those of them that
    have results."""

    periods: tuple[str, ...]
    scored: tuple[str, ...]


def affected(
    context: Context, code: str, before: Sequence[Effect], after: Sequence[Effect]
) -> Affected:
    """Return the periods that a change of the calendar affects.

    Raises Conflict (409) ``period_locked`` when one of them is locked.
    """
    first = first_month_changing(before, after)
    if first is None:
        return Affected((), ())
    states = dict(_states(context, code, first))
    changed = periods_changing_version(before, after, states)
    locked = [period for period in changed if states[period] == LOCKED]
    if locked:
        raise _locked(locked)
    return Affected(tuple(changed), tuple(period for period in changed if states[period]))


def check(context: Context, code: str, found: Affected, unchanged: Mapping[str, Condition]) -> None:
    """Let the unit's transaction ask whether the affected periods are still open.

    ``unchanged``: by period what else must still hold of it, because its results were compared.
    These come first. Raises Conflict (409) ``too_many_periods``; the transaction raises Conflict
    (409) ``period_locked``, or PeriodBusy (409) where the results have changed meanwhile.
    """
    if len(unchanged) > MOST_CHECKED:
        raise Conflict("too_many_periods", _TOO_MANY, periods=len(unchanged))
    others = [period for period in found.periods if period not in unchanged]
    for period in (*unchanged, *others[: MOST_CHECKED - len(unchanged)]):
        condition = not_locked()
        if period in unchanged:
            condition &= unchanged[period]
        context.unit.check(
            key_of_period(context.scope, period, code),
            condition,
            lambda period=period: _refused(context, code, period),  # type: ignore[misc]
        )


def _refused(context: Context, code: str, period: str) -> ServiceError:
    """Return why the change was refused at its commit, by the period as it is now."""
    now = read_period(context.table, context.scope, period, code)
    return _locked([period]) if now is not None and now.state == LOCKED else PeriodBusy()


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


_TOO_MANY = Text(
    f"此更改涉及 {MOST_CHECKED} 个以上已有结果而未锁定的期间；请先锁定其中一些，或选择之后的月份。",
    f"It would change the rules of more than {MOST_CHECKED} periods that have results and are not "
    "locked. Lock some of them first, or choose a later month.",
)
