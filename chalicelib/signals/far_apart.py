"""Two figures of one result that should agree: a rating and call-backs, a form and reviews."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalicelib.language import Text
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.rows import Row, Rows
from chalicelib.signals.found import Found, six, threshold
from chalicelib.signals.rules import FAR_APART, FarApart, Side


def far_apart(
    rule: FarApart, card: Scorecard, values: Mapping[str, Decimal], inputs: Rows
) -> Found | bool:
    """Return the signal of a result; True when its figures agree, False when one is not there."""
    first, second = (figure_of(one, values, inputs) for one in (rule.first, rule.second))
    if first is None or second is None:
        return False
    places = rule.first.place(first), rule.second.place(second)
    apart = abs(places[0] - places[1])
    if apart < Fraction(rule.distance):
        return True
    return Found(
        kind=FAR_APART,
        about=rule.code,
        person=card.person,
        team=card.team,
        figures={"first": six(first), "second": six(second), "distance": six(apart)},
        threshold=threshold("distance", rule.distance, rule.basis),
        text=_words(rule, (first, second), places, apart),
        evidence=sources_of(card),
        card_revision=card.revision,
    )


def figure_of(side: Side, values: Mapping[str, Decimal], inputs: Rows) -> Decimal | None:
    """Return a side's figure; None without one, and for a column whose rows say different ones."""
    if side.indicator is not None:
        return values.get(side.indicator)
    rows: Sequence[Row] = [inputs] if isinstance(inputs, Mapping) else inputs
    said = {row.get(side.called) for row in rows}
    (one,) = said if len(said) == 1 else (None,)
    return one if isinstance(one, Decimal) else None


def sources_of(card: Scorecard) -> tuple[Mapping[str, Any], ...]:
    """Return where a result's figures came from: its revision, and each upload with the row."""
    found: list[Mapping[str, Any]] = [{"scorecard": card.period, "revision": card.revision}]
    rows = {card.upload: card.row, **{str(at[0]): at[1] for at in (card.layers or {}).values()}}
    found += [{"upload": upload, "row": int(row)} for upload, row in rows.items()]
    return tuple(found)


def _words(
    rule: FarApart,
    figures: tuple[Decimal, Decimal],
    places: tuple[Fraction, Fraction],
    apart: Fraction,
) -> Text:
    sides = rule.first, rule.second
    zh = [f"{side.called} 为 {six(figure)}" for side, figure in zip(sides, figures, strict=True)]
    en = [f"{side.called} is {six(figure)}" for side, figure in zip(sides, figures, strict=True)]
    scaled = rule.first.on_scale
    if scaled:
        zh = [f"{one}（量表的 {six(place)}%）" for one, place in zip(zh, places, strict=True)]
        en = [f"{one} ({six(place)}% of its scale)" for one, place in zip(en, places, strict=True)]
    sign = "%" if scaled else ""
    sum_ = f"|{six(places[0])} − {six(places[1])}| = {six(apart)}{sign}"
    return Text(
        f"{zh[0]}，{zh[1]}：{sum_}；从 {rule.distance}{sign} 起视为相差过大。",
        f"{en[0]} and {en[1]}: {sum_}; far apart from {rule.distance}{sign} on.",
    )
