"""Proposed words of a plan, made from its figures and the scheme's version."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.language import Text
from chalicelib.plans.advice import advice_for
from chalicelib.plans.records import Plan
from chalicelib.scoring import Indicator
from chalicelib.scoring.exact import plain, rounded
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.units import with_unit

#: Decimals to try for a value: two, and more where two would hide that the target was missed.
DECIMALS = (2, 3, 4, 5, 6)


def problem(plan: Plan, indicator: Indicator) -> Text:
    """Return what was missed and by how much: value, target, points lost."""
    figures = plan.figures or {}
    name = indicator.name
    lost = plain(Decimal(figures["max_points"]) - Decimal(figures["points"]))
    cost = Text(
        f"扣 {lost} 分（满分 {figures['max_points']}）。",
        f"{lost} of {figures['max_points']} points lost.",
    )
    if plan.slices:
        missed = [_missed(one, indicator) for one in plan.slices]
        said = joined(missed)
        return Text(
            f"{name['zh']}未达到目标：{said.zh}；{cost.zh}",
            f"{name['en']} missed its target: {said.en}; {cost.en}",
        )
    value, target = figures.get("value"), figures.get("target")
    if value is None and lost != "0":
        return Text(
            f"{name['zh']}没有数据，按 0 分计；{cost.zh}",
            f"{name['en']} has no figures and counts 0; {cost.en}",
        )
    if value is None or target is None:
        return Text(f"{name['zh']}：{cost.zh}", f"{name['en']}: {cost.en}")
    missed_by = _missed({"value": value, "target": target}, indicator)
    return Text(
        f"{name['zh']}为 {missed_by.zh}；{cost.zh}", f"{name['en']} was {missed_by.en}; {cost.en}"
    )


def expected_effect(plan: Plan, indicator: Indicator, goal: str | None) -> Text:
    """Return the value to reach and the points that it would add.

    ``goal`` is a decimal as text. The points are told only for the stored goal.
    """
    figures = plan.figures or {}
    name, gain = indicator.name, Decimal(figures.get("gain", "0"))
    if indicator.slices is not None:
        targets = joined([_target(one, indicator) for one in plan.slices])
        to = Text(f"{name['zh']}：{targets.zh}", f"{name['en']}: {targets.en}")
    elif goal is None:
        to = Text(f"{name['zh']}得满分", f"{name['en']} with full points")
    else:
        at = with_unit(goal, indicator.unit)
        to = Text(
            f"{name['zh']} {_sign(indicator)} {at['zh']}",
            f"{name['en']} {_sign(indicator)} {at['en']}",
        )
    if not gain or goal != figures.get("goal"):
        return to
    return Text(f"{to.zh}，可多得 {plain(gain)} 分", f"{to.en}, worth {plain(gain)} more points")


def cause(indicator: Indicator) -> Text:
    """Return the likely causes as one text."""
    return joined(advice_for(indicator).causes)


def measure(indicator: Indicator) -> Text:
    """Return the proposed measures as one text."""
    return joined(advice_for(indicator).measures)


def joined(texts: Sequence[Text]) -> Text:
    """Join texts by semicolons, in both languages."""
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def _missed(one: dict[str, str], indicator: Indicator) -> Text:
    value = with_unit(_rounded(one["value"], one["target"], indicator), indicator.unit)
    target = with_unit(one["target"], indicator.unit)
    sign = _sign(indicator)
    prefix = f"{one['slice']} " if "slice" in one else ""
    return Text(
        f"{prefix}{value['zh']}（目标 {sign} {target['zh']}）",
        f"{prefix}{value['en']} (target {sign} {target['en']})",
    )


def _target(one: dict[str, str], indicator: Indicator) -> Text:
    target = with_unit(one["target"], indicator.unit)
    start = f"{one['slice']} {_sign(indicator)} "
    return Text(start + target["zh"], start + target["en"])


def _sign(indicator: Indicator) -> str:
    return "≤" if indicator.direction == "lower" else "≥"


def _rounded(value: str, target: str, indicator: Indicator) -> str:
    """Round a value to the fewest DECIMALS that keep it on the same side of the target."""
    terms = Terms(indicator.direction, indicator.max_points, None)
    figure, bound = Decimal(value), Decimal(target)
    for places in DECIMALS:
        short = rounded(figure, places)
        if terms.meets(short, bound) == terms.meets(figure, bound):
            return plain(short)
    return plain(figure)
