"""Declarations that nothing more is awaited: of a source for the period, or for a person.

The first is kept with the period and holds for every result of it, the second with the person's
card. Both are carried out as a rescoring of the results that await the source. So is a declaration
that one person's result is void (results/voiding.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from chalicelib.person_keys import PersonKey
from chalicelib.results import voiding
from chalicelib.results.voiding import VOID, Said
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result

#: The member of a rescoring's state that says what is declared final.
FINAL = "final"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a rescoring carries out. Without ``sources`` it is a rescoring of all results.

    ``person``: the one person whom it is about; then ``said`` is what is declared of their card.
    """

    sources: tuple[str, ...] = ()
    person: PersonKey | None = None
    said: Said | None = None

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> "Declared":
        """Return what the state of a rescoring says."""
        void = state.get(VOID)
        if void is not None:
            return cls(person=PersonKey(void["person"]), said=voiding.said(void))
        said = state.get(FINAL)
        if said is None:
            return cls()
        sources = tuple(said["sources"])
        if said.get("person") is None:
            return cls(sources)
        kept = {"sources": list(sources), **{one: said[one] for one in ("at", "by", "reason")}}
        return cls(sources, PersonKey(said["person"]), partial(_final, kept))

    def about(self, cards: Iterable[Scorecard]) -> list[Scorecard]:
        """Return the cards that the rescoring is about: all, or those that await a source of it."""
        if not self.sources:
            return list(cards)
        return [card for card in cards if set(card.awaiting or ()) & set(self.sources)]


def about_a_person(state: Mapping[str, Any]) -> bool:
    """Return whether a rescoring carries out a declaration about one person."""
    return VOID in state or "person" in state.get(FINAL, {})


def carried_out(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of a rescoring without what it was to carry out: whom it was about is with
    the card, and what in the record."""
    return {name: value for name, value in state.items() if name not in (FINAL, VOID)}


def _final(kept: Mapping[str, Any], card: Scorecard, _result: Result) -> Scorecard:
    return replace(card, final=with_declared(card.final, kept))


def with_declared(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person's declaration with the sources of a former one."""
    former = (before or {}).get("sources", ())
    return {**now, "sources": sorted({*former, *now["sources"]})}
