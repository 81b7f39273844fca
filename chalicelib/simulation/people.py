"""What the register tells of simulated people, and how a comparison is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.presenting import fixed
from chalicelib.scoring.exact import plain
from chalicelib.simulation.person import Compared, Outcome
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Known:
    """What people are called now, and the bonus bases of those who have one, by person."""

    ids: Mapping[PersonKey, str]
    bases: Mapping[PersonKey, Decimal]


def known(context: Context, persons: Iterable[PersonKey]) -> Known:
    """Read these people of the register: one request for a hundred."""
    wanted = tuple(dict.fromkeys(persons))
    found = read_people(context, wanted)
    return Known(
        {one: found[one].id if one in found else one for one in wanted},
        {
            person: Decimal(plain(one.bonus_base))
            for person, one in found.items()
            if one.bonus_base is not None
        },
    )


def described_all(
    context: Context, compared: Sequence[Compared], known_people: Known, places: int
) -> list[dict[str, Any]]:
    """Return comparisons as JSON values. ``places``: the decimals of totals.

    Reads the names of the teams: one request for a hundred.
    """
    team_codes = codes(context, [one.team for one in compared])
    return [
        {
            **_described(one, known_people.ids[one.person], places),
            "team_code": team_codes[one.team],
        }
        for one in compared
    ]


def _described(one: Compared, employee_id: str, places: int) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "employee_name": one.employee_name,
        "team": one.team,
        "direction": one.direction,
        "worse_off": one.worse_off,
        "before": _outcome(one.before, places),
        "after": _outcome(one.after, places),
        "bonus_base": one.bonus_base,
    }


def _outcome(side: Outcome, places: int) -> dict[str, Any]:
    total = side.total
    return {
        "total": None if total is None else fixed(total, places),
        "grade": side.grade,
        "coefficient": side.coefficient,
    }
