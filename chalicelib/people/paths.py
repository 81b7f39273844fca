"""The person whom a path or a filter names by employee id."""

from chalicelib.people.identity import Place, Use, place
from chalicelib.person_keys import PersonKey, first_key, read_shown
from chalicelib.tenancy.context import Context


def person_in_path(context: Context, employee_id: str) -> PersonKey:
    """Return the key of the person to whom results under this id belong.

    It is who has the id now, or somebody deleted who had it last. A former id leads to a key under
    which nothing is stored. An agent's own id needs no read.
    """
    principal = context.principal
    if principal.employee_id == employee_id and principal.person is not None:
        return principal.person
    return person_at(place(context, employee_id))


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


#: A key that no person has.
NOBODY = PersonKey(";")
