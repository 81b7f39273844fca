"""The teams of people as a request names them: each is written as its team is."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.teams.canonical import canonical
from chalicelib.tenancy.context import Context


def in_teams(context: Context, wanted: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the wanted people with their teams' own texts, and make the teams that are new.

    Call it when nothing refuses the request any more. Costs a read for a hundred distinct teams,
    and a write for some thirty new ones.
    """
    refs = canonical(context, [one.get("team") for one in wanted])
    return [
        {**one, "team": refs[one["team"]].text if one["team"] in refs else None}
        if one.get("team") is not None
        else one
        for one in wanted
    ]
