"""Request and response schemas of a comparison."""

import re

from marshmallow import fields

from chalicelib.web.fields import Bilingual, Matching, Schema

#: A version's number, or ``draft``.
VERSION = re.compile(r"draft|[1-9][0-9]{0,5}")


class DiffQuery(Schema):
    """From which version to which."""

    from_ = Matching(
        VERSION,
        "invalid",
        data_key="from",
        load_default=None,
        metadata={"description": "a version's number, or `draft`; the latest version by default"},
    )
    to = Matching(
        VERSION,
        "invalid",
        load_default="draft",
        metadata={"description": "a version's number, or `draft` (the default)"},
    )


class SideAnswer(Schema):
    """One of the two documents; ``version`` is null for the draft."""

    version = fields.Integer(allow_none=True)
    sha256 = fields.String()


class PlacedAnswer(Schema):
    """What stands at a place of the document."""

    pointer = fields.String()
    value = fields.Raw(allow_none=True)


ChangedAnswer = Schema.from_dict(
    {
        "pointer": fields.String(),
        "from": fields.Raw(allow_none=True),
        "to": fields.Raw(allow_none=True),
    },
    name="ChangedAnswer",
)


class SentenceAnswer(Schema):
    """A difference in words."""

    pointer = fields.String()
    text = Bilingual()


class RuleAnewAnswer(Schema):
    """An indicator that is scored otherwise: both rules in words."""

    indicator = fields.String()
    text = Bilingual()


DiffAnswer = Schema.from_dict(
    {
        "from": fields.Nested(SideAnswer),
        "to": fields.Nested(SideAnswer),
        "same": fields.Boolean(),
        "added": fields.List(fields.Nested(PlacedAnswer)),
        "removed": fields.List(fields.Nested(PlacedAnswer)),
        "changed": fields.List(fields.Nested(ChangedAnswer)),
        "words": fields.List(fields.Nested(SentenceAnswer)),
        "rules": fields.List(fields.Nested(RuleAnewAnswer)),
    },
    name="DiffAnswer",
)
