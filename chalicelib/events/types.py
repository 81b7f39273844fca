"""The type of an event, from the audited action that it is derived from.

Each package says the types of its actions in its ``holdings.py``. An action whose type depends on
how it ended has a type for each status.
"""

from chalicelib.contents import EventTypes


def all_types(known: EventTypes) -> frozenset[str]:
    """Every type that an event may have."""
    several = ((told,) if isinstance(told, str) else told.values() for told in known.values())
    return frozenset(name for names in several for name in names)


def type_of(known: EventTypes, action: str, status: object) -> str:
    """The type of an action that ended with the status (None: it has none).

    An action or status without a type is told by its own name: one that a package forgot must not
    hide the others. A test holds that none is forgotten.
    """
    told = known.get(action, action)
    return told if isinstance(told, str) else told.get(str(status), f"{action}.{status}")
