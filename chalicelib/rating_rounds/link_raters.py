"""Who may get a link: raters whom the round or a request names, with their forms."""

from collections import Counter
from collections.abc import Sequence

from chalicelib.errors import Fault, Invalid
from chalicelib.people.identity import holders
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.places import sheet_key
from chalicelib.rating_forms.records import Round, Sheet, sheet_of
from chalicelib.rating_rounds.making import NOBODY
from chalicelib.tenancy.context import Context


def named(found: Round) -> list[PersonKey]:
    """Return everybody whom the round names as a rater."""
    keys = (one for how in found.roles.values() for one in how.get("raters", ()))
    return [PersonKey(one) for one in dict.fromkeys(keys)]


def known(context: Context, employees: Sequence[str]) -> list[PersonKey]:
    """Return the people of a request. Raises Invalid (422) for an id that nobody has."""
    there = holders(context, employees)
    faults = [
        Fault(f"/employees/{n}", "unknown_employee", NOBODY)
        for n, one in enumerate(employees)
        if one not in there
    ]
    if faults:
        raise Invalid(faults)
    return list(dict.fromkeys(there[one].key for one in employees))


def forms_of(context: Context, found: Round, raters: Sequence[PersonKey]) -> Counter[PersonKey]:
    """Return how many forms each of the raters has. Two batch reads at most."""
    first = _sheets(context, found, [(rater, 0) for rater in raters])
    more = [(one.rater, part) for one in first for part in range(1, one.parts)]
    counted = Counter[PersonKey]()
    for sheet in (*first, *_sheets(context, found, more)):
        counted[sheet.rater] += len(sheet.forms)
    return counted


def _sheets(context: Context, found: Round, parts: Sequence[tuple[PersonKey, int]]) -> list[Sheet]:
    keys = [sheet_key(context, found.id, found.draw, *one) for one in parts]
    return [sheet_of(item) for item in context.table.get_many(keys).values()] if keys else []
