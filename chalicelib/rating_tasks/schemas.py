"""Shapes of raters' forms on the wire."""

from marshmallow import fields

from chalicelib.rating_forms.records import SAVED, SUBMITTED
from chalicelib.rating_tasks.presenting import NOT_BEGUN
from chalicelib.scoring.limits import INDICATORS, QUESTIONS
from chalicelib.web.fields import Bilingual, Code, Figure, Part, Schema, Several, Words
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST_COMMENT = 1_000
STATES = (NOT_BEGUN, SAVED, SUBMITTED)


class RatingTaskQuery(ListQuery):
    """Filters of the list."""

    round_id = Words(80, metadata={"description": "of this round; without it, of all open ones"})


class RatingMarkBody(Schema):
    """An answer to one question."""

    indicator = Code(required=True)
    question = Code(required=True)
    mark = Figure(required=True, allow_none=True, metadata={"description": "null: cannot judge"})


class RatingTaskBody(Schema):
    """What a form says. It replaces what was saved before."""

    answers = Several(Part(RatingMarkBody), most=INDICATORS * QUESTIONS, required=True)
    comment = Words(
        LONGEST_COMMENT,
        allow_none=True,
        metadata={"description": "shown after the round without name or time, among others'"},
    )


class RatingScaleAnswer(Schema):
    """The lowest and the highest mark."""

    min = Figure()
    max = Figure()


class RatingAnchorAnswer(Schema):
    """What a mark means."""

    mark = Figure()
    name = Bilingual()


class RatingQuestionAnswer(Schema):
    """A question of the form, and the answer that is saved."""

    indicator = fields.String()
    indicator_name = Bilingual()
    question = fields.String()
    name = Bilingual()
    description = Bilingual(allow_none=True)
    scale = fields.Nested(RatingScaleAnswer)
    anchors = fields.List(fields.Nested(RatingAnchorAnswer))
    answered = fields.Boolean()
    mark = Figure(allow_none=True)
    cannot_judge = fields.Boolean()


class RatingTaskSummaryAnswer(Schema):
    """A form of the caller, without its questions."""

    id = fields.String()
    round = fields.String()
    scheme = fields.String()
    period = fields.String()
    opens_on = fields.String(allow_none=True, metadata={"format": "date"})
    closes_on = fields.String(metadata={"format": "date"})
    open = fields.Boolean(metadata={"description": "whether it can be filled in today"})
    employee_id = fields.String(metadata={"description": "who is rated"})
    person = fields.String()
    employee_name = fields.String(allow_none=True)
    role = fields.String()
    role_name = Bilingual()
    anonymous = fields.Boolean(
        metadata={"description": "whether the person rated is never told what the caller gave"}
    )
    anonymity_min = fields.Integer(
        metadata={"description": "marks of an anonymous role below which nothing of it is told"}
    )
    single_marks = fields.Boolean(
        metadata={"description": "whether hr may open single marks, with a reason that is kept"}
    )
    status = fields.String(metadata={"enum": list(STATES)})


class RatingTaskAnswer(RatingTaskSummaryAnswer):
    """A form of the caller."""

    questions = fields.List(fields.Nested(RatingQuestionAnswer))
    comment = fields.String(allow_none=True)


class RatingTaskListAnswer(ListAnswer):
    """A page of the caller's forms."""

    items = fields.List(fields.Nested(RatingTaskSummaryAnswer))
