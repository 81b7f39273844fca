"""The teams of people as a request names them: each is written as its team is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.people.dated import TEAM
from chalicelib.teams.canonical import canonical
from chalicelib.tenancy.context import Context


def in_teams(context: Context, wanted: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the wanted people with their teams' own texts, and make the teams that are new.

    Call it when nothing refuses the request any more. Costs a read for a hundred distinct teams,
    and a write for some thirty new ones.
    """
    texts = [text for one in wanted for text in _texts(one)]
    refs = canonical(context, texts) if texts else {}

    def own(text: str | None) -> str | None:
        return refs[text].text if text in refs else None

    found: list[Mapping[str, Any]] = []
    for one in wanted:
        written = dict(one)
        if TEAM in one:
            written[TEAM] = own(one[TEAM])
        if entries := _entries(one):
            listed = [{**entry, "value": own(entry["value"])} for entry in entries]
            written["dated"] = {**one["dated"], TEAM: listed}
        found.append(written)
    return found


def names_a_team(wanted: Mapping[str, Any]) -> bool:
    """Return whether a request names a team."""
    return any(True for _ in _texts(wanted))


def _texts(wanted: Mapping[str, Any]) -> Iterator[str]:
    texts = [wanted.get(TEAM), *(entry["value"] for entry in _entries(wanted))]
    yield from (text for text in texts if text is not None)


def _entries(wanted: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return (wanted.get("dated") or {}).get(TEAM) or ()
