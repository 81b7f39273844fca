"""What a form asks, and whether what was sent answers it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.errors import Fault, Invalid
from chalicelib.language import Text
from chalicelib.rating_forms.counting import rating_of
from chalicelib.rating_forms.records import Round
from chalicelib.scoring import Indicator, Scheme
from chalicelib.scoring.exact import plain
from chalicelib.scoring.values.questions import Question
from chalicelib.scoring.values.rating import Rating

Answers = dict[str, dict[str, Decimal | None]]


class Asked(NamedTuple):
    """One question of a form: of an indicator that a rating feeds."""

    indicator: Indicator
    value: Rating
    question: Question


def asked(found: Round, scheme: Scheme, role: str) -> list[Asked]:
    """Return the questions of a role's form, in the order of the scheme.

    A rating without questions of its own asks for the indicator.
    """
    listed: list[Asked] = []
    for one in scheme.indicators:
        value = rating_of(scheme, one.code) if one.code in found.indicators else None
        if value is not None and role in value.raters:
            own = value.questions or (Question(one.code, one.name),)
            listed += (Asked(one, value, question) for question in own)
    return listed


def checked(form: Sequence[Asked], given: Sequence[Mapping[str, Any]]) -> Answers:
    """Return the answers by indicator and question. Raises Invalid (422), which names each fault:
    ``unknown_question``, ``answered_twice``, ``mark_off_scale``."""
    known = {(one.indicator.code, one.question.code): one for one in form}
    faults: list[Fault] = []
    answers: Answers = {}
    for n, answer in enumerate(given):
        place, pointer = (answer["indicator"], answer["question"]), f"/answers/{n}"
        there = known.get(place)
        if there is None:
            faults.append(Fault(f"{pointer}/question", "unknown_question", UNKNOWN))
        elif place[1] in answers.setdefault(place[0], {}):
            faults.append(Fault(f"{pointer}/question", "answered_twice", TWICE))
        else:
            mark = answer["mark"]
            if mark is not None and not there.value.low <= mark <= there.value.high:
                faults.append(Fault(f"{pointer}/mark", "mark_off_scale", _scale(there.value)))
            answers[place[0]][place[1]] = mark
    if faults:
        raise Invalid(faults)
    return answers


def unanswered(form: Sequence[Asked], answers: Mapping[str, Mapping[str, Any]]) -> list[Asked]:
    """Return the questions without a mark and without *cannot judge*."""
    return [one for one in form if one.question.code not in answers.get(one.indicator.code, {})]


def _scale(value: Rating) -> Text:
    low, high = plain(value.low), plain(value.high)
    return Text(f"分数须在 {low} 到 {high} 之间。", f"A mark from {low} to {high} is expected.")


UNKNOWN = Text("评分表没有此问题。", "The form has no such question.")
TWICE = Text("同一问题只能回答一次。", "A question is answered once.")
