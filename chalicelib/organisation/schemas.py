"""Shapes of teams on the wire."""

from marshmallow import ValidationError, fields, validates_schema

from chalicelib.team_folds import fold
from chalicelib.teams.codes import RESERVED
from chalicelib.teams.fields import LONGEST, AskedTeam
from chalicelib.teams.records import ACTIVE, ARCHIVED, DELETED, MERGED
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    EmployeeId,
    Moment,
    Names,
    Part,
    Schema,
    Several,
    Words,
)
from chalicelib.web.modified_since import WORDS as SINCE_WORDS
from chalicelib.web.paging import ListAnswer, ListQuery
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

MOST_ALIASES = 50
#: A merge writes an entry for each, in one transaction with all names of both teams.
MOST_SUPERVISORS = 10


class Leader(Schema):
    """A person of the register."""

    employee_id = EmployeeId(required=True)


class Department(Schema):
    """A department. Teams that name the same code are of one department."""

    code = Code(required=True)
    names = Names(LONGEST, required=True)


class TeamMembers(Schema):
    """What may be said of a team."""

    aliases = Several(
        Words(LONGEST),
        MOST_ALIASES,
        metadata={"description": "further names, in any spelling, that are this team"},
    )
    department = Part(Department, allow_none=True)
    head = Part(
        Leader,
        allow_none=True,
        metadata={"description": "leads every team of the team's department, or the team alone"},
    )
    supervisors = Several(Part(Leader), MOST_SUPERVISORS)

    @validates_schema
    def names_name_something(self, data: dict[str, object], **_: object) -> None:
        aliases = data.get("aliases")
        for place, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            if not fold(alias):
                raise ValidationError({"aliases": {place: ["blank"]}})
        names = data.get("names")
        if isinstance(names, dict) and not all(map(fold, names.values())):
            raise ValidationError({"names": ["blank"]})


class TeamBody(TeamMembers):
    """A team to make. Its text is the name in the company's language, and never changes."""

    code = Code(metadata={"description": "made of the name if it is left out; never changes"})
    names = Names(LONGEST, required=True)

    @validates_schema
    def code_is_no_path(self, data: dict[str, object], **_: object) -> None:
        if data.get("code") in RESERVED:
            raise ValidationError({"code": ["reserved_code"]})


class TeamPatch(TeamMembers):
    """What is to change; what is left out stays.

    A name that is replaced becomes an alias unless `aliases` is sent too.
    """

    names = Names(LONGEST)
    status = Choice(ACTIVE, ARCHIVED)


class TeamsQuery(SyncedQuery):
    """Filters of the list."""

    status = Choice(ACTIVE, ARCHIVED, MERGED, DELETED)
    department = Code()
    team = AskedTeam()
    modified_since = Moment(metadata={"format": "date-time", "description": SINCE_WORDS})


class MergeBody(Schema):
    """The team that it is to be."""

    into = Code(required=True)


class LeaderAnswer(Schema):
    """A person of the register."""

    employee_id = fields.String()


class DepartmentAnswer(Schema):
    """A department."""

    code = fields.String()
    names = Bilingual()


class TeamAnswer(Schema):
    """A team."""

    code = fields.String()
    text = fields.String(
        metadata={"description": "how results, people and lists write the team; never changes"}
    )
    names = Bilingual()
    aliases = fields.List(fields.String())
    former_texts = fields.List(
        fields.String(), metadata={"description": "texts of teams that were merged into this one"}
    )
    former_codes = fields.List(
        fields.String(), metadata={"description": "codes of these teams, which lead here too"}
    )
    department = fields.Nested(DepartmentAnswer, allow_none=True)
    head = fields.Nested(LeaderAnswer, allow_none=True)
    supervisors = fields.List(fields.Nested(LeaderAnswer))
    status = fields.String(metadata={"enum": [ACTIVE, ARCHIVED, MERGED, DELETED]})
    merged_into = fields.String(allow_none=True)
    updated_at = fields.String(metadata={"format": "date-time"})


class RemovedTeamAnswer(RemovedAnswer):
    """A team that is not in this list any more."""

    code = fields.String()


class TeamListAnswer(SyncedAnswer):
    """A page of teams, by code; with `sync` the oldest change first."""

    items = fields.List(fields.Nested(TeamAnswer))
    removed = fields.List(fields.Nested(RemovedTeamAnswer))


class ProposalQuery(ListQuery):
    """Which proposals."""

    status = Choice("open", "dismissed", load_default="open")


class ProposedTeam(Schema):
    """One of the two."""

    code = fields.String()
    names = Bilingual()


class ProposalAnswer(Schema):
    """Two teams whose names are near."""

    id = fields.String()
    teams = fields.List(fields.Nested(ProposedTeam))
    because = fields.String(
        metadata={
            "enum": ["same_words", "one_slip", "contained"],
            "description": (
                "`same_words`: they differ in blanks, signs, in numerals as words or digits, or in "
                "words that mean team; `one_slip`: in one character; `contained`: one name has the "
                "other"
            ),
        }
    )


class ProposalListAnswer(ListAnswer):
    """A page of proposals, by id."""

    items = fields.List(fields.Nested(ProposalAnswer))
