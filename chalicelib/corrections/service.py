"""Corrections as the API makes them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.corrections import refusals
from chalicelib.corrections.entry import Wanted, correct
from chalicelib.corrections.records import FIGURES, VOID, Correction
from chalicelib.errors import Conflict, invalid_value
from chalicelib.people.identity import Use, place
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context


def make(context: Context, body: Mapping[str, Any]) -> Correction:
    """Correct figures of a person in a locked month, or declare the result void, or a result again.

    Returns the correction as it will be stored. Raises Invalid (422) ``unknown_employee`` and
    ``one_of_both``, Conflict (409) ``own_result``, and the errors of
    corrections/entry.py.
    """
    figures, void = body["figures"], body["void"]
    if (figures is None) == (void is None):
        raise invalid_value("/figures", "one_of_both", refusals.ONE_OF_BOTH)
    person = _person(context, body["employee_id"])
    if context.principal.person == person:
        raise Conflict("own_result", refusals.OWN)
    wanted = Wanted(
        body["scheme"],
        body["period"],
        person,
        body["reason"],
        figures,
        kind=FIGURES if void is None else VOID,
        void=void,
    )
    return correct(context, context.unit, wanted)


def _person(context: Context, employee_id: str) -> PersonKey:
    """Return who has the id now, or had it last and was deleted: a leaver is paid what is due."""
    there = place(context, employee_id)
    if there.person is None or there.use not in (Use.HELD, Use.DELETED):
        raise invalid_value("/employee_id", "unknown_employee", refusals.UNKNOWN)
    return there.person.key
