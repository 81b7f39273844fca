"""Every value kind, listed once: the reader, the explanations, the rulebook and the comparison of
versions take it from here.
"""

from typing import Final

from chalicelib.scoring.reading.place import Place

from .kinds.formula import FORMULA
from .kinds.growth import GROWTH
from .kinds.metric import METRIC
from .kinds.rating import RATING
from .kinds.ratio import RATIO
from .kinds.sample import SAMPLE
from .metric import Metric
from .value import Value
from .value_kind import ValueKind

VALUE_KINDS: Final[tuple[ValueKind, ...]] = (METRIC, RATIO, GROWTH, SAMPLE, RATING, FORMULA)
_BY_WORD: Final = {kind.value.kind: kind.value for kind in VALUE_KINDS}
_BY_CLASS: Final = {kind.value: kind for kind in VALUE_KINDS}


def read_value(place: Place, indicator: str) -> Value:
    """Read the value written at `place`. After a fault: a metric, to read on with.

    `indicator` is the code of the indicator that it belongs to.
    """
    if not place.is_object():
        return Metric("")
    return _BY_WORD[place.at("kind").choice(tuple(_BY_WORD))].read(place, indicator)


def value_kind_of(value: Value) -> ValueKind:
    """The entry of the value's kind."""
    return _BY_CLASS[type(value)]
