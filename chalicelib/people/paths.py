"""The person whom a path or a filter names by employee id."""

from collections.abc import Mapping

from chalicelib.people.identity import Place, Use, place
from chalicelib.people.records import Employee
from chalicelib.person_keys import PersonKey, first_key, read_shown
from chalicelib.tenancy.context import Context

#: People on the register by key, as far as they were read; None: nobody was.
Found = Mapping[PersonKey, Employee] | None


def person_in_path(context: Context, employee_id: str) -> PersonKey:
    """Return the key of the person to whom results under this id belong.

    It is who has the id now, or somebody deleted who had it last. A former id leads to a key under
    which nothing is stored. An agent's own id needs no read.
    """
    return found_in_path(context, employee_id)[0]


def found_in_path(context: Context, employee_id: str) -> tuple[PersonKey, Found]:
    """Return the key as :func:`person_in_path` does, and what was read for it.

    That is the person on the register by key, or empty; None: nothing was read, because the id is
    the caller's own.
    """
    principal = context.principal
    if principal.employee_id == employee_id and principal.person is not None:
        return principal.person, None
    there = place(context, employee_id)
    return person_at(there), {} if there.person is None else {there.person.key: there.person}


def person_at(there: Place) -> PersonKey:
    """Return the key of the person to whom results under an id belong, by what the id is now."""
    if there.person is not None and there.use is not Use.FORMER:
        return there.person.key
    return NOBODY if there.use is Use.FORMER else first_key(there.id)


def person_named(context: Context, name: str) -> str:
    """Return the key of whom an id of today, a former id or a shown key names.

    An id that several people had names who has it now, else who had it last. The name itself for
    somebody whom the register does not know.
    """
    found = place(context, name).person
    return (found.key if found is not None else read_shown(name)) or name


def person_asked_for(context: Context, employee_id: str | None) -> PersonKey | None:
    """Return the person whose things a list is asked for; None: everybody's.

    Who sees the own person alone has the own things, and of somebody else's id nobody's.
    """
    principal = context.principal
    own = principal.person or NOBODY
    if employee_id is None:
        return None if principal.sees_others else own
    person = person_in_path(context, employee_id)
    return person if principal.sees_others or person == own else NOBODY


#: A key that no person has.
NOBODY = PersonKey(";")
