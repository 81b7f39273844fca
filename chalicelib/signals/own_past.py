"""A value far from the person's own in the months before."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from chalicelib.language import Text
from chalicelib.rater_statistics.exact import mean
from chalicelib.scorecards.records import Scorecard
from chalicelib.signals.found import Found, six, threshold
from chalicelib.signals.rules import OWN_PAST, OwnPast


class Past(NamedTuple):
    """A value of an earlier month, and the revision of the result that has it."""

    period: str
    revision: str
    value: Decimal


def own_past(
    rule: OwnPast, card: Scorecard, values: Mapping[str, Decimal], past: Sequence[Past]
) -> Found | bool:
    """Return the signal of a result; True when the value is near the past, False with few data.

    ``past``: the person's values of the indicator in the months before, as many as there are.
    """
    value = values.get(rule.indicator)
    if value is None or len(past) < rule.least:
        return False
    usual = mean([Fraction(one.value) for one in past])
    away = abs(Fraction(value) - usual)
    if away < Fraction(rule.distance):
        return True
    return Found(
        kind=OWN_PAST,
        about=rule.indicator,
        person=card.person,
        team=card.team,
        figures={
            "value": six(value),
            "mean": six(usual),
            "months": Decimal(len(past)),
            "distance": six(away),
        },
        threshold=threshold("distance", rule.distance, rule.basis),
        text=_words(rule, value, past, usual, away),
        evidence=(
            {"scorecard": card.period, "revision": card.revision, "value": six(value)},
            *(
                # A pilot's revision is marked; those of a scheme are numbers.
                {"scorecard": one.period, "revision": int(one.revision), "value": six(one.value)}
                for one in past
            ),
        ),
        card_revision=card.revision,
    )


def _words(
    rule: OwnPast, value: Decimal, past: Sequence[Past], usual: Fraction, away: Fraction
) -> Text:
    added = " + ".join(f"{six(one.value)}" for one in past)
    middle = f"({added}) ÷ {len(past)} = {six(usual)}"
    sum_ = f"|{six(value)} − {six(usual)}| = {six(away)}"
    return Text(
        f"{rule.indicator} 本月为 {six(value)}，本人此前 {len(past)} 个月的平均为 {middle}："
        f"{sum_}；从 {rule.distance} 起视为偏离过大。",
        f"{rule.indicator} is {six(value)}, the mean of the person's own {len(past)} months before "
        f"is {middle}: {sum_}; far from {rule.distance} on.",
    )
