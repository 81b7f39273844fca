"""Declarations that nothing more is awaited: of a source for the period, or for a person.

The first is kept with the period and holds for every result of it, the second with the person's
card. Both are carried out as a rescoring of the results that await the source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard


@dataclass(frozen=True, slots=True)
class Declared:
    """What a rescoring carries out. Without ``sources`` it is a rescoring of all results.

    ``person``: the one person whom it is about; then ``on_cards`` is the declaration that their
    card keeps.
    """

    sources: tuple[str, ...] = ()
    person: PersonKey | None = None
    on_cards: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> "Declared":
        """Return what the state of a rescoring says."""
        said = state.get("final")
        if said is None:
            return cls()
        sources = tuple(said["sources"])
        if said.get("person") is None:
            return cls(sources)
        kept = {"sources": list(sources), **{one: said[one] for one in ("at", "by", "reason")}}
        return cls(sources, PersonKey(said["person"]), kept)

    def about(self, cards: Iterable[Scorecard]) -> list[Scorecard]:
        """Return the cards that the rescoring is about: all, or those that await a source of it."""
        if not self.sources:
            return list(cards)
        return [card for card in cards if set(card.awaiting or ()) & set(self.sources)]


def with_declared(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person's declaration with the sources of a former one."""
    former = (before or {}).get("sources", ())
    return {**now, "sources": sorted({*former, *now["sources"]})}
