"""The words of a plan that nobody has changed: made from its figures and the scheme's version."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.language import Text
from chalicelib.plans.advice import advice_for
from chalicelib.plans.records import Plan
from chalicelib.scoring import Indicator
from chalicelib.scoring.exact import plain, rounded
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.units import with_unit

#: A value is written with two decimals, and with more where two would hide that it missed.
DECIMALS = (2, 3, 4, 5, 6)


def problem(plan: Plan, indicator: Indicator) -> Text:
    """What was missed and by how much: value, target, points lost."""
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
    if value is None or target is None:
        return Text(f"{name['zh']}：{cost.zh}", f"{name['en']}: {cost.en}")
    missed_by = _missed({"value": value, "target": target}, indicator)
    return Text(
        f"{name['zh']}为 {missed_by.zh}；{cost.zh}", f"{name['en']} was {missed_by.en}; {cost.en}"
    )


def expected_effect(plan: Plan, indicator: Indicator, goal: str | None) -> Text:
    """The figure to reach, and the points that it would bring."""
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
    return joined(advice_for(indicator).causes)


def measure(indicator: Indicator) -> Text:
    return joined(advice_for(indicator).measures)


def joined(texts: Sequence[Text]) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def _missed(one: dict[str, str], indicator: Indicator) -> Text:
    value = with_unit(_prose(one["value"], one["target"], indicator), indicator.unit)
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


def _prose(value: str, target: str, indicator: Indicator) -> str:
    terms = Terms(indicator.direction, indicator.max_points, None)
    figure, bound = Decimal(value), Decimal(target)
    for places in DECIMALS:
        short = rounded(figure, places)
        if terms.meets(short, bound) == terms.meets(figure, bound):
            return plain(short)
    return plain(figure)
