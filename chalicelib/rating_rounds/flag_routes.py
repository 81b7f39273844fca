"""/v1/rating-rounds/{round_id}/statistics and …/flags."""

from typing import Any

from marshmallow import fields

from chalicelib.errors import NotFound
from chalicelib.people.records import read_people
from chalicelib.person_keys import shown
from chalicelib.rater_statistics.flags import FLAGS
from chalicelib.rating_rounds import flags
from chalicelib.rating_rounds.flag_records import (
    ANSWERS,
    LATER,
    RaterFlag,
    read_examined,
)
from chalicelib.rating_rounds.making import existing
from chalicelib.rating_rounds.schemas import LONGEST_REASON
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Bilingual, Choice, Code, Day, Figure, Schema, Words
from chalicelib.web.paging import ListAnswer, ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


class FlagAnswerBody(Schema):
    """What is done about a flag, and why."""

    answer = Choice(
        *ANSWERS,
        required=True,
        metadata={
            "description": "`keep` the marks, `ask_again` the role (the round opens again for it), "
            "or `leave_out` the role as a whole"
        },
    )
    reason = Words(LONGEST_REASON, required=True)
    role = Code(metadata={"description": "needed where the flag is about several roles"})
    closes_on = Day(
        metadata={"format": "date", "description": "of `ask_again`: the round's new last day"}
    )


class RoundAlphaAnswer(Schema):
    """Krippendorff's alpha: 1 is full agreement, 0 that of chance."""

    value = Figure(allow_none=True)
    units = fields.Integer()
    marks = fields.Integer()
    not_computed = Bilingual(
        allow_none=True, metadata={"description": "why there is no figure: too few data"}
    )


class RoundAgreementAnswer(Schema):
    """Of all marks of one thing by two: how many are the same, and within a tenth of the scale."""

    units = fields.Integer()
    exact = fields.Integer()
    within = fields.Integer()


class RoundQuestionAnswer(Schema):
    """The alpha of one question."""

    code = fields.String()
    alpha = fields.Nested(RoundAlphaAnswer)


class RoundComputedAnswer(Schema):
    """Of how many raters a figure was computed, and of how many data were too few."""

    computed = fields.Integer()
    few_data = fields.Integer()


class IndicatorStatisticsAnswer(Schema):
    """What the marks of an indicator say together."""

    indicator = fields.String()
    raters = fields.Integer()
    agreement = fields.Nested(RoundAgreementAnswer)
    alpha = fields.Nested(RoundAlphaAnswer)
    questions = fields.List(fields.Nested(RoundQuestionAnswer))
    own_team = fields.Nested(
        RoundComputedAnswer,
        allow_none=True,
        metadata={"description": "the rater's own team against others; null: asked of nobody"},
    )
    drift = fields.Nested(
        RoundComputedAnswer,
        allow_none=True,
        metadata={"description": "since the scheme's round before; null: there is none"},
    )
    drift_over_rounds = fields.Nested(
        RoundComputedAnswer,
        allow_none=True,
        metadata={"description": "over up to six rounds, of which three are needed"},
    )


class RoundStatisticsAnswer(Schema):
    """What the marks of a closed round say of its raters, self-ratings apart."""

    at = fields.String(metadata={"format": "date-time"})
    flags = fields.Integer()
    left_out = fields.List(
        fields.String(), metadata={"description": "roles that were left out, and not examined"}
    )
    indicators = fields.List(fields.Nested(IndicatorStatisticsAnswer))


class FlaggedRaterAnswer(Schema):
    """A rater whom a flag is about."""

    role = fields.String()
    role_name = Bilingual()
    employee_id = fields.String(allow_none=True)
    person = fields.String(allow_none=True)
    employee_name = fields.String(allow_none=True)


class AnsweredAnswer(Schema):
    """What was answered to a flag."""

    answer = fields.String(metadata={"enum": list(ANSWERS)})
    reason = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()


class RaterFlagAnswer(Schema):
    """What is remarkable, with the figures behind it. Nothing is corrected by it."""

    id = fields.String()
    code = fields.String(metadata={"enum": list(FLAGS)})
    indicator = fields.String()
    raters = fields.List(
        fields.Nested(FlaggedRaterAnswer), metadata={"description": "none: all together"}
    )
    figures = fields.Dict(keys=fields.String(), values=Figure())
    text = Bilingual()
    answer = fields.Nested(AnsweredAnswer, allow_none=True)


class RaterFlagListAnswer(ListAnswer):
    """A page of flags."""

    items = fields.List(fields.Nested(RaterFlagAnswer))


@routes.get(
    "/v1/rating-rounds/{round_id}/statistics",
    "rating_rounds.statistics",
    "What a closed round's marks say of its raters",
    roles=STAFF,
    description=(
        "Some time after the closing; 404 before. Few data are said, not computed. Figures of "
        "single raters are in flags alone."
    ),
    answer=RoundStatisticsAnswer,
    problems=(404,),
)
def statistics(request: Request, round_id: str) -> Answer:
    context = request.context
    found = existing(context, round_id)
    examined = read_examined(context, found)
    if examined is None:
        raise NotFound("statistics")
    return Answer(
        {
            "at": examined.at,
            "flags": examined.flags,
            "left_out": sorted(found.left_out),
            "indicators": [{**dict.fromkeys(LATER), **one} for one in examined.indicators],
        }
    )


@routes.get(
    "/v1/rating-rounds/{round_id}/flags",
    "rating_rounds.flags",
    "List the flags about a closed round's raters; each needs an answer",
    roles=STAFF,
    query=ListQuery,
    answer=RaterFlagListAnswer,
    problems=(404,),
)
def list_flags(request: Request, round_id: str) -> Answer:
    context = request.context
    found = existing(context, round_id)
    some, after = flags.page(context, found, request.query["limit"], position(request))
    return listed(request, _described(context, some), after)


@routes.post(
    "/v1/rating-rounds/{round_id}/flags/{flag_id}/answer",
    "rating_rounds.answer_flag",
    "Answer a flag with a reason: keep, ask again, or leave the role out",
    roles=STAFF,
    description=(
        "`ask_again` opens the round again for the role. `leave_out` drops the role as a whole: "
        "the values are counted, and the raters examined, without it. A period with unanswered "
        "flags is published by their count alone (`accept`). 409 `flag_outdated`, `flag_answered`, "
        "and `own_flag` for one about marks that the caller gave."
    ),
    body=FlagAnswerBody,
    answer=RaterFlagAnswer,
    decides=True,
    problems=(404, 409, 412),
)
def answer_flag(request: Request, round_id: str, flag_id: str) -> Answer:
    _, flag = flags.answer(request.context, round_id, flag_id, request.body)
    return Answer(_described(request.context, [flag])[0])


def _described(context: Context, some: list[RaterFlag]) -> list[dict[str, Any]]:
    """Return flags as the API shows them. Costs a batch read of their raters."""
    keys = list(dict.fromkeys(person for one in some for _, person in one.raters))
    people = read_people(context, keys)

    def rater(role: str, person: Any) -> dict[str, Any]:
        there = people.get(person)
        return {
            "role": role,
            "role_name": dict(ROLES.get(role, text(role, role))),
            "employee_id": None if there is None else there.id,
            "person": None if there is None else shown(there.key),
            "employee_name": None if there is None else there.name,
        }

    return [
        {
            "id": one.id,
            "code": one.code,
            "indicator": one.indicator,
            "raters": [rater(*each) for each in one.raters],
            "figures": one.figures,
            "text": one.text,
            "answer": one.answer,
        }
        for one in some
    ]
