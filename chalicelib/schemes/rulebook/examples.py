"""Values and the points that they bring: the rule shown at the figures where it turns."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import Example, Level
from chalicelib.scoring import Indicator, Scheme
from chalicelib.scoring.exact import WORKING, ZERO, plain
from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.linear import Linear
from chalicelib.scoring.rules.proportional import Proportional
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.rules.step_deduct import StepDeduct
from chalicelib.scoring.units import with_unit
from chalicelib.scoring.values.rating import Rating

MOST = 7
#: Marks of a level that are written out one by one.
MOST_MARKS = 9


def examples(scheme: Scheme, indicator: Indicator, language: Language) -> tuple[Example, ...]:
    """A few values from the best to the worst. None for rules that list their steps themselves."""
    target, of = indicator.target, ""
    if indicator.slices is not None and indicator.rule.uses_target:
        name, target = next(iter(indicator.slices.targets.items()))
        of = f"{name} "
    terms = Terms(indicator.direction, indicator.max_points, target)
    with localcontext(WORKING):
        values = [value for value in _values(indicator, terms) if _occurs(indicator, value)]
        points = indicator.rule.printed(terms, scheme.line_places)
        return tuple(
            Example(
                of + with_unit(plain(value), indicator.unit)[language],
                format(points(value).quantize(Decimal(1).scaleb(-scheme.line_places)), "f"),
            )
            for value in sorted(set(values), reverse=terms.direction == "higher")[:MOST]
        )


def levels(indicator: Indicator, language: Language) -> tuple[Level, ...]:
    """The levels of a judged indicator; each mark of one, while they are few."""
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


def _values(indicator: Indicator, terms: Terms) -> Iterator[Decimal]:
    rule = indicator.rule
    away = 1 if terms.direction == "lower" else -1
    if isinstance(rule, StepDeduct):
        yield from (terms.goal + away * rule.step * n for n in (0, 1, 2, 3))
        yield terms.goal + away * rule.step / 2
        if rule.cutoff is not None:
            yield rule.cutoff.at
            yield rule.cutoff.at + away * rule.step
    elif isinstance(rule, CountDeduct):
        yield from map(Decimal, range(4))
        if rule.zero_at is not None:
            yield rule.zero_at
    elif isinstance(rule, Proportional):
        shares = ("1", "1.25", "2") if terms.direction == "lower" else ("1", "0.9", "0.5")
        yield from (terms.goal * Decimal(share) for share in shares)
    elif isinstance(rule, Linear):
        yield from (rule.zero_at, (rule.zero_at + rule.full_at) / 2, rule.full_at)


def _occurs(indicator: Indicator, value: Decimal) -> bool:
    """Whether the indicator can have the value: a share is no less than 0, a mark on its scale."""
    if isinstance(indicator.value, Rating):
        return indicator.value.low <= value <= indicator.value.high
    return value >= ZERO or indicator.value.kind in ("growth", "formula")
