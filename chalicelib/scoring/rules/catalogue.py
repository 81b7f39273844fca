"""Every rule kind, listed once: the reader, the linter, the explanations, the rulebook and the
comparison of versions take it from here.
"""

from typing import Final

from chalicelib.scoring.reading.place import Place

from .kinds.count_deduct import COUNT_DEDUCT
from .kinds.linear import LINEAR
from .kinds.pass_fail import PASS_FAIL
from .kinds.proportional import PROPORTIONAL
from .kinds.scale import SCALE
from .kinds.step_deduct import STEP_DEDUCT
from .kinds.tiers import TIERS
from .pass_fail import PassFail
from .rule import Rule
from .rule_kind import RuleKind

RULE_KINDS: Final[tuple[RuleKind, ...]] = (
    STEP_DEDUCT,
    COUNT_DEDUCT,
    TIERS,
    PASS_FAIL,
    PROPORTIONAL,
    LINEAR,
    SCALE,
)
_BY_WORD: Final = {kind.rule.kind: kind.rule for kind in RULE_KINDS}
_BY_CLASS: Final = {kind.rule: kind for kind in RULE_KINDS}


def read_rule(place: Place) -> Rule:
    """Read the rule written at `place`. After a fault: a rule of some kind, to read on with."""
    if not place.is_object():
        return PassFail()
    return _BY_WORD[place.at("kind").choice(tuple(_BY_WORD))].read(place)


def rule_kind_of(rule: Rule) -> RuleKind:
    """The entry of the rule's kind."""
    return _BY_CLASS[type(rule)]
