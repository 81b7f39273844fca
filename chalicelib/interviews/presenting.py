"""Interviews as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.interviews.records import WORDS, Interview
from chalicelib.people.identity import ids_now
from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, first_id, shown
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
    recorder = interview.recorded.get("person")
    return {
        "id": interview.id,
        "status": interview.status,
        "scheme": interview.scheme,
        "period": interview.period,
        "employee_id": _called(interview.person, ids),
        "person": shown(interview.person),
        "team": interview.team,
        "held_on": interview.held_on,
        **{name: getattr(interview, name) for name in WORDS},
        "plans": list(interview.plans),
        "recorded": {
            "at": interview.recorded.get("at"),
            "by": interview.recorded.get("by"),
            "employee_id": None if recorder is None else _called(PersonKey(recorder), ids),
        },
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


def _called(person: PersonKey, ids: Mapping[PersonKey, str] | None) -> str:
    return first_id(person) if ids is None else ids[person]
