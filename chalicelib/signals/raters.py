"""Flags about single raters of a closed round, as signals.

A flag about two raters, or about all together, is about nobody: it stays with the round.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from chalicelib.language import Text
from chalicelib.rater_statistics.flags import (
    ALL_ALIKE,
    DRIFT,
    LENIENT,
    NARROW_SPREAD,
    OWN_TEAM,
    SEVERE,
    SLOW_DRIFT,
)
from chalicelib.rater_statistics.thresholds import USUAL
from chalicelib.rating_forms.counting import rating_of
from chalicelib.rating_forms.keys import partition_of_rounds
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_rounds.flag_records import RaterFlag, examination_of, flags_of, read_examined
from chalicelib.schemes.compiled import existing
from chalicelib.signals.found import Found, six
from chalicelib.signals.rules import RATER_FLAG
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: Of each flag whose figure is a distance, from which share of the scale on it is one.
_DISTANCES: Final[Mapping[str, Fraction]] = {
    LENIENT: USUAL.leniency,
    SEVERE: USUAL.leniency,
    OWN_TEAM: USUAL.own_team,
    DRIFT: USUAL.drift,
    SLOW_DRIFT: USUAL.drift,
}


def closed_rounds(context: Context, scheme: str, period: str) -> list[Round]:
    """Return the closed rounds of a scheme's period, the oldest first."""
    items = context.table.query_all(partition_of_rounds(context.scope))
    rounds = (from_item(Round, item) for item in items)
    wanted = scheme, period, CLOSED
    return [one for one in rounds if (one.scheme, one.period, one.status) == wanted]


def unexamined(context: Context, rounds: list[Round]) -> bool:
    """Return whether the raters of a round are still to be examined."""
    return any(read_examined(context, one) is None for one in rounds)


def rater_flags(context: Context, found: Round) -> Iterator[Found]:
    """Give a signal for each flag about one rater, of the last examination of a round."""
    scheme = existing(context.table, context.scope, found.scheme, found.version).scheme
    for flag in flags_of(context, found, examination_of(found)):
        if len(flag.raters) != 1:
            continue
        value = rating_of(scheme, flag.indicator)
        width = Fraction(0) if value is None else Fraction(value.high) - Fraction(value.low)
        ((role, person),) = flag.raters
        yield Found(
            kind=RATER_FLAG,
            about=f"{found.id}.{flag.indicator}.{flag.code}.{role}",
            person=person,
            team=None,
            figures=flag.figures,
            threshold=_threshold(flag, width),
            text=Text(flag.text["zh"], flag.text["en"]),
            evidence=({"rating_round": found.id, "flag": flag.id, "role": role},),
        )


def _threshold(flag: RaterFlag, width: Fraction) -> dict[str, Any]:
    if flag.code in _DISTANCES:
        least = six(_DISTANCES[flag.code] * width)
        return {"figure": "mean", "at_least": least, "basis": OF_DISTANCES.as_names()}
    if flag.code == NARROW_SPREAD:
        most = six(USUAL.spread * Fraction(flag.figures["usual_spread"]))
        return {"figure": "spread", "below": most, "basis": OF_SPREAD.as_names()}
    if flag.code == ALL_ALIKE:
        least = Decimal(USUAL.alike)
        return {"figure": "marks", "at_least": least, "basis": OF_ALIKE.as_names()}
    return {"figure": flag.code, "basis": None}


OF_DISTANCES: Final = Text(
    "量表宽度的十分之一，无论偏高偏低，且 95% 区间不含零。",
    "A tenth of the scale, to either side, whose 95% interval excludes zero.",
)
OF_SPREAD: Final = Text(
    "各评分人标准差中位数的四分之一。", "A quarter of the median rater's standard deviation."
)
OF_ALIKE: Final = Text(
    "评分达到此数且全部相同，而其他人的评分有差别。",
    "From so many marks on, all the same where the others' differ.",
)
