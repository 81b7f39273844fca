"""What a run finds: a figure from where on it is a signal, with all that it was made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalicelib.language import Text, text_of
from chalicelib.person_keys import PersonKey
from chalicelib.rater_statistics.exact import shown


@dataclass(frozen=True, slots=True)
class Found:
    """A signal as it is found, before it is stored.

    ``about`` says which of its kind: a rule's code, or a round's flag. ``figures`` are exact, or
    rounded half up to six decimals. ``threshold`` has ``figure``, ``at_least`` and ``basis``.
    ``evidence`` names what the figures were made of, a part of it where it is much.
    ``card_revision`` is that of the result that was looked at.
    """

    kind: str
    about: str
    person: PersonKey
    team: str | None
    figures: Mapping[str, Decimal]
    threshold: Mapping[str, Any]
    text: Text
    evidence: tuple[Mapping[str, Any], ...]
    card_revision: int | None = None


def threshold(figure: str, at_least: Decimal, basis: str | None) -> dict[str, Any]:
    """Return from where on a figure is a signal, and on what ground."""
    told = None if basis is None else text_of(basis).as_names()
    return {"figure": figure, "at_least": at_least, "basis": told}


def six(value: Fraction | Decimal) -> Decimal:
    """Return a figure with at most six decimals, rounded half up, without zeros at its end."""
    found = shown(Fraction(value)).normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found
