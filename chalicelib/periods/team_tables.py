"""Tables of counts by team of several periods, a hundred pieces in a request.

A list of periods would otherwise read the pieces of each of its periods by themselves.
"""

from collections.abc import Iterable

from chalicelib.periods import summaries
from chalicelib.periods.keys import key_of_piece
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.team_counts import Tally, opened_teams
from chalicelib.tenancy.context import Context


class TeamTables:
    """The tables of some periods. One that was not learned is read when it is asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context
        #: Pieces by the generation of their summary.
        self._packed: dict[str, list[bytes]] = {}

    def learn(self, records: Iterable[PeriodRecord]) -> None:
        """Read the pieces of these periods. A table inside the period's item needs no request."""
        places = [
            (generation, key_of_piece(self._context.scope, one.period, one.scheme, *place))
            for one in records
            if (generation := _generation(one)) is not None and generation not in self._packed
            for number in range(_pieces(one))
            for place in [(generation, summaries.TEAMS, number)]
        ]
        found = self._context.table.get_many([key for _, key in places]) if places else {}
        gone = {generation for generation, key in places if key not in found}
        for generation, key in places:
            if generation not in gone:
                self._packed.setdefault(generation, []).append(bytes(found[key]["packed"]))

    def of(self, record: PeriodRecord) -> dict[str, Tally]:
        """Return the counts of every team by this record. Raises SummaryReplaced."""
        packed = self._packed.get(_generation(record) or "")
        if packed is None:
            return summaries.tallies_of(self._context, record)
        joined: dict[str, Tally] = {}
        for piece in packed:
            joined |= opened_teams(piece)
        return joined


def _pieces(record: PeriodRecord) -> int:
    return int((record.pieces or {})[summaries.TEAMS])


def _generation(record: PeriodRecord) -> str | None:
    """Return the generation whose pieces have the period's table; None when it is in its item."""
    if record.pieces is None or not _pieces(record):
        return None
    return str(record.pieces["generation"])
