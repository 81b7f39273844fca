"""What has become of a round's people since its draw: left, gone from the register, or moved."""

from collections.abc import Iterable, Mapping
from typing import Final

from chalicelib.people.records import ACTIVE, Employee
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.teams import canonical
from chalicelib.tenancy.context import Context

LEFT: Final = "left"
GONE: Final = "gone"
MOVED: Final = "moved"


def gone(person: Employee | None, day: str) -> str | None:
    """Return LEFT or GONE of somebody who left, or is not on the register any more; else None."""
    if person is None or not person.is_person:
        return GONE
    status = on_day(person, day).status
    return None if status == ACTIVE else LEFT if status == "left" else GONE


class Since:
    """The people of a list as the register has them today, beside the teams of their draw.

    ``drawn`` are these teams. Costs a read for a hundred distinct ones.
    """

    def __init__(
        self,
        context: Context,
        people: Mapping[PersonKey, Employee],
        drawn: Iterable[str | None],
    ) -> None:
        self._people, self._day = people, today(context)
        self._team = {person: on_day(one, self._day).team for person, one in people.items()}
        teams = {*self._team.values(), *drawn}
        self._refs = canonical.known(context, sorted(one for one in teams if one))

    def notices(self, person: PersonKey, team: str | None) -> list[str]:
        """Return what has become of somebody. ``team``: where the person was drawn; None: it does
        not matter, or is not known."""
        found = gone(self._people.get(person), self._day)
        if found is not None:
            return [found]
        moved = team is not None and self._called(self._team[person]) != self._called(team)
        return [MOVED] if moved else []

    def _called(self, team: str | None) -> str:
        """Return how a team is written today; empty: none."""
        found = self._refs.get(team or "")
        return (team or "") if found is None else found.text
