"""Whether teams that were merged have results of a period that were counted and ranked before.

Such a period is outdated (``team_merged``) until its results are scored anew: its ranks within
teams and its means are those of two teams. A locked period is never: its ranks stay.
"""

from collections.abc import Mapping
from functools import cached_property

from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.periods.team_counts import Tally
from chalicelib.store.records import from_item
from chalicelib.teams.keys import key_of_merge
from chalicelib.teams.records import Merge, read_counts
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Merges that are looked at, the latest ones. After more, a period counts as outdated.
MOST_LOOKED_AT = 100


class MergedTeams:
    """The company's merges, read at most once in a request, and only when a period needs them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def _number(self) -> int:
        return read_counts(self._context).merges

    @cached_property
    def _latest(self) -> list[Merge]:
        numbers = range(max(1, self._number - MOST_LOOKED_AT + 1), self._number + 1)
        keys = [key_of_merge(self._context.scope, number) for number in numbers]
        found = self._context.table.get_many(keys)
        return [from_item(Merge, item) for item in found.values()]

    def folds(self, record: PeriodRecord) -> frozenset[str] | None:
        """Return the folds of the teams that were merged since the period was counted.

        None: too many to look at, so the period counts as outdated.
        """
        counted = record.merges or 0
        if record.state == LOCKED or record.settled_at is None or self._number <= counted:
            return frozenset()
        if self._number - counted > MOST_LOOKED_AT:
            return None
        return frozenset[str]().union(
            *(merge.texts for merge in self._latest if merge.number > counted)
        )

    @staticmethod
    def among(tallies: Mapping[str, Tally], folds: frozenset[str]) -> bool:
        """Say whether a team of these folds has results among the counts of a period."""
        return any(tally.scorecards and is_in(team, folds) for team, tally in tallies.items())
