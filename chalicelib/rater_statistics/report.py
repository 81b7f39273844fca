"""All statistics of the raters of one round or inspection, and the flags that they give."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.rater_statistics.agreement import Agreement, pairs
from chalicelib.rater_statistics.alpha import Alpha, alpha
from chalicelib.rater_statistics.answers import Answers, answers
from chalicelib.rater_statistics.drift import drift
from chalicelib.rater_statistics.estimates import Estimate, estimate
from chalicelib.rater_statistics.flags import (
    Flag,
    agreement_flag,
    alike_flag,
    alpha_flag,
    drift_flag,
    leniency_flag,
    own_team_flag,
    spread_flag,
)
from chalicelib.rater_statistics.leniency import distances
from chalicelib.rater_statistics.marks import NOMINAL, Mark, Scale, Unit, by_unit, shared
from chalicelib.rater_statistics.own_team import own_team
from chalicelib.rater_statistics.thresholds import USUAL, Thresholds


@dataclass(frozen=True, slots=True)
class RaterFigures:
    """The figures of one rater. What was not asked for is None."""

    answers: Answers
    leniency: Estimate
    own_team: Estimate | None
    drift: Estimate | None


@dataclass(frozen=True, slots=True)
class Report:
    """The statistics of all raters of marks on one scale. ``alphas`` are those of each question."""

    raters: Mapping[str, RaterFigures]
    pairs: Sequence[Agreement]
    alpha: Alpha
    alphas: Mapping[str, Alpha]
    flags: Sequence[Flag]


def report(
    marks: Collection[Mark],
    scale: Scale,
    *,
    tolerance: Fraction = Fraction(0),
    own_ratees: Mapping[str, Collection[str]] | None = None,
    former: Sequence[Collection[Mark]] = (),
    thresholds: Thresholds = USUAL,
) -> Report:
    """Return the statistics of marks on one scale.

    ``own_ratees``: by rater the ratees of the own team; None: that is not asked. ``former``: the
    marks of rounds before, the oldest first. ``tolerance`` is in marks. Of a nominal scale, whose
    marks have no distances, there are agreement, alpha and answers all alike. Raises ValueError
    when a rater marked the same thing twice.
    """
    units = by_unit(marks)
    rounds = [distances(by_unit(one)) for one in former] if scale.level != NOMINAL else []
    apart = distances(units) if scale.level != NOMINAL else {}
    raters: dict[str, RaterFigures] = {}
    for rater, own in answers(marks).items():
        mine, needed = apart.get(rater, {}), thresholds.shared
        team = None if own_ratees is None else own_team(mine, own_ratees.get(rater, ()), needed)
        past = [one.get(rater, {}) for one in rounds]
        moved = drift([*past, mine], needed) if rounds else None
        raters[rater] = RaterFigures(own, estimate(list(mine.values()), needed), team, moved)
    by_question: dict[str, dict[Unit, dict[str, Fraction]]] = {}
    for unit, given in units.items():
        by_question.setdefault(unit[1], {})[unit] = given
    agreed = pairs(units, tolerance)
    overall = alpha(units, scale.level, thresholds.units)
    flags = [
        *_of_raters(raters, units, scale, thresholds),
        *_kept(agreement_flag(one, thresholds.agreement, thresholds.pair) for one in agreed),
        *_kept(iter([alpha_flag(overall, thresholds.alpha)])),
    ]
    alphas = {
        question: alpha(found, scale.level, thresholds.units)
        for question, found in sorted(by_question.items())
    }
    return Report(raters, agreed, overall, alphas, flags)


def _of_raters(
    raters: Mapping[str, RaterFigures],
    units: Mapping[Unit, dict[str, Fraction]],
    scale: Scale,
    thresholds: Thresholds,
) -> Iterator[Flag]:
    usual = _usual_spread(raters, thresholds.own_marks)
    varied = _varied(units)
    for rater, found in raters.items():
        yield from _kept(
            iter(
                [
                    leniency_flag(rater, found.leniency, thresholds.leniency * scale.width),
                    alike_flag(found.answers, thresholds.alike, others_vary=rater in varied),
                    _spread(found.answers, usual, thresholds) if scale.level != NOMINAL else None,
                    own_team_flag(rater, found.own_team, thresholds.own_team * scale.width)
                    if found.own_team
                    else None,
                    drift_flag(rater, found.drift, thresholds.drift * scale.width)
                    if found.drift
                    else None,
                ]
            )
        )


def _spread(own: Answers, usual: Fraction, thresholds: Thresholds) -> Flag | None:
    if own.marks < thresholds.own_marks:
        return None
    return spread_flag(own, usual, thresholds.spread)


def _usual_spread(raters: Mapping[str, RaterFigures], needed: int) -> Fraction:
    """Return the median spread of the raters with enough marks; 0 of fewer than three."""
    found = sorted(
        one.answers.spread
        for one in raters.values()
        if one.answers.spread is not None and one.answers.marks >= needed
    )
    if len(found) < 3:
        return Fraction(0)
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def _varied(units: Mapping[Unit, dict[str, Fraction]]) -> frozenset[str]:
    """Return the raters who marked units for which the others' marks are not all the same."""
    others: dict[str, set[Fraction]] = {}
    for given in shared(units).values():
        for rater in given:
            seen = others.setdefault(rater, set())
            if len(seen) < 2:
                seen.update(mark for one, mark in given.items() if one != rater)
    return frozenset(rater for rater, seen in others.items() if len(seen) > 1)


def _kept(found: Iterator[Flag | None]) -> Iterator[Flag]:
    return (flag for flag in found if flag is not None)
