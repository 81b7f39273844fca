"""Erase a person as the head and a supervisor of teams."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.change_log.keys import TEAMS
from chalicelib.change_log.records import Change
from chalicelib.change_log.writing import enter
from chalicelib.organisation import names
from chalicelib.organisation.service import unchanged
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.teams.keys import PERSON, key_of_team, leads_prefix, partition_of_leads
from chalicelib.teams.records import Team, read_team
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import Erasing, ErasureBusy

#: Times that a team is read again because it changed meanwhile.
TRIES = 5


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """Take the person from the teams that they lead. Counts ``teams``.

    No checkpoint is needed: what is done has no entry any more.
    """
    context, person = erasing.context, erasing.person
    partition = partition_of_leads(context.scope)
    prefix = leads_prefix(context.scope, PERSON, person)
    for item in list(context.table.query_all(partition, prefix=prefix, only=("pk", "sk"))):
        _take_from(erasing, parts_of(item["sk"])[-1])
        context.table.delete(key_of_item(item))
    yield from ()


def _take_from(erasing: Erasing, code: str) -> None:
    context = erasing.context
    for _ in range(TRIES):
        team = read_team(context, code)
        if team is None or erasing.person not in team.leaders:
            return
        unit = Unit(context.table)
        after = _without(team, erasing.person, timestamp(context.platform.clock()))
        names.write_leads(context, unit, team, after)
        unit.put(key_of_team(context.scope, code), to_item(after), unchanged(team))
        enter(context, unit, TEAMS, [Change(code)])
        try:
            unit.commit()
        except ConditionFailed:
            continue
        erasing.count("teams")
        return
    raise ErasureBusy


def _without(team: Team, person: str, time: str) -> Team:
    return replace(
        team,
        head=None if team.head == person else team.head,
        supervisors=tuple(one for one in team.supervisors if one != person),
        updated_at=time,
        revision=team.revision + 1,
    )
