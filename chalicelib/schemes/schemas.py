"""Request and response schemas of schemes. The scoring core checks the scheme document itself."""

from marshmallow import INCLUDE, fields

from chalicelib.web.fields import Month, Part, Schema, Several, Whole, Words
from chalicelib.web.paging import ListAnswer

#: Metadata of a member that holds a scheme document. OpenAPI takes its shape from the grammar.
DOCUMENT = {"component": "SchemeDocument"}


class SchemeBody(Schema):
    """A whole scheme document, or ``{"template", "code", "name", "parameters"}``."""

    class Meta:
        unknown = INCLUDE


class DraftBody(Schema):
    """A whole scheme document, or ``{"parameters": …}`` to settle those of the draft."""

    class Meta:
        unknown = INCLUDE


class EffectBody(Schema):
    """From which month on, and for a season until which."""

    effective_from = Month(required=True)
    effective_until = Month(load_default=None, allow_none=True)


class InsistedBody(Schema):
    """What will do although it is against somebody, by its count."""

    worse_off = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many people whose result of a month that has begun is worse by the "
            "version than it stands; kept with the version, and told with the month's announcement"
        },
    )


class PublishBody(EffectBody):
    """When the version is in effect, and why, if the rules of a month that has begun change."""

    reason = Words(
        300,
        metadata={
            "description": "needed where the version takes the place of another one in a month "
            "that has begun; those concerned read it"
        },
    )
    accept = Part(
        InsistedBody,
        load_default=dict,
        metadata={"description": "what the company insists on, by its count"},
    )


class PilotBody(EffectBody):
    """And for which teams."""

    teams = Several(Words(64), 50, 1, required=True)


class RetireBody(Schema):
    """Which version (without one, all), and from which month on; by default the current one."""

    version = Whole(1, 999_999, load_default=None, allow_none=True)
    effective_from = Month(load_default=None, allow_none=True)
    reason = Words(
        300,
        metadata={"description": "needed with `accept`: why the company insists"},
    )
    accept = Part(
        InsistedBody,
        load_default=dict,
        metadata={"description": "what the company insists on, by its count"},
    )


class InsistedAnswer(Schema):
    """Of a month that had begun: how many people a version left worse off than they stood."""

    period = fields.String()
    employees = fields.Integer()


class EffectAnswer(Schema):
    """When a version is in effect."""

    version = fields.Integer()
    state = fields.String(metadata={"enum": ["published", "pilot", "retired"]})
    pilot = fields.Boolean(metadata={"description": "for the teams alone, paying nobody"})
    effective_from = fields.String()
    effective_until = fields.String(allow_none=True)
    retired_from = fields.String(allow_none=True)
    reason = fields.String(
        allow_none=True,
        metadata={"description": "why it changed the rules of a month that had begun"},
    )
    worse_off = fields.List(
        fields.Nested(InsistedAnswer), metadata={"description": "what the company insisted on"}
    )
    teams = fields.List(fields.String())


class FindingAnswer(Schema):
    """What the linter found, where, and what to do."""

    code = fields.String()
    severity = fields.String(metadata={"enum": ["error", "warning"]})
    pointer = fields.String()
    message = fields.String()
    suggestion = fields.String()


class SchemeHeadAnswer(Schema):
    """A scheme in a list."""

    code = fields.String()
    name = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    state = fields.String(metadata={"enum": ["draft", "published", "pilot", "retired"]})
    template = fields.String(allow_none=True)
    latest_version = fields.Integer()
    versions = fields.List(fields.Nested(EffectAnswer))
    created_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})


class SchemeAnswer(SchemeHeadAnswer):
    """A scheme with its draft."""

    document = fields.Dict(metadata=DOCUMENT)
    findings = fields.List(fields.Nested(FindingAnswer))
    publishable = fields.Boolean()


class SchemeListAnswer(ListAnswer):
    """A page of schemes, by code."""

    items = fields.List(fields.Nested(SchemeHeadAnswer))


class VersionAnswer(EffectAnswer):
    """A version, for ever as it was published."""

    code = fields.String()
    sha256 = fields.String()
    published_at = fields.String(metadata={"format": "date-time"})
    published_by = fields.String()
    document = fields.Dict(metadata=DOCUMENT)


class PeriodComparedAnswer(Schema):
    """A month's results as they stand, against what the new version would make of them."""

    period = fields.String()
    compared = fields.Integer()
    not_compared = fields.Integer(
        metadata={"description": "the version cannot score their figures: they stay as they are"}
    )
    worse_off = fields.Integer()


class ReleasedAnswer(VersionAnswer):
    """A version that was just published, or given to its pilot teams."""

    awaiting_rescore = fields.List(
        fields.String(),
        metadata={"description": "on publishing: periods whose results another version made"},
    )
    compared = fields.List(
        fields.Nested(PeriodComparedAnswer),
        allow_none=True,
        metadata={"description": "those periods; null: there were no results to compare"},
    )


class VersionListAnswer(ListAnswer):
    """All versions of a scheme, the oldest first."""

    items = fields.List(fields.Nested(EffectAnswer))


class RulesAnswer(Schema):
    """By which rules; ``version`` is null for a draft or a document of the request."""

    code = fields.String()
    version = fields.Integer(allow_none=True)
    sha256 = fields.String()
    assumed_parameters = fields.List(
        fields.String(),
        metadata={"description": "open parameters whose suggestion stood in"},
    )
