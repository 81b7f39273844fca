"""Outcomes of plans: the next period's figure beside the figure that the plan was made for.

An outcome is computed when the plan is read, from the then current result. So it is right after
every correction, and costs nothing until a plan is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.periods.calendar import following
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PROVISIONAL, period_of
from chalicelib.plans.records import Plan
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scoring import Line, unpack
from chalicelib.scoring.rules.rule import Terms
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Outcome:
    """The indicator in the next period. ``reached`` is None when it was not scored there."""

    period: str
    value_then: str | None
    value_now: Decimal | None
    points_now: Decimal | None
    reached: bool | None


def outcomes(context: Context, plans: Sequence[Plan]) -> dict[str, Outcome]:
    """Return the outcomes of plans whose next period has a result, by plan id.

    A plan for a group has none: it has no result of its own. The person scored sees an outcome only
    when that period is published or locked, or the result was imported. Costs one batch of reads.
    """
    cards = {
        plan.id: key_of_scorecard(
            context.scope,
            plan.scheme,
            following(plan.period),
            plan.person,
            context.principal.shards,
        )
        for plan in plans
        if plan.indicator is not None and plan.person is not None
    }
    periods = {
        key_of_period(context.scope, following(plan.period), plan.scheme)
        for plan in plans
        if plan.person is not None and not context.principal.oversees(plan.team)
    }
    asked = [*cards.values(), *periods]
    found = context.table.get_many(asked) if asked else {}
    made: dict[str, Outcome] = {}
    for plan in plans:
        key = cards.get(plan.id)
        if key is None or key not in found:
            continue
        card = card_of(key, found[key])
        if card.void is not None or not _may_see(context, plan, card, found):
            continue
        outcome = _outcome(context, plan, card)
        if outcome is not None:
            made[plan.id] = outcome
    return made


def _may_see(context: Context, plan: Plan, card: Scorecard, found: dict[Key, Item]) -> bool:
    """Return whether the caller may see the result of the next period."""
    if context.principal.oversees(plan.team) or card.imported:
        return True
    after = following(plan.period)
    item = found.get(key_of_period(context.scope, after, plan.scheme))
    return period_of(item, after, plan.scheme).state != PROVISIONAL


def _outcome(context: Context, plan: Plan, card: Scorecard) -> Outcome | None:
    version = ready(context.table, context.scope, card.scheme, card.version)
    if version is None:
        return None
    result, _ = unpack(version.compiled, card.packed)
    line = next((line for line in result.lines if line.indicator == plan.indicator), None)
    if line is None:
        return None
    scored = line.status == "scored" and (not card.imported or _comparable(plan, line))
    missed = {indicator.code for indicator in version.compiled.below_target(result)}
    return Outcome(
        period=card.period,
        value_then=(plan.figures or {}).get("value"),
        value_now=line.value,
        points_now=line.points,
        reached=_reached(plan, version, line.value, plan.indicator not in missed)
        if scored
        else None,
    )


def _comparable(plan: Plan, line: Line) -> bool:
    """Return whether an imported line can be compared: it has a value, and no points."""
    bound = plan.expected_value is not None or line.target is not None
    return line.value is not None and bound


def _reached(plan: Plan, version: ReadyScheme, value: Decimal | None, met: bool) -> bool:
    """Compare with the agreed value, or without one with the next period's target (``met``)."""
    if plan.expected_value is None or value is None or plan.indicator is None:
        return met
    indicator = version.scheme.indicator(plan.indicator)
    terms = Terms(indicator.direction, indicator.max_points, None)
    return terms.meets(value, Decimal(plan.expected_value))
