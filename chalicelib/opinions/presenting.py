"""Opinions as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.opinions.records import Opinion
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.today import day_of
from chalicelib.person_keys import PersonKey, shown
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(context: Context, opinions: Sequence[Opinion]) -> list[dict[str, Any]]:
    """Return opinions as the API shows them."""
    people = list(dict.fromkeys(one.person for one in opinions))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in opinions])
    return [{**described(context, one, ids), "team_code": team_codes[one.team]} for one in opinions]


def described(
    context: Context, opinion: Opinion, ids: Mapping[PersonKey, str] | None
) -> dict[str, Any]:
    """Return an opinion without its team's code. ``ids``: what people are called now. None: what
    they came with."""
    person = opinion.person
    return {
        "id": opinion.id,
        "status": opinion.status,
        "about": opinion.about,
        "scheme": opinion.scheme,
        "version": opinion.version,
        "employee_id": called_in(person, ids),
        "person": shown(person),
        "team": opinion.team,
        "opinion": opinion.opinion,
        "sent_at": opinion.sent_at,
        "days_open": _days_open(context, opinion),
        "answers": [
            {name: one.get(name) for name in ("outcome", "answer", "at", "by")}
            for one in opinion.answers
        ],
        "case": opinion.case,
        "revision": opinion.revision,
        "updated_at": opinion.updated_at,
    }


def _days_open(context: Context, opinion: Opinion) -> int:
    """Return the days from sending to the first answer, or to today, by the company's calendar."""
    zone = context.principal.time_zone
    ended = opinion.answered_at
    until = context.now if ended is None else datetime.fromisoformat(ended)
    sent = day_of(datetime.fromisoformat(opinion.sent_at), zone)
    return (date.fromisoformat(day_of(until, zone)) - date.fromisoformat(sent)).days
