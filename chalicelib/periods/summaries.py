"""The summary of a period as it is stored: a generation of items, made current by one write.

The period's item has what is small: counts by grade and version. The tables of ranks, of counts by
team and of the people who are listed grow with people. A table of more than MOST_INSIDE bytes is
stored in pieces under the generation's id: counts by team by a hash
(:mod:`chalicelib.periods.pieces`), the others in order (:mod:`chalicelib.periods.ordered_tables`).
The period's item names the generation, so its one update makes all pieces current. Pieces that are
not current any more are removed afterwards. A reader that misses a piece reads the period's item
again and starts over.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from chalicelib.periods import directory, ordered_tables, pieces, rank_table
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_piece, partition_of_summaries
from chalicelib.periods.listed import Listed
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.rank_table import BY_TOTAL
from chalicelib.periods.ranks import (
    Counts,
    Place,
    Rank,
    name_of_place,
    opened_rank_piece,
    opened_ranks,
    packed_ranks,
    ranks_in,
)
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.periods.team_counts import (
    Tally,
    opened_teams,
    packed_teams,
    team_pieces,
    versions_of,
)
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key, key_of_item
from chalicelib.tenancy.context import Context

__all__ = ["SummaryReplaced"]

#: The tables, in the sort keys of pieces and in ``pieces`` of the period's item. Ranks lie there
#: in older summaries alone.
RANKS, TEAMS = "ranks", "teams"
#: Times that a reader starts over because a new summary has become current.
ATTEMPTS = 5

T = TypeVar("T")


def made(
    context: Context,
    record: PeriodRecord,
    ranks: Counts,
    teams: Mapping[str, Tally],
    entries: Sequence[Listed],
    at: str,
    told: Callable[[Sequence[PersonKey]], bool],
) -> Part:
    """Make the tables of a new generation. Nothing is written.

    ``record`` is the period before. ``entries`` are for the directory, by person, and ``at`` is the
    time of its change (periods/directory.py). ``told`` says whether the log of changes tells of all
    these people that their results went. Raises SummaryReplaced.
    """
    generation = new_id("gen", context.platform.clock())
    part = ranks_part(context, record, ranks, generation)
    part.add(teams_part(context, record, teams, generation))
    listed, gone = directory.since_last(context, record, entries)
    removed = bool(gone)
    part.add(
        directory.made(
            context, record, listed, generation, at, removed=removed, told=removed and told(gone)
        )
    )
    return part


def ranks_part(context: Context, record: PeriodRecord, ranks: Counts, generation: str) -> Part:
    """Return the part with a table of ranks made anew. Raises SummaryReplaced."""
    place, table = (record.period, record.scheme), BY_TOTAL.name
    inside = pieces.inside(sum(map(len, ranks.values())), lambda: packed_ranks(ranks))
    former = ordered_tables.read_indexes(context, record, [table])[table]
    standing = ordered_tables.generation_of(record, table)
    if inside is not None:
        part = ordered_tables.without(context, place, table, former, standing)
    else:
        new = rank_table.made(ranks, ordered_tables.names(generation), former)
        part = ordered_tables.part_of(context, place, generation, table, new, former, standing)
    part.members["ranks"] = inside
    return part


def teams_part(
    context: Context, record: PeriodRecord, teams: Mapping[str, Tally], generation: str
) -> Part:
    """Return the part with a table of the counts by team. Its former pieces are not among drops."""
    inside = pieces.inside(len(teams), lambda: packed_teams(teams))
    apart = team_pieces(teams) if inside is None else []
    writes = piece_writes(context, record.period, record.scheme, generation, TEAMS, apart)
    told = {"generation": generation, RANKS: 0, TEAMS: len(apart)} if writes else None
    return Part(writes, {"teams": inside, "pieces": told}, stays={key for key, _ in writes})


def pieces_of(context: Context, record: PeriodRecord, table: str) -> list[Key]:
    """Return the keys of a table's pieces that are found by a hash: TEAMS, or RANKS of before."""
    told = record.pieces or {"generation": ""}
    place = context.scope, record.period, record.scheme, str(told["generation"]), table
    return [key_of_piece(*place, number) for number in range(_number(record, table))]


def stored_pieces(context: Context, period: str, scheme: str) -> list[Key]:
    """Return the keys of all stored pieces of a period's summaries, former ones included."""
    partition = partition_of_summaries(context.scope, period, scheme)
    found = context.table.query_all(partition, only=("pk", "sk"))
    return [key_of_item(item) for item in found]


def reading(context: Context, record: PeriodRecord, read: Callable[[PeriodRecord], T]) -> T:
    """Call ``read`` with the period's record, again when a new summary has become current.

    So ``read`` sees one generation. Raises LookupError when a piece of the current one is missing.
    """
    for _ in range(ATTEMPTS):
        try:
            return read(record)
        except SummaryReplaced:
            found = read_period(context.table, context.scope, record.period, record.scheme)
            if found is None or _tables(found) == _tables(record):
                break
            record = found
    raise LookupError("a piece of a period's summary is missing")


def _tables(record: PeriodRecord) -> tuple[object, ...]:
    return record.pieces, record.ordered, record.listing, record.check


def ranks_of(context: Context, record: PeriodRecord, wanted: Iterable[Place]) -> dict[Place, Rank]:
    """Return the ranks of these groups and totals. One that is not in the table is left out.

    Each piece that is needed is read once. All ranks are of one generation.
    """
    places = list(dict.fromkeys(wanted))

    def read(current: PeriodRecord) -> dict[Place, Rank]:
        number = _number(current, RANKS)
        if ordered_tables.generation_of(current, BY_TOTAL.name) is not None:
            known = _ranks_at(context, current, places)
        elif not number:
            known = ranks_in(current.ranks, places)
        else:
            needed = {pieces.piece_of(name_of_place(*place), number) for place in places}
            known = _ranks_in(context, current, sorted(needed))
        return {place: known[place] for place in places if place in known}

    return reading(context, record, read) if places else {}


def all_ranks(context: Context, record: PeriodRecord) -> dict[Place, Rank]:
    """Return the rank of every group and total. All are of one generation."""

    def read(current: PeriodRecord) -> dict[Place, Rank]:
        if ordered_tables.generation_of(current, BY_TOTAL.name) is not None:
            return _all_ranks(context, current)
        number = _number(current, RANKS)
        if not number:
            return opened_ranks(current.ranks)
        return _ranks_in(context, current, range(number))

    return reading(context, record, read)


def whole_tally(record: PeriodRecord) -> Tally:
    """Return the counts of the whole period.

    An older summary has counts by version only by team, or none.
    """
    if record.versions or record.teams is None:
        grades, versions = Counter(record.grades), versions_of(record.versions)
        imported = Counter(record.imported_grades or {})
        incomplete = record.incomplete or 0
        numbers = (record.insufficient, versions, record.imported or 0, imported, incomplete)
        return Tally(grades, *numbers)
    whole = Tally()
    for tally in opened_teams(record.teams).values():
        whole.add(tally)
    return whole


def tallies_of(context: Context, record: PeriodRecord) -> dict[str, Tally]:
    """Return the counts of every team by this record. Raises SummaryReplaced."""
    number = _number(record, TEAMS)
    if not number:
        return opened_teams(record.teams)
    found: dict[str, Tally] = {}
    for piece in _read(context, record, TEAMS, range(number)):
        found |= opened_teams(piece)
    return found


def _ranks_at(context: Context, record: PeriodRecord, places: Sequence[Place]) -> dict[Place, Rank]:
    """Return the ranks of places of a table in order: the index, and at most three pieces each."""
    index = ordered_tables.read_indexes(context, record, [BY_TOTAL.name])[BY_TOTAL.name]
    numbers = rank_table.numbers_of(index, places)
    rows = ordered_tables.read_rows(context, record, BY_TOTAL.name, index, numbers)
    return rank_table.ranks_in(index, rows, places)


def _all_ranks(context: Context, record: PeriodRecord) -> dict[Place, Rank]:
    index = ordered_tables.read_indexes(context, record, [BY_TOTAL.name])[BY_TOTAL.name]
    numbers = range(len(index))
    opened = ordered_tables.read_pieces(context, record, BY_TOTAL, index, numbers)
    return rank_table.all_ranks(entry for number in numbers for entry in opened[number])


def _ranks_in(context: Context, record: PeriodRecord, numbers: Iterable[int]) -> dict[Place, Rank]:
    found: dict[tuple[str, Decimal], Rank] = {}
    for piece in _read(context, record, RANKS, numbers):
        found |= opened_rank_piece(piece)
    return found


def _number(record: PeriodRecord, table: str) -> int:
    """Return the number of pieces of a table; 0 when it is in the period's item."""
    return 0 if record.pieces is None else int(record.pieces[table])


def piece_writes(
    context: Context, period: str, scheme: str, generation: str, table: str, found: Iterable[bytes]
) -> list[tuple[Key, Item]]:
    """Return the writes of a table's packed pieces, numbered from 0."""
    return [
        (key_of_piece(context.scope, period, scheme, generation, table, number), {"packed": piece})
        for number, piece in enumerate(found)
    ]


def _read(
    context: Context, record: PeriodRecord, table: str, numbers: Iterable[int]
) -> list[bytes]:
    """Return packed pieces of the record's generation. Raises SummaryReplaced without one."""
    return read_pieces(context, record, str((record.pieces or {})["generation"]), table, numbers)


def read_pieces(
    context: Context, record: PeriodRecord, generation: str, table: str, numbers: Iterable[int]
) -> list[bytes]:
    """Return packed pieces of a table. Raises SummaryReplaced when one is gone."""
    keys = [
        key_of_piece(context.scope, record.period, record.scheme, generation, table, number)
        for number in numbers
    ]
    found = context.table.get_many(keys)
    if len(found) < len(keys):
        raise SummaryReplaced
    return [bytes(found[key]["packed"]) for key in keys]
