"""What the audit log keeps of a person's change: the changed members, before and after."""

from typing import Any

from chalicelib.people.dated import FACTS
from chalicelib.people.presenting import entries, lasting
from chalicelib.people.records import Employee

Side = dict[str, Any]
#: When it changed is the event's own.
_LEFT_OUT = "updated_at"


def sides(before: Employee | None, after: Employee) -> tuple[Side | None, Side]:
    """Return the changed members before and after. Of somebody new, those that have a value."""
    now = _members(after)
    if before is None:
        return None, {name: value for name, value in now.items() if value not in (None, [], {})}
    was = _members(before)
    changed = [name for name in now if was[name] != now[name]]
    return {name: was[name] for name in changed}, {name: now[name] for name in changed}


def _members(employee: Employee) -> Side:
    """Return the members of an event. A dated fact is one, named ``dated.team``."""
    found = {
        **lasting(employee),
        "team": employee.team,
        "status": employee.status,
        **{f"dated.{fact}": entries(employee, fact) for fact in FACTS if fact in employee.facts},
    }
    del found[_LEFT_OUT]
    return {**{f"dated.{fact}": [] for fact in FACTS}, **found}
