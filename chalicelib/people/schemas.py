"""Shapes of employees on the wire."""

import re

from marshmallow import ValidationError, fields, validates_schema

from chalicelib.people.records import ACTIVE, DELETED, LEFT
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Choice,
    EmployeeId,
    Figure,
    Mapped,
    Matching,
    Moment,
    Part,
    Schema,
    Several,
    Words,
)
from chalicelib.web.modified_since import WORDS as SINCE_WORDS
from chalicelib.web.paging import ListAnswer, ListQuery

MOST_IN_BATCH = 500
MOST_EXTERNAL_IDS = 10
#: ``system:id``. The system's name may contain a colon.
EXTERNAL_ID = re.compile(r"(?=.{3,133}\Z)[^\x00-\x1f]+:[^\x00-\x1f]+")


REHIRED_WORDS = "the id was a deleted person's, who returns with all results"
NEW_PERSON_WORDS = "the id was somebody else's, and is now a newcomer's without any history"


class EmployeeBody(Schema):
    """A person, whole: what is left out is emptied."""

    name = Words(100, load_default=None, allow_none=True)
    team = Words(64, load_default=None, allow_none=True)
    status = Choice(ACTIVE, LEFT, load_default=ACTIVE)
    external_ids = Mapped(
        keys=Words(32),
        values=Words(100),
        load_default=dict,
        metadata={"description": "the person's id in other systems, by the system's name"},
    )
    bonus_base = Figure(
        "0",
        "999999999999",
        load_default=None,
        allow_none=True,
        metadata={"description": "money: a month's full performance bonus, or its base"},
    )

    rehired = fields.Boolean(load_default=False, metadata={"description": REHIRED_WORDS})
    new_person = fields.Boolean(load_default=False, metadata={"description": NEW_PERSON_WORDS})

    @validates_schema
    def one_of_both(self, data: dict[str, object], **_: object) -> None:
        if data.get("rehired") and data.get("new_person"):
            raise ValidationError({"new_person": ["rehired_or_new_person"]})

    @validates_schema
    def few_systems(self, data: dict[str, object], **_: object) -> None:
        systems = data.get("external_ids")
        if isinstance(systems, dict) and len(systems) > MOST_EXTERNAL_IDS:
            raise ValidationError({"external_ids": [f"wrong_count:0 – {MOST_EXTERNAL_IDS}"]})


class EmployeeInBatch(EmployeeBody):
    """A person with the id, as one of many. An id alone would empty the person."""

    id = EmployeeId(required=True)

    @validates_schema(pass_original=True)
    def says_something(self, _: object, original: dict[str, object], **__: object) -> None:
        if set(original) == {"id"}:
            names = ", ".join(name for name in self.fields if name != "id")
            raise ValidationError(f"nothing_said:{names}")


class EmployeeBatchBody(Schema):
    """Up to 500 people, each whole."""

    employees = Several(Part(EmployeeInBatch), MOST_IN_BATCH, 1, required=True)

    @validates_schema
    def each_once(self, data: dict[str, list[dict[str, str]]], **_: object) -> None:
        first: dict[str, int] = {}
        for place, employee in enumerate(data.get("employees", ())):
            if employee.get("id") in first:
                raise ValidationError({"employees": {place: {"id": ["named_twice"]}}})
            first[employee.get("id", "")] = place


REUSE_WORDS = "take an id, too, that somebody else had before"


class RenameBody(Schema):
    """Another id for the same person."""

    employee_id = EmployeeId(required=True)
    reuse = fields.Boolean(load_default=False, metadata={"description": REUSE_WORDS})


class RehireBody(Schema):
    """What is different from before; what is left out stays as it is."""

    person = Words(400, metadata={"description": "who returns, when the id is another one now"})
    reuse = fields.Boolean(load_default=False, metadata={"description": REUSE_WORDS})
    name = Words(100, allow_none=True)
    team = Words(64, allow_none=True)
    external_ids = Mapped(keys=Words(32), values=Words(100))
    bonus_base = Figure("0", "999999999999", allow_none=True)


class EmployeeQuery(ListQuery):
    """Filters of the list."""

    team = AskedTeam()
    person = Words(400, metadata={"description": "whose lasting key this is: `prs_…`"})
    status = Choice(ACTIVE, LEFT, DELETED)
    external_id = Matching(
        EXTERNAL_ID,
        "not_an_external_id",
        metadata={
            "description": "whom another system knows by this id: `system:id`",
            "examples": ["hris:4711"],
        },
    )
    modified_since = Moment(metadata={"format": "date-time", "description": SINCE_WORDS})


class EmployeeAnswer(Schema):
    """A person."""

    id = fields.String(metadata={"description": "what the company calls the person now"})
    person = fields.String(
        metadata={"description": "the lasting key of the person, whatever the id: `prs_…`"}
    )
    name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    status = fields.String()
    external_ids = fields.Dict(keys=fields.String(), values=fields.String())
    bonus_base = Figure(
        allow_none=True,
        metadata={"description": "money; null unless a role sees the whole company"},
    )
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


class EmployeeListAnswer(ListAnswer):
    """A page of people, in a fixed order."""

    items = fields.List(fields.Nested(EmployeeAnswer))


class BatchOutcome(Schema):
    """What became of one."""

    id = fields.String()
    outcome = fields.String(metadata={"enum": ["created", "updated", "unchanged"]})


class EmployeeBatchAnswer(Schema):
    """What became of each, in the order sent."""

    items = fields.List(fields.Nested(BatchOutcome))
