"""The value kinds that a growth can be taken of: those that are quotients of exact numbers."""

from typing import Final

from chalicelib.scoring.reading.place import Place

from .kinds.formula import FORMULA
from .kinds.metric import METRIC
from .kinds.ratio import RATIO
from .metric import Metric
from .value import Fractional
from .value_kind import ValueKind

FRACTIONAL_KINDS: Final[tuple[ValueKind, ...]] = (METRIC, RATIO, FORMULA)
_CLASSES: Final[dict[str, type[Fractional]]] = {
    kind.value.kind: kind.value for kind in FRACTIONAL_KINDS if issubclass(kind.value, Fractional)
}


def read_fractional(place: Place, indicator: str) -> Fractional:
    """Read the value that a growth is taken of. After a fault: a metric, to read on with."""
    if not place.is_object():
        return Metric("")
    return _CLASSES[place.at("kind").choice(tuple(_CLASSES))].read(place, indicator)


def fractional_kind_of(value: Fractional) -> ValueKind:
    """The entry of the value's kind."""
    return next(kind for kind in FRACTIONAL_KINDS if kind.value is type(value))
