"""The stored numbers of people on a company's register, and the count that makes them.

One item has the numbers of people and of each status, one item for each team the team's.
``changes`` grows with each change of a number, so a count of the register is exact when it is the
same before and after. ``counted`` names the count that the teams' items continue: each full count
writes new ones, and a change that continues another count is refused (people/headcount.py).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.errors import Busy
from chalicelib.language import Text
from chalicelib.people.keys import (
    key_of_headcount,
    key_of_team_count,
    partition_of_headcount,
    partitions_of_employees,
    team_counts_prefix,
)
from chalicelib.people.records import ACTIVE, DELETED, ID_ONLY, LEFT, Employee
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import key_of_item
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.tenancy.scope import TenantScope

#: Counts of a register that changes meanwhile, before a recount is given up.
ATTEMPTS = 10
PEOPLE, TEAM = "people", "team"
#: Numbers by what they count: (``people``, ""), (status, ""), (``team``, its text).
Numbers = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Headcount:
    """The stored numbers of people, how often they were changed, and which count they continue.

    ``counted`` None: the item is from before statuses and teams were counted.
    """

    people: int
    changes: int = 0
    active: int = 0
    left: int = 0
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class Recount:
    """The number that was stored, and the number of people that are on the register.

    ``differs``: whether one of the numbers by status and team differed too.
    """

    stored: int
    counted: int
    differs: bool


class RegisterBusy(Busy):
    """The register changes while it is counted."""

    def __init__(self) -> None:
        super().__init__(
            "register_busy", Text("名册正在变动，请稍后重试。", "The register is being changed.")
        )


def numbers_of(person: Employee | None) -> Numbers:
    """Return what a person adds to the numbers; nothing for nobody and for a tombstone."""
    if person is None or person.status in (DELETED, ID_ONLY):
        return Counter()
    return _numbers(person.status, person.team)


def moved(before: Employee | None, after: Employee) -> Numbers:
    """Return how a change of a person changes the numbers."""
    found = numbers_of(after)
    found.subtract(numbers_of(before))
    return Counter({name: number for name, number in found.items() if number})


def read(table: Table, scope: TenantScope, shards: int) -> Headcount:
    """Read the numbers. A register whose numbers were not kept until now is counted once.

    Nobody can change the register between this count and the write of its numbers, because every
    such change needs the stored ones.
    """
    for _ in range(ATTEMPTS):
        found = _read(table, scope)
        if found is not None and found.counted is not None:
            return found
        _store(table, scope, found, _count(table, scope, shards))
    raise RegisterBusy


def recount(table: Table, scope: TenantScope, shards: int, *, mend: bool) -> Recount:
    """Count the register of so many shards; with ``mend`` store the numbers, if they differ.

    Raises RegisterBusy when the register changed during every count.
    """
    for _ in range(ATTEMPTS):
        before = read(table, scope, shards)
        teams = dict(of_teams(table, scope, before))
        numbers = _count(table, scope, shards)
        same = _all_numbers(before, teams) == numbers
        found = Recount(before.people, numbers[PEOPLE, ""], not same)
        if same or not mend:
            if _read(table, scope) == before:
                return found
        elif _store(table, scope, before, numbers):
            return found
    raise RegisterBusy


def of_teams(table: Table, scope: TenantScope, head: Headcount) -> Iterator[tuple[str, int]]:
    """Give the number of people of each team of the count, by the team's text."""
    prefix = team_counts_prefix(head.counted or "")
    for item in table.query_all(partition_of_headcount(scope), prefix=prefix):
        yield item["team"], int(item["people"])


def _all_numbers(head: Headcount, teams: Mapping[str, int]) -> Numbers:
    found = {(PEOPLE, ""): head.people, (ACTIVE, ""): head.active, (LEFT, ""): head.left}
    found |= {(TEAM, team): number for team, number in teams.items()}
    return Counter({name: number for name, number in found.items() if number})


def _count(table: Table, scope: TenantScope, shards: int) -> Numbers:
    """Count the whole register."""
    present = (Path("status") != DELETED) & (Path("status") != ID_ONLY)
    found: Numbers = Counter()
    for partition in partitions_of_employees(scope, shards):
        only = ("pk", "sk", "status", "team")
        for item in table.query_all(partition, only=only, where=present):
            found.update(_numbers(item["status"], item.get("team")))
    return found


def _numbers(status: str, team: str | None) -> Numbers:
    names = [(PEOPLE, ""), (status, "")]
    return Counter(names if team is None else [*names, (TEAM, team)])


def _store(table: Table, scope: TenantScope, before: Headcount | None, numbers: Numbers) -> bool:
    """Store counted numbers in place of ``before``. Return whether nothing changed meanwhile."""
    counted = new_id("cnt", datetime.now(UTC))
    teams = {team: number for (kind, team), number in numbers.items() if kind == TEAM}
    table.write_batch(
        (key_of_team_count(scope, counted, team), {"team": team, "people": number})
        for team, number in teams.items()
    )
    item: dict[str, Any] = {
        "people": numbers[PEOPLE, ""],
        "active": numbers[ACTIVE, ""],
        "left": numbers[LEFT, ""],
        "changes": 0 if before is None else before.changes + 1,
        "counted": counted,
    }
    same: Any = Path("pk").does_not_exist()
    if before is not None:
        same = (Path("changes") == before.changes) & (Path("people") == before.people)
    try:
        table.put(key_of_headcount(scope), item, same)
    except ConditionFailed:
        _forget(table, scope, counted)
        return False
    if before is not None and before.counted is not None:
        _forget(table, scope, before.counted)
    return True


def _forget(table: Table, scope: TenantScope, counted: str) -> None:
    """Remove the teams' numbers of a count that nothing continues."""
    found = table.query_all(
        partition_of_headcount(scope), prefix=team_counts_prefix(counted), only=("pk", "sk")
    )
    table.write_batch((), [key_of_item(item) for item in found])


def _read(table: Table, scope: TenantScope) -> Headcount | None:
    item = table.get(key_of_headcount(scope))
    return None if item is None else from_item(Headcount, item)
