"""A scheme's period as the API shows it. A supervisor gets the counts of their own teams."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.coefficients.records import Snapshot
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.periods import lease, summaries
from chalicelib.periods.records import IMPORTED, PeriodRecord
from chalicelib.periods.team_counts import Tally
from chalicelib.periods.waiting import waiting_for
from chalicelib.publication.beside import Beside
from chalicelib.publication.missing import Told
from chalicelib.publication.mixed_versions import Mixture, closed_by_version, listed
from chalicelib.publication.schemas import TEAM_MERGED, VERSION
from chalicelib.results.failed_rescorings import as_shown
from chalicelib.results.queue import OPEN
from chalicelib.scorecards.outdated import means_unfinished
from chalicelib.scorecards.records import PREVIOUS, REGISTER, TEAM_MEAN
from chalicelib.teams.canonical import codes, known
from chalicelib.tenancy.context import Context

INSUFFICIENT = "insufficient_data"
#: Teams that an answer lists at most, so that it stays below the 6 MB of a function's answer.
MOST_TEAMS = 5_000


def described(
    context: Context,
    record: PeriodRecord,
    language: Language | None = None,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """Return a period's state and its counts by state, by grade and by version.

    ``beside`` reads what lies elsewhere for several periods at once; None: it is read for this one.
    Sentences are in ``language``, or without it in the company's language. ``outdated`` is None for
    an older summary, which has no counts by version.
    """
    wanted = language or context.language
    read = beside or Beside(context, [record])
    return summaries.reading(
        context, record, lambda found: _described(context, found, wanted, read)
    )


def described_with_teams(
    context: Context, record: PeriodRecord, language: Language, beside: Beside | None = None
) -> dict[str, Any]:
    """Return a period as :func:`described` does, and the counts of each team.

    All are of one summary. ``teams`` are the first MOST_TEAMS by name, people without a team last;
    ``team_count`` says how many there are.
    """

    elsewhere = beside or Beside(context, [record])

    def read(found: PeriodRecord) -> dict[str, Any]:
        body = _described(context, found, language, elsewhere)
        return {**body, **_teams(context, found, elsewhere)}

    return summaries.reading(context, record, read)


def with_register(context: Context, body: Mapping[str, Any], found: Told) -> dict[str, Any]:
    """Return a period as shown, and what the register says of it."""
    own_team = _own_teams_alone(context)
    team_codes = codes(context, [absent.team for absent in found.named])
    changed = bool(found.outdated) and not own_team
    return {
        **body,
        "outdated": True if changed else body["outdated"],
        "outdated_because": [*body["outdated_because"], *([REGISTER] if changed else ())],
        "missing": {
            "count": found.count(context),
            "as_of": found.as_of,
            "employees": [
                {
                    "employee_id": absent.employee.id,
                    "employee_name": absent.employee.name,
                    "team": absent.team,
                    "team_code": team_codes[absent.team],
                }
                for absent in found.named
            ],
        },
        "register": None
        if own_team or found.as_of is None
        else {"several_results": sum(found.several.values()), "changed": found.outdated},
    }


def _described(
    context: Context, record: PeriodRecord, language: Language, beside: Beside
) -> dict[str, Any]:
    tally = _tally(context, record, beside)
    counted = tally.versions.total() == tally.scorecards
    own_team = _own_teams_alone(context)
    # Of which teams those are that were settled ahead is not known.
    closed = {} if own_team else closed_by_version(record)
    mixed = Mixture(tally.versions, beside.version_in_effect(record), closed)
    because = list(_because(context, record, mixed, own_team=own_team))
    if not own_team and beside.merged(record):
        because.append(TEAM_MERGED)
    # Of a single team it is not known whether the previous period of its results has changed.
    known = counted and not (own_team and record.outdated is not None)
    return {
        "period": record.period,
        "scheme": record.scheme,
        "state": record.shown_state,
        "scorecards": tally.scorecards,
        "states": _states(record, tally),
        "incomplete": tally.incomplete,
        "void": None if own_team else record.void or 0,
        "grades": dict(sorted(tally.grades.items())),
        "imported": tally.imported,
        "imported_grades": dict(sorted(tally.imported_grades.items())),
        "versions": listed(tally.versions),
        "version_in_effect": mixed.in_effect,
        "outdated": bool(because) if known or because else None,
        "outdated_because": because,
        "outdated_results": None if own_team else record.outdated or 0,
        "not_paying": None if own_team else record.not_paying or 0,
        "split": None if own_team else record.split or 0,
        "busy": lease.held_at(record, context.time),
        "settled_at": record.settled_at,
        "published_at": record.published_at,
        "locked_at": record.locked_at,
        "reopened_at": record.reopened_at,
        "corrections": None if own_team else record.corrections or 0,
        "snapshot": _snapshot(beside.snapshot(record), language),
        "rescoring": _rescoring(context, record, language),
    }


def _states(record: PeriodRecord, tally: Tally) -> dict[str, int]:
    """Return the results by state, those that were imported among them if there are any."""
    computed = {record.state: tally.grades.total(), INSUFFICIENT: tally.insufficient}
    if not tally.imported:
        return computed
    return {**({} if record.only_imported else computed), IMPORTED: tally.imported}


def _because(
    context: Context, record: PeriodRecord, mixed: Mixture, *, own_team: bool
) -> Iterator[str]:
    """Yield why results are outdated. Of a single team it is not known whether it has such whose
    previous period has changed: the scorecards say it."""
    if mixed.awaiting:
        yield VERSION
    if record.outdated and not own_team:
        yield PREVIOUS
    if means_unfinished(context, record):
        yield TEAM_MEAN


def _teams(context: Context, record: PeriodRecord, beside: Beside) -> dict[str, Any]:
    teams = beside.tallies(record)
    if _own_teams_alone(context):
        teams = _overseen(context, teams)
    refs = known(context, teams)
    joined: dict[str, Tally] = {}
    for team, tally in teams.items():
        text = refs[team].text if team in refs else ""
        joined.setdefault(text, Tally()).add(tally)
    with_results = [
        (team, tally) for team, tally in joined.items() if tally.scorecards or tally.imported
    ]
    team_codes = {ref.text: ref.code for ref in refs.values()}
    ordered = sorted(with_results, key=lambda entry: (not entry[0], entry[0]))
    shown = [
        {
            "team": team or None,
            "team_code": team_codes.get(team),
            "scorecards": tally.scorecards,
            "insufficient": tally.insufficient,
            "incomplete": tally.incomplete,
            "grades": dict(sorted(tally.grades.items())),
            "imported": tally.imported,
        }
        for team, tally in ordered[:MOST_TEAMS]
    ]
    return {"teams": shown, "team_count": len(ordered)}


def _tally(context: Context, record: PeriodRecord, beside: Beside) -> Tally:
    """Return the counts of the whole period, or of the only teams that the caller may see."""
    if not _own_teams_alone(context):
        return summaries.whole_tally(record)
    whole = Tally()
    for tally in _overseen(context, beside.tallies(record)).values():
        whole.add(tally)
    return whole


def _overseen(context: Context, teams: Mapping[str, Tally]) -> dict[str, Tally]:
    """Return the counts of the caller's own teams. People without a team are in no own team."""
    return {
        team: tally for team, tally in teams.items() if team and context.principal.oversees(team)
    }


def _own_teams_alone(context: Context) -> bool:
    return not context.principal.sees_all


def _snapshot(found: Snapshot | None, language: Language) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "status": found.status,
        "rows": found.rows,
        "erased": found.erased,
        "taken_at": found.taken_at,
        "reason": shown_reason(found.reason, language),
    }


def _rescoring(context: Context, record: PeriodRecord, language: Language) -> dict[str, Any] | None:
    """Return the last rescoring. A supervisor gets None: it counts the whole company's results."""
    if record.rescoring is None or _own_teams_alone(context):
        return None
    found = as_shown(record.rescoring, context.time)
    return {
        "id": found["id"],
        "status": found["status"],
        "version": int(found["version"]),
        "requested_at": found["requested_at"],
        "done": int(found.get("done", 0)),
        "changed": int(found.get("changed", 0)),
        "failed": int(found.get("failed", 0)),
        "finished_at": found.get("finished_at"),
        "reason": shown_reason(found.get("reason"), language),
        "waiting_for": waiting_for(context, record, found["id"])
        if found["status"] in OPEN
        else None,
    }
