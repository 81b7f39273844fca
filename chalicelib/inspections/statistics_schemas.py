"""Shapes of the statistics of inspectors, and of an inspection with them."""

from marshmallow import fields

from chalicelib.inspections.schemas import (
    BriefInspectionAnswer,
    InspectorProgressAnswer,
    JudgedAnswer,
)
from chalicelib.rater_statistics.flags import FLAGS
from chalicelib.web.fields import Bilingual, Figure, Schema

NOT_COMPUTED = "why there is no figure: too few data"


class EstimateAnswer(Schema):
    """A mean, and the interval in which it lies with 95 % certainty."""

    compared = fields.Integer()
    mean = Figure(allow_none=True)
    low = Figure(allow_none=True)
    high = Figure(allow_none=True)
    not_computed = Bilingual(allow_none=True, metadata={"description": NOT_COMPUTED})


class AlphaAnswer(Schema):
    """Krippendorff's alpha: 1 is full agreement, 0 that of chance."""

    value = Figure(allow_none=True)
    units = fields.Integer()
    marks = fields.Integer()
    not_computed = Bilingual(allow_none=True, metadata={"description": NOT_COMPUTED})


class RaterAnswer(Schema):
    """The figures of one inspector."""

    rater = fields.String(metadata={"description": "employee id"})
    marks = fields.Integer()
    ratees = fields.Integer(metadata={"description": "tickets"})
    commonest = fields.Integer(metadata={"description": "marks that are the commonest one"})
    spread = Figure(allow_none=True, metadata={"description": "the standard deviation"})
    leniency = fields.Nested(
        EstimateAnswer, metadata={"description": "the mean distance from others' marks"}
    )
    own_team = fields.Nested(EstimateAnswer, allow_none=True)
    drift = fields.Nested(EstimateAnswer, allow_none=True)


class AgreementAnswer(Schema):
    """Of all judgements of one thing by two: how many are the same, and within the tolerance."""

    units = fields.Integer()
    exact = fields.Integer()
    within = fields.Integer()


class QuestionAnswer(Schema):
    """The alpha of one item or indicator."""

    code = fields.String()
    alpha = fields.Nested(AlphaAnswer)


class FlagAnswer(Schema):
    """What is remarkable, with its figures. Nothing is corrected by it."""

    code = fields.String(metadata={"enum": list(FLAGS)})
    raters = fields.List(fields.String())
    figures = fields.Dict(keys=fields.String(), values=Figure())
    text = Bilingual()


class StatisticsAnswer(Schema):
    """What double judging says of the inspectors: of `verdicts`, or of an indicator's marks."""

    of = fields.String()
    raters = fields.List(fields.Nested(RaterAnswer))
    agreement = fields.Nested(AgreementAnswer)
    alpha = fields.Nested(AlphaAnswer)
    questions = fields.List(fields.Nested(QuestionAnswer))
    flags = fields.List(fields.Nested(FlagAnswer))


class InspectionAnswer(BriefInspectionAnswer):
    """An inspection, what is judged, how far its inspectors are, and what is said of them."""

    progress = fields.List(fields.Nested(InspectorProgressAnswer))
    judged = fields.Nested(JudgedAnswer)
    statistics = fields.List(
        fields.Nested(StatisticsAnswer),
        allow_none=True,
        metadata={"description": "of the last closing; null before"},
    )
