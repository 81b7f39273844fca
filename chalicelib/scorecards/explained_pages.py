"""How many results a page explains: explaining costs by lines and slices, not by results."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.following import Changed
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import unpack
from chalicelib.scoring.cost import rows_of_person, steps_of_explaining

#: Results of a page with explanations, at most.
MOST: Final = 50
#: Steps of explaining a page (scoring/cost.py), about two seconds of the API's function.
MOST_STEPS: Final = 2_000_000


def page(query: Mapping[str, Any], read: Callable[[int], Changed]) -> Changed:
    """Return a page of a list: ``read`` makes one of so many results at most.

    ``query`` has ``limit`` and ``explain``. With explanations a page has as many results as cost
    MOST_STEPS together, and one at least; it is read again when that is fewer.
    """
    limit: int = query["limit"]
    if not query["explain"]:
        return read(limit)
    found = read(min(limit, MOST))
    most = _fitting(found.items)
    return found if most == len(found.items) else read(most)


def _fitting(shown: Sequence[Shown]) -> int:
    """Return how many of the results are explained together."""
    steps = 0
    for number, (card, version, _) in enumerate(shown):
        steps += steps_of_explaining(version.scheme, _rows(card, version))
        if steps > MOST_STEPS:
            return max(1, number)
    return len(shown)


def _rows(card: Scorecard, version: ReadyScheme) -> int:
    """Return how many rows a result has; only one of a scheme with slices is opened for that."""
    if rows_of_person(version.scheme) == 1:
        return 1
    _, inputs = unpack(version.compiled, card.packed)
    return 1 if isinstance(inputs, Mapping) else len(inputs)
