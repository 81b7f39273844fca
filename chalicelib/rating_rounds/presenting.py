"""Rating rounds as the API shows them: their state, never what anybody gave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.jobs import given_up
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language, Text
from chalicelib.people.identity import current_ids
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.progress import Progress
from chalicelib.rating_forms.records import DRAWING, Round
from chalicelib.scoring.rater_roles import ROLES, is_anonymous
from chalicelib.scoring.text import text
from chalicelib.teams import canonical
from chalicelib.tenancy.context import Context

#: How a round is shown whose drawing was given up. Never stored.
FAILED = "failed"
GAVE_UP = Text(
    "多次尝试后仍未能抽取评分人，请取消后重新建立。",
    "The round could not be drawn, though it was tried several times; cancel it and make another.",
)


def as_shown(found: Round, now: str) -> Round:
    """Return the round as it is shown: failed when its drawing was given up."""
    if found.status != DRAWING or given_up.since(found.gave_up_at, now) is None:
        return found
    return replace(found, status=FAILED, reason=given_up.reason(GAVE_UP))


def described_one(context: Context, found: Round, language: Language) -> dict[str, Any]:
    """Return a round as the API shows it alone: with some of the people who joined."""
    persons = [PersonKey(one) for one in found.joined.get("persons", ())]
    (told,) = described_all(context, [found], language)
    if persons:
        ids = current_ids(context, persons)
        told["joined"] = {**told["joined"], "employees": [ids[one] for one in persons]}
    return told


def described_all(
    context: Context, rounds: Sequence[Round], language: Language
) -> list[dict[str, Any]]:
    """Return rounds as the API shows them. Costs a batch read of the people whom they name."""
    named = {PersonKey(one) for found in rounds for one in _named(found)}
    ids = current_ids(context, sorted(named)) if named else {}
    return [_described(as_shown(one, context.time), ids, language) for one in rounds]


def described_progress(context: Context, found: Sequence[Progress]) -> list[dict[str, Any]]:
    """Return how far a round's teams are. Costs one read for a hundred teams."""
    codes = canonical.codes(context, [one.team or None for one in found])
    return [
        {
            "team": one.team or None,
            "team_code": codes[one.team or None],
            "role": one.role,
            "role_name": dict(ROLES.get(one.role, text(one.role, one.role))),
            "forms": one.forms,
            "submitted": one.submitted,
        }
        for one in found
    ]


def _described(found: Round, ids: Mapping[PersonKey, str], language: Language) -> dict[str, Any]:
    drawing = {"done": found.drawn, "known": found.raters or None}
    return {
        "id": found.id,
        "scheme": found.scheme,
        "version": found.version,
        "period": found.period,
        "status": found.status,
        "opens_on": found.opens_on,
        "closes_on": found.closes_on,
        "indicators": list(found.indicators),
        "sources": list(found.sources),
        "roles": [_role(role, how, ids) for role, how in found.roles.items()],
        "teams": list(found.teams),
        "anonymity_min": found.anonymity_min,
        "reminders": list(found.reminders),
        "single_marks": found.single_marks,
        "seed": found.seed,
        "progress": drawing if found.status == DRAWING else None,
        "people": found.people,
        "raters": found.raters,
        "forms": found.forms,
        "lacking": [
            {"role": role, "people": number} for role, number in sorted(found.lacking.items())
        ],
        "joined": _joined(found),
        "adding_since": found.adding_since,
        "reason": shown_reason(found.reason, language),
        "asked_again": list(found.asked_again),
        "left_out": [
            {"role": role, "reason": how["reason"]} for role, how in sorted(found.left_out.items())
        ],
        "closings": found.closings,
        "upload": found.upload,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
        "created_at": found.created_at,
        "created_by": found.created_by,
        "updated_at": found.updated_at,
        "revision": found.revision,
    }


def _joined(found: Round) -> dict[str, Any] | None:
    """Return how many joined the round's teams since the draw; None: nobody, as far as is known."""
    if not found.joined:
        return None
    people, found_at = int(found.joined["people"]), found.joined["at"]
    return {"people": people, "employees": [], "found_at": found_at}


def _role(role: str, how: Mapping[str, Any], ids: Mapping[PersonKey, str]) -> dict[str, Any]:
    number = how.get("number")
    return {
        "role": role,
        "name": dict(ROLES.get(role, text(role, role))),
        "who": how["who"],
        "number": None if number is None else int(number),
        "employees": [ids[PersonKey(one)] for one in how.get("raters", ())],
        "anonymous": is_anonymous(role),
    }


def _named(found: Round) -> list[str]:
    return [one for how in found.roles.values() for one in how.get("raters", ())]
