"""Shapes of scorecards on the wire."""

from copy import copy
from typing import Any

from marshmallow import fields

from chalicelib.periods.records import IMPORTED, LOCKED, PROVISIONAL, PUBLISHED
from chalicelib.scorecards.origins import ARRIVED, AWAITED, FINAL
from chalicelib.scorecards.records import PREVIOUS, REGISTER, TEAM_MEAN
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Figure,
    Moment,
    Schema,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.modified_since import WORDS as SINCE_WORDS
from chalicelib.web.paging import ListAnswer, ListQuery
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

#: The states of a result that stands, and of one that was replaced.
STANDING = (
    *(PROVISIONAL, PUBLISHED, LOCKED, "insufficient_data", "incomplete", "void", "pilot"),
    IMPORTED,
)
STATES = (*STANDING, "superseded", "corrected")
STATE_WORDS = "results in this state; `imported` are those that were not computed here"
PILOT_WORDS = "with `scheme`: the results of this version's pilot, which count nowhere else"


def Effective() -> YesNo:  # noqa: N802 (stands among field classes)
    """Return the field that asks for what stands now of a locked period."""
    return YesNo(
        load_default=False,
        metadata={
            "description": "what stands now: of a locked result that was corrected since the "
            "corrected one (`/v1/corrections`), which has no rank; filters and order go by the "
            "locked one. In a period's list the first results that corrections made of people "
            "without a locked one come behind all others"
        },
    )


class CardsQuery(SyncedQuery):
    """Filters of a period's scorecards."""

    scheme = Code()
    pilot = Whole(1, 999_999, metadata={"description": PILOT_WORDS})
    team = AskedTeam()
    grade = Code()
    state = Choice(*STANDING, metadata={"description": STATE_WORDS})
    modified_since = Moment(
        metadata={
            "format": "date-time",
            "description": (
                "results that changed since then; publishing and locking change all of a period, "
                f"and ranks of others do not count; {SINCE_WORDS}"
            ),
        }
    )
    upload = Words(64, metadata={"description": "the upload that changed the result last"})
    explain = YesNo(load_default=False)
    effective = Effective()


class OfEmployeeQuery(ListQuery):
    """Filters of a person's scorecards."""

    scheme = Code()
    effective = Effective()
    state = Choice(*STANDING, metadata={"description": STATE_WORDS})
    explain = YesNo(load_default=False)


class CardQuery(Schema):
    """Which scheme's scorecard, which revision of it, and whether to explain."""

    scheme = Code(metadata={"description": "needed when several schemes scored the period"})
    pilot = Whole(1, 999_999, metadata={"description": PILOT_WORDS})
    revision = Whole(1, 99_999)
    explain = YesNo(load_default=False)
    effective = Effective()


class SchemeRefAnswer(Schema):
    """By which version of which scheme."""

    code = fields.String()
    version = fields.Integer()
    sha256 = fields.String()


class RatingAnswer(Schema):
    """What a role's raters gave together. Single marks are shown to nobody."""

    role = fields.String()
    name = Bilingual()
    weight = Figure()
    value = Figure(
        allow_none=True,
        metadata={"description": "combined; null without marks, and where it is not shown"},
    )
    count = fields.Integer(
        allow_none=True, metadata={"description": "the number of marks; null as the value is"}
    )


class LineAnswer(Schema):
    """One line: its inputs, value, points, and on request why."""

    indicator = fields.String()
    dimension = fields.String()
    name = Bilingual()
    inputs = fields.Raw(
        metadata={
            "description": "the line's columns as put in: an object, or one for each row of a "
            "person who has several. Of columns of marks the combined value; null where it is "
            "not shown"
        }
    )
    previous_inputs = fields.Raw(
        allow_none=True,
        metadata={
            "description": "the same columns of the previous period, where the line's value was "
            "made from them (a growth, `previous()`); else null"
        },
    )
    value = Figure(allow_none=True)
    distance = Figure(
        allow_none=True,
        metadata={
            "description": "by how much the value misses the target, in its unit; 0 when it meets "
            "it, null without a value or a single target"
        },
    )
    target = Figure(
        allow_none=True,
        metadata={"description": "null for a line with slices: each slice has its own"},
    )
    points = Figure(allow_none=True)
    max_points = Figure()
    status = fields.String(
        metadata={
            "enum": ["scored", "not_available", "exempt", "awaited", IMPORTED],
            "description": "`imported`: the value is of imported figures and was not scored here; "
            "`awaited`: a source of its columns has not arrived; no policy applies",
        }
    )
    reason = fields.String(allow_none=True)
    slices = fields.List(fields.Dict())
    ratings = fields.List(
        fields.Nested(RatingAnswer),
        metadata={"description": "of a rating: what each role of raters gave together"},
    )
    explanation = Bilingual(metadata={"optional": True, "description": "with explain=true"})


class DimensionAnswer(Schema):
    """A dimension's points."""

    code = fields.String()
    name = Bilingual()
    points = Figure()
    max_points = Figure()


class RankAnswer(Schema):
    """1, 2, 2, 4 within scheme and period (and team, if the scheme ranks by team)."""

    position = fields.Integer()
    of = fields.Integer()


class NotPayingAnswer(Schema):
    """Why a result does not pay."""

    code = fields.String(metadata={"enum": ["other_scheme", "pilot", IMPORTED, "void"]})
    scheme = fields.String(allow_none=True, metadata={"description": "the scheme that pays"})
    message = Bilingual()


class SourceAnswer(Schema):
    """The upload and the row of its file."""

    upload = fields.String()
    row = fields.Integer()


class ChangeAnswer(Schema):
    """One indicator's value (of one slice, if it has any) that alone would bring the next grade."""

    indicator = fields.String()
    slice = fields.String(allow_none=True)
    from_value = Figure()
    to_value = Figure()
    from_points = Figure()
    to_points = Figure()
    total = Figure()


class NextGradeAnswer(Schema):
    """The grade above, the points it still asks for, and the changes that alone would reach it,
    the smallest first; none when no single indicator is enough."""

    grade = fields.String()
    name = Bilingual()
    min = Figure()
    missing = Figure()
    changes = fields.List(fields.Nested(ChangeAnswer))
    words = Bilingual()


class GradedAnswer(Schema):
    """What came out; nulls where there was too little data."""

    total = Figure(allow_none=True)
    grade = fields.String(allow_none=True)
    grade_name = Bilingual(allow_none=True)
    coefficient = Figure(allow_none=True)


class ScoredAnswer(Schema):
    """How it came out."""

    lines = fields.List(fields.Nested(LineAnswer))
    dimensions = fields.List(fields.Nested(DimensionAnswer))
    earned = Figure()
    available = Figure()
    extras = fields.Dict(keys=fields.String(), values=Figure())
    veto = fields.String(allow_none=True)
    explanation = Bilingual(metadata={"optional": True, "description": "with explain=true"})


class CardHeadAnswer(Schema):
    """Whose scorecard it is, of when, and by which rules."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    period = fields.String()
    scheme = fields.Nested(SchemeRefAnswer)
    revision = fields.Integer()
    state = fields.String(
        metadata={
            "enum": list(STATES),
            "description": "`imported`: found elsewhere and not computed here; `version` is then "
            "the one by which the file's names and columns were read; `incomplete`: a source is "
            "awaited; `void`: it was declared void",
        }
    )


class VoidAnswer(Schema):
    """Since when a result is void, or closed, by whom and why."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    reason = fields.String(
        allow_none=True, metadata={"description": "null after the person was erased"}
    )


class SettledPersonAnswer(Schema):
    """A leaver whose result was settled ahead of the month."""

    employee_id = fields.String()
    employee_name = fields.String(allow_none=True)


class SettledAheadAnswer(Schema):
    """Whose results were settled ahead of the month, and are in none of its files."""

    count = fields.Integer()
    employees = fields.List(
        fields.Nested(SettledPersonAnswer),
        metadata={"description": "the first 20, of the first 2,000 results"},
    )


class WithdrawnAnswer(Schema):
    """The withdrawal of a file by which a result went, or by which a revision came to be."""

    upload = fields.String()
    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class BriefCardAnswer(GradedAnswer, CardHeadAnswer):
    """A scorecard in a list: who, by which rules, and what came out."""

    paying = fields.Boolean(
        metadata={
            "description": "whether the result pays the person's month, or a share of it: one "
            "scheme does, that of the last day worked by the register"
        }
    )
    not_paying_because = fields.Nested(NotPayingAnswer, allow_none=True)
    share = Figure(
        allow_none=True,
        metadata={
            "description": "what the result pays of the month of somebody who moved between "
            "schemes, where the scheme says `moves: by_days`; null: all of it, or nothing"
        },
    )
    rank = fields.Nested(RankAnswer, allow_none=True)
    source = fields.Nested(SourceAnswer)
    awaiting = fields.List(
        fields.String(),
        metadata={
            "description": "codes of the sources that have not arrived for the person: until they "
            "have, or are declared final, the result is `incomplete`, without total, rank and pay"
        },
    )
    void = fields.Nested(
        VoidAnswer,
        allow_none=True,
        metadata={
            "description": "of a result that was declared void: it has no total, grade, rank and "
            "coefficient, whatever its lines say, until that is lifted"
        },
    )
    closed = fields.Nested(
        VoidAnswer,
        allow_none=True,
        metadata={
            "description": "of a leaver's result that was settled ahead of its month: it is locked "
            "by itself and handed to payroll in a file of its own (an export of `content` "
            "`settlement`), and changes by corrections alone"
        },
    )
    cases = fields.List(
        fields.String(),
        metadata={"description": "ids of the recorded cases (`/v1/cases`) that were applied"},
    )
    caused_by = fields.List(
        fields.String(),
        metadata={
            "description": "ids of the cases by which this revision differs from the one before: "
            "confirmed since then, or revoked; of the upload whose withdrawal made it, and of the "
            "appeal (`/v1/appeals`) whose remedy it is"
        },
    )
    correction = fields.String(
        allow_none=True,
        metadata={"description": "the correction that made it after the lock (`/v1/corrections`)"},
    )
    computed_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(
        metadata={
            "format": "date-time",
            "description": "`computed_at`, or when the period was published or locked since, or "
            "an outdated result was counted",
        }
    )
    outdated = fields.Boolean(
        metadata={"description": "whether a figure that it was made with is another one now"}
    )
    outdated_because = fields.List(
        fields.String(metadata={"enum": [PREVIOUS, TEAM_MEAN, REGISTER]}),
        metadata={
            "description": (
                "`previous_period`: the result of the previous period that it was made with (a "
                "growth, `previous()`, a carried value) was replaced, or there is one now; "
                "`team_mean`: work on the period was given up before the team's means were right; "
                "`register`: by the register of today the person's month belongs to another team "
                "or is paid by another scheme. A rescoring brings it up to date"
            )
        },
    )


class DeclaredAnswer(Schema):
    """Who declared a source final, and why."""

    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class CardSourceAnswer(Schema):
    """A source of the scheme, and the upload and row that its columns came from."""

    code = fields.String()
    name = Bilingual()
    columns = fields.List(fields.String())
    state = fields.String(metadata={"enum": [ARRIVED, AWAITED, FINAL]})
    upload = fields.String(allow_none=True)
    row = fields.Integer(allow_none=True)
    rating_round = fields.String(
        allow_none=True, metadata={"description": "the closed rating round that the upload is of"}
    )
    declared = fields.Nested(
        DeclaredAnswer,
        allow_none=True,
        metadata={"description": "of a source that is not awaited any more"},
    )


class InterimAnswer(Schema):
    """The figures are interim: sources are awaited."""

    as_of = fields.String(metadata={"format": "date-time"})


class AppliedCaseAnswer(Schema):
    """A recorded case that was applied, and why it was confirmed."""

    id = fields.String()
    kind = fields.String()
    code = fields.String(allow_none=True)
    indicator = fields.String(allow_none=True)
    treatment = fields.String(allow_none=True)
    target = Figure(allow_none=True)
    reason = fields.String()
    appeal = fields.String(
        allow_none=True, metadata={"description": "the appeal whose decision made it"}
    )
    confirmed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    points = Figure(
        allow_none=True,
        metadata={"description": "of an award or a penalty: what it adds, below the scheme's cap"},
    )
    effect = Bilingual(metadata={"description": "what it does to the result"})


class CardAcknowledgementAnswer(Schema):
    """What the person said of the result."""

    form = fields.String(
        metadata={
            "enum": ["seen", "seen_and_agreed", "seen_and_appealed", "silent"],
            "description": "`silent`: nothing was said of this revision, which is no consent",
        }
    )
    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    revision = fields.Integer(metadata={"description": "of the result"})
    former_revision = fields.Integer(
        allow_none=True,
        metadata={"description": "the former revision that was acknowledged last, if any was"},
    )


class JudgedItemAnswer(Schema):
    """An item of a checklist that failed: `indicator.item`, and its name."""

    item = fields.String()
    name = Bilingual()


class JudgedTicketAnswer(Schema):
    """A drawn contact, and what inspectors judged of it."""

    contact = fields.String()
    day = fields.String(metadata={"format": "date"})
    channel = fields.String()
    failed = fields.List(fields.Nested(JudgedItemAnswer))
    marks = fields.Dict(keys=fields.String(), values=Figure())
    passages = fields.List(fields.String())
    inspectors = fields.List(
        fields.String(),
        allow_none=True,
        metadata={"description": "employee ids; null: the caller is not told"},
    )


class JudgedDaysAnswer(Schema):
    """Days from and to, both included."""

    from_ = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    to = fields.String(metadata={"format": "date"})


class JudgedInspectionAnswer(Schema):
    """A closed inspection of the result's period."""

    inspection = fields.String()
    source = fields.String()
    days = fields.Nested(JudgedDaysAnswer)
    tickets = fields.List(fields.Nested(JudgedTicketAnswer))


class CardAnswer(ScoredAnswer, BriefCardAnswer):
    """A scorecard, whole."""

    applied_cases = fields.List(
        fields.Nested(AppliedCaseAnswer),
        metadata={"optional": True, "description": "with explain=true"},
    )
    acknowledgement = fields.Nested(
        CardAcknowledgementAnswer,
        allow_none=True,
        metadata={
            "optional": True,
            "description": "of a single card: what its person said of this revision; null before "
            "publication, and of imported results",
        },
    )

    inspections = fields.List(
        fields.Nested(JudgedInspectionAnswer),
        metadata={
            "optional": True,
            "description": "of a single card with explain=true, current: the judged tickets",
        },
    )

    sources = fields.List(
        fields.Nested(CardSourceAnswer),
        metadata={"description": "none when the scheme has no sources: see `source`"},
    )
    withdrawn = fields.Nested(
        WithdrawnAnswer,
        allow_none=True,
        metadata={
            "description": "the withdrawal that made this revision: figures of other files stand "
            "again; of a former revision, the one with which the result went"
        },
    )
    interim = fields.Nested(InterimAnswer, allow_none=True)

    next_grade = fields.Nested(NextGradeAnswer, allow_none=True)


class ListedCardAnswer(BriefCardAnswer):
    """A scorecard in a list, with the person's ids in other systems."""

    external_ids = fields.Dict(keys=fields.String(), values=fields.String())


def _optional(shape: type[Schema]) -> dict[str, fields.Field[Any]]:
    """Return the members of a schema as members that an answer may lack."""
    found = {name: copy(field) for name, field in shape().fields.items()}
    for field in found.values():
        field.metadata = {**field.metadata, "optional": True}
    return found


ExplainedCardAnswer = ListedCardAnswer.from_dict(
    {
        **_optional(ScoredAnswer),
        "next_grade": fields.Nested(NextGradeAnswer, allow_none=True, metadata={"optional": True}),
    },
    name="ExplainedCardAnswer",
)
ExplainedCardAnswer.__doc__ = "A scorecard in a list; with `explain=true` whole."


class CardListAnswer(ListAnswer):
    """A page of a person's scorecards."""

    items = fields.List(fields.Nested(ExplainedCardAnswer))


class RemovedCardAnswer(RemovedAnswer):
    """A result that is not in this list any more."""

    person = fields.String(metadata={"description": "the lasting key: `prs_…`"})
    scheme = fields.String()


class CardsAnswer(SyncedAnswer):
    """A page of a period's scorecards."""

    items = fields.List(fields.Nested(ExplainedCardAnswer))
    removed = fields.List(fields.Nested(RemovedCardAnswer))
