"""Count a period's outdated results, and those of the next one: a follower of settled results.

A result that was made with the previous period (growth, ``previous()``, ``carry_previous``) keeps
the revision that it read. It is outdated when another revision stands now
(docs/decisions/outdated-results.md). After every settling the results of this period are compared
with the previous period, and those of the next period with this one. The counts are stored with the
periods' records; a count that differs is an event.

Both periods lie in the same shards in the same order, so they are read side by side, with no more
in memory than a page of each.

Two runs may count one period at the same time: its own, and the one of the previous period. Each
count is written only if no other one was written since it began to read, else it is made again. So
the last one written has begun after the last change.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.periods.calendar import following, previous
from chalicelib.periods.keys import key_of_period, partition_of_pilot_periods
from chalicelib.periods.pilot_codes import SEPARATOR, pilot_of
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.results.followers import Settled
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.previous_period import NONE_STOOD, codes_read, revision_text
from chalicelib.scorecards.records import PREVIOUS
from chalicelib.scoring.needs import needs_previous
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import parts_of
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Attempts at a count while other runs count too. Each attempt follows another's success.
ATTEMPTS = 5
#: Results between two looks at the clock.
LOOK_EVERY = 1_000


def count_outdated(context: Context, settled: Settled, deadline: datetime) -> bool:
    """Count this period's results and the next one's. False when the deadline came first."""

    def late() -> bool:
        return context.platform.clock() > deadline

    scheme, period = settled.scheme, settled.period
    looks_back = needs_previous(settled.version.scheme)
    if not _counted(context, scheme, period, late, first=looks_back):
        return False
    after = following(period)
    return all(_counted(context, code, after, late) for code in _read_by(context, settled))


def _read_by(context: Context, settled: Settled) -> Iterator[str]:
    """Yield the codes whose results of the next period may have read these: the own, and for a
    scheme those of its pilots."""
    yield settled.scheme
    if pilot_of(settled.scheme) is None:
        pilots = f"{following(settled.period)}#{settled.scheme}{SEPARATOR}"
        partition = partition_of_pilot_periods(context.scope)
        for item in context.table.query_all(partition, prefix=pilots, only=("pk", "sk")):
            yield parts_of(item["sk"])[1]


def _counted(
    context: Context, scheme: str, period: str, late: Callable[[], bool], *, first: bool = False
) -> bool:
    """Count a period's outdated results and store the count. False when it was late.

    A period without a count has no result that looks back, and is passed over unless it is the
    ``first`` count.
    """
    for _ in range(ATTEMPTS):
        record = read_period(context.table, context.scope, period, scheme)
        if record is None or record.settled_at is None:
            return True
        if record.outdated is None and not first:
            return True
        number = _count(context, scheme, period, late)
        if number is None:
            return False
        if _stored(context, record, number):
            return True
    return False


def _count(context: Context, scheme: str, period: str, late: Callable[[], bool]) -> int | None:
    """Return the number of a period's outdated results; None when it was late."""
    found = seen = 0
    for shard in range(context.principal.shards):
        standing = [
            _Standing(context, code, previous(period), shard) for code in codes_read(scheme)
        ]
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        made_with = "previous_revision"
        for item in context.table.query_all(
            partition, prefix=CURRENT, only=("sk", made_with), where=Path(made_with).exists()
        ):
            now = NONE_STOOD
            for one in standing:
                now = one.of(item["sk"]) or now
            found += now != item[made_with]
            seen += 1
            if seen % LOOK_EVERY == 0 and late():
                return None
    return found


class _Standing:
    """The revisions that stand in a shard of a period, asked for in the order of sort keys."""

    def __init__(self, context: Context, scheme: str, period: str, shard: int) -> None:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        self._scheme = scheme
        self._items = context.table.query_all(partition, prefix=CURRENT, only=("sk", "revision"))
        self._at: tuple[str, int] | None = ("", 0)

    def of(self, sort_key: str) -> str | None:
        """Return the text of the revision at a sort key, after those asked for before; or None."""
        while self._at is not None and self._at[0] < sort_key:
            item = next(self._items, None)
            self._at = None if item is None else (item["sk"], int(item["revision"]))
        if self._at is None or self._at[0] != sort_key:
            return None
        return revision_text(self._scheme, self._at[1])


def _stored(context: Context, record: PeriodRecord, number: int) -> bool:
    """Store a count, with an event when it differs. False when another count came in between."""
    key = key_of_period(context.scope, record.period, record.scheme)
    counted = Path("outdated_counted")
    same: Condition = Path("settled_at").exists() & (
        counted.does_not_exist()
        if record.outdated_counted is None
        else counted == record.outdated_counted
    )
    actions = [
        Path("outdated").set(number),
        counted.set(new_id("cnt", context.platform.clock())),
    ]
    unit = Unit(context.table)
    if number != (record.outdated or 0):
        revision = Path("revision")
        same &= revision.does_not_exist() | (revision == record.revision)
        actions += [
            revision.set(record.revision + 1),
            Path("outdated_at").set(timestamp(context.platform.clock())),
        ]
        state = "outdated" if number else "current"
        unit.put(
            *event_write(
                context,
                "periods.outdated",
                f"periods/{record.period}/{record.scheme}",
                {"outdated": record.outdated or 0},
                {"status": state, "outdated": number, "because": PREVIOUS},
                revision=record.revision + 1,
            )
        )
    unit.update(key, actions, same)
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True
