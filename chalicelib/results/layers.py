"""The layers of a result: which upload and row the figures of each source came from.

A person's figures of a period lie in layers, one for each source of the scheme, in the order in
which the files came. A file replaces the layers of the sources that it was sent for. In a scheme
without sources a file is the one layer, of the source WHOLE.

A card stores a layer only where it differs from the card's own upload and row. Which sources have
not arrived is stored too: they are awaited, or declared final (docs/decisions/sources.md).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Row, Rows
from chalicelib.scoring.rows import Cell

#: The one source of a scheme that declares none.
WHOLE: Final = ""
NOTHING: Final[frozenset[str]] = frozenset()


class Layer(NamedTuple):
    """The upload and the row of its file that a source's figures came from."""

    upload: str
    row: int


Layers = Mapping[str, Layer]


def source_codes(version: ReadyScheme) -> tuple[str, ...]:
    """Return the codes of the version's sources, in its order: WHOLE alone without any."""
    return tuple(source.code for source in version.compiled.layout.sources) or (WHOLE,)


def stored_layers(card: Scorecard, sources: Iterable[str]) -> dict[str, Layer]:
    """Return the layers of a card. ``sources`` are those of the version that made it."""
    own, absent = Layer(card.upload, card.row), card.not_arrived
    found = {code: own for code in sources if code not in absent}
    found.update({code: Layer(at[0], int(at[1])) for code, at in (card.layers or {}).items()})
    return found


def arrived(card: Scorecard, made_by: ReadyScheme, rows: Rows, wanted: ReadyScheme) -> Layers:
    """Return the layers of a card under another version of its scheme.

    A source that the version did not have when the card was made has arrived if all sources had,
    in one file. A source has not arrived when the card's version did not ask for one of its
    required columns: a figure that nobody was asked for is not a figure that nobody had. Rows of
    slices are nothing to a version without slices.
    """
    if not isinstance(rows, Mapping) and not wanted.compiled.slices:
        return {}
    stored = stored_layers(card, source_codes(made_by))
    whole = None if card.not_arrived or card.layers else Layer(card.upload, card.row)
    if not card.not_arrived and source_codes(wanted) == (WHOLE,):
        whole = Layer(card.upload, card.row)
    there = made_by.compiled.source_of.keys()
    required = wanted.compiled.required_of
    found: dict[str, Layer] = {}
    for code in source_codes(wanted):
        layer = stored.get(code, whole)
        if layer is not None and required.get(code, NOTHING) <= there:
            found[code] = layer
    return found


def joined(version: ReadyScheme, before: Rows, fresh: Rows, taken: Collection[str]) -> Rows:
    """Return the rows with the columns of the sources ``taken`` from the fresh rows.

    All other columns are those of the rows before. Rows of slices are joined by their slices; a
    source without slices has a row of its own among them.
    """
    of, keys = version.compiled.source_of, version.compiled.slices
    if keys:
        return _joined_by_slice(of, keys, before, fresh, taken)
    one, other = _only(before), _only(fresh)
    return {code: (other if source in taken else one).get(code) for code, source in of.items()}


def _joined_by_slice(
    of: Mapping[str, str],
    keys: Collection[str],
    before: Rows,
    fresh: Rows,
    taken: Collection[str],
) -> Rows:
    found: dict[tuple[str, ...], dict[str, Cell]] = {}
    for rows, wanted in ((before, False), (fresh, True)):
        for row in _all(rows):
            place = tuple(str(row.get(key) or "").strip().casefold() for key in keys)
            at = found.setdefault(place, dict.fromkeys(of))
            at.update({key: row[key] for key in keys if row.get(key) is not None})
            for code in of.keys() - set(keys):
                cell = row.get(code)
                if cell is not None and (of[code] in taken) is wanted:
                    at[code] = cell
    filled = [row for row in found.values() if any(row[c] is not None for c in of if c not in keys)]
    if not filled:
        return dict.fromkeys(of)
    return filled[0] if len(filled) == 1 else tuple(filled)


def _all(rows: Rows) -> Iterable[Row]:
    return (rows,) if isinstance(rows, Mapping) else rows


def _only(rows: Rows) -> Row:
    if isinstance(rows, Mapping):
        return rows
    return rows[0] if rows else {}
