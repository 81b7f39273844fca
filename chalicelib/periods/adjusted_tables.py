"""The tables of a period's summary after some people's results have changed, from the tables alone.

The results of all others are not read (docs/decisions/one-persons-change.md). Of ranks and the
directory the indexes and the pieces of these people are read, of the counts by team the whole
table, which grows with teams.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.periods import directory, ordered_tables, rank_table, summaries
from chalicelib.periods.listed import Listed
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.rank_table import BY_TOTAL
from chalicelib.periods.ranks import Place, counted, opened_counts
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.team_counts import Tally
from chalicelib.person_keys import PersonKey
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context

#: A person's place before and after: None where the person has no rank.
Move = tuple[Place | None, Place | None]


class NotInTables(Exception):
    """A former value is not in the tables: they are not of the results that were changed."""


def adjusted(
    context: Context,
    record: PeriodRecord,
    moves: Iterable[Move],
    teams: Mapping[str, Tally],
    entries: Mapping[PersonKey, Listed],
    at: str,
) -> Part:
    """Return the part of the summary that differs. Nothing is written.

    ``record``: the period with the tables, which must be of this version. ``moves``: one for each
    changed person. ``teams``: by how much the counts of each team differ. ``entries``: those of the
    directory, and ``at`` the time of its change. Raises NotInTables, and SummaryReplaced when a
    piece is missing.
    """
    generation = new_id("gen", context.platform.clock())
    part = _ranks(context, record, _differences(moves), generation)
    part.add(_teams(context, record, teams, generation))
    part.add(_directory(context, record, entries, generation, at))
    return part


def _differences(moves: Iterable[Move]) -> dict[Place, int]:
    """Return how many more or fewer people have each place; none where they are as many."""
    more: Counter[Place] = Counter()
    for before, after in moves:
        more.update(() if after is None else [after])
        more.subtract(() if before is None else [before])
    return {place: number for place, number in more.items() if number}


def _ranks(
    context: Context, record: PeriodRecord, moves: Mapping[Place, int], generation: str
) -> Part:
    table = BY_TOTAL.name
    standing = ordered_tables.generation_of(record, table)
    if not moves:
        return Part()
    if standing is None:
        return summaries.ranks_part(context, record, _counts(record, moves), generation)
    index = ordered_tables.read_indexes(context, record, [table])[table]
    numbers = rank_table.numbers_moved(index, moves)
    opened = ordered_tables.read_pieces(context, record, BY_TOTAL, index, numbers)
    try:
        new = rank_table.moved(index, opened, moves, ordered_tables.names(generation))
    except LookupError:
        raise NotInTables from None
    place = record.period, record.scheme
    return ordered_tables.part_of(context, place, generation, table, new, index, standing)


def _counts(record: PeriodRecord, moves: Mapping[Place, int]) -> dict[str, dict[str, int]]:
    """Return the counts of a table in the period's item after the moves."""
    counts = opened_counts(record.ranks)
    for place, more in moves.items():
        ((group, (text,)),) = counted([place]).items()
        of_group = counts.setdefault(group, {})
        number = of_group.pop(text, 0) + more
        if number < 0:
            raise NotInTables
        if number:
            of_group[text] = number
    return {group: totals for group, totals in counts.items() if totals}


def _teams(
    context: Context, record: PeriodRecord, teams: Mapping[str, Tally], generation: str
) -> Part:
    differences = {team: one for team, one in teams.items() if one.differs}
    if not differences:
        return Part()
    tallies = summaries.tallies_of(context, record)
    for team, difference in differences.items():
        tally = tallies.setdefault(team, Tally())
        tally.add(difference)
        if not tally.counts:
            raise NotInTables
    left = {
        team: tally.without_nothing()
        for team, tally in tallies.items()
        if tally.scorecards or tally.imported
    }
    part = summaries.teams_part(context, record, left, generation)
    part.drops += summaries.pieces_of(context, record, summaries.TEAMS)
    return part


def _directory(
    context: Context,
    record: PeriodRecord,
    entries: Mapping[PersonKey, Listed],
    generation: str,
    at: str,
) -> Part:
    """Put the entries into the directory. One with the content of the former one stays."""
    former = directory.entries_of(context, record, entries)
    changed: dict[PersonKey, Listed | None] = {}
    for person, entry in entries.items():
        before = former.get(person)
        new = entry if before is None else entry._replace(outdated=before.outdated)
        if before is None or not new.same_as(before):
            changed[person] = new._replace(changed_at=at)
    return directory.changed(context, record, changed, generation, at) if changed else Part()
