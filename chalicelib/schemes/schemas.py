"""Request and response schemas of schemes. The scoring core checks the scheme document itself."""

from marshmallow import INCLUDE, fields

from chalicelib.web.fields import Month, Schema, Several, Whole, Words
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


class PublishBody(EffectBody):
    """When the version is in effect, and why, if the rules of a month that has begun change."""

    reason = Words(
        300,
        metadata={
            "description": "needed where the version takes the place of another one in a month "
            "that has begun; those concerned read it"
        },
    )


class PilotBody(EffectBody):
    """And for which teams."""

    teams = Several(Words(64), 50, 1, required=True)


class RetireBody(Schema):
    """Which version (without one, all), and from which month on; by default the current one."""

    version = Whole(1, 999_999, load_default=None, allow_none=True)
    effective_from = Month(load_default=None, allow_none=True)


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


class ReleasedAnswer(VersionAnswer):
    """A version that was just published, or given to its pilot teams."""

    awaiting_rescore = fields.List(
        fields.String(),
        metadata={"description": "on publishing: periods whose results another version made"},
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
