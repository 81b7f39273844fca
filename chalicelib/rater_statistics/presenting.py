"""Statistics of raters as an API shows them: plain members, exact decimals, words for few data."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalicelib.language import Text
from chalicelib.rater_statistics.agreement import together
from chalicelib.rater_statistics.alpha import Alpha
from chalicelib.rater_statistics.estimates import Estimate
from chalicelib.rater_statistics.exact import shown
from chalicelib.rater_statistics.flags import Flag
from chalicelib.rater_statistics.report import RaterFigures, Report

Called = Callable[[str], str]


def described(found: Report, called: Called = str) -> dict[str, Any]:
    """Return a report. ``called``: how a rater is named."""
    units, exact, within = together(found.pairs)
    return {
        "raters": [_rater(called(rater), one) for rater, one in found.raters.items()],
        "agreement": {"units": units, "exact": exact, "within": within},
        "pairs": [
            {
                "raters": [called(rater) for rater in one.raters],
                "units": one.units,
                "exact": one.exact,
                "within": one.within,
            }
            for one in found.pairs
        ],
        "alpha": described_alpha(found.alpha),
        "questions": [
            {"code": code, "alpha": described_alpha(one)} for code, one in found.alphas.items()
        ],
        "flags": [described_flag(one, called) for one in found.flags],
    }


def described_flag(flag: Flag, called: Called = str) -> dict[str, Any]:
    """Return a flag."""
    return {
        "code": flag.code,
        "raters": [called(rater) for rater in flag.raters],
        "figures": dict(flag.figures),
        "text": flag.text.as_names(),
    }


def described_alpha(found: Alpha) -> dict[str, Any]:
    """Return an alpha; ``not_computed`` says why there is no value."""
    return {
        "value": _shown(found.value),
        "units": found.units,
        "marks": found.marks,
        "not_computed": _names(found.said),
    }


def _rater(name: str, one: RaterFigures) -> dict[str, Any]:
    return {
        "rater": name,
        "marks": one.answers.marks,
        "ratees": one.answers.ratees,
        "commonest": one.answers.commonest,
        "spread": _shown(one.answers.spread),
        "leniency": _estimate(one.leniency),
        "own_team": None if one.own_team is None else _estimate(one.own_team),
        "drift": None if one.drift is None else _estimate(one.drift),
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "compared": found.count,
        "mean": _shown(found.mean),
        "low": _shown(found.low),
        "high": _shown(found.high),
        "not_computed": _names(found.said),
    }


def _shown(figure: Fraction | None) -> Decimal | None:
    return None if figure is None else shown(figure)


def _names(words: Text | None) -> Mapping[str, str] | None:
    return None if words is None else words.as_names()
