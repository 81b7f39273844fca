"""Every rule kind, one file each: how it is written, and what it makes of a value."""

from typing import Final

from chalicelib.scoring.reading.place import Place

from .count_deduct import CountDeduct
from .linear import Linear
from .pass_fail import PassFail
from .proportional import Proportional
from .rule import Rule
from .scale import Scale
from .step_deduct import StepDeduct
from .tiers import Tiers

KINDS: Final[tuple[type[Rule], ...]] = (
    StepDeduct,
    CountDeduct,
    Tiers,
    PassFail,
    Proportional,
    Linear,
    Scale,
)


def read_rule(place: Place) -> Rule:
    """The rule written at `place`; something of the right type even after a fault."""
    if not place.is_object():
        return PassFail()
    kind = place.at("kind").choice(tuple(rule.kind for rule in KINDS))
    return next(rule for rule in KINDS if rule.kind == kind).read(place)
