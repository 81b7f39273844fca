"""Every value kind, one file each: how it is written, and how a row gives its figure."""

from typing import Final

from chalicelib.scoring.reading.place import Place

from .formula import Formula
from .growth import Growth
from .metric import Metric
from .rating import Rating
from .ratio import Ratio
from .sample import Sample
from .value import Fractional, Value

FRACTIONAL: Final = (Metric, Ratio, Formula)
KINDS: Final = (Metric, Ratio, Growth, Sample, Rating, Formula)


def read_value(place: Place, indicator: str) -> Value:
    """The value written at `place`; something of the right type even after a fault."""
    if not place.is_object():
        return Metric("")
    kind = place.at("kind").choice(tuple(kind.kind for kind in KINDS))
    return next(k for k in KINDS if k.kind == kind).read(place, indicator)


def read_fractional(place: Place, indicator: str) -> Fractional:
    """The value that a growth is taken of: a metric, a ratio or a formula."""
    if not place.is_object():
        return Metric("")
    kind = place.at("kind").choice(tuple(kind.kind for kind in FRACTIONAL))
    return next(k for k in FRACTIONAL if k.kind == kind).read(place, indicator)
