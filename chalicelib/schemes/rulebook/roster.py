"""The people who are filled into an upload template: those who are due a result of the period.

Due is who works on a day of the period and is scored by this scheme, as far as the register says
it. A part has so many rows that an answer of the API holds it; the next one goes on after it.
"""

from dataclasses import dataclass
from typing import Final

from chalicelib.people.dated import SCHEME
from chalicelib.people.facts import month_of, shares
from chalicelib.people.records import Employee, everybody
from chalicelib.periods.calendar import days_of, kind_of
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import in_effect
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: Rows of a part: an answer of the API holds 6 MB, a binary one two thirds of that.
MOST_ROWS: Final = 5_000
#: People of the register that a part reads.
MOST_READ: Final = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """People by id, as (id, name, team). ``after``: where the next part begins; None: nowhere."""

    people: tuple[tuple[str, str, str], ...]
    after: str | None = None


def roster(
    context: Context, scheme: str, period: str, after: str | None = None, rows_each: int = 1
) -> Part:
    """Return a part of the people who are due a result of a scheme's period.

    The team is that of the last day worked. ``rows_each``: the rows that a person has. Reads at
    most MOST_READ people, in requests of a megabyte.
    """
    most, found = MOST_ROWS // rows_each, []
    days, months = days_of(period), kind_of(period) == "month"
    splits: dict[str, bool] = {}

    def is_here(person: Employee, named: str | None) -> bool:
        """Return whether the register has the person scored by this scheme, on a day at least."""
        if not months or named is None or named == scheme:
            return True
        if scheme not in shares(person, SCHEME, days):
            return False
        if named not in splits:
            version = in_effect(context.table, context.scope, named, period)
            splits[named] = version is not None and version.scheme.moves == "by_days"
        return splits[named]

    begin = None if after is None else PersonKey(after)
    for read, item in enumerate(everybody(context, begin), start=1):
        person = from_item(Employee, item)
        month = month_of(person, days)
        if month.expected and is_here(person, month.scheme):
            found.append((person.id, person.name or "", month.team or ""))
        if len(found) == most or read == MOST_READ:
            return Part(tuple(sorted(found)), person.key)
    return Part(tuple(sorted(found)))
