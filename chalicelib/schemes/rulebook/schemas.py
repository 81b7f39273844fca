"""Request and response schemas of the rulebook, and the query of the upload template."""

from marshmallow import fields

from chalicelib.schemes.comparing.schemas import VERSION
from chalicelib.schemes.schemas import RulesAnswer
from chalicelib.web.fields import Choice, Code, Matching, Period, Schema, Words, YesNo


class VersionQuery(Schema):
    """Which version."""

    version = Matching(
        VERSION,
        "invalid",
        load_default=None,
        metadata={"description": "a version's number or `draft`; by default the one in effect"},
    )


class RulebookQuery(VersionQuery):
    """Which version, in which language and form."""

    lang = Choice(
        "zh",
        "en",
        load_default=None,
        metadata={"description": "by default as Accept-Language says"},
    )
    format = Choice(
        "json",
        "html",
        load_default=None,
        metadata={"description": "by default as Accept says, else json"},
    )


class UploadTemplateQuery(VersionQuery):
    """Which version's columns, in which form."""

    format = Choice("csv", "xlsx", load_default="xlsx")
    filled = YesNo(
        load_default=False,
        metadata={
            "description": "with a row for everybody who is due a result of the period (and for "
            "each slice), 5,000 rows at a time"
        },
    )
    period = Period(
        load_default=None,
        allow_none=True,
        metadata={"description": "the period that people are due in; by default that of today"},
    )
    source = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "the columns of this one source of the scheme"},
    )
    cursor = Words(2000, metadata={"description": "from the `Link` of the part before"})
    grain = Choice(
        "agent",
        "contact",
        "results",
        load_default="agent",
        metadata={
            "description": "`contact`: a row for each contact; `results`: for past results to be "
            "imported"
        },
    )


class AboutAnswer(RulesAnswer):
    """Which version it is, and when it is in effect."""

    state = fields.String(metadata={"enum": ["draft", "published", "pilot", "retired"]})
    effective_from = fields.String(allow_none=True)
    effective_until = fields.String(allow_none=True)
    reason = fields.String(
        allow_none=True,
        metadata={"description": "why it changed the rules of a month that had begun"},
    )


class InputAnswer(Schema):
    """A figure that goes into an indicator."""

    column = fields.String()
    name = fields.String()
    unit = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    source = fields.String(allow_none=True)


class ExampleAnswer(Schema):
    """A value and the points that it brings."""

    value = fields.String()
    points = fields.String()


class LevelAnswer(Schema):
    """A level of a judged indicator and its marks."""

    name = fields.String()
    marks = fields.String()


class IndicatorRulesAnswer(Schema):
    """Everything about one line."""

    code = fields.String()
    name = fields.String()
    description = fields.String(allow_none=True)
    max_points = fields.String()
    target = fields.String(allow_none=True)
    direction = fields.String()
    source = fields.String(allow_none=True)
    measured = fields.String()
    inputs = fields.List(fields.Nested(InputAnswer))
    rule = fields.String()
    levels = fields.List(fields.Nested(LevelAnswer))
    examples = fields.List(fields.Nested(ExampleAnswer))
    no_data = fields.String()
    notes = fields.List(fields.String())


class DimensionRulesAnswer(Schema):
    """A dimension and its lines."""

    code = fields.String()
    name = fields.String()
    description = fields.String(allow_none=True)
    points = fields.String()
    indicators = fields.List(fields.Nested(IndicatorRulesAnswer))


class BandAnswer(Schema):
    """A grade and what it brings."""

    code = fields.String()
    name = fields.String()
    totals = fields.String()
    coefficient = fields.String()
    description = fields.String(allow_none=True)
    improvement_plan = fields.Boolean()


class NamedRuleAnswer(Schema):
    """An extra, in words."""

    code = fields.String()
    name = fields.String()
    text = fields.String()


class RulebookAnswer(Schema):
    """A scheme in words, in one language."""

    scheme = fields.Nested(AboutAnswer)
    language = fields.String(metadata={"enum": ["zh", "en"]})
    name = fields.String()
    description = fields.String(allow_none=True)
    summary = fields.List(fields.String())
    dimensions = fields.List(fields.Nested(DimensionRulesAnswer))
    extras = fields.List(fields.Nested(NamedRuleAnswer))
    total = fields.List(fields.String())
    grades = fields.List(fields.Nested(BandAnswer))
    grading = fields.List(fields.String())
    vetoes = fields.List(
        fields.Nested(NamedRuleAnswer),
        metadata={"description": "what a recorded case (`/v1/cases`) sets, whatever the total"},
    )
    several_periods = fields.List(
        fields.String(), metadata={"description": "empty: quarters and years are not made yet"}
    )
