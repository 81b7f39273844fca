"""Nobody decides on their own judgement: who had a hand in what an appeal contests is refused.

That is the person, whoever sent or corrected the contested figures, proposed, changed or decided a
contested case, rated the person in a contested role, and the team's head and supervisors where
superiors rated. The refusal does not say which of these it is.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.api_keys.keys import key_of_api_key
from chalicelib.api_keys.records import ApiKey
from chalicelib.appeal_records.records import Appeal, is_decision
from chalicelib.appeals import refusals
from chalicelib.cases.records import read_cases
from chalicelib.corrections.records import read_corrections
from chalicelib.errors import Forbidden
from chalicelib.rating_forms.keys import index_of_forms_about
from chalicelib.store.keys import SEPARATOR, parts_of
from chalicelib.store.records import from_item
from chalicelib.teams.sight import named
from chalicelib.tenancy.context import Context


def refuse_who_judged(context: Context, appeal: Appeal) -> None:
    """Raise Forbidden (403) ``own_appeal``, ``decided_before`` or ``own_judgement``."""
    person = context.principal.person
    if person == appeal.person:
        raise Forbidden("own_appeal", refusals.OWN)
    first = [one for one in appeal.steps if is_decision(one)]
    if appeal.instance > 1 and person in {one.get("person") for one in first}:
        raise Forbidden("decided_before", refusals.DECIDED_FIRST)
    if _sent(context, appeal) or person in _people(context, appeal):
        raise Forbidden("own_judgement", refusals.JUDGED)


def _sent(context: Context, appeal: Appeal) -> bool:
    """Return whether the caller's credential, or another of the caller, sent contested figures."""
    principal = context.principal
    sent = {
        str(one["by"])
        for one in appeal.judges
        if "correction" in one or ("upload" in one and "round" not in one)
    }
    if principal.credential in sent:
        return True
    keys = [key_of_api_key(context.scope, one) for one in sent]
    items = context.table.get_many(keys) if keys else {}
    return principal.person in {from_item(ApiKey, item).bound_to for item in items.values()}


def _people(context: Context, appeal: Appeal) -> set[Any]:
    cases = read_cases(context, [one["case"] for one in appeal.judges if "case" in one])
    found: set[Any] = set()
    for case in cases.values():
        signed = (case.proposal, *case.decisions.values())
        found |= {*case.authors, *(one.get("person") for one in signed)}
    made = (one["correction"] for one in appeal.judges if "correction" in one)
    found |= {one.made.get("person") for one in read_corrections(context, made)}
    for one in appeal.judges:
        if "round" in one:
            found |= _raters(context, appeal, one)
    if any(one.get("superiors") for one in appeal.judges) and appeal.team is not None:
        team = named(context, appeal.team)
        found |= set() if team is None else set(team.leaders)
    return found - {None}


def _raters(context: Context, appeal: Appeal, judge: Mapping[str, Any]) -> set[str]:
    """Return who filled in a form about the person in the round, in the contested role or in any.

    The raters of one person are few: one query of the index.
    """
    role = f"{judge['role']}{SEPARATOR}" if "role" in judge else ""
    keys = context.table.keys_of_employee(
        index_of_forms_about(context.scope, appeal.person),
        prefix=f"{judge['round']}{SEPARATOR}{role}",
    )
    return {parts_of(key.sk)[0] for key in keys}
