"""The calculation of a line's points: how this value came to these points."""

from decimal import Decimal, localcontext

from chalicelib.scoring.exact import WORKING
from chalicelib.scoring.phrases import capitalized, points
from chalicelib.scoring.rules.catalogue import rule_kind_of
from chalicelib.scoring.rules.kinds import wording
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.text import Text, text


def rule_sum(rule: Rule, terms: Terms, value: Decimal, scored: Decimal, unit: Text | None) -> Text:
    """One clause that leads from the value to the points `scored`."""
    with localcontext(WORKING):
        how = rule_kind_of(rule).calculation(rule, terms, value, unit)
    result = points(scored)
    return text(f"{how['zh']}，得 {result['zh']}。", f"{capitalized(how['en'])}: {result['en']}.")


def shown_beside(rule: Rule, terms: Terms, value: Decimal) -> Decimal:
    """The value rounded for display, on its own side of every breakpoint of the rule."""
    with localcontext(WORKING):
        return wording.shown_beside(rule, terms, value)
