"""Which inspectors can judge on a day: those who are on the register and have not left."""

from collections.abc import Iterable, Mapping

from chalicelib.people.records import ACTIVE, Employee, read_people
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context


def at_work(context: Context, people: Iterable[PersonKey]) -> frozenset[PersonKey]:
    """Return those of these people who can judge today. One batch read."""
    wanted = list(people)
    found = read_people(context, wanted)
    return frozenset(wanted) - frozenset(gone(context, wanted, found))


def gone(
    context: Context, people: Iterable[PersonKey], found: Mapping[PersonKey, Employee]
) -> list[PersonKey]:
    """Return those who have left, or were erased. ``found``: who of them is on the register."""
    day = today(context)
    return [
        one
        for one in people
        if (there := found.get(one)) is None or on_day(there, day).status != ACTIVE
    ]
