"""What is shown of periods and lies elsewhere, read for all periods of a page at once.

So a page of 200 periods makes as many requests as a page of one, and some more for each hundred
items that it needs.
"""

from collections.abc import Sequence
from functools import cached_property

from chalicelib.coefficients.records import Snapshot, read_snapshots
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.team_counts import Tally
from chalicelib.periods.team_tables import TeamTables
from chalicelib.publication.merged_teams import MergedTeams
from chalicelib.schemes.calendar import Effect, in_effect
from chalicelib.schemes.records import read_calendars
from chalicelib.tenancy.context import Context


class Beside:
    """Reads what is shown with these periods, each part at the first need and once."""

    def __init__(self, context: Context, records: Sequence[PeriodRecord]) -> None:
        self._context = context
        self._records = records
        self._tables = TeamTables(context)
        self._merged = MergedTeams(context)

    def snapshot(self, record: PeriodRecord) -> Snapshot | None:
        """Return the snapshot of a locked period, as shown."""
        return self._snapshots.get((record.period, record.scheme))

    def version_in_effect(self, record: PeriodRecord) -> int | None:
        """Return the number of the version that scores the period now, or None."""
        effect = in_effect(self._calendars.get(record.scheme, ()), record.period)
        return effect.version if effect else None

    def tallies(self, record: PeriodRecord) -> dict[str, Tally]:
        """Return the counts of every team of the period. Raises SummaryReplaced."""
        _ = self._tables_of_all
        return self._tables.of(record)

    def merged(self, record: PeriodRecord) -> bool:
        """Say whether the period's summary has results of a team that was merged since.

        Raises SummaryReplaced.
        """
        folds = self._merged.folds(record)
        if not folds:
            return folds is None
        _ = self._tables_of_merged
        return self._merged.among(self._tables.of(record), folds)

    @cached_property
    def _snapshots(self) -> dict[tuple[str, str], Snapshot]:
        return read_snapshots(self._context, self._records)

    @cached_property
    def _calendars(self) -> dict[str, tuple[Effect, ...]]:
        context = self._context
        return read_calendars(context.table, context.scope, (one.scheme for one in self._records))

    @cached_property
    def _tables_of_all(self) -> None:
        self._tables.learn(self._records)

    @cached_property
    def _tables_of_merged(self) -> None:
        self._tables.learn([one for one in self._records if self._merged.folds(one)])
