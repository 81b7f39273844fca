"""Make, read, change and delete teams."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.change_log.keys import TEAMS
from chalicelib.change_log.records import Change
from chalicelib.change_log.writing import enter
from chalicelib.errors import Changed, NotFound
from chalicelib.organisation import in_use, names
from chalicelib.organisation.errors import already_merged, code_taken, too_many_teams
from chalicelib.organisation.persons import ids_of, keys_of
from chalicelib.store.records import to_item
from chalicelib.team_folds import cleaned, fold
from chalicelib.teams.codes import code_of
from chalicelib.teams.keys import key_of_team, key_of_team_counts
from chalicelib.teams.making import count
from chalicelib.teams.presenting import described
from chalicelib.teams.records import (
    DELETED,
    Team,
    read_team,
    read_teams,
)
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def seen(context: Context, code: str) -> Team:
    """Return a team that the caller may see, by its code or the code of a team that it was.

    Raises NotFound (404) for an unknown or deleted team, and for one that the caller may not see.
    """
    team = read_team(context, code)
    if team is not None and team.merged_into is not None:
        team = read_team(context, team.merged_into)
    if team is None or team.status == DELETED or not sees(context, team):
        raise NotFound("team")
    return team


def create(context: Context, wanted: Mapping[str, Any]) -> Team:
    """Make a team. ``wanted`` is a loaded ``TeamBody``.

    Raises 409 ``team_exists`` and ``team_name_taken``, 422 ``too_many_teams``, ``too_many_names``
    and ``unknown_employee``.
    """
    called = _called(wanted)
    text, own = called[context.language], wanted.get("code")
    code = _free_code(context, text) if own is None else str(own)
    before = read_team(context, code)
    if before is not None and before.status != DELETED:
        raise code_taken(code)
    made = Team(
        code=code,
        text=text,
        names=called,
        updated_at=context.time,
        own_code=own is not None,
        revision=before.revision + 1 if before else 1,
    )
    team = _with(context, made, wanted)
    names.check(context, None, team)
    names.write(context, context.unit, None, team)
    names.write_leads(context, context.unit, None, team)
    _put(context, before, team)
    count(context, context.unit, 1, too_many_teams)
    record_change(context, "teams.create", **told(None, team))
    return team


def change(context: Context, code: str, wanted: Mapping[str, Any], expected: Expected) -> Team:
    """Change what a loaded ``TeamPatch`` says of a team, and nothing else.

    Raises NotFound (404), 412 when ``expected`` does not hold or the team changes meanwhile, and
    what :func:`create` raises for names and leaders.
    """
    before = seen(context, code)
    check(expected, before.revision)
    after = _with(context, before, wanted)
    if after == before:
        return before
    after = replace(after, updated_at=context.time, revision=before.revision + 1)
    names.check(context, before, after)
    names.write(context, context.unit, before, after)
    names.write_leads(context, context.unit, before, after)
    _put(context, before, after)
    record_change(context, "teams.change", **told(before, after))
    return after


def delete(context: Context, code: str, expected: Expected) -> None:
    """Delete a team that nothing names. Its names are free afterwards.

    Raises NotFound (404), 412 as :func:`change`, 409 ``team_in_use`` with examples of what names
    it, and 409 ``team_merged`` for a team that is another one.
    """
    before = read_team(context, code)
    if before is None or before.status == DELETED:
        raise NotFound("team")
    if before.merged_into is not None:
        raise already_merged(code, before.merged_into)
    check(expected, before.revision)
    if before.used or before.former_codes:
        raise in_use.refusal(context, before)
    tombstone = Team(
        code=before.code,
        text=before.text,
        names=before.names,
        updated_at=context.time,
        status=DELETED,
        revision=before.revision + 1,
    )
    names.free(context, context.unit, before.code, before.folds)
    names.write_leads(context, context.unit, before, None)
    _put(context, before, tombstone)
    number = Path("number")
    context.unit.update(key_of_team_counts(context.scope), [number.set(number - 1)])
    record_change(context, "teams.delete", **told(before, tombstone))


def shown(context: Context, teams: Sequence[Team]) -> list[dict[str, Any]]:
    """Return teams as the API shows them, their leaders by what the company calls them now."""
    ids = ids_of(context, {person for team in teams for person in team.leaders})
    return [described(team, ids) for team in teams]


def unchanged(team: Team) -> Condition:
    """Return the condition that a team is as it was read, and that nothing has named it since."""
    condition: Condition = (Path("revision") == team.revision) & (Path("used") == team.used)
    return condition


def _put(context: Context, before: Team | None, after: Team) -> None:
    condition = Path("pk").does_not_exist() if before is None else unchanged(before)
    context.unit.put(key_of_team(context.scope, after.code), to_item(after), condition, Changed)
    enter(context, context.unit, TEAMS, [Change(after.code)])


def told(before: Team | None, after: Team) -> dict[str, Any]:
    """Return what an audit event says of a change: target, before, after and revision."""
    return {
        "target": f"teams/{after.code}",
        "before": None if before is None else described(before),
        "after": described(after),
        "revision": after.revision,
    }


def sees(context: Context, team: Team) -> bool:
    """Say whether the caller may see the team: one of its spellings is a team of theirs."""
    return any(map(context.principal.oversees, team.spellings))


def _with(context: Context, team: Team, wanted: Mapping[str, Any]) -> Team:
    """Return the team with what a loaded body says of it."""
    keys = keys_of(context, wanted)
    changed: dict[str, Any] = {}
    if "names" in wanted:
        changed["names"] = _called(wanted)
    aliases = wanted.get("aliases")
    if aliases is None and "names" in wanted:
        aliases = [*team.aliases, *team.names.values()]
    if aliases is not None:
        changed["aliases"] = others(replace(team, aliases=(), **changed), aliases)
    if "department" in wanted:
        changed["department"] = wanted["department"]
    if "head" in wanted:
        changed["head"] = keys[wanted["head"]["employee_id"]] if wanted["head"] else None
    if "supervisors" in wanted:
        found = (keys[one["employee_id"]] for one in wanted["supervisors"])
        changed["supervisors"] = tuple(dict.fromkeys(found))
    if "status" in wanted:
        changed["status"] = wanted["status"]
    return replace(team, **changed)


def _called(wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of a loaded body as they are kept."""
    return {language: cleaned(name) or name for language, name in wanted["names"].items()}


def others(team: Team, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return those of the aliases that are no spelling of the team already, each once."""
    known, found = set(team.folds), list[str]()
    for alias in aliases:
        if fold(alias) not in known:
            known.add(fold(alias))
            found.append(cleaned(alias) or alias)
    return tuple(found)


def _free_code(context: Context, text: str) -> str:
    """Return the first code of the text that no team has or had."""
    choices = [code_of(fold(text), attempt) for attempt in range(3)]
    taken = read_teams(context, choices)
    return next((one for one in choices if one not in taken), choices[0])
