"""Leaders of teams: employee ids in requests and answers, keys of persons in what is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.errors import Fault, Invalid
from chalicelib.language import Text
from chalicelib.people.identity import current_ids, holders
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context

_UNKNOWN = Text("名册中没有该员工。", "Nobody on the register has this id.")


def keys_of(context: Context, wanted: Mapping[str, Any]) -> dict[str, PersonKey]:
    """Return the keys of the persons whom a loaded body names as head and supervisors, by id.

    Raises Invalid (422) ``unknown_employee`` for each who is not on the register.
    """
    places: list[tuple[str, str]] = []
    if wanted.get("head"):
        places.append(("/head/employee_id", wanted["head"]["employee_id"]))
    for number, one in enumerate(wanted.get("supervisors") or ()):
        places.append((f"/supervisors/{number}/employee_id", one["employee_id"]))
    ids = [employee_id for _, employee_id in places]
    keys = {one: who.key for one, who in holders(context, ids).items()} if ids else {}
    faults = [
        Fault(place, "unknown_employee", _UNKNOWN) for place, one in places if one not in keys
    ]
    if faults:
        raise Invalid(faults)
    return keys


def ids_of(context: Context, persons: Iterable[str]) -> dict[str, str]:
    """Return what the company calls these persons now, by their keys."""
    wanted = sorted(map(PersonKey, persons))
    return {str(key): now for key, now in current_ids(context, wanted).items()} if wanted else {}
