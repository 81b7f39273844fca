"""The person whom a path names by employee id."""

from chalicelib.people.identity import Place, Use, place
from chalicelib.person_keys import PersonKey, first_key
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


#: A key that no person has.
NOBODY = PersonKey(";")
