"""Whom a list of people has: those that its filters keep and the caller may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.people.records import DELETED, Employee
from chalicelib.person_keys import read_shown
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a list: ``asked`` is the loaded query, ``team`` the folds of its team's names.

    ``since``: only who changed since then (RFC 3339); None: whoever. ``deleted``: deleted people
    too, unless a status is asked for.
    """

    asked: Mapping[str, Any]
    team: frozenset[str] | None = None
    since: str | None = None
    deleted: bool = False

    def keeps(self, context: Context, person: Employee) -> bool:
        """Return whether the list has a person, as of today (people/today.py)."""
        asked, status = self.asked, self.asked.get("status")
        if not is_in(person.team, self.team):
            return False
        if not context.principal.may_see(person.key, person.team):
            return False
        if person.status == DELETED and not self.deleted and status != DELETED:
            return False
        if status is not None and person.status != status:
            return False
        if self.since is not None and person.updated_at < self.since:
            return False
        if not _has_external_id(person, asked.get("external_id")):
            return False
        return "person" not in asked or person.key == read_shown(asked["person"])


def _has_external_id(person: Employee, external_id: str | None) -> bool:
    """Say whether another system knows the person by this id (``system:id``; None: no filter)."""
    if external_id is None:
        return True
    # A system's name may contain a colon, so ``system:id`` is compared as a whole.
    return any(
        f"{system}:{number}" == external_id for system, number in person.external_ids.items()
    )
