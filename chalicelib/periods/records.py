"""Stored records of a scheme's period: state, summary, ranks, and the run that holds the lease."""

from dataclasses import dataclass, field
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period, partition_of_periods, partition_of_pilot_periods
from chalicelib.store.as_read import as_read
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

PROVISIONAL, PUBLISHED, LOCKED = "provisional", "published", "locked"
#: How a period is shown that has imported results alone, and how such a result is. Not stored.
IMPORTED = "imported"

#: Stands for the flags of a closed round whose raters are not examined yet, or one open again.
NOT_EXAMINED = -1


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """A scheme's period. ``scheme`` is the scheme's code or a pilot's.

    ``grades`` and ``versions`` count the results by grade and by version of the scheme (as text);
    older summaries have no ``versions``. ``scorecards`` counts what was computed here,
    ``imported`` imported results, and ``imported_grades`` those that have a grade (None: there are
    none). ``not_paying`` counts the results of people whose month
    another scheme pays, and ``split`` those that pay a share of it; None: an older summary, which
    has none of either. The tables of ranks and of counts by team grow with
    people. A small table is in ``ranks`` or ``teams``. A large one is stored in pieces, which
    ``pieces`` tells. :mod:`chalicelib.periods.summaries` reads both.

    ``ordered`` tells, of each large table in order, the generation of its index
    (periods/ordered_tables.py): the ranks, and the people as lists find them. ``listing`` is what
    lists need beside (periods/directory.py): ``at``, when it last changed; ``removed_at``, when an
    entry last went of which no log tells, and ``told_at``, of which one does; ``inside``, the
    entries of a small period. None: an older summary, whose lists read the results themselves.

    ``check`` is what a large register said of the period when it was settled: ``as_of`` (and
    ``until``, when the walk ended), ``several`` and ``outdated`` (publication/month_check.py), and
    the pieces that have who is missing (periods/missing_counts.py). None: it is asked when it is
    wanted, or was not asked yet.

    ``by_team`` says whether the table of ranks is of groups that are teams; None: an older summary.
    ``unsettled`` is the claim of the first run that took the period since its results were settled
    and followed: it, or a later one, may have written results that were not.

    ``writer`` is the claim of the run that may write the period's scorecards until
    ``writer_until``. ``writer_work`` is the id of the work that the run is part of, and
    ``writer_since`` when that work took the period. ``following``:
    that work has settled the period, and only the followers of results are left; the member has
    the ``work`` and what followers have stored. ``rescoring`` is the progress of the last
    rescoring. ``means_due`` is since when results were written whose team means are not looked
    through yet. ``outdated`` is the number of results that were made with another revision of the
    previous period than stands now; None: none has looked back. At ``outdated_at`` it changed last,
    or which results they are; ``outdated_counted`` is the id of the count (results/outdated.py).
    The directory tells which they are, of counts after ``unmarked_until`` (empty: of all; None: of
    none). ``settled_at`` is when the
    summary was made; without it the period has no results. Times are RFC 3339 in UTC.

    ``figures_kept``: what all files of the period said is kept (uploads/figures.py).
    ``some_removed``: results of it were removed, and left a trace (results/removing.py).
    ``withdrawing``: uploads whose withdrawal was asked for, and may be done
    (uploads/open_withdrawals.py).

    ``void`` counts the results that were declared void: no other count has them. ``incomplete``
    counts the results that await a source. ``final`` has, by source, the declaration
    that nothing more is awaited of it: ``at``, ``by`` and ``reason``. ``board`` has the counts of
    each source as of the settling (periods/source_counts.py).

    ``rounds`` names the rating round that feeds a source, by source (rating_rounds/running.py).
    ``flags`` counts the unanswered flags about the raters of a closed round, by round;
    NOT_EXAMINED: it is not known yet (rating_rounds/examining.py).

    ``signals`` is of a period that is looked through for signals by itself: how many are ``open``,
    and how often somebody has ``decided`` about one. ``signals_at`` is when the last look was asked
    for that has ended (signals/period_count.py).

    ``lock_number`` counts the locks of the period, those too that were taken back; None: it was
    never locked, or by an older version. ``lock_files`` are the exports that were made of this lock
    (exports/lock_files.py). ``reopened_at`` is when a lock was last taken back. ``corrections``
    counts the corrections since the lock (corrections/applying.py).

    ``closed`` counts the results of leavers that were settled ahead of the period, and
    ``closed_versions`` those of each version of the scheme (exports/closing.py).

    ``cases``: there are, or were, recorded cases in force for the period (cases/in_force.py).
    ``cases_due`` counts the people whose cases have changed, and whose result does not follow yet.
    """

    period: str
    scheme: str
    state: str = PROVISIONAL
    revision: int = 0
    scorecards: int = 0
    insufficient: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    ranks: bytes | None = None
    teams: bytes | None = None
    pieces: dict[str, Any] | None = None
    rescoring: dict[str, Any] | None = None
    not_paying: int | None = None
    split: int | None = None
    settled_at: str | None = None
    published_at: str | None = None
    locked_at: str | None = None
    writer: str | None = None
    writer_until: str | None = None
    writer_work: str | None = None
    writer_since: str | None = None
    following: dict[str, Any] | None = None
    means_due: str | None = None
    check: dict[str, Any] | None = None
    outdated: int | None = None
    outdated_at: str | None = None
    outdated_counted: str | None = None
    unmarked_until: str | None = None
    merges: int | None = None
    ordered: dict[str, Any] | None = None
    listing: dict[str, Any] | None = None
    by_team: bool | None = None
    unsettled: str | None = None
    incomplete: int | None = None
    final: dict[str, Any] | None = None
    board: dict[str, Any] | None = None
    imported: int | None = None
    imported_grades: dict[str, int] | None = None
    void: int | None = None
    rounds: dict[str, str] | None = None
    flags: dict[str, int] | None = None
    signals: dict[str, int] | None = None
    signals_at: str | None = None
    cases: bool | None = None
    cases_due: int | None = None
    figures_kept: bool | None = None
    some_removed: bool | None = None
    withdrawing: tuple[str, ...] | None = None
    lock_number: int | None = None
    lock_files: tuple[str, ...] | None = None
    reopened_at: str | None = None
    corrections: int | None = None
    closed: int | None = None
    closed_versions: dict[str, int] | None = None

    @property
    def changed_whole_at(self) -> tuple[str, ...]:
        """When all results came to be shown otherwise: published, locked, or open again."""
        times = (self.published_at, self.locked_at, self.reopened_at)
        return tuple(time for time in times if time is not None)

    @property
    def any_outdated_at(self) -> str | None:
        """When any result may have become outdated or current last, as far as entries tell not."""
        return self.outdated_at if self.unmarked_until is None else self.unmarked_until

    @property
    def only_imported(self) -> bool:
        """Whether the period has imported results and none that was computed here."""
        return bool(self.imported) and not self.scorecards

    @property
    def shown_state(self) -> str:
        """The state as it is shown: IMPORTED when nothing was computed here."""
        return IMPORTED if self.only_imported else self.state


def not_locked() -> Condition:
    """Return the condition, on a period's item, that it is not locked; it may not be there."""
    state = Path("state")
    found: Condition = state.does_not_exist() | (state != LOCKED)
    return found


def same_revision(record: PeriodRecord) -> Condition:
    """Return the condition that the period is at the revision of this record of it."""
    revision = Path("revision")
    found: Condition = revision.does_not_exist() | (revision == record.revision)
    return found


def same_withdrawals(record: PeriodRecord) -> Condition:
    """Return the condition that the period names the withdrawals that this record of it names."""
    return as_read("withdrawing", record.withdrawing)


def same_rounds(record: PeriodRecord) -> Condition:
    """Return the condition that the period names the rounds that this record of it names."""
    return as_read("rounds", record.rounds)


def same_flags(record: PeriodRecord) -> Condition:
    """Return the condition that as many flags are unanswered as this record of the period has."""
    return as_read("flags", record.flags)


def same_signals(record: PeriodRecord) -> Condition:
    """Return the condition that nothing was found or decided about signals since this record."""
    return as_read("signals", record.signals)


def read_period(table: Table, scope: TenantScope, period: str, scheme: str) -> PeriodRecord | None:
    """Read a scheme's or a pilot's period. None when there is no record."""
    item = table.get(key_of_period(scope, period, scheme))
    return None if item is None else from_item(PeriodRecord, item)


def period_of(item: Item | None, period: str, scheme: str) -> PeriodRecord:
    """Return the record that an item holds, or a new one without an item."""
    return PeriodRecord(period, scheme) if item is None else from_item(PeriodRecord, item)


def with_results(context: Context, period: str, scheme: str | None) -> list[PeriodRecord]:
    """Return the period's records with results, of one scheme or of all. The list may be empty."""
    if scheme is not None:
        record = read_period(context.table, context.scope, period, scheme)
        found = [] if record is None else [record]
    else:
        items = context.table.query_all(partition_of_periods(context.scope), prefix=f"{period}#")
        found = [from_item(PeriodRecord, item) for item in items]
    return [record for record in found if record.settled_at is not None]


def places(context: Context) -> list[str]:
    """Return the sort keys ``{period}#{scheme}`` of all periods, pilots' included, in order."""
    scope = context.scope
    both = (partition_of_periods(scope), partition_of_pilot_periods(scope))
    return sorted(
        item["sk"]
        for partition in both
        for item in context.table.query_all(partition, only=("pk", "sk"))
    )


def schemes_of(context: Context, period: str) -> list[str]:
    """Return the codes of the schemes that have a record of the period, sorted."""
    return sorted(states_of(context, period))


def states_of(context: Context, period: str) -> dict[str, str]:
    """Return the state of the period by the code of each scheme that has a record of it."""
    items = context.table.query_all(
        partition_of_periods(context.scope), prefix=f"{period}#", only=("sk", "state")
    )
    return {parts_of(item["sk"])[1]: item.get("state", PROVISIONAL) for item in items}
