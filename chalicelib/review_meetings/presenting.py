"""Review meetings as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.review_meetings.records import WORDS, ReviewMeeting
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, meetings: Sequence[ReviewMeeting]) -> list[dict[str, Any]]:
    """Return meetings as the API shows them."""
    people = list(dict.fromkeys(person for one in meetings for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in meetings])
    return [{**described(one, ids), "team_code": team_codes[one.team]} for one in meetings]


def described(meeting: ReviewMeeting, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return a meeting without its team's code. ``ids``: what its people are called now. None: what
    they came with."""
    return {
        "id": meeting.id,
        "subject": {
            "kind": meeting.kind,
            "team": meeting.team,
            "department": meeting.department,
        },
        "scheme": meeting.scheme,
        "period": meeting.period,
        "held_on": meeting.held_on,
        "participants": [
            {"employee_id": called_in(one, ids), "person": shown(one)}
            for one in meeting.participants
        ],
        "indicators": list(meeting.indicators),
        **{name: getattr(meeting, name) for name in WORDS},
        "decisions": [
            {name: one.get(name) for name in ("decision", "plan", "at", "by")}
            for one in meeting.decisions
        ],
        "recorded": described_signature(meeting.recorded, ids),
        "revision": meeting.revision,
        "updated_at": meeting.updated_at,
    }


def _people(meeting: ReviewMeeting) -> list[PersonKey]:
    recorder = meeting.recorded.get("person")
    return [*meeting.participants, *([PersonKey(recorder)] if recorder else [])]
