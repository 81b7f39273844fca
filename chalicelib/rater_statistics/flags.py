"""Flags: figures of raters that a person must answer. They change nothing by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from chalicelib.language import Text
from chalicelib.rater_statistics.agreement import Agreement
from chalicelib.rater_statistics.alpha import Alpha
from chalicelib.rater_statistics.answers import Answers
from chalicelib.rater_statistics.drift import OverRounds
from chalicelib.rater_statistics.estimates import Estimate
from chalicelib.rater_statistics.exact import shown

LENIENT: Final = "lenient"
SEVERE: Final = "severe"
ALL_ALIKE: Final = "all_alike"
NARROW_SPREAD: Final = "narrow_spread"
OWN_TEAM: Final = "own_team"
DRIFT: Final = "drift"
SLOW_DRIFT: Final = "slow_drift"
LOW_AGREEMENT: Final = "low_agreement"
LOW_ALPHA: Final = "low_alpha"
FLAGS: Final = (
    LENIENT,
    SEVERE,
    ALL_ALIKE,
    NARROW_SPREAD,
    OWN_TEAM,
    DRIFT,
    SLOW_DRIFT,
    LOW_AGREEMENT,
    LOW_ALPHA,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """What is remarkable, about which raters (none: about all together), with its figures."""

    code: str
    raters: tuple[str, ...]
    figures: Mapping[str, Decimal]
    text: Text


def leniency_flag(rater: str, found: Estimate, most: Fraction) -> Flag | None:
    """Return the flag of a rater who is further from the others than ``most``."""
    said = _said(found, most)
    if said is None:
        return None
    if (found.mean or 0) > 0:
        words = Text(
            f"评分比评同一对象的其他人宽松，{said.zh}。",
            f"Marks are higher than the others' for the same ratees: {said.en}.",
        )
        return Flag(LENIENT, (rater,), _figures(found), words)
    words = Text(
        f"评分比评同一对象的其他人严格，{said.zh}。",
        f"Marks are lower than the others' for the same ratees: {said.en}.",
    )
    return Flag(SEVERE, (rater,), _figures(found), words)


def own_team_flag(rater: str, found: Estimate, most: Fraction) -> Flag | None:
    """Return the flag of a rater who marks the own team otherwise than others, by over ``most``."""
    said = _said(found, most)
    if said is None:
        return None
    words = Text(
        f"与其他评分人相比，对本组和对他组的差别较大，{said.zh}。",
        f"Compared with other raters, the own team is marked otherwise than others: {said.en}.",
    )
    return Flag(OWN_TEAM, (rater,), _figures(found), words)


def drift_flag(rater: str, found: Estimate, most: Fraction) -> Flag | None:
    """Return the flag of a rater whose distance from the others has moved by over ``most``."""
    said = _said(found, most)
    if said is None:
        return None
    words = Text(
        f"与上一轮相比，宽严程度有变，{said.zh}。",
        f"The distance from other raters has moved since the round before: {said.en}.",
    )
    return Flag(DRIFT, (rater,), _figures(found), words)


def slow_drift_flag(rater: str, found: OverRounds, most: Fraction) -> Flag | None:
    """Return the flag of a rater whose distance has moved over several rounds by over ``most``."""
    said = _said(found.estimate, most)
    if said is None:
        return None
    words = Text(
        f"{found.rounds} 轮以来，宽严程度逐渐有变，{said.zh}。",
        f"Over {found.rounds} rounds the distance from other raters has moved: {said.en}.",
    )
    figures = {**_figures(found.estimate), "rounds": Decimal(found.rounds)}
    return Flag(SLOW_DRIFT, (rater,), figures, words)


def alike_flag(found: Answers, most: int, *, others_vary: bool) -> Flag | None:
    """Return the flag of a rater whose marks, ``most`` or more, are all the same where the others'
    are not."""
    if not found.all_alike or found.marks < most or not others_vary:
        return None
    words = Text(
        f"{found.ratees} 名被评者的 {found.marks} 个评分全部相同，而其他人对他们的评分有差别。",
        f"All {found.marks} marks for {found.ratees} ratees are the same; the others' differ.",
    )
    figures = {"marks": Decimal(found.marks), "ratees": Decimal(found.ratees)}
    return Flag(ALL_ALIKE, (found.rater,), figures, words)


def spread_flag(found: Answers, usual: Fraction, least: Fraction) -> Flag | None:
    """Return the flag of a rater whose spread is below the share ``least`` of the ``usual`` one.

    Answers all alike have a flag of their own.
    """
    spread = found.spread
    if spread is None or found.all_alike or usual == 0 or spread >= least * usual:
        return None
    figures = {"spread": shown(spread), "usual_spread": shown(usual), "marks": Decimal(found.marks)}
    own, others = shown(spread, 2), shown(usual, 2)
    words = Text(
        f"几乎不作区分：评分的标准差为 {own}，评分人的中位数为 {others}。",
        f"Marks hardly differ: their standard deviation is {own}, the median rater's {others}.",
    )
    return Flag(NARROW_SPREAD, (found.rater,), figures, words)


def agreement_flag(found: Agreement, least: Fraction, needed: int) -> Flag | None:
    """Return the flag of two raters who agree within the tolerance less often than ``least``."""
    if found.units < needed or Fraction(found.within, found.units) >= least:
        return None
    figures = {
        "units": Decimal(found.units),
        "exact": Decimal(found.exact),
        "within": Decimal(found.within),
    }
    words = Text(
        f"两人共同评过 {found.units} 项，其中 {found.within} 项在容差以内，{found.exact} 项相同。",
        f"Of {found.units} that both marked, {found.within} are within the tolerance and "
        f"{found.exact} the same.",
    )
    return Flag(LOW_AGREEMENT, found.raters, figures, words)


def alpha_flag(found: Alpha, least: Fraction) -> Flag | None:
    """Return the flag of marks whose alpha is below ``least``."""
    if found.value is None or found.value >= least:
        return None
    value, bound = shown(found.value, 3), shown(least, 3)
    words = Text(
        f"评分人之间的一致性偏低：Krippendorff α 为 {value}，低于 {bound}。",
        f"The raters agree little with each other: Krippendorff's alpha is {value}, below {bound}.",
    )
    figures = {"alpha": shown(found.value), "units": Decimal(found.units)}
    return Flag(LOW_ALPHA, (), figures, words)


def _said(found: Estimate, most: Fraction) -> Text | None:
    """Return the figures of a remarkable estimate in words; None when it is not remarkable."""
    if found.mean is None or abs(found.mean) < most or not found.excludes_zero:
        return None
    middle, low, high = (
        shown(one or Fraction(0), 2) for one in (found.mean, found.low, found.high)
    )
    return Text(
        f"平均相差 {middle} 分（95% 区间 {low} 至 {high}，可比较 {found.count} 个）",
        f"{middle} on average (95% interval {low} to {high}, {found.count} compared)",
    )


def _figures(found: Estimate) -> dict[str, Decimal]:
    told = {"mean": found.mean, "low": found.low, "high": found.high}
    return {
        **{name: shown(figure) for name, figure in told.items() if figure is not None},
        "compared": Decimal(found.count),
    }
