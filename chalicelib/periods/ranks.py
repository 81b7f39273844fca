"""The table of ranks of a scheme's period: the number of people with each total, by group."""

import json
import zlib
from collections.abc import Iterable
from decimal import Decimal


def packed_ranks(totals: Iterable[tuple[str, Decimal]]) -> bytes:
    """Make the table of ranks from (group, total) pairs, one for each person, as compressed JSON.

    It stores counts, so it grows with the number of different totals and not of people. It is part
    of the period's record, so one read gives a scorecard and its rank.
    """
    from chalicelib.scoring.exact import plain  # imported here: reading periods needs no scoring

    counts: dict[str, dict[str, int]] = {}
    for group, total in totals:
        of_group = counts.setdefault(group, {})
        text = plain(total)  # DynamoDB returns 91.00 as 91: both are one total
        of_group[text] = of_group.get(text, 0) + 1
    ordered = {
        group: sorted(found.items(), key=lambda entry: Decimal(entry[0]), reverse=True)
        for group, found in sorted(counts.items())
    }
    return zlib.compress(json.dumps(ordered, separators=(",", ":")).encode(), 9)


def rank(ranks: bytes | None, group: str, total: Decimal) -> tuple[int, int] | None:
    """Return (position, number of people) of a total in its group.

    Equal totals share a position: 1, 2, 2, 4. None when the total is not in the table.
    """
    if ranks is None:
        return None
    of_group = json.loads(zlib.decompress(ranks)).get(group, [])
    before, position = 0, None
    for text, count in of_group:
        if Decimal(text) == total:
            position = before + 1
        before += count
    return None if position is None else (position, before)


def rank_positions(ranks: bytes | None) -> dict[tuple[str, Decimal], tuple[int, int]]:
    """Return (position, number of people) for every group and total of the table.

    For callers that show many cards: the table is unpacked once.
    """
    opened: dict[tuple[str, Decimal], tuple[int, int]] = {}
    groups = {} if ranks is None else json.loads(zlib.decompress(ranks))
    for group, totals in groups.items():
        of = sum(count for _, count in totals)
        before = 0
        for text, count in totals:
            opened[group, Decimal(text)] = (before + 1, of)
            before += count
    return opened
