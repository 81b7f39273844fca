"""Shapes of announcements on the wire."""

from marshmallow import fields

from chalicelib.announcements.changes import KINDS
from chalicelib.announcements.listing import STATES
from chalicelib.announcements.plan import DATA, LOCK, PUBLICATION, RATINGS
from chalicelib.announcements.records import STATUSES
from chalicelib.teams.fields import LONGEST, AskedTeam, TeamCode
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Day,
    Names,
    Part,
    Schema,
    Several,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

#: Announcements of a scheme's period are counted from 1.
MOST_NUMBER = 999
DATE_WORDS = {
    DATA: "until when figures are due; by default the day of the last source",
    RATINGS: "until when ratings are due",
    PUBLICATION: "when results are to be published",
    LOCK: "when results are to be locked for payroll",
}


class DatesBody(Schema):
    """The days of the plan that are set; what is left out follows from the scheme, or is open."""

    data_due = Day(allow_none=True, metadata={"description": DATE_WORDS[DATA]})
    ratings_due = Day(allow_none=True, metadata={"description": DATE_WORDS[RATINGS]})
    publication = Day(allow_none=True, metadata={"description": DATE_WORDS[PUBLICATION]})
    lock = Day(allow_none=True, metadata={"description": DATE_WORDS[LOCK]})


class AnnounceBody(Schema):
    """Which scheme's plan is announced, to whom, with which days."""

    scheme = Code(required=True)
    teams = Several(
        Words(LONGEST),
        50,
        load_default=list,
        metadata={"description": "teams by code or name; left out: everybody of the scheme"},
    )
    dates = Part(DatesBody, load_default=dict)
    note = Names(500, metadata={"description": "words of the company's own to those concerned"})
    reason = Words(
        300,
        metadata={"description": "needed where the plan of a period changes that has begun"},
    )


class TellBody(Schema):
    """Which scheme's announcement is told on."""

    scheme = Code(required=True)


class AnnouncementAcknowledgeBody(Schema):
    """Which announcement was read."""

    scheme = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "may be left out where one scheme's plan concerns the person"},
    )
    number = Whole(1, MOST_NUMBER, required=True)


class AnnouncementQuery(Schema):
    """Which announcement of the period."""

    scheme = Code(
        metadata={"description": "may be left out where the caller sees one scheme's alone"}
    )
    number = Whole(
        1, MOST_NUMBER, metadata={"description": "by default the announcement that stands"}
    )


class AnnouncedRulebookQuery(AnnouncementQuery):
    """Which announcement's rulebook, in which language and form."""

    lang = Choice("zh", "en", metadata={"description": "by default as Accept-Language says"})
    format = Choice("json", "html", metadata={"description": "by default as Accept says"})


class AnnouncedPeopleQuery(ListQuery):
    """Filters of the people whom an announcement concerns."""

    scheme = Code(required=True)
    number = Whole(1, MOST_NUMBER)
    team = AskedTeam()
    state = Choice(*STATES)
    in_time = YesNo(metadata={"description": "told before the month began, or not"})


class AnnouncedSourceAnswer(Schema):
    """A source of the scheme, and until when its figures are due."""

    code = fields.String()
    name = Bilingual()
    due_on = fields.Date(allow_none=True)


class AnnouncedMethodAnswer(Schema):
    """How a line is measured and scored."""

    indicator = fields.String()
    name = Bilingual()
    max_points = fields.String()
    target = Bilingual(allow_none=True)
    source = Bilingual(allow_none=True)
    measured = Bilingual()
    rule = Bilingual()


class AnnouncedDatesAnswer(Schema):
    """The days of the plan, in the company's time zone; null: open."""

    data_due = fields.Date(allow_none=True)
    ratings_due = fields.Date(allow_none=True)
    publication = fields.Date(allow_none=True)
    window_ends = fields.Date(
        allow_none=True,
        metadata={"description": "until when people may appeal, if it is published on that day"},
    )
    lock = fields.Date(allow_none=True)


class AnnouncedTeamAnswer(Schema):
    """A team that the announcement is told to."""

    team_code = fields.String()
    team = fields.String()


class AnnouncedChangeAnswer(Schema):
    """What the announcement changes of the one before."""

    kind = fields.String(metadata={"enum": list(KINDS)})
    words = Bilingual()


class TellingAnswer(Schema):
    """How far telling is; for those who see the whole company."""

    status = fields.String(metadata={"enum": list(STATUSES)})
    told = fields.Integer(metadata={"description": "people told so far"})
    not_told_in_time = fields.Integer(
        metadata={"description": "of these: not told before the month began"}
    )
    acknowledged = fields.Integer()
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)


class OwnTellingAnswer(Schema):
    """What the caller's own person was told; for people whom it concerns."""

    told_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    first_told_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "of the period for the first time"},
    )
    acknowledged_at = fields.String(allow_none=True, metadata={"format": "date-time"})


class AnnouncementAnswer(Schema):
    """The plan of a scheme's period, as it was announced."""

    period = fields.String()
    scheme = fields.String()
    number = fields.Integer(metadata={"description": "counts the announcements of the period"})
    version = fields.Integer(metadata={"description": "of the scheme"})
    sha256 = fields.String()
    announced_at = fields.String(metadata={"format": "date-time"})
    announced_by = fields.String(
        allow_none=True, metadata={"description": "for those who see the whole company"}
    )
    superseded_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "since when another one stands"},
    )
    note = Bilingual(allow_none=True)
    reason = fields.String(allow_none=True)
    worse_off = fields.Integer(
        allow_none=True,
        metadata={
            "description": "so many people the version left worse off in the period that had "
            "begun, on which the company insisted; null: nobody"
        },
    )
    teams = fields.List(
        fields.Nested(AnnouncedTeamAnswer),
        metadata={"description": "empty: everybody of the scheme"},
    )
    sources = fields.List(fields.Nested(AnnouncedSourceAnswer))
    methods = fields.List(fields.Nested(AnnouncedMethodAnswer))
    dates = fields.Nested(AnnouncedDatesAnswer)
    changes = fields.List(fields.Nested(AnnouncedChangeAnswer))
    telling = fields.Nested(TellingAnswer, allow_none=True)
    own = fields.Nested(OwnTellingAnswer, allow_none=True)


class AnnouncedPersonAnswer(Schema):
    """Somebody whom an announcement concerns."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True, metadata={"description": "of today"})
    team_code = TeamCode()
    state = fields.String(metadata={"enum": list(STATES)})
    told_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    first_told_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "of the period for the first time"},
    )
    told_in_time = fields.Boolean(
        metadata={
            "description": "before the month began; of who joined in it, by the end of the first "
            "day"
        }
    )
    acknowledged_at = fields.String(allow_none=True, metadata={"format": "date-time"})


class AnnouncedPeopleAnswer(ListAnswer):
    """A page of the people whom an announcement concerns."""

    items = fields.List(fields.Nested(AnnouncedPersonAnswer))
