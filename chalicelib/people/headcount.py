"""The limit of people on a company's register, and how each change keeps their numbers.

Every transaction that changes a number of people (people/counting.py) changes its item too, on
condition that the limit allows it. So requests and uploads at the same time cannot pass the limit
together, and a transaction that is repeated counts once. Tombstones are not counted. Status and
team are those that are stored with a person: of the day of the last write (people/today.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.errors import OverLimit
from chalicelib.language import Text
from chalicelib.people import counting
from chalicelib.people.counting import PEOPLE, TEAM, Headcount, Numbers, RegisterBusy
from chalicelib.people.keys import key_of_headcount, key_of_team_count
from chalicelib.store.transactions import Refusal, Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits, read_tenant

#: Teams that one answer lists.
MOST_TEAMS = 5_000


@dataclass(frozen=True, slots=True)
class Room:
    """How many people the register may have and has, and the count that a change continues."""

    most: int
    people: int
    counted: str

    @property
    def places(self) -> int:
        """How many people may come."""
        return max(0, self.most - self.people)


class Recounted(RegisterBusy):
    """The register was counted anew since its room was read."""


def limit(context: Context) -> int:
    """Return how many people the company's register may have."""
    tenant = read_tenant(context.table, context.scope)
    return (tenant.allowance if tenant else Limits()).max_employees


def number(context: Context) -> int:
    """Return the number of people on the register."""
    return numbers(context).people


def numbers(context: Context) -> Headcount:
    """Return the numbers of people on the register."""
    return counting.read(context.table, context.scope, context.register_shards)


def by_team(context: Context, head: Headcount) -> Iterator[tuple[str, int]]:
    """Give the number of people of each team by its text. Those without a team are in none."""
    found = counting.of_teams(context.table, context.scope, head)
    return ((team, people) for team, people in found if people)


def described(context: Context) -> dict[str, Any]:
    """Return the numbers as the API shows them."""
    head = numbers(context)
    teams = sorted(by_team(context, head))
    return {
        "people": head.people,
        "active": head.active,
        "left": head.left,
        "without_team": head.people - sum(people for _, people in teams),
        "team_count": len(teams),
        "teams": [{"team": team, "people": people} for team, people in teams[:MOST_TEAMS]],
    }


def check(context: Context, more: int) -> Room:
    """Return the room. Raises OverLimit (``too_many_employees``) when ``more`` people exceed it.

    This refuses a request as a whole before anything is written. :func:`add` holds the limit.
    """
    head = numbers(context)
    room = Room(limit(context), head.people, head.counted or "")
    if more and head.people + more > room.most:
        raise over(room.most, head.people, more)
    return room


def writes(changed: Numbers) -> int:
    """Return how many writes of a transaction :func:`add` takes for these numbers."""
    teams = sum(1 for (kind, _), number in changed.items() if kind == TEAM and number)
    return teams + 1


def add(
    context: Context, unit: Unit, changed: Numbers, room: Room, refusal: Refusal | None = None
) -> None:
    """Change the numbers in the transaction that changes the people (:func:`counting.moved`).

    ``refusal`` makes the error of a transaction that exceeds the limit; OverLimit by default. The
    commit raises Recounted when the register was counted anew since the room was read.
    """
    changed = Numbers({name: number for name, number in changed.items() if number})
    if not changed:
        return
    more = changed[PEOPLE, ""]

    def refused() -> Exception:
        head = numbers(context)
        if head.counted != room.counted:
            return Recounted()
        return refusal() if refusal else over(room.most, head.people, more)

    actions: list[Any] = [Path("changes").set(Path("changes") + 1)]
    for (kind, team), number in changed.items():
        if kind == TEAM:
            key = key_of_team_count(context.scope, room.counted, team)
            told = [Path("people").set((Path("people") | 0) + number), Path("team").set(team)]
            unit.update(key, told)
        else:
            actions.append(Path(kind).set(Path(kind) + number))
    same: Any = Path("counted") == room.counted
    if more > 0:
        same &= Path(PEOPLE) <= room.most - more
    unit.update(key_of_headcount(context.scope), actions, same, refused)


def over(most: int, there: int, more: int) -> OverLimit:
    """Return the error of a register that has no place for so many more."""
    return OverLimit(
        "too_many_employees",
        Text(
            f"最多可登记 {most} 名员工，现有 {there} 名，本次新增 {more} 名。",
            f"At most {most} people can be registered; there are {there}, and this adds {more}.",
        ),
    )
