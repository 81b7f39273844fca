"""How many results have each source's figures, and from which uploads: counted at a settling.

The board of a period shows it (docs/decisions/sources.md). No person is named. A run that changed
few results adjusts the counts by their difference (results/adjusting.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

#: Uploads of a source that are kept, those of the most results. ``more`` says whether there are
#: others; then an adjustment knows of these alone, until the next settling.
MOST_UPLOADS: Final = 50


class Origins(NamedTuple):
    """Where a result's figures came from.

    ``upload`` is that of all sources, except those in ``layers`` (pairs of source and upload),
    ``awaiting`` and ``without`` (declared final).
    """

    upload: str
    layers: tuple[tuple[str, str], ...] = ()
    awaiting: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def counted(results: Mapping[Origins, int], sources: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each source how many results have it, await it, or go without it.

    ``results`` are the numbers of results by their origins.
    """
    return [_stored(source, *_numbers(results, source), more=False) for source in sources]


def adjusted(
    before: Iterable[Mapping[str, Any]],
    won: Mapping[Origins, int],
    lost: Mapping[Origins, int],
    sources: Sequence[str],
) -> list[dict[str, Any]] | None:
    """Return the counts after results were lost and won; None when they must be counted anew.

    They must be when the counts ``before`` are of other sources.
    """
    known = {one["code"]: one for one in before}
    if list(known) != list(sources):
        return None
    return [_adjusted(known[source], won, lost, source) for source in sources]


def _adjusted(
    before: Mapping[str, Any],
    won: Mapping[Origins, int],
    lost: Mapping[Origins, int],
    source: str,
) -> dict[str, Any]:
    uploads = Counter({upload: int(number) for upload, number in before["uploads"]})
    others = int(before["arrived"]) - uploads.total()
    awaiting, without, more = int(before["awaiting"]), int(before["final"]), bool(before["more"])
    for results, sign in ((won, 1), (lost, -1)):
        of, waiting, final = _numbers(results, source)
        awaiting, without = awaiting + sign * waiting, without + sign * final
        for upload, number in of.items():
            if upload in uploads or not more:
                uploads[upload] += sign * number
            else:
                others += sign * number
    return _stored(source, +uploads, awaiting, without, more=more, others=others)


def _numbers(results: Mapping[Origins, int], source: str) -> tuple[Counter[str], int, int]:
    """Return the results by the upload of the source, those that await it and go without."""
    uploads: Counter[str] = Counter()
    awaiting = without = 0
    for origins, number in results.items():
        if source in origins.awaiting:
            awaiting += number
        elif source in origins.without:
            without += number
        else:
            uploads[dict(origins.layers).get(source, origins.upload)] += number
    return uploads, awaiting, without


def _stored(
    source: str,
    uploads: Counter[str],
    awaiting: int,
    without: int,
    *,
    more: bool,
    others: int = 0,
) -> dict[str, Any]:
    """Return the counts of a source as they are stored. ``others``: results of other uploads."""
    first = sorted(uploads.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "code": source,
        "arrived": uploads.total() + others,
        "awaiting": awaiting,
        "final": without,
        "uploads": [list(pair) for pair in first[:MOST_UPLOADS]],
        "more": more or len(first) > MOST_UPLOADS,
    }
