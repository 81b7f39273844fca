"""Shapes of due days on the wire."""

from marshmallow import fields

from chalicelib.due_days.records import DATA, LOCK, PUBLICATION, RATINGS
from chalicelib.web.fields import Code, Part, Schema, Whole

WORDS = {
    DATA: "until when figures are due whose source has no day of its own",
    RATINGS: "until when ratings are due",
    PUBLICATION: "when results are published",
    LOCK: "when results are locked for payroll",
}
#: Longest time in which a month is worked on: days of the month after it.
MOST_DAY = 31


class DueDayBody(Schema):
    """A day of the month after the period."""

    day = Whole(
        1, MOST_DAY, required=True, metadata={"description": "a shorter month has its last day"}
    )


def _day(name: str) -> Part:
    return Part(
        DueDayBody, load_default=None, allow_none=True, metadata={"description": WORDS[name]}
    )


class DueDaysBody(Schema):
    """The days of every month. What is left out or null is open, of a scheme as the company's."""

    scheme = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "whose days; left out: those of every scheme without own ones"},
    )
    data_due = _day(DATA)
    ratings_due = _day(RATINGS)
    publication = _day(PUBLICATION)
    lock = _day(LOCK)


class DueDaysQuery(Schema):
    """Whose days."""

    scheme = Code(metadata={"description": "left out: the company's"})


class DueDayAnswer(Schema):
    """A day of the month after the period."""

    day = fields.Integer()


class DueDaysAnswer(Schema):
    """The days of every month; null: open."""

    scheme = fields.String(allow_none=True)
    data_due = fields.Nested(DueDayAnswer, allow_none=True, metadata={"description": WORDS[DATA]})
    ratings_due = fields.Nested(
        DueDayAnswer, allow_none=True, metadata={"description": WORDS[RATINGS]}
    )
    publication = fields.Nested(
        DueDayAnswer, allow_none=True, metadata={"description": WORDS[PUBLICATION]}
    )
    lock = fields.Nested(DueDayAnswer, allow_none=True, metadata={"description": WORDS[LOCK]})
    updated_at = fields.String(allow_none=True, metadata={"format": "date-time"})
