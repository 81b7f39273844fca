"""How many people are missing in a period, by team, as it was counted: pieces of its summary.

They are written after the summary, by the same run (publication/kept_check.py), and go with it: a
new summary removes the ``check`` of the period's record and all former pieces.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from chalicelib.periods.keys import key_of_piece
from chalicelib.periods.pieces import divided, opened
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import piece_writes, read_pieces
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context

#: The table, in the sort keys of pieces.
MISSING: Final = "missing"


def made(
    context: Context, period: str, scheme: str, teams: Mapping[str, int]
) -> tuple[list[tuple[Key, Item]], dict[str, Any]]:
    """Return the pieces to write, and what the period's record tells of them. Nothing is written.

    ``teams``: how many are missing in each, empty for people without a team.
    """
    generation = new_id("gen", context.platform.clock())
    names = {team: team for team in sorted(teams)}
    found = divided(names, lambda some: {team: teams[team] for team in some})
    writes = piece_writes(context, period, scheme, generation, MISSING, found)
    return writes, {"generation": generation, "pieces": len(found)}


def pieces_of(context: Context, record: PeriodRecord) -> list[Key]:
    """Return the keys of the pieces of the record's ``check``; none without one."""
    if record.check is None:
        return []
    place = context.scope, record.period, record.scheme, str(record.check["generation"]), MISSING
    return [key_of_piece(*place, number) for number in range(int(record.check["pieces"]))]


def read(context: Context, record: PeriodRecord) -> Counter[str]:
    """Return how many are missing in each team, by the record's ``check``. Raises SummaryReplaced.

    The record must have a check.
    """
    told = record.check or {}
    generation, numbers = str(told["generation"]), range(int(told["pieces"]))
    teams: Counter[str] = Counter()
    for piece in read_pieces(context, record, generation, MISSING, numbers):
        teams.update(opened(piece))
    return teams
