"""Examine the raters of a closed round: their marks by :mod:`chalicelib.rater_statistics`.

One run reads the round's forms, as its values' upload does, and those of rounds before it for
drift. It may come twice: an examination is written once, and its flags before it. What somebody has
kept stays kept when another role is left out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.jobs.kinds import Next
from chalicelib.person_keys import PersonKey
from chalicelib.rater_statistics.agreement import together
from chalicelib.rater_statistics.estimates import Estimate
from chalicelib.rater_statistics.flags import Flag
from chalicelib.rater_statistics.marks import INTERVAL, Scale
from chalicelib.rater_statistics.presenting import described_alpha
from chalicelib.rater_statistics.report import Report, report
from chalicelib.rating_forms.counting import rating_of, read_rated
from chalicelib.rating_forms.keys import (
    key_of_examined,
    key_of_flag,
    key_of_round,
)
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_rounds import period_flags
from chalicelib.rating_rounds.earlier_rounds import (
    Distances,
    Given,
    earlier_distances,
    marks_of,
)
from chalicelib.rating_rounds.flag_records import (
    Examined,
    RaterFlag,
    examination_of,
    flag_id,
    flags_of,
    read_examined,
)
from chalicelib.rating_rounds.own_ratees import own_ratees
from chalicelib.schemes.compiled import existing
from chalicelib.scoring.values.rating import Rating
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.of_rounds import SETTLES, is_under_way

#: Marks of two raters that are as good as the same: within a tenth of the scale.
TOLERANCE: Final = Fraction(1, 10)
#: Seconds between two looks whether the values are counted. Results come first: people wait for
#: them, and both read every form.
AFTER_VALUES: Final = 15


def run(context: Context, found: Round, _deadline: datetime) -> Next | None:
    """Examine a closed round that was not, once its values are counted."""
    if found.status != CLOSED or read_examined(context, found) is not None:
        return None
    if (found.closed_at or "") > timestamp(context.platform.clock() - SETTLES):
        return Next(int(SETTLES.total_seconds()))
    if found.upload is not None and is_under_way(context, found.upload):
        return Next(AFTER_VALUES)
    scheme = existing(context.table, context.scope, found.scheme, found.version).scheme
    given = read_rated(context, found)
    own = own_ratees(context, found, given)
    former = earlier_distances(context, found, own.keys())
    kept = _answers(context, found)
    flags: list[RaterFlag] = []
    told: list[dict[str, Any]] = []
    for code in found.indicators:
        value = rating_of(scheme, code)
        if value is None:
            continue
        made = _report(found, value, code, given, own, former[code])
        told.append(_told(code, made))
        for flag in made.flags:
            name = flag_id(examination_of(found), len(flags))
            flags.append(_flag(found, code, name, flag, kept))
    context.table.write_batch(
        (key_of_flag(context.scope, found.id, one.id), _item(one)) for one in flags
    )
    # The period may have changed meanwhile: the next run looks anew.
    return None if _end(context, found, flags, told) else Next(10)


def _report(
    found: Round,
    value: Rating,
    code: str,
    given: Given,
    own: Mapping[str, Collection[str]],
    former: Sequence[Distances],
) -> Report:
    scale = Scale(INTERVAL, value.low, value.high)
    marks = list(marks_of(found, code, given))
    tolerance = TOLERANCE * scale.width
    return report(marks, scale, tolerance=tolerance, own_ratees=own, former=former)


def _answers(context: Context, found: Round) -> dict[tuple[Any, ...], dict[str, str]]:
    """Return what was answered to the flags of the examination before this one: of the closing, or
    of the closing before it where appeals alone asked since."""
    left = len(found.left_out)
    if found.closed_after_appeals:
        before = f"{found.closings - 1:02d}{left:02d}"
    elif left:
        before = f"{found.closings:02d}{left - 1:02d}"
    else:
        return {}
    flags = flags_of(context, found, before)
    return {one.about: one.answer for one in flags if one.answer is not None}


def _flag(
    found: Round, code: str, name: str, flag: Flag, kept: Mapping[tuple[Any, ...], dict[str, str]]
) -> RaterFlag:
    raters = tuple(
        (role, PersonKey(person)) for role, _, person in (one.partition("/") for one in flag.raters)
    )
    figures, words = dict(flag.figures), dict(flag.text.as_names())
    made = RaterFlag(name, found.id, code, flag.code, raters, figures, words)
    return replace(made, answer=kept.get(made.about))


def _item(flag: RaterFlag) -> dict[str, Any]:
    return {**to_item(flag), "raters": [list(one) for one in flag.raters]}


def _told(code: str, made: Report) -> dict[str, Any]:
    units, exact, within = together(made.pairs)
    return {
        "indicator": code,
        "raters": len(made.raters),
        "agreement": {"units": units, "exact": exact, "within": within},
        "alpha": described_alpha(made.alpha),
        "own_team": _computed(one.own_team for one in made.raters.values()),
        "drift": _computed(one.drift for one in made.raters.values()),
        "drift_over_rounds": _computed(
            None if one.over_rounds is None else one.over_rounds.estimate
            for one in made.raters.values()
        ),
        "questions": [
            {"code": question, "alpha": described_alpha(one)}
            for question, one in made.alphas.items()
        ],
    }


def _computed(found: Iterable[Estimate | None]) -> dict[str, int] | None:
    """Return of how many raters a figure was computed, and of how many data were too few; None: it
    is asked of nobody."""
    asked = [one for one in found if one is not None]
    few = sum(one.mean is None for one in asked)
    return {"computed": len(asked) - few, "few_data": few} if asked else None


def _end(
    context: Context, found: Round, flags: list[RaterFlag], told: list[dict[str, Any]]
) -> bool:
    """Write the examination, how many flags the period waits for, and the event: all or none.

    Return False when another run was first, or the round or the period has changed meanwhile."""
    now = timestamp(context.platform.clock())
    unanswered = sum(one.answer is None for one in flags)
    done = Examined(found.id, now, len(flags), tuple(told))
    unit = Unit(context.table)
    key = key_of_examined(context.scope, found.id, examination_of(found))
    unit.put(key, {**to_item(done), "indicators": told}, Path("pk").does_not_exist())
    unit.check(
        key_of_round(context.scope, found.id),
        (Path("status") == CLOSED) & (Path("closings") == found.closings),
    )
    period_flags.write(context, unit, found, unanswered, ConditionFailed)
    target, state = f"rating-rounds/{found.id}", {"flags": len(flags), "unanswered": unanswered}
    unit.put(
        *event_write(
            context, "rating_rounds.examined", target, None, state, revision=found.revision
        )
    )
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True
