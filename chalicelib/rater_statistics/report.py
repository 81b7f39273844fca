"""All statistics of the raters of one round or inspection, and the flags that they give."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.rater_statistics.agreement import Agreement, pairs
from chalicelib.rater_statistics.alpha import Alpha, alpha
from chalicelib.rater_statistics.answers import Answers, answers
from chalicelib.rater_statistics.drift import OverRounds, drift, drift_over_rounds
from chalicelib.rater_statistics.estimates import Estimate, estimate
from chalicelib.rater_statistics.flags import (
    Flag,
    agreement_flag,
    alike_flag,
    alpha_flag,
    drift_flag,
    leniency_flag,
    own_team_flag,
    slow_drift_flag,
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
    over_rounds: OverRounds | None = None


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
    former: Sequence[Mapping[str, Mapping[str, Fraction]]] = (),
    thresholds: Thresholds = USUAL,
) -> Report:
    """Return the statistics of marks on one scale.

    ``own_ratees``: by rater the ratees of the own team; None: that is not asked. ``former``:
    by rater and ratee the distances (:func:`distances_of`) of rounds before, the oldest first.
    ``tolerance`` is in marks. Of a nominal scale, whose marks have no distances, there are
    agreement, alpha and answers all alike. Raises ValueError when a rater marked the same thing
    twice.
    """
    units = by_unit(marks)
    rounds = former if scale.level != NOMINAL else ()
    apart = distances(units) if scale.level != NOMINAL else {}
    raters: dict[str, RaterFigures] = {}
    for rater, own in answers(marks).items():
        mine, needed = apart.get(rater, {}), thresholds.shared
        team = None if own_ratees is None else own_team(mine, own_ratees.get(rater, ()), needed)
        past = [one.get(rater, {}) for one in rounds]
        moved = drift([*past, mine], needed) if rounds else None
        over = drift_over_rounds([*past, mine], needed) if rounds else None
        lenient = estimate(list(mine.values()), needed)
        raters[rater] = RaterFigures(own, lenient, team, moved, over)
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


def distances_of(marks: Collection[Mark]) -> dict[str, dict[str, Fraction]]:
    """Return by rater and ratee how far the marks lie from the others'.

    Raises ValueError when a rater marked the same thing twice.
    """
    return distances(by_unit(marks))


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
                    _moved(rater, found, thresholds.drift * scale.width),
                ]
            )
        )


def _moved(rater: str, found: RaterFigures, most: Fraction) -> Flag | None:
    """Return the flag of a rater who has moved since the round before, or else over the rounds."""
    step = None if found.drift is None else drift_flag(rater, found.drift, most)
    if step is not None or found.over_rounds is None:
        return step
    return slow_drift_flag(rater, found.over_rounds, most)


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
