"""Whose total or coefficient a file changes, and how many of each kind.

A coefficient alone changes with another version of the scheme.

Findings are stored before the cards of their chunk. A run that repeats a chunk meets cards that
the run before it has written; then what that run has found stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from chalicelib.results.stored_state import KnownCard
from chalicelib.scorecards.records import Scorecard
from chalicelib.uploads.finding_kinds import Change, ChangedCoefficient, ChangedTotal

#: Changes of a chunk that are listed, those who lose most first. All lost ones are.
MOST_LISTED: Final = 100
SAME: Final = "same"
KINDS: Final = ("new", SAME, "better", "worse", "lost")


def changed(
    cards: Iterable[Scorecard], known: Mapping[Any, KnownCard], overtaken: Iterable[Any] = ()
) -> tuple[dict[str, int], list[Change]]:
    """Return how many results are of each kind, and the totals and coefficients that change.

    ``known``: the current cards before. ``overtaken``: people who keep a later file's result.
    """
    keep = set(overtaken)
    counts = dict.fromkeys(KINDS, 0)
    found: list[Change] = []
    for card in cards:
        if card.person in keep:
            continue
        before = known.get(card.person)
        if before is None:
            counts["new"] += 1
            continue
        one = _change(card, before)
        if one is None:
            counts[SAME] += 1
            continue
        counts["lost" if lost(one) else "worse" if one.gain < 0 else "better"] += 1
        found.append(one)
    return counts, listed(found)


def _change(card: Scorecard, before: KnownCard) -> Change | None:
    total = ChangedTotal(card.row, card.person, before.head.total, card.total)
    if total.before != total.after:
        return total
    paid = ChangedCoefficient(card.row, card.person, before.coefficient, card.coefficient)
    return None if paid.before == paid.after else paid


def lost(one: Change) -> bool:
    """Return whether somebody has no total any more."""
    return isinstance(one, ChangedTotal) and one.lost


def listed(found: Sequence[Change]) -> list[Change]:
    """Return the changes to list, by row: all totals that are lost, and those who lose most."""
    others = sorted((one for one in found if not lost(one)), key=lambda one: (one.gain, one.row))
    kept = [*filter(lost, found), *others[:MOST_LISTED]]
    return sorted(kept, key=lambda one: one.row)


def added(before: Mapping[str, Any] | None, more: Mapping[str, Any]) -> dict[str, int]:
    """Return counts with more of them."""
    return {kind: int((before or {}).get(kind, 0)) + int(more.get(kind, 0)) for kind in KINDS}


def whole(counts: Mapping[str, Any] | None) -> dict[str, int] | None:
    """Return stored counts as whole numbers; the table returns decimals."""
    return None if counts is None else {kind: int(number) for kind, number in counts.items()}
