"""Corrections as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.corrections.records import Correction
from chalicelib.differences.presenting import exact
from chalicelib.people.facts import PLACES
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.presenting import fixed
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return corrections as the API shows them."""
    people = list(dict.fromkeys(person for one in corrections for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in corrections])
    return [{**described(one, ids), "team_code": team_codes[one.team]} for one in corrections]


def described(correction: Correction, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return a correction without its team's code. ``ids``: what its people are called now. None:
    what they came with."""
    difference = correction.difference
    return {
        "id": correction.id,
        "kind": correction.kind,
        "scheme": correction.scheme,
        "period": correction.period,
        "employee_id": called_in(correction.person, ids),
        "person": shown(correction.person),
        "team": correction.team,
        "reason": correction.reason or None,
        "figures": [dict(row) for row in correction.figures or ()],
        "cause": dict(correction.cause or {}),
        "before": correction.before and described_result(correction.before),
        "after": described_result(correction.after),
        "difference": None if difference is None else exact(difference),
        "share": None if correction.share is None else fixed(correction.share, PLACES),
        "made": described_signature(correction.made, ids),
        "updated_at": correction.updated_at,
    }


def described_result(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a result before or after it is corrected."""
    return {**told, "revision": int(told["revision"])}


def _people(correction: Correction) -> list[PersonKey]:
    maker = correction.made.get("person")
    return [correction.person, *([PersonKey(maker)] if maker else [])]
