"""The writes that give names to a team, take them away and move them to another team.

Each fold has an entry, which is written together with the team. So two requests at the same time
cannot both give a name away.
"""

from collections.abc import Mapping
from functools import partial

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed, ServiceError
from chalicelib.organisation.errors import name_taken, too_many_names
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.store.transactions import Unit
from chalicelib.team_folds import fold
from chalicelib.teams.keys import (
    key_of_department_team,
    key_of_led_team,
    key_of_name,
)
from chalicelib.teams.records import MOST_NAMES, NameEntry, Team, read_names
from chalicelib.tenancy.context import Context

_code = Path("code")


def check(context: Context, before: Team | None, after: Team) -> None:
    """Raise Conflict (409) ``team_name_taken`` when a new name is another team's, and OverLimit
    (422) ``too_many_names`` for more names than a team may have."""
    check_number(after)
    spelled = {fold(text): text for text in after.spellings}
    new = spelled.keys() - (before.folds if before else frozenset())
    for folded, entry in sorted(read_names(context, sorted(new)).items()):
        if entry.code != after.code:
            raise name_taken(spelled[folded], entry)


def check_number(team: Team) -> None:
    """Raise OverLimit (422) ``too_many_names`` for more names and former codes than may be."""
    number = len(team.folds) + len(team.former_codes)
    if number > MOST_NAMES:
        raise too_many_names(number)


def write(context: Context, unit: Unit, before: Team | None, after: Team) -> None:
    """Add the writes that give ``after`` its names, and free those of ``before`` that it lacks.

    The commit raises 409 ``team_name_taken`` when another request has taken one of them.
    """
    spelled = {fold(text): text for text in after.spellings}
    former = before.folds if before else frozenset[str]()
    own_or_free = Path("pk").does_not_exist() | (_code == after.code)
    for folded in sorted(spelled.keys() - former):
        entry = NameEntry(folded, after.code, after.text, unused=not after.used)
        key = key_of_name(context.scope, folded)
        taken = partial(_taken_now, context, folded, spelled[folded])
        unit.put(key, to_item(entry), own_or_free, taken)
    free(context, unit, after.code, former - spelled.keys())


def free(context: Context, unit: Unit, code: str, folds: frozenset[str]) -> None:
    """Add the writes that take these names from the team."""
    for folded in sorted(folds):
        unit.delete(key_of_name(context.scope, folded), _code == code, Changed)


def move(context: Context, unit: Unit, team: Team, into: Team) -> None:
    """Add the writes that make every name of ``team`` one of ``into``'s."""
    own = (_code == team.code) | (_code == into.code)
    for folded in sorted(team.folds):
        entry = NameEntry(folded, into.code, into.text, unused=not into.used)
        unit.put(key_of_name(context.scope, folded), to_item(entry), own, Changed)


def write_leads(context: Context, unit: Unit, before: Team | None, after: Team | None) -> None:
    """Add the writes of the entries from leaders and from the department to the team."""
    for key in sorted(_leads(context, before) - _leads(context, after)):
        unit.delete(key)
    for key in sorted(_leads(context, after) - _leads(context, before)):
        unit.put(key, {})


def _leads(context: Context, team: Team | None) -> set[Key]:
    if team is None:
        return set()
    keys: set[Key] = {key_of_led_team(context.scope, person, team.code) for person in team.leaders}
    if team.department_code is not None:
        keys.add(key_of_department_team(context.scope, team.department_code, team.code))
    return keys


def _taken_now(context: Context, folded: str, name: str) -> ServiceError:
    entries: Mapping[str, NameEntry] = read_names(context, [folded])
    return name_taken(name, entries.get(folded))
