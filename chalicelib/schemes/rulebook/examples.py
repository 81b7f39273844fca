"""Worked examples of a rule: values and the points for them."""

from decimal import Decimal, localcontext

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Example, Level
from chalicelib.scoring import Indicator, Scheme
from chalicelib.scoring.exact import WORKING, plain
from chalicelib.scoring.rules.catalogue import rule_kind_of
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.units import with_unit

#: Most examples of one indicator.
MOST = 7
#: A level with at most so many marks lists each of them; otherwise it shows its range.
MOST_MARKS = 9


def examples(scheme: Scheme, indicator: Indicator, language: Language) -> tuple[Example, ...]:
    """Return at most ``MOST`` values with their points, from the best to the worst.

    The rule kind chooses the values (`RuleKind.example_values`). A kind whose words already list
    its steps has none. With targets by slice, the examples are for the first slice.
    """
    target, of = indicator.target, ""
    if indicator.slices is not None and indicator.rule.uses_target:
        name, target = next(iter(indicator.slices.targets.items()))
        of = f"{name} "
    terms = Terms(indicator.direction, indicator.max_points, target)
    with localcontext(WORKING):
        examples_of = rule_kind_of(indicator.rule).example_values
        values = [v for v in examples_of(indicator.rule, terms) if _occurs(indicator, v)]
        points = indicator.rule.rounded_points(terms, scheme.line_places)
        return tuple(
            Example(
                of + with_unit(plain(value), indicator.unit)[language],
                format(points(value).quantize(Decimal(1).scaleb(-scheme.line_places)), "f"),
            )
            for value in sorted(set(values), reverse=terms.direction == "higher")[:MOST]
        )


def levels(indicator: Indicator, language: Language) -> tuple[Level, ...]:
    """Return the levels of a judged indicator with their marks; empty for other rules."""
    rule = indicator.rule
    if not isinstance(rule, Scale):
        return ()
    found = []
    for level in rule.levels:
        steps = int((level.high - level.low) / level.step)
        marks = [plain(level.low + level.step * n) for n in range(min(steps, MOST_MARKS) + 1)]
        separator = "、" if language == "zh" else ", "
        shown = separator.join(marks) if steps < MOST_MARKS else level.range()
        found.append(Level(level.name[language], shown))
    return tuple(found)


def _occurs(indicator: Indicator, value: Decimal) -> bool:
    """Whether the value lies in the indicator's range.

    A share is at least 0, for example, and a mark lies on its scale.
    """
    low, high = indicator.value.value_range()
    return (low is None or value >= low) and (high is None or value <= high)
