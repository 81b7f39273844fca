"""Counts of a period's appeals, kept in the transactions that change appeals.

An item is one sixteenth of the company's, by person, or a team's. Its attributes are counts by
status: of all appeals, of those about an indicator (``i:``), and of those about what somebody gave
(``j:``): a source and the credential that sent it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records.keys import (
    key_of_counts_with,
    key_of_team_counts,
    keys_of_counts,
)
from chalicelib.appeal_records.records import OPEN, STATUSES, Appeal
from chalicelib.store.transactions import Unit
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context

#: Beside the statuses: open ones that are overdue, decisions, and the days that they took.
OVERDUE, DECISIONS, DAYS = "overdue", "decisions", "days"
#: Decided ones that wait for what raters answer who were asked again.
AWAITING: Final = "awaiting_raters"
TOTALS: Final = (*STATUSES, OVERDUE, AWAITING, DECISIONS, DAYS)
INDICATOR, JUDGE = "i", "j"
#: Between the parts of an attribute's name.
_BETWEEN = "|"


def add_counts(
    context: Context,
    unit: Unit,
    before: Appeal | None,
    after: Appeal,
    *,
    decided_in: int | None = None,
) -> None:
    """Add the change of an appeal to the counts. ``decided_in``: the days a decision took."""
    changed = Counter(_counted(after))
    changed.subtract(Counter(() if before is None else _counted(before)))
    if decided_in is not None:
        changed.update({DECISIONS: 1, DAYS: decided_in})
    actions = [
        Path([name]).set((Path([name]) | 0) + number) for name, number in changed.items() if number
    ]
    if not actions:
        return
    scope, place = context.scope, (after.period, after.scheme)
    unit.update(key_of_counts_with(scope, *place, after.person), actions)
    folded = fold(after.team or "")
    if folded:
        unit.update(key_of_team_counts(scope, *place, folded), actions)


def read_whole(context: Context, period: str, scheme: str) -> dict[str, int]:
    """Return the counts of a whole period by attribute. One batch read."""
    return _sum(context, keys_of_counts(context.scope, period, scheme))


def read_teams(context: Context, period: str, scheme: str, folds: Iterable[str]) -> dict[str, int]:
    """Return the counts of teams by attribute. One batch read for a hundred folds."""
    keys = [key_of_team_counts(context.scope, period, scheme, one) for one in sorted(folds)]
    return _sum(context, keys)


def read_open(context: Context, period: str, scheme: str) -> int:
    """Return how many appeals of a period are not decided, or wait for raters. One batch read."""
    found = read_whole(context, period, scheme)
    return sum(found.get(one, 0) for one in (*OPEN, AWAITING))


def split(found: Mapping[str, int], kind: str) -> dict[tuple[str, ...], dict[str, int]]:
    """Return the counts by status of each indicator or judge (``kind``), by what names it."""
    parts: dict[tuple[str, ...], dict[str, int]] = {}
    for name, number in sorted(found.items()):
        first, *about = name.split(_BETWEEN)
        if about and first == kind and number:
            parts.setdefault(tuple(about[:-1]), {})[about[-1]] = number
    return parts


def _counted(appeal: Appeal) -> Iterator[str]:
    """Yield the names under which an appeal is counted now."""
    yield appeal.status
    if appeal.is_open and appeal.overdue_since is not None:
        yield OVERDUE
    if appeal.awaits_raters and not appeal.is_open:
        yield AWAITING
    indicator = appeal.against.get("indicator")
    if indicator is not None:
        yield _BETWEEN.join((INDICATOR, str(indicator), appeal.status))
    for one in appeal.judges:
        yield _BETWEEN.join((JUDGE, str(one["source"]), str(one["by"]), appeal.status))


def _sum(context: Context, keys: list[Any]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for item in (context.table.get_many(keys) if keys else {}).values():
        named = {name: number for name, number in item.items() if _is_count(name)}
        found.update({name: int(number) for name, number in named.items()})
    return dict(found)


def _is_count(name: str) -> bool:
    return name in TOTALS or name.startswith((f"{INDICATOR}{_BETWEEN}", f"{JUDGE}{_BETWEEN}"))
