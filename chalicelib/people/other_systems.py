"""People by their ids in other systems, and which other systems a company has."""

from collections.abc import Iterable, Mapping

from chalicelib.people.keys import key_of_external_id, partition_of_external_ids
from chalicelib.people.records import Register
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import escaped, parts_of

#: A system's name, and an id in it.
Pair = tuple[str, str]
#: Sorts before and after every system's name.
_FIRST, _LAST = " ", "\U0010ffff"
#: The character after the separator of a key's parts: sorts after all ids of a system.
_BEYOND = "$"


def known_as(register: Register, pairs: Iterable[Pair]) -> Mapping[Pair, PersonKey]:
    """Return the keys of those who are known by these ids, a hundred ids in a request."""
    keys = {key_of_external_id(register.scope, *pair): pair for pair in dict.fromkeys(pairs)}
    found = register.table.get_many(list(keys)) if keys else {}
    return {keys[key]: PersonKey(item["employee_id"]) for key, item in found.items()}


def systems(register: Register, most: int) -> list[str]:
    """Return the names of the company's other systems, the first ``most`` in their order.

    Costs a request for each: the ids between two systems are passed over.
    """
    found: list[str] = []
    low = _FIRST
    while len(found) < most:
        page = register.table.query_from(
            partition_of_external_ids(register.scope), low, _LAST, limit=1, only=("pk", "sk")
        )
        if not page.items:
            break
        system = parts_of(page.items[0]["sk"])[0]
        found.append(system)
        low = f"{escaped(system)}{_BEYOND}"
    return found
