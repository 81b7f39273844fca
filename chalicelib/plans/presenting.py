"""Plans as the API shows them: with stored words, or proposed words where none are stored."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.language import Text
from chalicelib.people.identity import called_in, external_ids_of, ids_now
from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.plans import proposing
from chalicelib.plans.goals import gain_at
from chalicelib.plans.outcomes import Outcome, outcomes
from chalicelib.plans.records import TEAM, Plan
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scoring import Indicator
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Return plans as the API shows them, with outcomes where the next period has a result."""
    found = outcomes(context, plans)
    people = [plan.person for plan in plans if plan.person is not None]
    owners = [PersonKey(owner) for plan in plans if (owner := _owned(plan))]
    known = read_people(context, dict.fromkeys((*people, *owners)))
    ids = ids_now((*people, *owners), known)
    team_codes = codes(context, [plan.team for plan in plans])
    return [
        {
            **described(context, plan, found.get(plan.id), ids),
            "team_code": team_codes[plan.team],
            "external_ids": {} if plan.person is None else external_ids_of(plan.person, known),
        }
        for plan in plans
    ]


def described(
    context: Context,
    plan: Plan,
    outcome: Outcome | None,
    ids: Mapping[PersonKey, str] | None = None,
) -> dict[str, Any]:
    """Return a plan as the API shows it, with the given outcome.

    ``ids``: what its people are called now. None: what they came with.
    """
    version = _version(context, plan)
    indicator = version.scheme.indicator(plan.indicator) if version and plan.indicator else None
    goal = plan.expected_value or (plan.figures or {}).get("goal")
    figures = plan.figures or {}
    words = _words(plan, indicator, goal)
    return {
        "id": plan.id,
        "scheme": plan.scheme,
        "period": plan.period,
        "subject": _subject(plan, ids),
        "employee_id": _person(plan, ids),
        "person": None if plan.person is None else shown(plan.person),
        "employee_name": plan.employee_name,
        "team": plan.team,
        "grade": plan.grade,
        "indicator": plan.indicator,
        "indicator_name": dict(indicator.name) if indicator else None,
        "status": plan.status,
        "origin": plan.origin,
        "flag": plan.flag,
        **words,
        "owner": _owner(plan, ids),
        "due_date": plan.due_date,
        "expected_value": None if goal is None else Decimal(goal),
        "expected_points": _expected_points(version, indicator, plan),
        "unit": dict(indicator.unit) if indicator and indicator.unit else None,
        "figures": None
        if plan.figures is None
        else {
            "value": _figure(figures, "value"),
            "target": _figure(figures, "target"),
            "points": _figure(figures, "points"),
            "max_points": _figure(figures, "max_points"),
            "points_lost": Decimal(figures["max_points"]) - Decimal(figures["points"]),
        },
        "result": None
        if plan.person is None
        else {"version": plan.version, "revision": plan.card_revision},
        "review_meeting": plan.meeting,
        "outcome": None if outcome is None else _outcome(outcome),
        "progress_notes": [dict(note) for note in plan.notes],
        "created_at": plan.created_at,
        "updated_at": plan.updated_at,
    }


def _words(plan: Plan, indicator: Indicator | None, goal: str | None) -> dict[str, Any]:
    """Return each text as a person wrote it, else as proposed. None when there is neither."""
    proposed: dict[str, Text] = {}
    if indicator is not None and plan.figures is not None:
        proposed = {
            "problem": proposing.problem(plan, indicator),
            "cause": proposing.cause(indicator),
            "measure": proposing.measure(indicator),
            "expected_effect": proposing.expected_effect(plan, indicator, goal),
        }
    words: dict[str, Any] = {}
    for name in ("problem", "cause", "measure", "expected_effect"):
        own = getattr(plan, name)
        words[name] = own or (proposed[name].as_names() if name in proposed else None)
    return words


def _version(context: Context, plan: Plan) -> ReadyScheme | None:
    """Return the scheme's version of the plan's indicator. None for a plan without indicator."""
    if plan.indicator is None:
        return None
    return ready(context.table, context.scope, plan.scheme, plan.version)


def _expected_points(
    version: ReadyScheme | None, indicator: Indicator | None, plan: Plan
) -> Decimal | None:
    """Return the points that the value to reach would add.

    The gain of the proposed value is stored. The gain of a person's own value is computed by the
    rule. With slices the stored gain stays, because each slice has a value of its own.
    """
    figures = plan.figures or {}
    own = plan.expected_value
    if own is None or version is None or indicator is None or plan.figures is None:
        return _figure(figures, "gain")
    if indicator.slices is not None:
        return _figure(figures, "gain")
    points = Decimal(figures["points"])
    return gain_at(version.scheme, indicator, points, _figure(figures, "target"), Decimal(own))


def _owner(plan: Plan, ids: Mapping[PersonKey, str] | None) -> dict[str, str | None]:
    """Return the owner as shown: the plan's employee, of a group nobody, until one is named."""
    owner = plan.owner
    if owner is None:
        return {"employee_id": _person(plan, ids), "name": plan.employee_name}
    person = owner.get("employee_id")
    called = called_in(PersonKey(person), ids) if person else None
    return {"employee_id": called, "name": owner.get("name")}


def _subject(plan: Plan, ids: Mapping[PersonKey, str] | None) -> dict[str, str | None]:
    """Return what the plan is for: the member of its kind, the others None."""
    return {
        "kind": plan.subject,
        "employee_id": _person(plan, ids),
        "team": plan.team if plan.subject == TEAM else None,
        "department": plan.department,
    }


def _person(plan: Plan, ids: Mapping[PersonKey, str] | None) -> str | None:
    return None if plan.person is None else called_in(plan.person, ids)


def _owned(plan: Plan) -> str | None:
    return None if plan.owner is None else plan.owner.get("employee_id")


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "period": outcome.period,
        "value_then": None if outcome.value_then is None else Decimal(outcome.value_then),
        "value_now": outcome.value_now,
        "points_now": outcome.points_now,
        "reached": outcome.reached,
    }


def _figure(figures: dict[str, str], name: str) -> Decimal | None:
    return Decimal(figures[name]) if name in figures else None
