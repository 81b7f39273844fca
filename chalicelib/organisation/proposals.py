"""Proposals that two teams are one, from their names; and those that somebody has dismissed."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import NotFound
from chalicelib.organisation.near_names import Near, near
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.teams.keys import (
    key_of_dismissal,
    partition_of_dismissals,
    partition_of_teams,
)
from chalicelib.teams.records import ACTIVE, Team
from chalicelib.tenancy.context import Context

#: Separates the codes in a proposal's id. No code has it.
BETWEEN = "~"
DISMISSED = "dismissed"
#: What is read of a team.
_READ = ("code", "text", "names", "aliases", "former_texts", "status", "updated_at")


def page(
    context: Context, status: str, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of the proposals, open or dismissed ones, by their ids.

    They are computed from all active teams: at 5,000 teams a few reads. The second value is the
    position of the next page (None: last).
    """
    teams = _active(context)
    dismissed = _dismissed(context)
    wanted = [
        one
        for one in near({code: _names(team) for code, team in teams.items()})
        if (((one.code, one.other) in dismissed) == (status == DISMISSED))
        and (after is None or id_of(one) > after)
    ]
    wanted.sort(key=id_of)
    shown = [_described(one, teams) for one in wanted[:limit]]
    return shown, id_of(wanted[limit - 1]) if len(wanted) > limit else None


def dismiss(context: Context, proposal_id: str) -> dict[str, Any]:
    """Keep that the two teams of a proposal are two. Repeating it changes nothing.

    Return the proposal. Raises NotFound (404) when no names are near under this id.
    """
    codes = tuple(proposal_id.split(BETWEEN))
    teams = {code: team for code, team in _active(context).items() if code in codes}
    found = near({code: _names(team) for code, team in teams.items()})
    if len(found) != 1 or id_of(found[0]) != proposal_id:
        raise NotFound("proposal")
    key = key_of_dismissal(context.scope, *codes)
    if context.table.get(key) is None:
        context.unit.put(key, {"at": context.time, "by": context.principal.credential})
        record_change(
            context,
            "teams.dismiss",
            f"teams/proposals/{proposal_id}",
            None,
            {"status": DISMISSED},
            revision=1,
        )
    return _described(found[0], teams)


def id_of(one: Near) -> str:
    return f"{one.code}{BETWEEN}{one.other}"


def _active(context: Context) -> Mapping[str, Team]:
    items = context.table.query_all(partition_of_teams(context.scope), only=_READ)
    teams = (from_item(Team, item) for item in items)
    return {team.code: team for team in teams if team.status == ACTIVE}


def _dismissed(context: Context) -> set[tuple[str, ...]]:
    partition = partition_of_dismissals(context.scope)
    items = context.table.query_all(partition, only=("pk", "sk"))
    return {parts_of(item["sk"]) for item in items}


def _names(team: Team) -> Iterable[str]:
    return {team.text, *team.names.values(), *team.aliases, *team.former_texts}


def _described(one: Near, teams: Mapping[str, Team]) -> dict[str, Any]:
    return {
        "id": id_of(one),
        "teams": [
            {"code": code, "names": dict(teams[code].names)} for code in (one.code, one.other)
        ],
        "because": one.because,
    }
