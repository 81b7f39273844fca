"""Shapes of a result's history on the wire."""

from marshmallow import fields

from chalicelib.histories.causes import KINDS
from chalicelib.scorecards.schemas import PILOT_WORDS, STATES, SchemeRefAnswer
from chalicelib.web.fields import Bilingual, Choice, Code, Figure, Schema, Whole
from chalicelib.web.paging import ListAnswer, ListQuery

_HEX = "the first 40 hex digits of SHA-256"


class HistoryQuery(ListQuery):
    """Which result, in which language and form."""

    scheme = Code(metadata={"description": "needed when several schemes scored the period"})
    pilot = Whole(1, 999_999, metadata={"description": PILOT_WORDS})
    lang = Choice(
        "zh",
        "en",
        load_default=None,
        metadata={"description": "of the page; by default as Accept-Language says"},
    )
    format = Choice(
        "json",
        "html",
        load_default=None,
        metadata={"description": "by default as Accept says, else json"},
    )


class CauseAnswer(Schema):
    """A cause of a revision."""

    kind = fields.String(metadata={"enum": list(KINDS)})
    ref = fields.String(
        allow_none=True,
        metadata={
            "description": "the id of the upload, rating round, inspection, appeal, case or "
            "correction; of `rescored` the version; of `team_mean` the upload that changed it"
        },
    )
    upload = fields.String(allow_none=True)
    row = fields.Integer(
        allow_none=True, metadata={"description": "of a file that somebody sent; the header is 1"}
    )
    sources = fields.List(fields.String(), metadata={"description": "whose figures are new"})
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(
        allow_none=True,
        metadata={"description": "the credential; null where nobody asked, or it was not kept"},
    )
    reason = fields.String(allow_none=True)


class RevisionOutcomeAnswer(Schema):
    """What a revision comes to."""

    total = Figure(allow_none=True)
    grade = fields.String(allow_none=True)
    coefficient = Figure(allow_none=True)


class LineStateAnswer(Schema):
    """A line of a revision."""

    value = Figure(allow_none=True)
    target = Figure(allow_none=True)
    points = Figure(allow_none=True)
    max_points = Figure()
    status = fields.String()


class ChangedLineAnswer(Schema):
    """A line that is another one than in the revision before."""

    indicator = fields.String()
    name = Bilingual()
    before = fields.Nested(LineStateAnswer, allow_none=True)
    after = fields.Nested(LineStateAnswer, allow_none=True)


class WentAnswer(Schema):
    """That the result went with its file after this revision."""

    upload = fields.String()
    at = fields.String(metadata={"format": "date-time"})


class ErasedAnswer(Schema):
    """That an erasure changed the revision, and took its salt."""

    erasure = fields.String()
    at = fields.String(metadata={"format": "date-time"})


class RevisionAnswer(Schema):
    """A revision: why it came to be, what it changed, and its link of the chain."""

    revision = fields.Integer()
    shown = fields.Boolean(
        metadata={
            "description": "false: not for the caller, who gets its commitment and hash alone. A "
            "person sees what stood at the first publication, and what came after it"
        }
    )
    missing = fields.Boolean(metadata={"description": "it is not stored any more: tampering"})
    state = fields.String(allow_none=True, metadata={"enum": list(STATES)})
    computed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    scheme = fields.Nested(SchemeRefAnswer, allow_none=True)
    causes = fields.List(fields.Nested(CauseAnswer))
    before = fields.Nested(RevisionOutcomeAnswer, allow_none=True)
    after = fields.Nested(RevisionOutcomeAnswer, allow_none=True)
    lines = fields.List(fields.Nested(ChangedLineAnswer))
    withdrawn = fields.Nested(WentAnswer, allow_none=True)
    erased = fields.Nested(ErasedAnswer, allow_none=True)
    content = fields.Raw(
        allow_none=True,
        metadata={
            "description": "what the commitment covers, as it is: of an erased revision what is "
            "left, which a commitment that the erasure made covers"
        },
    )
    salt = fields.String(allow_none=True, metadata={"description": "in hex"})
    commitment = fields.String(
        allow_none=True,
        metadata={"description": f"{_HEX} over salt, line feed and `content` by RFC 8785"},
    )
    follows = fields.String(
        allow_none=True, metadata={"description": "the hash before; 40 zeros: the chain begins"}
    )
    hash = fields.String(
        allow_none=True,
        metadata={
            "description": f"{_HEX} over `follows`, line feed and `commitment`; null: made before "
            "there were commitments"
        },
    )
    holds = fields.Boolean(
        allow_none=True,
        metadata={"description": "whether it is what its hash says; null: it has none"},
    )


class LastLinkAnswer(Schema):
    """The end of the chain."""

    revision = fields.Integer()
    hash = fields.String(
        allow_none=True,
        metadata={"description": "whoever keeps it can tell later that nothing was made anew"},
    )


class ChainAnswer(Schema):
    """What checking this page's revisions, and what they follow, came to."""

    verified = fields.Boolean(
        allow_none=True,
        metadata={"description": "null: none of them has a commitment, so nothing is proved"},
    )
    broken_at = fields.List(
        fields.Integer(),
        metadata={"description": "revisions that are missing, changed or follow another one"},
    )
    covers_from = fields.Integer(
        allow_none=True, metadata={"description": "the first revision here with a commitment"}
    )
    without_commitment = fields.Integer(
        metadata={"description": "revisions here from before there were commitments"}
    )
    erased = fields.Integer(metadata={"description": "revisions here that an erasure changed"})
    last = fields.Nested(LastLinkAnswer)


class HistoryAnswer(ListAnswer):
    """A page of a result's revisions, the oldest first."""

    employee_id = fields.String()
    person = fields.String()
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    period = fields.String()
    scheme = fields.String()
    chain = fields.Nested(ChainAnswer)
    items = fields.List(fields.Nested(RevisionAnswer))
