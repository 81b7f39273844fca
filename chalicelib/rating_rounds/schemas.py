"""Shapes of rating rounds on the wire."""

from marshmallow import fields

from chalicelib.rating_forms.records import MOST_FORMS, SAVED, STATUSES, SUBMITTED
from chalicelib.rating_rounds.assignments import NOT_BEGUN
from chalicelib.rating_rounds.draw import MOST_RATERS, WHO
from chalicelib.rating_rounds.presenting import FAILED
from chalicelib.rating_rounds.since_draw import GONE, LEFT, MOVED
from chalicelib.scoring.limits import INDICATORS, RATERS
from chalicelib.scoring.rater_roles import ANONYMITY_MIN
from chalicelib.tenancy.records import FARTHEST_REMINDER, MOST_REMINDERS
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Day,
    EmployeeId,
    Part,
    Period,
    Schema,
    Several,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST_REASON = 2_000
SHOWN = (*STATUSES, FAILED)
SEED = "from which who rates whom is drawn; the same seed and register give the same"


class RatingRoundQuery(ListQuery):
    """Filters of the list."""

    scheme = Code()
    period = Period()
    status = Choice(*STATUSES)


class AssignmentQuery(ListQuery):
    """Filters of the raters of a round."""

    employee_id = EmployeeId(metadata={"description": "of this rater alone"})
    unanswered = YesNo(
        load_default=False,
        metadata={"description": "true: only raters with a form that is not submitted"},
    )


class RatingCommentQuery(Schema):
    """About whom."""

    employee_id = EmployeeId(required=True)


class RaterRoleBody(Schema):
    """Who rates in a role. A role that is not named rates as usual."""

    role = Code(required=True)
    who = Choice(
        *WHO,
        metadata={
            "description": "`self`; `superior`: the team's supervisors, else its head; `peers` of "
            "the team, drawn; `named` people. Usual: as the role is called, else `named`"
        },
    )
    number = Whole(1, MOST_RATERS, metadata={"description": "of peers; 3 where it is not said"})
    all = YesNo(metadata={"description": f"all peers; of a large team {MOST_RATERS} are drawn"})
    employees = Several(
        EmployeeId(),
        most=50,
        metadata={"description": "named people, each of whom rates everybody"},
    )


def Reminders() -> Several:  # noqa: N802 (stands among field classes)
    """Return a field for the days of reminders."""
    return Several(
        Whole(0, FARTHEST_REMINDER),
        most=MOST_REMINDERS,
        metadata={
            "description": "days before the last one on which an event `rating_round.reminder_due` "
            "tells that forms are missing; where it is not said, as the company's "
            "`rating_reminders` are when the round is made"
        },
    )


def SingleMarks() -> YesNo:  # noqa: N802 (stands among field classes)
    """Return a field for whether single marks may be opened."""
    return YesNo(
        metadata={
            "description": "true: hr may open the single marks about a person, with a reason that "
            "the audit log keeps; every form tells its rater. Said before the round opens, or never"
        }
    )


class RatingRoundBody(Schema):
    """A round to make."""

    scheme = Code(required=True)
    period = Period(required=True)
    opens_on = Day(allow_none=True, metadata={"format": "date"})
    closes_on = Day(required=True, metadata={"format": "date"})
    indicators = Several(
        Code(),
        most=INDICATORS,
        least=1,
        metadata={"description": "the rating values that it feeds; without it, all of the scheme"},
    )
    roles = Several(Part(RaterRoleBody), most=RATERS)
    teams = Several(
        Words(), most=50, metadata={"description": "only people of these teams are rated"}
    )
    anonymity_min = Whole(
        ANONYMITY_MIN,
        100,
        metadata={
            "description": "marks of an anonymous role below which it drops out; 3 where it is not "
            "said. A scheme may ask for more"
        },
    )
    seed = Words(64, metadata={"description": SEED})
    reminders = Reminders()
    single_marks = SingleMarks()


class RatingRoundPatch(Schema):
    """What is to change: of a draft, or of an open round the last day and the reminders."""

    opens_on = Day(allow_none=True, metadata={"format": "date"})
    closes_on = Day(metadata={"format": "date"})
    reminders = Reminders()
    single_marks = SingleMarks()


class RatingDrawBody(Schema):
    """How to draw again."""

    seed = Words(64, metadata={"description": SEED})


class RatingReopenBody(Schema):
    """Why a closed round opens again, and until when."""

    reason = Words(LONGEST_REASON, required=True)
    closes_on = Day(required=True, metadata={"format": "date"})


class RatingReasonBody(Schema):
    """Why."""

    reason = Words(LONGEST_REASON, required=True)


class AssignedFormBody(Schema):
    """Somebody to rate, in a role."""

    role = Code(required=True)
    employee_id = EmployeeId(required=True)


class AssignmentBody(Schema):
    """Whom a rater is asked to rate, in place of what was drawn."""

    forms = Several(Part(AssignedFormBody), most=MOST_FORMS, required=True)


class RaterRoleAnswer(Schema):
    """Who rates in a role."""

    role = fields.String()
    name = Bilingual()
    who = fields.String(metadata={"enum": list(WHO)})
    number = fields.Integer(
        allow_none=True, metadata={"description": "of peers; null: all, or not peers"}
    )
    employees = fields.List(fields.String())
    anonymous = fields.Boolean()


class DrawingAnswer(Schema):
    """How far a drawing is: raters whose forms are drawn."""

    done = fields.Integer()
    known = fields.Integer(
        allow_none=True, metadata={"description": "all raters; null until the register was read"}
    )


class LackingAnswer(Schema):
    """People whom nobody rates in a role."""

    role = fields.String()
    people = fields.Integer()


class RatingWhyAnswer(Schema):
    """Why a round could not be drawn."""

    code = fields.String()
    message = fields.String()


class LeftOutAnswer(Schema):
    """A role that does not count, and why."""

    role = fields.String()
    reason = fields.String()


class JoinedAnswer(Schema):
    """People who joined the round's teams since its draw, whom nobody is asked to rate."""

    people = fields.Integer()
    employees = fields.List(fields.String(), metadata={"description": "50 at most; in lists none"})
    found_at = fields.String(metadata={"format": "date-time"})


class RatingRoundAnswer(Schema):
    """A rating round."""

    id = fields.String()
    scheme = fields.String()
    version = fields.Integer()
    period = fields.String()
    status = fields.String(metadata={"enum": list(SHOWN)})
    opens_on = fields.String(allow_none=True, metadata={"format": "date"})
    closes_on = fields.String(metadata={"format": "date"})
    indicators = fields.List(fields.String())
    sources = fields.List(
        fields.String(),
        metadata={
            "description": "the sources that it feeds: while it is open or closed, no file is"
        },
    )
    roles = fields.List(fields.Nested(RaterRoleAnswer))
    teams = fields.List(fields.String())
    anonymity_min = fields.Integer()
    reminders = fields.List(fields.Integer(), metadata={"description": "days before the last one"})
    single_marks = fields.Boolean(metadata={"description": "whether single marks may be opened"})
    seed = fields.String(metadata={"description": SEED})
    progress = fields.Nested(DrawingAnswer, allow_none=True)
    people = fields.Integer(metadata={"description": "people who are rated"})
    raters = fields.Integer()
    forms = fields.Integer()
    lacking = fields.List(fields.Nested(LackingAnswer))
    joined = fields.Nested(
        JoinedAnswer,
        allow_none=True,
        metadata={
            "description": "as of the last look, every six hours until the round is closed; "
            "`…/add-joined` adds them. null: nobody"
        },
    )
    adding_since = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "since when people are being added"},
    )
    reason = fields.Nested(RatingWhyAnswer, allow_none=True)
    asked_again = fields.List(
        fields.String(), metadata={"description": "the only roles that may answer; empty: all"}
    )
    left_out = fields.List(fields.Nested(LeftOutAnswer))
    closings = fields.Integer(metadata={"description": "how often it was closed"})
    upload = fields.String(
        allow_none=True,
        metadata={"description": "the upload of the last closing: how far its values are counted"},
    )
    opened_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    closed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    created_at = fields.String(metadata={"format": "date-time"})
    created_by = fields.String()
    updated_at = fields.String(metadata={"format": "date-time"})
    revision = fields.Integer()


class RatingRoundListAnswer(ListAnswer):
    """A page of rounds, the newest first."""

    items = fields.List(fields.Nested(RatingRoundAnswer))


class InRoundAnswer(Schema):
    """Somebody in a round."""

    employee_id = fields.String(allow_none=True)
    person = fields.String()
    employee_name = fields.String(allow_none=True)
    notices = fields.List(
        fields.String(metadata={"enum": [LEFT, GONE, MOVED]}),
        metadata={
            "description": "that the person has left, is not on the register any more, or is in "
            "another team than the raters were who were drawn in it"
        },
    )


class AssignedFormAnswer(InRoundAnswer):
    """A form of a rater: who is rated, in which role, and how far it is."""

    role = fields.String()
    status = fields.String(metadata={"enum": [NOT_BEGUN, SAVED, SUBMITTED]})


class AssignmentAnswer(InRoundAnswer):
    """A rater, or a part of what a rater with many forms is asked."""

    part = fields.Integer()
    parts = fields.Integer()
    forms = fields.List(fields.Nested(AssignedFormAnswer))


class AssignmentListAnswer(ListAnswer):
    """A page of raters, each with all forms, or with those of a part."""

    items = fields.List(fields.Nested(AssignmentAnswer))


class RaterSheetsAnswer(Schema):
    """All parts of a rater."""

    items = fields.List(fields.Nested(AssignmentAnswer))


class RoleCommentsAnswer(Schema):
    """What a role's raters wrote, shuffled."""

    role = fields.String()
    name = Bilingual()
    comments = fields.List(fields.String())


class RatingCommentsAnswer(Schema):
    """What was written about a person, by role."""

    items = fields.List(fields.Nested(RoleCommentsAnswer))
