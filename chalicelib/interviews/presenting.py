"""Interviews as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.interviews.records import WORDS, Interview
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, interviews: Sequence[Interview]) -> list[dict[str, Any]]:
    """Return interviews as the API shows them."""
    people = list(dict.fromkeys(person for one in interviews for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in interviews])
    return [{**described(one, ids), "team_code": team_codes[one.team]} for one in interviews]


def described(interview: Interview, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return an interview without its team's code. ``ids``: what its people are called now. None:
    what they came with."""
    return {
        "id": interview.id,
        "status": interview.status,
        "scheme": interview.scheme,
        "period": interview.period,
        "employee_id": called_in(interview.person, ids),
        "person": shown(interview.person),
        "team": interview.team,
        "held_on": interview.held_on,
        **{name: getattr(interview, name) for name in WORDS},
        "plans": list(interview.plans),
        "recorded": described_signature(interview.recorded, ids),
        "answers": [
            {name: one.get(name) for name in ("took_place", "remark", "at", "by")}
            for one in interview.answers
        ],
        "revision": interview.revision,
        "updated_at": interview.updated_at,
    }


def _people(interview: Interview) -> list[PersonKey]:
    recorder = interview.recorded.get("person")
    return [interview.person, *([PersonKey(recorder)] if recorder else [])]
