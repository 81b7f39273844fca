"""The person whom a path names by employee id."""

from chalicelib.people.identity import Use, place
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
    there = place(context, employee_id)
    if there.person is not None and there.use is not Use.FORMER:
        return there.person.key
    return NOBODY if there.use is Use.FORMER else first_key(employee_id)


#: A key that no person has.
NOBODY = PersonKey(";")
