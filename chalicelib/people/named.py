"""The person whom a filter of the register's list names, found by key and not by a walk."""

from collections.abc import Mapping
from typing import Any

from chalicelib.people.other_systems import known_as
from chalicelib.people.records import Employee, Register, read_people
from chalicelib.person_keys import PersonKey, read_shown

#: Separates a system from the id in it. A system's name may have it too.
_BETWEEN = ":"


def names_one(filters: Mapping[str, Any]) -> bool:
    """Return whether a filter names one person, or nobody."""
    return "person" in filters or "external_id" in filters


def named(register: Register, filters: Mapping[str, Any]) -> list[Employee]:
    """Return whom ``person`` (a shown key) and ``external_id`` (``system:id``) name.

    It is nobody or one person, unless both name one. The other filters are not looked at. Costs two
    requests.
    """
    found: list[PersonKey] = []
    if (person := read_shown(filters.get("person", ""))) is not None:
        found.append(person)
    if "external_id" in filters:
        # Every way to read the text as a system and an id.
        parts = filters["external_id"].split(_BETWEEN)
        pairs = [(_BETWEEN.join(parts[:n]), _BETWEEN.join(parts[n:])) for n in range(1, len(parts))]
        found += known_as(register, pairs).values()
    return list(read_people(register, found).values())
