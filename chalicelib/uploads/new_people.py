"""Put people of a file on the register if they are not on it, and overwrite nobody's change.

Between the read of the register and this write, the HR system may have created the person, or the
person may have been deleted or erased. A person who is on the register at the write stays
unchanged. Batch writes cannot be conditional, so these are transactions. They cost twice the units,
once for each new person. Each transaction also counts its people (people/headcount.py), so that the
company's limit holds whatever is registered at the same time.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from pynamodb.expressions.operand import Path

from chalicelib.people import headcount
from chalicelib.people.records import ACTIVE, Employee, key_of
from chalicelib.person_keys import first_id
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.records import to_item
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context, timestamp

#: People in one transaction. One write is left for the headcount.
AT_ONCE = MOST_WRITES - 1


class AlreadyThere(Exception):
    """The person is on the register at the time of the write."""

    def __init__(self, employee_id: str) -> None:
        super().__init__(employee_id)
        self.employee_id = employee_id


class Full(Exception):
    """The register has no places for all of these people."""


def register(context: Context, cards: Iterable[Scorecard]) -> frozenset[str]:
    """Put the people of the cards on the register, with the name and team of their file.

    People who are on the register stay unchanged. Return the ids of those for whom the register has
    no place.
    """
    new = list(cards)
    if not new:
        return frozenset()
    since = timestamp(context.platform.clock())
    left = iter(new)
    refused: list[str] = []
    most = headcount.check(context, 0)
    while people := [
        Employee(first_id(card.person), ACTIVE, since, card.employee_name, card.team)
        for card in islice(left, AT_ONCE)
    ]:
        refused += _register(context, people, most)
    return frozenset(refused)


def _register(context: Context, people: Sequence[Employee], most: int) -> list[str]:
    """Write one transaction; repeat it without those who are on the register or have no place.

    ``most``: the limit of people. Return the ids of those who have no place: the last ones.
    """
    refused: list[str] = []
    while people:
        unit = Unit(context.table)
        for person in people:
            unit.put(
                key_of(context, person.key),
                to_item(person),
                Path("pk").does_not_exist(),
                partial(AlreadyThere, person.id),
            )
        headcount.add(context, unit, len(people), most, Full)
        try:
            unit.commit()
        except AlreadyThere as met:
            people = [person for person in people if person.id != met.employee_id]
        except Full:
            room = min(len(people) - 1, max(0, most - headcount.number(context)))
            refused += [person.id for person in people[room:]]
            people = people[:room]
        else:
            break
    return refused
