"""A scheme's period as the API shows it. A supervisor gets the counts of their own team."""

from collections.abc import Mapping
from typing import Any

from chalicelib.coefficients.records import Snapshot, read_snapshots
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.team_counts import Tally, opened_teams
from chalicelib.publication.mixed_versions import Mixture, listed, version_in_effect
from chalicelib.results.failed_rescorings import as_shown
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.roles import Role

INSUFFICIENT = "insufficient_data"


Snapshots = Mapping[tuple[str, str], Snapshot]


def described(
    context: Context,
    record: PeriodRecord,
    language: Language | None = None,
    snapshots: Snapshots | None = None,
) -> dict[str, Any]:
    """Return a period's state and its counts by state, by grade and by version.

    ``snapshots`` are those of locked periods (coefficients/records.py: read_snapshots), the
    period's own or more; None: they are read.
    Sentences are in ``language``, or without it in the company's language. ``outdated`` is None for
    an older summary, which has no counts by version.
    """
    tally = _tally(context, record)
    counted = tally.versions.total() == tally.scorecards
    mixed = Mixture(tally.versions, version_in_effect(context, record.scheme, record.period))
    return {
        "period": record.period,
        "scheme": record.scheme,
        "state": record.state,
        "scorecards": tally.scorecards,
        "states": {record.state: tally.grades.total(), INSUFFICIENT: tally.insufficient},
        "grades": dict(sorted(tally.grades.items())),
        "versions": listed(tally.versions),
        "version_in_effect": mixed.in_effect,
        "outdated": bool(mixed.awaiting) if counted else None,
        "busy": _busy(context, record),
        "settled_at": record.settled_at,
        "published_at": record.published_at,
        "locked_at": record.locked_at,
        "snapshot": _snapshot(context, record, language or _own_language(context), snapshots),
        "rescoring": _rescoring(context, record, language or _own_language(context)),
    }


def described_teams(context: Context, record: PeriodRecord) -> list[dict[str, Any]]:
    """Return the counts of each team, by name. People without a team come last."""
    teams = opened_teams(record.teams)
    shown = {team: teams[team] for team in teams if _seen(context, team)}
    return [
        {
            "team": team or None,
            "scorecards": tally.scorecards,
            "insufficient": tally.insufficient,
            "grades": dict(sorted(tally.grades.items())),
        }
        for team, tally in sorted(shown.items(), key=lambda entry: (not entry[0], entry[0]))
    ]


def _tally(context: Context, record: PeriodRecord) -> Tally:
    """Return the sum of the teams that the caller may see."""
    whole = Tally()
    for team, tally in opened_teams(record.teams).items():
        if _seen(context, team):
            whole.grades.update(tally.grades)
            whole.insufficient += tally.insufficient
            whole.versions.update(tally.versions)
    return whole


def _seen(context: Context, team: str) -> bool:
    principal = context.principal
    return principal.role is not Role.SUPERVISOR or principal.team == team


def _busy(context: Context, record: PeriodRecord) -> bool:
    """Return whether a run holds the period at this moment."""
    until = record.writer_until
    return record.writer is not None and until is not None and until > timestamp(context.now)


def _own_language(context: Context) -> Language:
    return "zh" if context.principal.locale == "zh" else "en"


def _snapshot(
    context: Context, record: PeriodRecord, language: Language, snapshots: Snapshots | None
) -> dict[str, Any] | None:
    if snapshots is None:
        snapshots = read_snapshots(context, [record])
    found = snapshots.get((record.period, record.scheme))
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
    if record.rescoring is None:
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
    }
