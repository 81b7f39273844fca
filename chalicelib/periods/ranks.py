"""The table of ranks of a scheme's period: the number of people with each total, by group.

It stores counts, so it grows with the number of different totals and not of people. A small table
is packed whole. A large one lies in order (:mod:`chalicelib.periods.rank_table`); in older
summaries it lies in pieces by a hash, each with positions, so that one piece gives a rank.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from chalicelib.periods.pieces import opened, packed

#: A group and a total, for which there is a rank.
Place = tuple[str, Decimal]
#: Position and number of people of the group.
Rank = tuple[int, int]
#: The number of people with each total, by group.
Counts = Mapping[str, Mapping[str, int]]


def counted(totals: Iterable[Place]) -> dict[str, dict[str, int]]:
    """Count (group, total) pairs, one for each person."""
    from chalicelib.scoring.exact import plain  # imported here: reading periods needs no scoring

    counts: dict[str, dict[str, int]] = {}
    for group, total in totals:
        of_group = counts.setdefault(group, {})
        text = plain(total)  # DynamoDB returns 91.00 as 91: both are one total
        of_group[text] = of_group.get(text, 0) + 1
    return counts


def packed_ranks(counts: Counts) -> bytes:
    """Pack the whole table."""
    return packed({group: _ordered(found) for group, found in sorted(counts.items())})


def opened_counts(whole: bytes | None) -> dict[str, dict[str, int]]:
    """Return the counts of a whole table."""
    groups = {} if whole is None else opened(whole)
    return {group: dict(totals) for group, totals in groups.items()}


def opened_ranks(whole: bytes | None) -> dict[Place, Rank]:
    """Return the rank of every group and total of a whole table.

    Equal totals share a position: 1, 2, 2, 4.
    """
    groups = {} if whole is None else opened(whole)
    return {
        (group, Decimal(text)): rank
        for group, totals in groups.items()
        for text, rank in _ranked(totals)
    }


def ranks_in(whole: bytes | None, places: Iterable[Place]) -> dict[Place, Rank]:
    """Return the ranks of these places of a whole table, without those that it has not.

    Only groups that are asked for are looked into, and their totals are compared as texts.
    """
    from chalicelib.scoring.exact import plain

    groups = {} if whole is None else opened(whole)
    ranked: dict[str, dict[str, Rank]] = {}
    found: dict[Place, Rank] = {}
    for group, total in places:
        if group not in ranked:
            ranked[group] = dict(_ranked(groups.get(group, ())))
        rank = ranked[group].get(plain(total))
        if rank is not None:
            found[group, total] = rank
    return found


def opened_rank_piece(piece: bytes) -> dict[Place, Rank]:
    """Return the ranks of a piece of an older summary."""
    return {
        (group, Decimal(text)): (position, of)
        for group, (of, positions) in opened(piece).items()
        for text, position in positions.items()
    }


def name_of_place(group: str, total: Decimal) -> str:
    """Return the name of an entry. 91.00 and 91 have one name."""
    from chalicelib.scoring.exact import plain

    return f"{plain(total)} {group}"


def _ordered(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(totals.items(), key=lambda entry: Decimal(entry[0]), reverse=True)


def _ranked(ordered: Iterable[tuple[str, int]]) -> Iterable[tuple[str, Rank]]:
    entries = list(ordered)
    of = sum(count for _, count in entries)
    before = 0
    for text, count in entries:
        yield text, (before + 1, of)
        before += count
