"""Shapes of employees on the wire."""

from marshmallow import fields

from chalicelib.people.batch_schemas import ExternalId
from chalicelib.people.member_schemas import STAGES, Comer, PersonMembers
from chalicelib.people.records import ACTIVE, DELETED, LEFT
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Choice, EmployeeId, Figure, Moment, Schema, Words
from chalicelib.web.modified_since import WORDS as SINCE_WORDS
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery


class EmployeeBody(Comer):
    """A person, whole: what has a value is named, or null (422 `would_empty`)."""


class EmployeeChange(PersonMembers):
    """What changes of a person (RFC 7396)."""


REUSE_WORDS = "take an id, too, that somebody else had before"


class RenameBody(Schema):
    """Another id for the same person."""

    employee_id = EmployeeId(required=True)
    reuse = fields.Boolean(load_default=False, metadata={"description": REUSE_WORDS})


class RehireBody(PersonMembers):
    """What is different from before; what is left out stays as it is.

    `joined_on` is the day of the return, by default today. `left_on` is the end of the employment
    before, if the register does not know it: without it that employment goes on.
    """

    class Meta:
        exclude = ("status", "employments")

    person = Words(400, metadata={"description": "who returns, when the id is another one now"})
    reuse = fields.Boolean(load_default=False, metadata={"description": REUSE_WORDS})


class EmployeeQuery(SyncedQuery):
    """Filters of the list."""

    team = AskedTeam()
    person = Words(400, metadata={"description": "whose lasting key this is: `prs_…`"})
    status = Choice(ACTIVE, LEFT, DELETED, metadata={"description": "today's"})
    external_id = ExternalId()
    modified_since = Moment(metadata={"format": "date-time", "description": SINCE_WORDS})


def _day(description: str | None = None) -> fields.String:
    more = {"description": description} if description else {}
    return fields.String(allow_none=True, metadata={"format": "date", **more})


class EntryAnswer(Schema):
    """A value from a day on."""

    since = fields.String(
        data_key="from", allow_none=True, metadata={"format": "date", "description": "null: always"}
    )
    value = fields.String(allow_none=True)


class DatedAnswer(Schema):
    """Facts with the days from which they hold, by day."""

    team = fields.List(fields.Nested(EntryAnswer))
    fte = fields.List(fields.Nested(EntryAnswer))
    level = fields.List(fields.Nested(EntryAnswer))
    stage = fields.List(fields.Nested(EntryAnswer))
    scheme = fields.List(fields.Nested(EntryAnswer))


class EmploymentAnswer(Schema):
    """An employment. A day is null when it is not known, or when the employment goes on."""

    joined_on = _day()
    left_on = _day()


class LeaveAnswer(Schema):
    """A leave."""

    first = fields.String(data_key="from", metadata={"format": "date"})
    to = _day("null: it goes on")
    protected = fields.Boolean()


class EmployeeAnswer(Schema):
    """A person. `team`, `status`, `fte`, `level`, `stage` and `scheme` are today's."""

    id = fields.String(metadata={"description": "what the company calls the person now"})
    person = fields.String(
        metadata={"description": "the lasting key of the person, whatever the id: `prs_…`"}
    )
    name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    status = fields.String(
        metadata={"description": "as it was set, else as the employments say today"}
    )
    external_ids = fields.Dict(keys=fields.String(), values=fields.String())
    bonus_base = Figure(
        allow_none=True,
        metadata={"description": "money; null unless a role sees the whole company"},
    )
    joined_on = _day("of the last employment")
    left_on = _day("the last day of the last employment")
    employments = fields.List(fields.Nested(EmploymentAnswer))
    probation_until = _day()
    fte = fields.String(allow_none=True, metadata={"description": "a decimal from 0 to 1"})
    level = fields.String(allow_none=True)
    stage = fields.String(allow_none=True, metadata={"enum": list(STAGES)})
    scheme = fields.String(allow_none=True)
    leave = fields.List(
        fields.Nested(LeaveAnswer),
        allow_none=True,
        metadata={"description": "always null for supervisors and agents"},
    )
    dated = fields.Nested(DatedAnswer)
    former_ids = fields.List(
        fields.String(), metadata={"description": "ids that the person had before, oldest first"}
    )
    updated_at = fields.String(metadata={"format": "date-time"})
    erased_at = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "of a deleted person who was erased: copies elsewhere should be too",
        },
    )


class RemovedPersonAnswer(RemovedAnswer):
    """A person whom a copy must drop: erased, or not in this list any more."""

    person = fields.String(metadata={"description": "the lasting key: `prs_…`"})


class EmployeeListAnswer(SyncedAnswer):
    """A page of people, in a fixed order."""

    items = fields.List(fields.Nested(EmployeeAnswer))
    removed = fields.List(fields.Nested(RemovedPersonAnswer))


class TeamNumber(Schema):
    """The people of a team."""

    team = fields.String()
    people = fields.Integer()


class HeadcountAnswer(Schema):
    """How many people are on the register, without deleted ones."""

    people = fields.Integer()
    active = fields.Integer()
    left = fields.Integer()
    without_team = fields.Integer()
    team_count = fields.Integer()
    teams = fields.List(fields.Nested(TeamNumber))
