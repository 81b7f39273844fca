"""Shapes of a batch of people on the wire."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from chalicelib.people.member_schemas import Comer
from chalicelib.web.fields import (
    Choice,
    EmployeeId,
    Matching,
    Part,
    Schema,
    Several,
    Words,
)

MOST_IN_BATCH = 500
#: ``system:id``. The system's name may contain a colon.
EXTERNAL_ID = re.compile(r"(?=.{3,133}\Z)[^\x00-\x1f]+:[^\x00-\x1f]+")
REPLACE, CHANGE = "replace", "change"
REJECT, CONTINUE = "reject", "continue"
#: The members by which a row names the person.
HANDLES = ("id", "person", "external_id")
OUTCOMES = CREATED, UPDATED, UNCHANGED, REFUSED = ("created", "updated", "unchanged", "refused")


def ExternalId(**kwargs: Any) -> Matching:  # noqa: N802 (stands among field classes)
    """Return a field for an id of another system, ``hris:4711``."""
    words = "whom another system knows by this id: `system:id`"
    metadata = {"description": words, "examples": ["hris:4711"]}
    return Matching(EXTERNAL_ID, "not_an_external_id", metadata=metadata, **kwargs)


class EmployeeInBatch(Comer):
    """A person as one of many, by one of `id`, `person` and `external_id`, and more."""

    id = EmployeeId()
    person = Words(400, metadata={"description": "the lasting key of the person: `prs_…`"})
    external_id = ExternalId()
    mode = Choice(REPLACE, CHANGE, metadata={"description": "in place of the batch's"})

    @validates_schema(pass_original=True)
    def says_something(self, _: object, original: dict[str, object], **__: object) -> None:
        named = [one for one in HANDLES if one in original]
        if not named:
            raise ValidationError({"id": ["required"]})
        if len(named) > 1:
            raise ValidationError({named[1]: [f"one_of_these:{', '.join(HANDLES)}"]})
        if set(original) <= {*named, "mode"}:
            members = ", ".join(one for one in self.fields if one not in (*HANDLES, "mode"))
            raise ValidationError(f"nothing_said:{members}")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row whose members are at fault: marshmallow's messages of it."""

    messages: Any


class Rows(Several):
    """The rows of a batch. With ``on_error: continue`` one at fault loads as a RefusedRow."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        apart = isinstance(data, Mapping) and data.get("on_error") == CONTINUE
        if not apart or not isinstance(value, list):
            return super()._deserialize(value, attr, data, **kwargs)
        return [self._apart(row) for row in value]

    def _apart(self, row: Any) -> Any:
        try:
            return self.inner.deserialize(row)
        except ValidationError as error:
            return RefusedRow(error.messages)


class EmployeeBatchBody(Schema):
    """Up to 500 people."""

    mode = Choice(
        REPLACE,
        CHANGE,
        load_default=REPLACE,
        metadata={
            "description": (
                "`replace`: a row is the whole person, as PUT takes it; `change`: only what it "
                "names, as PATCH does, and nobody new without `new_person`"
            )
        },
    )
    on_error = Choice(
        REJECT,
        CONTINUE,
        load_default=REJECT,
        metadata={
            "description": (
                "`reject`: a row at fault refuses the batch before anything is written; "
                "`continue`: the others are written, and the answer says what is wrong"
            )
        },
    )
    employees = Rows(Part(EmployeeInBatch), MOST_IN_BATCH, 1, required=True)


class RowFault(Schema):
    """What is wrong with a row."""

    pointer = fields.String()
    code = fields.String()
    message = fields.String()


class BatchOutcome(Schema):
    """What became of a row."""

    id = fields.String(
        allow_none=True, metadata={"description": "the employee id; null: the row names nobody"}
    )
    person = fields.String(
        allow_none=True, metadata={"description": "the lasting key; null: nobody (yet)"}
    )
    outcome = fields.String(metadata={"enum": list(OUTCOMES)})
    errors = fields.List(fields.Nested(RowFault), metadata={"description": "of a refused row"})


class BatchCounts(Schema):
    """How many rows had each outcome."""

    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    refused = fields.Integer()


class EmployeeBatchAnswer(Schema):
    """What became of each row, in the order sent."""

    counts = fields.Nested(BatchCounts)
    items = fields.List(fields.Nested(BatchOutcome))
