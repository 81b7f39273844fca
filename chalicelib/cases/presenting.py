"""Cases as the API shows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.cases.effect import Effect, effects
from chalicelib.cases.hearings import MEMBERS, SAID
from chalicelib.cases.records import Case
from chalicelib.cases.sight import sees_evidence
from chalicelib.evidence.presenting import described_files
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(
    context: Context, cases: Sequence[Case], *, due: bool = False, corrects: bool = False
) -> list[dict[str, Any]]:
    """Return cases as the API shows them to the caller, with what has become of each.

    ``due``: their effect is asked for with this request's commit. ``corrects``: it is made with it.
    """
    people = list(dict.fromkeys(person for case in cases for person in _people(case)))
    ids = ids_now(people, read_people(context, people))
    found = effects(context, cases, due=due, corrects=corrects)
    team_codes = codes(context, [case.team for case in cases])
    return [
        {
            **_described(context, case, ids, found.get(case.id)),
            "team_code": team_codes[case.team],
        }
        for case in cases
    ]


def _described(
    context: Context, case: Case, ids: Mapping[PersonKey, str], effect: Effect | None
) -> dict[str, Any]:
    sees = sees_evidence(context.principal, case)
    listed = described_files(case, context.language, context.time) if sees else None
    return {**described(case, ids, effect, with_evidence=sees), "files": listed}


def described(
    case: Case,
    ids: Mapping[PersonKey, str] | None,
    effect: Effect | None,
    *,
    with_evidence: bool,
) -> dict[str, Any]:
    """Return a case without its files. ``ids``: what its people are called now. None: what they
    came with."""
    return {
        "id": case.id,
        "kind": case.kind,
        "status": case.status,
        "scheme": case.scheme,
        "period": case.period,
        "employee_id": called_in(case.person, ids),
        "person": shown(case.person),
        "team": case.team,
        "code": case.code,
        "indicator": case.indicator,
        "treatment": case.treatment,
        "target": None if case.target is None else Decimal(case.target),
        "reason": case.reason,
        "evidence": case.evidence if with_evidence else None,
        "appeal": case.appeal,
        "hearing": None if case.hearing is None else _hearing(case.hearing),
        "former_hearings": [
            {
                **_hearing(one),
                "about": _about(one["about"], with_evidence=with_evidence),
                "changed": list(one["changed"]),
                "taken_back_at": one["taken_back_at"],
            }
            for one in case.former_hearings
        ],
        "proposal": _signed(case.proposal, ids),
        "decisions": {status: _signed(one, ids) for status, one in case.decisions.items()},
        "effect": effect,
        "revision": case.revision,
        "created_at": case.created_at,
        "updated_at": case.updated_at,
    }


def _hearing(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told.get(name) for name in (*MEMBERS, "at", "by")}


def _about(told: Mapping[str, Any], *, with_evidence: bool) -> dict[str, Any]:
    """Return what a case said when its person was heard."""
    target, files = told.get("target"), told.get("files", [])
    return {
        **{name: told.get(name) for name in SAID},
        "target": None if target is None else Decimal(target),
        "evidence": told.get("evidence") if with_evidence else None,
        "files": list(files) if with_evidence else None,
    }


def _signed(told: Mapping[str, Any], ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    return {**described_signature(told, ids), "reason": told.get("reason")}


def _people(case: Case) -> list[PersonKey]:
    signed = (case.proposal, *case.decisions.values())
    named = [PersonKey(one["person"]) for one in signed if one.get("person")]
    return [case.person, *named]
