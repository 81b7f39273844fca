"""Where the lines of a scheme's next file lie: months with something due, and files that may come
to nothing.

Both are in the item that counts the scheme's differences, and change in the transactions that
change them. So what claims lines (exports/claims.py) reads these months and files, and not every
difference that the scheme ever had. A month is named while something of it is due. A file is named
from its first line on, until it is certain that payroll gets it, or its lines are free again.

``entered`` says that all that is stored is named; differences of an older version are not, until
somebody has read them all once. ``revision`` grows with each change, so that nobody enters what has
changed meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.differences.keys import key_of_counts
from chalicelib.differences.records import PENDING, REJECTED, Difference
from chalicelib.store.as_read import as_read
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Beginnings of the members' names: how many differences of a month are due, and a file's lines.
_DUE, _LINES = "due ", "lines "
#: The states in which the next file has a line of a difference.
_IS_DUE: Final = (PENDING, REJECTED)


#: A difference before (None: there was none) and after.
Change = tuple[Difference | None, Difference]


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Months of which something is due, files that may come to nothing, and months of which nothing
    is due any more; each in order."""

    months: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    entered: bool = True
    revision: int | None = None


def read_unclaimed(context: Context, scheme: str) -> Unclaimed:
    """Return where the lines of a scheme's next file lie. One read."""
    item = context.table.get(key_of_counts(context.scope, scheme))
    if item is None:
        return Unclaimed()
    months = {name.removeprefix(_DUE): int(item[name]) for name in item if name.startswith(_DUE)}
    return Unclaimed(
        tuple(sorted(one for one, number in months.items() if number > 0)),
        tuple(sorted(name.removeprefix(_LINES) for name in item if name.startswith(_LINES))),
        tuple(sorted(one for one, number in months.items() if number <= 0)),
        bool(item.get("entered")),
        None if item.get("revision") is None else int(item["revision"]),
    )


def actions_of(changes: Sequence[Change]) -> Iterator[Action]:
    """Give the changes of a scheme's item with those of its differences."""
    due: Counter[str] = Counter()
    for before, after in changes:
        due[after.period] += after.status in _IS_DUE
        if before is not None:
            due[after.period] -= before.status in _IS_DUE
    for period, step in sorted(due.items()):
        if step:
            number = Path(f"{_DUE}{period}")
            yield number.set((number | 0) + step)
    files = {str(after.sent["export"]) for _, after in changes if after.sent is not None}
    yield from (Path(f"{_LINES}{one}").set(True) for one in sorted(files))
    revision = Path("revision")
    yield revision.set((revision | 0) + 1)


def may_be_lost(context: Context, unit: Unit, scheme: str, files: Iterable[str]) -> None:
    """Add to a unit that files of a scheme, which payroll was to get, came to nothing."""
    actions = [Path(f"{_LINES}{one}").set(True) for one in files]
    if actions:
        unit.update(key_of_counts(context.scope, scheme), actions)


def enter(context: Context, scheme: str, found: Unclaimed, every: Iterable[Difference]) -> bool:
    """Name the months and files of all differences of a scheme, on condition that none has changed
    since ``found`` was read. Return whether they are entered."""
    due: Counter[str] = Counter()
    files = set(found.files)
    for one in every:
        due[one.period] += one.status in _IS_DUE
        if one.sent is not None:
            files.add(str(one.sent["export"]))
    former = {*found.months, *found.done}
    actions: list[Action] = [
        *(Path(f"{_DUE}{period}").set(number) for period, number in due.items() if number),
        *(Path(f"{_DUE}{period}").remove() for period in former if not due[period]),
        *(Path(f"{_LINES}{one}").set(True) for one in sorted(files)),
        Path("entered").set(True),
    ]
    return _change(context, scheme, actions, as_read("revision", found.revision))


def forget_months(context: Context, scheme: str, months: Iterable[str]) -> None:
    """Remove the names of months of which nothing is due, if that is so still."""
    names = [Path(f"{_DUE}{one}") for one in months]
    if names:
        same = names[0] == 0
        for name in names[1:]:
            same &= name == 0
        _change(context, scheme, [name.remove() for name in names], same)


def forget_file(context: Context, unit: Unit, scheme: str, file: str) -> None:
    """Add to a unit that payroll gets a file, or that its lines are free again."""
    unit.update(key_of_counts(context.scope, scheme), [Path(f"{_LINES}{file}").remove()])


def _change(context: Context, scheme: str, actions: list[Action], same: Condition) -> bool:
    try:
        context.table.update(key_of_counts(context.scope, scheme), actions, same)
    except ConditionFailed:
        return False
    return True
