"""Shapes of periods on the wire."""

from marshmallow import fields

from chalicelib.periods.records import IMPORTED, LOCKED, PROVISIONAL, PUBLISHED
from chalicelib.periods.schemas import WaitingForAnswer
from chalicelib.results.queue import COMPLETED, FAILED, QUEUED, REFUSED, RUNNING
from chalicelib.scorecards.records import PREVIOUS, REGISTER, TEAM_MEAN
from chalicelib.teams.fields import TeamCode
from chalicelib.web.fields import Choice, Code, Schema, Whole, Words, YesNo
from chalicelib.web.paging import ListAnswer, ListQuery

#: Why a period is outdated: its results are not by the version in effect.
VERSION = "version"
#: Teams that were merged since were counted and ranked as two (publication/merged_teams.py).
TEAM_MERGED = "team_merged"
STATES = (PROVISIONAL, PUBLISHED, LOCKED, IMPORTED)


class PeriodsQuery(ListQuery):
    """Filters of the list."""

    scheme = Code()
    state = Choice(*STATES)


class PeriodQuery(Schema):
    """One scheme's, or every scheme's that has results."""

    scheme = Code()


class PeriodBody(Schema):
    """Which scheme's results."""

    scheme = Code(required=True)


class FinalBody(PeriodBody):
    """What is not awaited any more, and why."""

    source = Code(metadata={"description": "a source of the scheme"})
    employee_id = Words(64, metadata={"description": "whose result; left out: everybody's"})
    reason = Words(300, required=True)


class VoidBody(PeriodBody):
    """By which scheme the result is, and why it is declared void, or is a result again."""

    reason = Words(300, required=True)


class AcceptedBody(Schema):
    """What will do as it is. The counts must be the present ones; they are audited."""

    outdated = Whole(
        0,
        100_000_000,
        metadata={"description": "so many results whose previous period has changed"},
    )
    incomplete = Whole(
        0,
        100_000_000,
        metadata={"description": "so many results that await a source; these people are left out"},
    )
    missing = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many people who should have a result and have none; they are left "
            "out"
        },
    )
    not_told = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many people with results who were not told of the plan before the "
            "period began"
        },
    )
    flags = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many flags about raters that nobody has answered; a round that is "
            "not examined yet, or is open again, counts as one"
        },
    )
    signals = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many signals that nobody has decided about, of a scheme whose "
            "periods are looked through by themselves; results that no look has seen count as one"
        },
    )
    waiting_cases = Whole(
        0,
        100_000_000,
        metadata={"description": "so many cases that are proposed and not decided"},
    )
    running_uploads = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many files of the period that are not scored or not taken back yet"
        },
    )
    several_results = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many results of people who have one by another scheme too, while "
            "the register does not say which of them pays"
        },
    )
    register_changed = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many results whose team or paying scheme is another by the register "
            "of today"
        },
    )
    imported = Whole(
        0,
        100_000_000,
        metadata={
            "description": "so many people with an imported result beside the computed ones: they "
            "are not paid"
        },
    )
    open_appeals = Whole(
        0,
        100_000_000,
        metadata={"description": "for the lock: so many appeals that are not decided"},
    )
    open_windows = Whole(
        0,
        100_000_000,
        metadata={
            "description": "for the lock: so many results whose people may still appeal, or could "
            "not yet"
        },
    )


class SettlingBody(PeriodBody):
    """Which scheme's results, and whether results by several of its versions will do."""

    accept_mixed_versions = YesNo(
        load_default=False,
        metadata={
            "description": "go on although results are not by the version in effect; audited"
        },
    )

    accept = fields.Nested(
        AcceptedBody, load_default=dict, metadata={"description": "what will do, by its count"}
    )


class VersionCountAnswer(Schema):
    """How many current results a version of the scheme has made."""

    version = fields.Integer()
    scorecards = fields.Integer()


class RescoringReasonAnswer(Schema):
    """Why it did not come to its end."""

    code = fields.String()
    message = fields.String()


class RescoringAnswer(Schema):
    """How far the last rescoring has come. ``failed`` results could not be scored by the new rules
    and stay as they were."""

    id = fields.String()
    status = fields.String(metadata={"enum": [QUEUED, RUNNING, COMPLETED, REFUSED, FAILED]})
    version = fields.Integer()
    requested_at = fields.String(metadata={"format": "date-time"})
    done = fields.Integer()
    changed = fields.Integer()
    failed = fields.Integer()
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Nested(
        RescoringReasonAnswer,
        allow_none=True,
        metadata={
            "description": (
                "of one that failed: `gave_up` after several tries; of one that was refused: "
                "`period_locked`"
            )
        },
    )
    waiting_for = fields.Nested(
        WaitingForAnswer,
        allow_none=True,
        metadata={"description": "what holds the period while this one waits for it"},
    )


class SnapshotReasonAnswer(Schema):
    """Why there is no snapshot."""

    code = fields.String()
    message = fields.String()


class SnapshotAnswer(Schema):
    """What was locked, as it was: coefficients and exports of the period come from it."""

    status = fields.String(metadata={"enum": [QUEUED, RUNNING, COMPLETED, FAILED]})
    rows = fields.Integer(metadata={"description": "people in it, so far"})
    erased = fields.Integer(metadata={"description": "people erased since, under a pseudonym"})
    taken_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Nested(
        SnapshotReasonAnswer,
        allow_none=True,
        metadata={
            "description": "of one that failed: `gave_up`, `too_many_external_systems`; lock again"
        },
    )


class PeriodAnswer(Schema):
    """A scheme's period. A supervisor's counts are of the own teams."""

    period = fields.String()
    scheme = fields.String()
    state = fields.String(
        metadata={
            "enum": list(STATES),
            "description": "`imported`: all results of the period were imported; it is neither "
            "published nor locked",
        }
    )
    scorecards = fields.Integer(
        metadata={"description": "results that were computed here; `imported` counts the others"}
    )
    states = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "scorecards by state, `insufficient_data` among them"},
    )
    incomplete = fields.Integer(
        metadata={
            "description": "scorecards that await a source: they are in no rank and no export"
        }
    )
    void = fields.Integer(
        allow_none=True,
        metadata={
            "description": "results that were declared void: no other count has them. Null for a "
            "supervisor"
        },
    )
    grades = fields.Dict(keys=fields.String(), values=fields.Integer())
    imported = fields.Integer(
        metadata={"description": "results that were imported: in no rank, coefficient or export"}
    )
    imported_grades = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "imported results by grade, of those that have one"},
    )
    versions = fields.List(
        fields.Nested(VersionCountAnswer),
        metadata={"description": "scorecards by version of the scheme, the oldest first"},
    )
    version_in_effect = fields.Integer(
        allow_none=True, metadata={"description": "the version that scores the period now"}
    )
    outdated = fields.Boolean(
        allow_none=True,
        metadata={
            "description": (
                "whether results are not by the version in effect and await a rescoring, or are "
                "not up to date for another reason; null for results that were counted before "
                "this was known, and for a supervisor where results are made with those of the "
                "period before: the scorecards say which are outdated"
            )
        },
    )
    outdated_because = fields.List(
        fields.String(metadata={"enum": [VERSION, PREVIOUS, TEAM_MEAN, TEAM_MERGED, REGISTER]}),
        metadata={
            "description": (
                "`version`: results are not by the version in effect; `previous_period`: results "
                "were made with results of the period before that have changed since; "
                "`team_mean`: work was given up before the teams' means were right; "
                "`team_merged`: two teams that are one now were counted and ranked as two; "
                "`register`, of a single period: by the register of today results belong to "
                "another team or are paid by another scheme"
            )
        },
    )
    outdated_results = fields.Integer(
        allow_none=True,
        metadata={
            "description": (
                "results whose previous period has changed since they were made; the scorecards "
                "say which. Null for a supervisor, whose counts are of the own teams"
            )
        },
    )
    not_paying = fields.Integer(
        allow_none=True,
        metadata={
            "description": "results of people whose month another scheme pays; they are in no "
            "coefficient and no export. Null for a supervisor"
        },
    )
    split = fields.Integer(
        allow_none=True,
        metadata={
            "description": "results that pay a share of the month of somebody who moved between "
            "schemes. Null for a supervisor"
        },
    )
    busy = fields.Boolean(metadata={"description": "results are being written at this moment"})
    settled_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    published_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    locked_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reopened_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "when a lock was last taken back"},
    )
    corrections = fields.Integer(
        allow_none=True,
        metadata={
            "description": "corrections since the lock (`/v1/corrections`). Null for a supervisor"
        },
    )
    snapshot = fields.Nested(
        SnapshotAnswer,
        allow_none=True,
        metadata={"description": "of a locked period; null before, and in the answer of its lock"},
    )
    rescoring = fields.Nested(
        RescoringAnswer,
        allow_none=True,
        metadata={"description": "the last one; null for a supervisor"},
    )


class PeriodListAnswer(ListAnswer):
    """A page of periods, the newest first."""

    items = fields.List(fields.Nested(PeriodAnswer))


class TeamCountsAnswer(Schema):
    """A team's results; ``team`` is null for people without one."""

    team = fields.String(allow_none=True)
    team_code = TeamCode()
    scorecards = fields.Integer()
    insufficient = fields.Integer()
    incomplete = fields.Integer()
    grades = fields.Dict(keys=fields.String(), values=fields.Integer())
    imported = fields.Integer()


class MissingPersonAnswer(Schema):
    """Somebody without a result."""

    employee_id = fields.String()
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()


class MissingAnswer(Schema):
    """People who are expected to have a result and have none.

    Expected is who worked on a day of the period and, where the register names a scheme, is scored
    by this one; without one, who has no result by any of the period's schemes.
    """

    count = fields.Integer(
        allow_none=True,
        metadata={"description": "null for a large register that was not asked yet"},
    )
    as_of = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "when the register was asked: now, or for a register of more than "
            "2,000 people when the results were settled",
        },
    )
    employees = fields.List(
        fields.Nested(MissingPersonAnswer),
        metadata={
            "description": "the first 200 by id; of a register of more than 2,000 people those "
            "among the first 2,000. The team is that of the last day worked"
        },
    )


class RegisterFindingsAnswer(Schema):
    """What the register contradicts, as of the time of ``missing``. Publishing and locking ask."""

    several_results = fields.Integer(
        metadata={
            "description": "results of people who have one by another scheme too, while the "
            "register does not say which of them pays"
        }
    )
    changed = fields.Integer(
        metadata={
            "description": "results whose team or paying scheme is another by the register of "
            "today: `register` of `outdated_because`. A locked period's stay as they are"
        }
    )


class PeriodDetailAnswer(PeriodAnswer):
    """And by team, and who is missing."""

    teams = fields.List(
        fields.Nested(TeamCountsAnswer), metadata={"description": "the first 5,000 by name"}
    )
    team_count = fields.Integer(metadata={"description": "how many teams have results"})
    missing = fields.Nested(MissingAnswer)
    register = fields.Nested(
        RegisterFindingsAnswer,
        allow_none=True,
        metadata={"description": "null for a supervisor, and while it is not known"},
    )


class PeriodOfSchemesAnswer(Schema):
    """A period, scheme by scheme."""

    period = fields.String()
    schemes = fields.List(fields.Nested(PeriodDetailAnswer))
