"""The figures of a file, joined with the figures that stand: source by source.

A file for one source replaces that source's figures, a file for all sources replaces those of all.
What a later file brought stays, per source (uploads/arrival_order.py). So the figures of a person
are those of the last file of each source, in whatever order the files are scored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.results.layers import Layer, Layers, joined, source_codes
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.stored_state import KnownCard, StoredState
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Rows
from chalicelib.tenancy.context import Context
from chalicelib.uploads.arrival_order import LaterFiles
from chalicelib.uploads.records import Upload
from chalicelib.uploads.sources_sent import sources_sent


class Merged(NamedTuple):
    """A person's figures after a file. ``layers`` are those of the sources that have arrived.

    ``kept``: figures of other files stay. ``taken``: at least one source's figures are the file's.
    ``overtaken``: at least one source that the file was sent for has figures of a later file.
    """

    rows: Rows
    layers: Layers
    kept: bool = False
    taken: bool = True
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Merging:
    """Joins the rows of an upload's file with the cards of a scheme's period.

    ``partly``: the sources that the file is of; None: all.
    """

    upload: Upload
    version: ReadyScheme
    inputs: StoredInputs
    later: LaterFiles
    partly: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls, context: Context, upload: Upload, version: ReadyScheme, later: LaterFiles
    ) -> "Merging":
        """Return the merging of an upload that is scored by a version."""
        inputs = StoredInputs(context, upload.scheme, version)
        return cls(upload, version, inputs, later, sources_sent(upload, version))

    @property
    def sent(self) -> tuple[str, ...]:
        """The codes of the sources that the file was sent for."""
        return source_codes(self.version) if self.partly is None else self.partly

    def standing(
        self, cards: StoredState, persons: Iterable[PersonKey]
    ) -> dict[PersonKey, Scorecard]:
        """Return the cards that have to be read for the merging, and maybe others."""
        return cards.standing(persons, self._needed)

    def _needed(self, known: KnownCard) -> bool:
        return known.head.void or known.closed or self._stays(known.uploads)

    def _stays(self, uploads: Iterable[str]) -> bool:
        """Return whether something may stay of a card with figures of these uploads."""
        return self.partly is not None or any(map(self.later.came_later, uploads))

    def merged(self, before: Scorecard | None, rows: Rows, row: int) -> Merged:
        """Return the figures of a person: those of the file (its row ``row``) and those that stay.

        Raises LookupError when the version that made the card is not stored.
        """
        own, sent = Layer(self.upload.id, row), self.sent
        if before is None or before.imported or not self._stays(before.uploads):
            return Merged(self._apart(rows), dict.fromkeys(sent, own))
        _, stored = self.inputs.read(before)
        layers = self.inputs.layers(before, stored)
        stays = {code for code in sent if code in layers and self._is_later(layers[code])}
        taken = [code for code in sent if code not in stays]
        kept = {code: at for code, at in layers.items() if code not in taken}
        found = {**kept, **dict.fromkeys(taken, own)}
        if not kept:
            return Merged(self._apart(rows), found)
        rows = joined(self.version, stored, rows, taken)
        return Merged(rows, found, kept=True, taken=bool(taken), overtaken=bool(stays))

    def _apart(self, rows: Rows) -> Rows:
        """Return the rows of the file alone, with the columns of other sources blank."""
        if self.partly is None:
            return rows
        return joined(self.version, {}, rows, self.sent)

    def _is_later(self, layer: Layer) -> bool:
        return self.later.came_later(layer.upload)
