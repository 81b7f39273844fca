"""Make teams of texts that came by the register, a file or a credential.

A team and the entry of its name are written in one transaction, on condition that neither is there.
So two runs at once make one team, and a run that dies makes it again with the same code.
"""

from collections.abc import Mapping
from functools import partial

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.change_log.keys import TEAMS
from chalicelib.change_log.records import Change
from chalicelib.change_log.writing import enter
from chalicelib.store.records import to_item
from chalicelib.store.transactions import MOST_WRITES, Refusal, Unit
from chalicelib.teams.codes import code_of
from chalicelib.teams.keys import key_of_name, key_of_team, key_of_team_counts
from chalicelib.teams.presenting import described
from chalicelib.teams.records import MOST_TEAMS, NameEntry, Team, read_counts, read_names
from chalicelib.tenancy.context import Context, timestamp

#: Teams in one transaction: each is the team, its name and an audit event. One write counts them,
#: and one enters them in the log of changes.
AT_ONCE = (MOST_WRITES - 2) // 3
_number = Path("number")


class NameTaken(Exception):
    """Another request has just given the name to a team."""


class CodeTaken(Exception):
    """Another team has the code."""

    def __init__(self, folded: str) -> None:
        super().__init__(folded)
        self.folded = folded


class Full(Exception):
    """The company has as many teams as it may have."""


def make(context: Context, texts: Mapping[str, str]) -> dict[str, NameEntry]:
    """Make a team of each text, and return the entries of their names.

    ``texts``: the text of each team by its fold. Whose name another request takes meanwhile gets
    that team's entry. A text for which the company has no place any more is left out.
    """
    found: dict[str, NameEntry] = {}
    attempts = dict.fromkeys(texts, 0)
    left = list(texts)
    while left:
        teams = {one: _team(context, one, texts[one], attempts[one]) for one in left[:AT_ONCE]}
        try:
            found |= _write(context, teams)
        except NameTaken:
            found |= read_names(context, teams)
        except CodeTaken as met:
            attempts[met.folded] += 1
        except Full:
            room = max(0, MOST_TEAMS - read_counts(context).number)
            left = left[: min(room, len(teams) - 1)]
        left = [one for one in left if one not in found]
    return found


def _team(context: Context, folded: str, text: str, attempt: int) -> Team:
    return Team(
        code=code_of(folded, attempt),
        text=text,
        names={"zh": text, "en": text},
        updated_at=timestamp(context.platform.clock()),
        used=True,
    )


def _write(context: Context, teams: Mapping[str, Team]) -> dict[str, NameEntry]:
    """Write the teams in one transaction. Raises NameTaken, CodeTaken and Full."""
    unit = Unit(context.table)
    entries: dict[str, NameEntry] = {}
    for folded, team in teams.items():
        entries[folded] = NameEntry(folded, team.code, team.text)
        free = Path("pk").does_not_exist()
        unit.put(key_of_name(context.scope, folded), to_item(entries[folded]), free, NameTaken)
        unit.put(
            key_of_team(context.scope, team.code),
            to_item(team),
            free,
            partial(CodeTaken, folded),
        )
        target = f"teams/{team.code}"
        unit.put(*event_write(context, "teams.create", target, None, described(team), revision=1))
    count(context, unit, len(teams), Full)
    enter(context, unit, TEAMS, [Change(team.code) for team in teams.values()])
    unit.commit()
    return entries


def count(context: Context, unit: Unit, more: int, refusal: Refusal) -> None:
    """Count teams in the transaction that writes them. ``refusal`` is raised beyond the limit."""
    room: Condition = _number <= MOST_TEAMS - more
    if more <= MOST_TEAMS:
        room |= _number.does_not_exist()
    counted = [_number.set((_number | 0) + more)]
    unit.update(key_of_team_counts(context.scope), counted, room, refusal)
