"""The table of ranks of a scheme's period: how many hold each total, by group."""

import json
import zlib
from collections.abc import Iterable
from decimal import Decimal


def packed_ranks(totals: Iterable[tuple[str, Decimal]]) -> bytes:
    """The table of ranks of (group, total) pairs: for each group how many hold each total.

    Kept as counts, so that it grows with the number of different totals and not of people, and
    a scorecard can be shown with its rank at the cost of the one read that fetches both.
    """
    from chalicelib.scoring.exact import plain  # not at start: whoever reads periods needs it not

    counts: dict[str, dict[str, int]] = {}
    for group, total in totals:
        of_group = counts.setdefault(group, {})
        text = plain(total)  # DynamoDB gives 91 for 91.00: one total, whoever tells it
        of_group[text] = of_group.get(text, 0) + 1
    ordered = {
        group: sorted(found.items(), key=lambda entry: Decimal(entry[0]), reverse=True)
        for group, found in sorted(counts.items())
    }
    return zlib.compress(json.dumps(ordered, separators=(",", ":")).encode(), 9)


def rank(ranks: bytes | None, group: str, total: Decimal) -> tuple[int, int] | None:
    """(position, of) of a total in its group: 1, 2, 2, 4; None when it is not in the table."""
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
    """The whole table opened: (position, of) by group and total, for whoever shows many."""
    opened: dict[tuple[str, Decimal], tuple[int, int]] = {}
    groups = {} if ranks is None else json.loads(zlib.decompress(ranks))
    for group, totals in groups.items():
        of = sum(count for _, count in totals)
        before = 0
        for text, count in totals:
            opened[group, Decimal(text)] = (before + 1, of)
            before += count
    return opened
