"""Stack what files say of a person, file after file in the order in which they came.

The end is what uploads/merging.py makes of the same files: of each source the figures of the last
file that was sent for it, name and team of the last one that said them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from chalicelib.results.layers import NOTHING, Layer, joined, source_codes
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import Rows
from chalicelib.uploads.other_files import Entry
from chalicelib.uploads.records import Upload
from chalicelib.uploads.sources_sent import sources_sent


class Stack(NamedTuple):
    """A person's figures of several files. ``last``: the upload and row of the last of them."""

    last: Layer
    rows: Rows
    layers: Mapping[str, Layer]
    name: str | None
    team: str | None


def stacked(
    version: ReadyScheme, entries: Iterable[Entry], made_by: Callable[[Upload], ReadyScheme]
) -> Stack | None:
    """Return the figures under a version; None when they are none under it.

    ``made_by`` returns the version that a file was read by. A file has no figures of a source whose
    required columns that version did not ask for (results/layers.py: arrived).
    """
    stack: Stack | None = None
    for entry in entries:
        taken = _taken(version, entry, made_by(entry.upload))
        if taken:
            stack = _onto(stack, version, entry, taken)
    return stack


def _onto(
    before: Stack | None, version: ReadyScheme, entry: Entry, taken: Collection[str]
) -> Stack:
    said, own = entry.said, Layer(entry.upload.id, entry.said.row)
    kept = {} if before is None else {c: at for c, at in before.layers.items() if c not in taken}
    layers = {**kept, **dict.fromkeys(sorted(taken), own)}
    if before is not None and kept:
        rows = joined(version, before.rows, said.rows, taken)
        name, team = said.name or before.name, said.team or before.team
        return Stack(own, rows, layers, name, team)
    whole = len(taken) == len(source_codes(version))
    rows = said.rows if whole else joined(version, {}, said.rows, taken)
    return Stack(own, rows, layers, said.name, said.team)


def _taken(version: ReadyScheme, entry: Entry, made_by: ReadyScheme) -> frozenset[str]:
    """Return the sources of the version of which the file has figures."""
    codes, of = source_codes(version), sources_sent(entry.upload, made_by)
    if not isinstance(entry.said.rows, Mapping) and not version.compiled.slices:
        return frozenset()
    there, required = made_by.compiled.source_of.keys(), version.compiled.required_of
    sent = codes if of is None else [one for one in codes if one in of]
    return frozenset(code for code in sent if required.get(code, NOTHING) <= there)
