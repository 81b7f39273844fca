"""A plan made by a person: the request's parts, and for the rest the parts of a draft.

A plan for a team or a department follows from no single result, so nothing of it is proposed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.errors import ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.people.paths import person_in_path
from chalicelib.periods.calendar import following, last_day
from chalicelib.periods.records import read_period
from chalicelib.plans.drafting import plan_from
from chalicelib.plans.groups import Group
from chalicelib.plans.ids import random_id
from chalicelib.plans.records import DRAFT, PERSON, Plan
from chalicelib.plans.shortfalls import shortfall_of
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.tenancy.context import Context


def new_plan(context: Context, wanted: Mapping[str, Any]) -> Plan:
    """Return the plan that a request asks for, without its owner, not yet stored.

    ``wanted`` is the request's body. Raises Invalid (422): ``no_result`` when the person has no
    result that the caller may see, ``no_figure`` when the result has no points for the indicator,
    ``required`` for a plan with neither indicator nor problem.
    """
    card = _card(context, wanted)
    version = existing(context.table, context.scope, card.scheme, card.version)
    due = wanted.get("due_date") or last_day(following(card.period)).isoformat()
    indicator = wanted.get("indicator")
    plan = (
        _without_indicator(context, card, wanted, due)
        if indicator is None
        else _for_indicator(context, card, version, indicator, due)
    )
    return _with_parts(plan, wanted)


def new_group_plan(
    context: Context, group: Group, wanted: Mapping[str, Any], pointer: str = ""
) -> Plan:
    """Return the plan for a team or a department that a request asks for, without its owner, not
    yet stored.

    ``wanted`` has ``scheme``, ``period`` and the parts of a plan; ``pointer`` is where its parts
    stand in the request. Raises Invalid (422): ``no_results`` when the period has none by the
    scheme, ``unknown_indicator``, ``required`` without a problem.
    """
    scheme, period = wanted["scheme"], wanted["period"]
    version = version_of_period(context, scheme, period)
    indicator = wanted.get("indicator")
    if indicator is not None and indicator not in {one.code for one in version.scheme.indicators}:
        raise invalid_value(f"{pointer}/indicator", "unknown_indicator", NO_INDICATOR)
    if wanted.get("problem") is None:
        raise invalid_value(f"{pointer}/problem", "required", NEEDS_PROBLEM)
    plan = Plan(
        id=random_id(period, group.name),
        scheme=scheme,
        period=period,
        status=DRAFT,
        origin=PERSON,
        created_at=context.time,
        updated_at=context.time,
        due_date=wanted.get("due_date") or last_day(following(period)).isoformat(),
        version=version.version,
        card_revision=0,
        indicator=indicator,
        team=group.team,
        department=group.department,
    )
    return _with_parts(plan, wanted)


def version_of_period(context: Context, scheme: str, period: str) -> ReadyScheme:
    """Return the newest version of the scheme that made results of the period.

    Raises Invalid (422) ``no_results`` when there are none.
    """
    record = read_period(context.table, context.scope, period, scheme)
    newest = max(map(int, record.versions), default=None) if record else None
    if newest is None:
        raise invalid_value("/period", "no_results", NO_RESULTS)
    return existing(context.table, context.scope, scheme, newest)


def _with_parts(plan: Plan, wanted: Mapping[str, Any]) -> Plan:
    value = wanted.get("expected_value")
    return replace(
        plan,
        origin=PERSON,
        changed=True,
        problem=wanted.get("problem"),
        cause=wanted.get("cause"),
        measure=wanted.get("measure"),
        expected_effect=wanted.get("expected_effect"),
        expected_value=None if value is None else format(value, "f"),
    )


def _card(context: Context, wanted: Mapping[str, Any]) -> Scorecard:
    """Return the result that the plan follows from. Raises Invalid when the caller sees none."""
    person = person_in_path(context, wanted["employee_id"])
    card = read_card(context, wanted["scheme"], wanted["period"], person)
    if card is None or card.void is not None or not context.principal.oversees(card.team):
        raise invalid_value(
            "/employee_id",
            "no_result",
            Text(
                "该员工在此期间没有此方案的结果。",
                "This person has no result by this scheme in this period.",
            ),
        )
    return card


def _for_indicator(
    context: Context, card: Scorecard, version: ReadyScheme, indicator: str, due: str
) -> Plan:
    shortfall = shortfall_of(card, version, indicator)
    if shortfall is None:
        raise _no_figure()
    return plan_from(card, version, shortfall, context.time, due)


def _without_indicator(
    context: Context, card: Scorecard, wanted: Mapping[str, Any], due: str
) -> Plan:
    if wanted.get("problem") is None:
        raise invalid_value("/problem", "required", NO_WORDS)
    return Plan(
        id=random_id(card.period, card.person),
        scheme=card.scheme,
        period=card.period,
        person=card.person,
        status=DRAFT,
        origin=PERSON,
        created_at=context.time,
        updated_at=context.time,
        due_date=due,
        version=card.version,
        card_revision=card.revision,
        employee_name=card.employee_name,
        team=card.team,
        grade=card.grade,
    )


NO_WORDS = Text("没有指标时须写明问题。", "Without an indicator, say what the problem is.")
NEEDS_PROBLEM = Text("请写明问题。", "Say what the problem is.")
NO_INDICATOR = Text("方案没有此指标。", "The scheme has no indicator of this code.")
NO_RESULTS = Text("该期间没有此方案的结果。", "There are no results by this scheme in this period.")


def _no_figure() -> ServiceError:
    return invalid_value(
        "/indicator",
        "no_figure",
        Text(
            "此结果中没有该指标的得分。",
            "The result has no points for an indicator of this code.",
        ),
    )
