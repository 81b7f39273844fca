"""The names by which results are found: of a team that a filter names, of teams that a caller
leads. Stored texts are compared with them by their folds, so any spelling is found.
"""

from collections.abc import Iterable

from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.teams.codes import is_code
from chalicelib.teams.keys import (
    DEPARTMENT,
    PERSON,
    PERSONS,
    key_of_name,
    key_of_team,
    leads_prefix,
    partition_of_leads,
)
from chalicelib.teams.records import (
    DELETED,
    NameEntry,
    Team,
    read_names,
    read_team,
    read_teams,
)
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role

#: Teams that one person leads, or that a department has, at most. Further ones are not seen.
MOST_LED = 1_000


def named(context: Context, text: str) -> Team | None:
    """Return the team that a code, or else any spelling of a name, names; None when there is none.

    A code names its own team whatever other teams are called. The code of a team that was merged
    names the team that it is now. Costs two or three reads.
    """
    scope, folded = context.scope, fold(text)
    name = key_of_name(scope, folded) if folded else None
    code = key_of_team(scope, text) if is_code(text) else None
    keys = [key for key in (name, code) if key is not None]
    found = context.table.get_many(keys) if keys else {}
    if code in found:
        team = from_item(Team, found[code])
        if team.merged_into is not None:
            return read_team(context, team.merged_into)
        if team.status != DELETED:
            return team
    if name in found:
        return read_team(context, from_item(NameEntry, found[name]).code)
    return None


def folds_named(context: Context, text: str | None) -> frozenset[str] | None:
    """Return the folds of every name of the team that a filter names; None without a filter.

    A text that names no team finds what was stored with its own spellings.
    """
    if text is None:
        return None
    team = named(context, text)
    return frozenset({fold(text)}) if team is None else team.folds


def is_in(team: str | None, folds: frozenset[str] | None) -> bool:
    """Say whether a stored team is among these folds; None: everybody is."""
    return folds is None or (team is not None and fold(team) in folds)


def led_folds(
    context: Context,
    texts: Iterable[str] = (),
    departments: Iterable[str] = (),
    person: str | None = None,
) -> frozenset[str]:
    """Return the folds of all names of the teams that somebody leads.

    ``texts`` name teams; ``departments`` are codes of departments; ``person`` is the key of a
    person, who leads the teams of which they are a supervisor, and as the head of a team all teams
    of its department. Costs a read for a hundred texts, a query for each department and for the
    person, and a read for a hundred teams.
    """
    own = {folded for text in texts if (folded := fold(text))}
    codes = {entry.code for entry in read_names(context, own).values()}
    wanted = set(departments)
    if person is not None:
        led = read_teams(context, _codes(context, PERSON, person))
        codes |= led.keys()
        headed = (team.department_code for team in led.values() if team.head == person)
        wanted.update(one for one in headed if one is not None)
    for department in sorted(wanted):
        codes.update(_codes(context, DEPARTMENT, department))
    teams = read_teams(context, sorted(codes))
    return frozenset(own).union(*(team.folds for team in teams.values()))


def headed(context: Context) -> frozenset[str]:
    """Return the codes of the departments that the caller supervises: those of the credential, and
    those of teams whose head the caller is. Costs a query and a read for a hundred teams.
    """
    principal = context.principal
    if Role.SUPERVISOR not in principal.roles:
        return frozenset()
    found = set(principal.departments)
    if principal.person is not None:
        led = read_teams(context, _codes(context, PERSON, principal.person))
        mine = (team.department_code for team in led.values() if team.head == principal.person)
        found.update(one for one in mine if one is not None)
    return frozenset(found)


def is_department(context: Context, code: str) -> bool:
    """Return whether a team belongs to a department of this code. Costs a query."""
    prefix = leads_prefix(context.scope, DEPARTMENT, code)
    page = context.table.query(
        partition_of_leads(context.scope), prefix=prefix, limit=1, only=("pk", "sk")
    )
    return bool(page.items)


def leads(context: Context, person: str) -> bool:
    """Return whether a person is the head or a supervisor of any team. Costs a query."""
    prefix = leads_prefix(context.scope, PERSON, person)
    page = context.table.query(
        partition_of_leads(context.scope), prefix=prefix, limit=1, only=("pk", "sk")
    )
    return bool(page.items)


def led(context: Context) -> list[Team]:
    """Return every team that names a head or a supervisor, by code."""
    partition = partition_of_leads(context.scope)
    entries = context.table.query_all(partition, prefix=PERSONS, only=("pk", "sk"))
    codes = sorted({parts_of(item["sk"])[-1] for item in entries})
    found = read_teams(context, codes)
    return [found[code] for code in codes if code in found]


def _codes(context: Context, kind: str, name: str) -> list[str]:
    """Return the codes of the teams of a person or a department, MOST_LED at most."""
    page = context.table.query(
        partition_of_leads(context.scope),
        prefix=leads_prefix(context.scope, kind, name),
        limit=MOST_LED,
        only=("pk", "sk"),
    )
    return [parts_of(item["sk"])[-1] for item in page.items]
