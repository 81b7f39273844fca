"""Schemas of uploads: request bodies, queries and answers."""

import re
from typing import Any

from marshmallow import fields, validate

from chalicelib.periods.schemas import WaitingForAnswer
from chalicelib.reading.columns import READINGS
from chalicelib.tenancy.records import CREATE, REJECT
from chalicelib.uploads.finding_kinds import MESSAGES
from chalicelib.uploads.kept_people import WHY
from chalicelib.uploads.records import (
    AGENT,
    AWAITING,
    CONTACT,
    FINAL,
    OWN_IDS,
    PROCESSING,
    RESULTS,
    WITHDRAWING,
)
from chalicelib.uploads.warnings import NOT_EMPLOYED, OTHER_SCHEME, OTHER_TEAM
from chalicelib.web.fields import Choice, Code, Mapped, Matching, Period, Schema, Words, YesNo
from chalicelib.web.paging import ListAnswer, ListQuery

#: A scheme has no more columns.
MOST_READINGS = 200
#: The name of a system is as the register takes it: up to 32 characters.
EMPLOYEE_KEY = re.compile(
    r"employee_id|external:[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,30}[^\x00-\x20\x7f])?"
)


class Readings(Mapped):
    """How the figures of a column are meant, by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            keys=Code(),
            values=Choice(*READINGS),
            validate=validate.Length(max=MOST_READINGS),
            metadata={
                "description": "by column what a file leaves open: `fraction` (0.95 is 95%) or "
                "`percent` (0.95 is 0.95%) of a column of percentages, `hours_minutes` or "
                "`minutes_seconds` of durations such as 1:30"
            },
            **options,
        )


class UploadBody(Schema):
    """What is about to be uploaded."""

    scheme = Code(required=True)
    period = Period(required=True)
    filename = Words(200, required=True)
    on_error = Choice(
        "continue",
        "reject",
        load_default="continue",
        metadata={"description": "`reject`: one bad row refuses the whole file"},
    )
    grain = Choice(
        AGENT,
        CONTACT,
        RESULTS,
        load_default=AGENT,
        metadata={
            "description": "what a row is: a person's figures, a contact, or `results`: a "
            "person's result of a past period, imported with total, grade, coefficient and any "
            "figures of the scheme. It is not computed here, pays nobody and is not ranked"
        },
    )
    employee_field = Words(200, load_default=None, allow_none=True)
    contact_key = Words(
        200,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "of contacts, the heading of the column that identifies a contact: one "
            "that stands there again counts once and is a finding, and is an error when the two "
            "rows differ. Left out: as the scheme's `contacts.key` says"
        },
    )
    source = Code(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "the one source of the scheme that the file is of: its columns must be "
            "there, those of other sources are passed over; it replaces the source's figures of "
            "the people it names. Left out: a file for all sources, of contacts for those whose "
            "columns contacts give"
        },
    )
    unknown_employees = Choice(
        REJECT,
        CREATE,
        metadata={
            "description": "rows whose employee is not on the register: `reject` makes each an "
            "error that names the nearest ids, `create` puts the person on the register; left out: "
            "as the company's setting says, and `reject` for past results"
        },
    )
    employee_key = Matching(
        EMPLOYEE_KEY,
        "not_an_employee_key",
        load_default=OWN_IDS,
        metadata={
            "description": "what the file's ids are: `employee_id`, or `external:` and the name of "
            "another system, whose ids the register knows; such a file makes no new people"
        },
    )
    dry_run = YesNo(
        load_default=False,
        metadata={
            "description": "only look at the file: it is read, matched and scored, and nothing is "
            "written of people and results; `POST /uploads/{id}/apply` then takes what was seen"
        },
    )
    late = YesNo(
        load_default=False,
        metadata={
            "description": "the period is locked: the file is kept and rejected (`period_locked`), "
            "so that `POST /v1/corrections/files` can look at it"
        },
    )
    readings = Readings(load_default=dict)
    future_period = YesNo(
        load_default=False,
        metadata={"description": "the period lies beyond the next one, and is meant"},
    )


class ApplyUploadBody(Schema):
    """Apply a file that was looked at, with answers to what its upload asks."""

    readings = Readings(load_default=dict)


class WithdrawUploadBody(Schema):
    """Why an upload is taken back."""

    reason = Words(300, required=True)


class UploadQuery(ListQuery):
    """Filters of the list."""

    scheme = Code()
    period = Period()
    status = Choice(AWAITING, PROCESSING, WITHDRAWING, *FINAL)


def _count(description: str) -> fields.Integer:
    return fields.Integer(metadata={"description": description})


class CountsAnswer(Schema):
    """What became of the file's rows, as far as they are done."""

    rows = _count("rows of the file that were looked at; blank ones and totals do not count")
    scored = _count(
        "people who have a result of this file: a row each, or several where the scheme has "
        "slices, or all their contacts; of past results, people whose result is imported"
    )
    failed = _count(
        "entries of the list of errors: rows that are in no result and, of a file of contacts, one "
        "more for each person left out because of a bad contact"
    )
    insufficient = _count("of the scored, those with too few data for a total")
    new_people = _count("people whom the file put on the register (`unknown_employees: create`)")


class ProgressAnswer(Schema):
    """Rows done of rows known; ``known`` is null until the file was opened. Contacts are all read
    before the first person is scored, so of a file of contacts none or all are done."""

    done = fields.Integer()
    known = fields.Integer(allow_none=True)


class UploadFindingAnswer(Schema):
    """Something remarkable in the file: see `message`, and docs/upload-files.md."""

    kind = fields.String(metadata={"enum": list(MESSAGES)})
    message = fields.String()
    row = fields.Integer(
        allow_none=True,
        metadata={
            "description": "the number of the row, of a person the first one; 0 of an erased person"
        },
    )
    rows = fields.Integer(allow_none=True, metadata={"description": "how many rows it is about"})
    text = fields.String(allow_none=True, metadata={"description": "what the row says"})
    employee_id = fields.String(
        allow_none=True, metadata={"description": "what the person is called today"}
    )
    person = fields.String(
        allow_none=True, metadata={"description": "the lasting key of the person"}
    )
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    column = fields.String(allow_none=True, metadata={"description": "the column's code"})
    heading = fields.String(
        allow_none=True, metadata={"description": "what the file calls the column"}
    )
    before = fields.String(
        allow_none=True,
        metadata={
            "description": "the total before; of `tenfold` the mean of the period before; of "
            "`above_at_most` the bound"
        },
    )
    after = fields.String(
        allow_none=True,
        metadata={
            "description": "the total by this file; of `tenfold` its mean; of `above_at_most` the "
            "greatest figure"
        },
    )
    because = fields.String(
        allow_none=True,
        metadata={
            "enum": list(WHY),
            "description": "of `person_kept`, what else names the person: a later change, another "
            "result, a case, a plan that somebody made or changed, a key in force, or a team that "
            "they lead",
        },
    )


class UploadFindingListAnswer(ListAnswer):
    """A page of findings, by row."""

    items = fields.List(fields.Nested(UploadFindingAnswer))


class UploadFindingsQuery(ListQuery):
    """Findings, page by page."""

    kind = Choice(*MESSAGES)


class ReasonAnswer(Schema):
    """Why the file as a whole was rejected."""

    code = fields.String()
    message = fields.String()
    details = fields.Raw(allow_none=True)


class FormAnswer(Schema):
    """The presigned POST: send the fields, then the file as ``file``."""

    url = fields.String()
    fields_ = fields.Dict(data_key="fields", attribute="fields")


class IgnoredFileAnswer(Schema):
    """A file that was sent by the same form after the first one, and is not scored."""

    received_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    etag = fields.String(allow_none=True, metadata={"description": "as storage gave it"})
    size = fields.Integer(allow_none=True, metadata={"description": "in bytes"})


class WarnedRowAnswer(Schema):
    """A scored row that contradicts the register."""

    row = fields.Integer(metadata={"description": "as a spreadsheet shows it"})
    file = fields.String(metadata={"description": "the team or the scheme of the file"})
    register = fields.String(metadata={"description": "that of the register for the month"})


class WarningAnswer(Schema):
    """What a file contradicts: how many rows, and the first 20 of them."""

    code = fields.String(metadata={"enum": [OTHER_TEAM, OTHER_SCHEME, NOT_EMPLOYED]})
    message = fields.String()
    count = fields.Integer()
    rows = fields.List(fields.Nested(WarnedRowAnswer))


class ChangesAnswer(Schema):
    """How many people's results a file makes or changes."""

    new = _count("people who had no result")
    same = _count("people whose total is the same")
    better = _count("people whose total is higher")
    worse = _count("people whose total is lower")
    lost = _count("people who had a total and have none")


class WithdrawalAnswer(Schema):
    """Who took an upload back, when and why, and what became of results and people."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    reason = fields.String()
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    restored = _count("results for which figures of other files stand again")
    removed = _count("results that had no other file's figures, and are none any more")
    people_removed = _count("people whom the file alone had put on the register, and who went")
    people_kept = _count(
        "people whom the file had put on the register, and who stay, because they were changed "
        "since or something else names them: `/findings?kind=person_kept` says who and why"
    )
    refused = fields.Nested(
        ReasonAnswer,
        allow_none=True,
        metadata={
            "description": "why it was not taken back, or only in part: the period was locked "
            "(`period_locked`)"
        },
    )


class UploadAnswer(Schema):
    """An upload."""

    id = fields.String()
    scheme = fields.String()
    version = fields.Integer(allow_none=True)
    pilot_of = fields.String(
        allow_none=True,
        metadata={"description": "the upload whose file this one scores by a version on trial"},
    )
    period = fields.String()
    filename = fields.String()
    on_error = fields.String()
    grain = fields.String()
    employee_field = fields.String(allow_none=True)
    contact_key = fields.String(allow_none=True)
    unknown_employees = fields.String(metadata={"enum": [REJECT, CREATE]})
    employee_key = fields.String()
    status = fields.String(metadata={"enum": [AWAITING, PROCESSING, WITHDRAWING, *FINAL]})
    counts = fields.Nested(CountsAnswer)
    new_people = fields.List(
        fields.Nested(UploadFindingAnswer),
        allow_none=True,
        metadata={
            "description": "the first 200 people whom the file put on the register; all of them "
            "at `/findings`. Null in lists of uploads"
        },
    )
    progress = fields.Nested(ProgressAnswer)
    withdrawal = fields.Nested(
        WithdrawalAnswer,
        allow_none=True,
        metadata={"description": "that the upload is taken back, or was, or was to be"},
    )
    dry_run = fields.Boolean(metadata={"description": "the file is only looked at"})
    readings = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "how the sender says that columns are meant"},
    )
    applied_at = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "when the file that was looked at was applied, or a question answered",
        },
    )
    changes = fields.Nested(
        ChangesAnswer,
        metadata={
            "description": "of the scored, what becomes of the results that stood before; of a "
            "file that was only looked at, what would"
        },
    )
    overtaken = fields.Integer(
        metadata={
            "description": "of the scored, those for whom figures of a file that came later, and "
            "was scored before, stand: of a source at least"
        }
    )
    incomplete = _count("of the scored, those that still await a source, and so have no total")
    warnings = fields.List(
        fields.Nested(WarningAnswer),
        metadata={
            "description": "rows that were scored although they contradict the register: another "
            "team, or a person whose month another scheme pays"
        },
    )
    received_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "when the file came: files count in order"},
    )
    source = fields.String(
        allow_none=True,
        metadata={"description": "the one source that the file is of; null: all sources"},
    )
    judged = fields.String(
        allow_none=True,
        metadata={
            "description": "what judged the figures, `inspections/ins_…`; null: a file was sent"
        },
    )
    sources = fields.List(
        fields.String(),
        metadata={
            "description": "the sources that the file is of, once it was opened; empty: all. A "
            "file of contacts without `source` is of those that contacts give"
        },
    )
    rating_round = fields.String(
        allow_none=True,
        metadata={"description": "the closed rating round whose combined values these are"},
    )
    appeal = fields.String(
        allow_none=True,
        metadata={
            "description": "the decided appeal (`/v1/appeals`) whose corrected figures it has"
        },
    )
    unknown_columns = fields.List(fields.String())
    other_columns = fields.List(
        fields.String(),
        metadata={"description": "columns of other sources, which were passed over"},
    )
    ignored_sheets = fields.List(
        fields.String(),
        metadata={"description": "a workbook's other sheets, which were not read, hidden ones too"},
    )
    files_ignored = fields.List(
        fields.Nested(IgnoredFileAnswer),
        metadata={
            "description": "files that were sent by the same form after the first; the first to "
            "come counts. At most 20 are named"
        },
    )
    reason = fields.Nested(
        ReasonAnswer,
        allow_none=True,
        metadata={
            "description": "why the file as a whole was rejected; `gave_up` of one that could not "
            "be scored to its end in several tries (its counts stay); `form_expired` of an upload "
            "whose file has not come by `expires_at`: announce it anew; `tenant_suspended` of a "
            "file that came while the company was suspended; of one that needs an answer, the "
            "questions (`needs_answer`); `changed_since` of one that was to be applied and would "
            "do something else by now"
        },
    )
    waiting_for = fields.Nested(
        WaitingForAnswer,
        allow_none=True,
        metadata={
            "description": "what holds the period while the file has come and waits to be scored; "
            "it is scored after that by itself. Null in lists of uploads"
        },
    )
    sha256 = fields.String(allow_none=True)
    file_url = fields.String(
        allow_none=True, metadata={"description": "the stored file, for 5 minutes"}
    )
    expires_at = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "until then the form takes the file; null for a pilot's, which has none",
        },
    )
    created_at = fields.String(metadata={"format": "date-time"})
    created_by = fields.String()
    started_at = fields.String(allow_none=True)
    finished_at = fields.String(allow_none=True)


class NewUploadAnswer(UploadAnswer):
    """A new upload with the form to send the file by."""

    form = fields.Nested(FormAnswer)


class UploadListAnswer(ListAnswer):
    """A page of uploads, newest first."""

    items = fields.List(fields.Nested(UploadAnswer))


class ErrorsQuery(ListQuery):
    """JSON, page by page, or the whole report as CSV."""

    format = Choice("json", "csv", load_default="json")


class FileCellErrorAnswer(Schema):
    """What is wrong with a cell."""

    column = fields.String(
        allow_none=True,
        metadata={"description": "the column's code; null for a fault of the row as a whole"},
    )
    heading = fields.String(
        allow_none=True, metadata={"description": "what the file itself calls the column"}
    )
    code = fields.String()
    message = fields.String(
        metadata={"description": "what was found and what was expected, the heading with it"}
    )
    nearest = fields.List(
        fields.String(),
        metadata={
            "description": "of an unknown, former or twofold id: the ids that the row may have "
            "meant, the likeliest first, in the form that the file needs"
        },
    )


class RowErrorAnswer(Schema):
    """A bad row, its number as a spreadsheet shows it (the header is 1)."""

    row = fields.Integer()
    errors = fields.List(fields.Nested(FileCellErrorAnswer))
    raw = fields.Dict(keys=fields.String(), values=fields.String())


class RowErrorListAnswer(ListAnswer):
    """A page of bad rows, by number."""

    items = fields.List(fields.Nested(RowErrorAnswer))
