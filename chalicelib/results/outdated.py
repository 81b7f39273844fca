"""Count and mark a period's outdated results, and those of the next one: a follower of settled
results.

A result that was made with the previous period (growth, ``previous()``, ``carry_previous``) keeps
the revision that it read. It is outdated when another revision stands now
(docs/decisions/outdated-results.md). After every settling the results of this period are compared
with the previous period, and those of the next period with this one. The counts are stored with the
periods' records; a count that differs is an event. The period's directory has a mark of each that
is outdated (:mod:`chalicelib.results.outdated_marks`). When few results have changed, both are
adjusted by these people where that is exact (:mod:`chalicelib.results.outdated_of_few`).

Two runs may count one period at the same time: its own, and the one of the previous period. Each
count is written only if no other one was written since it began to read, else it is made again. So
the last one written has begun after the last change. A run without time stores the marks of the
shards that it has counted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from chalicelib.periods.calendar import following
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import partition_of_pilot_periods
from chalicelib.periods.pilot_codes import SEPARATOR, pilot_of
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.results.followers import Settled
from chalicelib.results.outdated_counts import store_count
from chalicelib.results.outdated_marks import Seen, differing
from chalicelib.results.outdated_of_few import adjust_count
from chalicelib.results.outdated_shards import marks_of_shard
from chalicelib.scoring.needs import needs_previous
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context

#: Attempts at a count while other runs count too. Each attempt follows another's success.
ATTEMPTS = 5
#: The name under which this follower stores its checkpoint.
FOLLOWER = "outdated"


@dataclass(slots=True)
class _Counting:
    """A count in progress, by its checkpoint: shards before ``shard`` have ``found``.

    ``since`` is the id of the count that stood when it began, empty when there was none.
    """

    since: str
    shard: int = 0
    found: int = 0


def count_outdated(context: Context, settled: Settled, deadline: datetime) -> bool:
    """Count this period's results and the next one's. False when the deadline came first.

    The checkpoint has what is finished, and how far the count in progress is. A run counts at least
    one shard, so each makes progress.
    """

    def late() -> bool:
        return context.platform.clock() > deadline

    done = settled.progress.of(FOLLOWER) or {}
    finished: list[str] = list(done.get("finished", ()))
    looks_back = needs_previous(settled.version.scheme)
    after = following(settled.period)
    places = [(settled.period, settled.scheme, looks_back)]
    places += [(after, code, False) for code in _read_by(context, settled)]
    for period, code, first in places:
        name = f"{period}/{code}"
        if name in finished:
            continue
        if settled.changed is not None and adjust_count(
            context, settled, settled.changed, period, code
        ):
            finished.append(name)
            continue
        counting = done["counting"] if done.get("place") == name else None

        def save(now: _Counting, name: str = name) -> None:
            stored = {"finished": finished, "place": name, "counting": asdict(now)}
            settled.progress.store(FOLLOWER, stored)

        begun = None if counting is None else _begun(counting)
        if not _counted(context, code, period, late, save, begun, first=first):
            return False
        finished.append(name)
    return True


def count_following(context: Context, scheme: str, period: str, deadline: datetime) -> bool:
    """Count the results of the next period that are made with ones of this period, after a
    correction. False when the deadline came first."""

    def late() -> bool:
        return context.platform.clock() > deadline

    def unsaved(_: _Counting) -> None:
        """A count that is late is made again as a whole."""

    after = following(period)
    codes = [scheme, *_pilots(context, scheme, after)]
    return all(_counted(context, code, after, late, unsaved, None, first=False) for code in codes)


def _begun(stored: Mapping[str, Any]) -> _Counting:
    return _Counting(str(stored["since"]), int(stored["shard"]), int(stored["found"]))


def _read_by(context: Context, settled: Settled) -> Iterator[str]:
    """Yield the codes whose results of the next period may have read these: the own, and for a
    scheme those of its pilots."""
    yield settled.scheme
    if pilot_of(settled.scheme) is None:
        yield from _pilots(context, settled.scheme, following(settled.period))


def _pilots(context: Context, scheme: str, period: str) -> Iterator[str]:
    """Yield the codes of a scheme's pilots that have a record of the period."""
    pilots = f"{period}#{scheme}{SEPARATOR}"
    partition = partition_of_pilot_periods(context.scope)
    for item in context.table.query_all(partition, prefix=pilots, only=("pk", "sk")):
        yield parts_of(item["sk"])[1]


def _counted(
    context: Context,
    scheme: str,
    period: str,
    late: Callable[[], bool],
    save: Callable[[_Counting], None],
    begun: _Counting | None,
    *,
    first: bool,
) -> bool:
    """Count a period's outdated results and store the count. False when it was late.

    A period without a count has no result that looks back, and is passed over unless it is the
    ``first`` count. ``begun`` is a count that a former run left; it goes on if no other was stored
    since.
    """
    for _ in range(ATTEMPTS):
        record = read_period(context.table, context.scope, period, scheme)
        if record is None or record.settled_at is None:
            return True
        if record.outdated is None and not first:
            return True
        since = record.outdated_counted or ""
        counting = begun if begun is not None and begun.since == since else _Counting(since)
        begun, seen = None, Seen()
        finished = _count(context, scheme, period, counting, seen, late)
        stored = _stored(context, record, counting.found if finished else None, seen)
        if not finished:
            if stored:
                save(counting)
            return False
        if stored:
            return True
    return False


def _stored(context: Context, record: PeriodRecord, number: int | None, seen: Seen) -> bool:
    """Store a count with its marks. False when another count came, or results went."""
    now: PeriodRecord | None = record
    for _ in range(ATTEMPTS):
        if now is None or _of_whom(now) != _of_whom(record):
            return False
        try:
            marks = differing(context, now, seen)
            if store_count(context, now, number, marks=marks):
                return True
        except SummaryReplaced:
            pass
        now = read_period(context.table, context.scope, record.period, record.scheme)
    return False


def _of_whom(record: PeriodRecord) -> tuple[str | None, ...]:
    """Return the count that stands, and when entries went: the results of the erased move."""
    listing = record.listing or {}
    return record.outdated_counted, listing.get("removed_at"), listing.get("told_at")


def _count(
    context: Context,
    scheme: str,
    period: str,
    counting: _Counting,
    seen: Seen,
    late: Callable[[], bool],
) -> bool:
    """Count shard by shard from where ``counting`` stands. False when it was late first."""
    before = counting.shard
    for shard in range(before, context.principal.shards):
        if shard > before and late():
            return False
        marks = dict(marks_of_shard(context, scheme, period, shard))
        seen.shards.add(shard)
        seen.marks |= marks
        counting.found += len(marks)
        counting.shard = shard + 1
    return True
